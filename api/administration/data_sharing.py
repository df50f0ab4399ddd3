"""The catalogue of data elements, the data-sharing responsibility list, and what was not delivered."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query, Response
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion, set_version
from casework.data_sharing.elements import ElementLine, list_elements
from casework.data_sharing.promises import (
    LONGEST_ANSWER,
    LONGEST_BASIS,
    PromiseLine,
    TakenOver,
    Terms,
    change_promise,
    list_promises,
    take_over,
)
from casework.data_sharing.shortfalls import ShortfallLine, list_shortfalls
from forms.form_plan import Text

router = api_router(tag="administration", prefix=f"{ROOT}/data-sharing")

Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
BasisWords = Annotated[str, Field(min_length=1, max_length=LONGEST_BASIS)]


class PromiseBody(Body):
    """`fresh_days` null: nothing is promised about the age of the data."""

    fresh_days: int | None = Field(default=None, ge=1, le=3650)
    answer_within: int = Field(ge=1, le=LONGEST_ANSWER, description="Seconds")
    found_percent: int = Field(ge=0, le=100, description="Of a day's questions so many find something")
    basis_zh: BasisWords
    basis_en: BasisWords
    in_force: bool = True


class PromiseChanged(Body):
    version: int


@router.get("/elements", summary="The catalogue of data elements")
@access("administrator", "supervisor")
async def get_elements(act: CurrentAct, language: Spoken) -> list[ElementLine]:
    """Owner, type, standard, how each is got, how fresh; completeness is measured over the last 30 days."""
    return await list_elements(act, language=language)


@router.get("/promises", summary="The data-sharing responsibility list")
@access("administrator", "supervisor")
async def get_promises(act: CurrentAct, language: Spoken) -> list[PromiseLine]:
    """Who supplies which element to whom, how fresh and how fast, and on which basis."""
    return await list_promises(act, language=language)


@router.post("/promises/take-over", summary="Add what the definitions need and the list lacks")
@access("administrator")
async def post_take_over(act: CurrentAct) -> TakenOver:
    """What is on the list stays as it was agreed."""
    return await take_over(act)


@router.put("/promises/{connector}/{call}/{element}", summary="Change what is promised")
@access("administrator")
async def put_promise(
    act: CurrentAct,
    connector: Code,
    call: Code,
    element: Code,
    body: PromiseBody,
    response: Response,
    if_version: IfVersion,
) -> PromiseChanged:
    """With `If-Match` a change that somebody else made meanwhile is 412."""
    terms = Terms(
        body.fresh_days,
        body.answer_within,
        body.found_percent,
        Text(body.basis_zh, body.basis_en),
        body.in_force,
    )
    version = await change_promise(
        act, connector=connector, call=call, element=element, terms=terms, if_version=if_version
    )
    set_version(response, version)
    return PromiseChanged(version=version)


@router.get("/shortfalls", summary="What was promised and not delivered")
@access("administrator", "supervisor")
async def get_shortfalls(
    act: CurrentAct,
    language: Spoken,
    day: Annotated[date | None, Query(description="Of this day alone")] = None,
) -> list[ShortfallLine]:
    """The latest first; a supervisor sees those of her region."""
    return await list_shortfalls(act, day=day, language=language)
