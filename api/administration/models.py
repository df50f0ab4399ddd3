"""The two models of a matter (业务协同模型、数据共享模型): as data and as pictures."""

from typing import Annotated

from fastapi import Path

from access.act import CurrentAct
from access.rules import access
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.defining.modelling import Models, models_of_version
from engine.definition_rows import Ref

router = api_router(tag="administration", prefix=ROOT)


@router.get(
    "/definitions/matter/{code}/versions/{version}/models", summary="Who does what, and who gives which data"
)
@access("administrator")
async def get_models(
    code: Annotated[str, Path(pattern=r"^[a-z0-9-]+$", max_length=120)],
    version: Annotated[int, Path(ge=1, le=1_000_000)],
    act: CurrentAct,
    language: Spoken,
) -> Models:
    """The model of collaboration (items by stage and department, what each waits for) and the model of data
    sharing (where each field and material comes from, who gives it and who gets it), and both drawn as SVG.
    What was published as it was published; a draft as it would be today, 422 when it is not in order."""
    return await models_of_version(act, Ref("matter", code, version), language=language)
