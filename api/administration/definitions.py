"""Definitions, for those who write them."""

from fastapi import Request

from access.act import CurrentAct
from access.rules import access
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.check_definition import DefinitionChecked, check_definition
from refusals import FieldError, Malformed

router = api_router(tag="administration", prefix=ROOT)

_SOURCE = {
    "required": True,
    "content": {
        "application/yaml": {"schema": {"type": "string"}},
        "application/json": {"schema": {"type": "object"}},
    },
}


@router.post("/definitions/check", summary="Check a definition", openapi_extra={"requestBody": _SOURCE})
@access("administrator")
async def check(request: Request, act: CurrentAct, language: Spoken) -> DefinitionChecked:
    """As publishing would, with line and words; changes nothing."""
    try:
        source = (await request.body()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(errors=[FieldError("", "应为 UTF-8 文本", "should be UTF-8 text")]) from error
    return await check_definition(act, source, language=language)
