"""What an applicant does with his case: confirms, supplies, looks before he withdraws."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.applicant.draft_answer import AnswerWithDraft
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion
from casework.application_view import ApplicationView
from casework.chains.following import follow_case
from casework.confirm_step import confirm_step
from casework.ending_preview import EndingPreview, preview_withdrawal
from casework.item_act import ItemActed
from casework.outside import Acts

router = api_router(tag="applicant", prefix=ROOT)


class FollowBody(Body):
    matter: str = Field(max_length=100, description="One of the case's `next_matters`")


@router.get("/cases/{case_no}/withdraw", summary="What withdrawing would bring")
@access("applicant")
async def get_withdrawal(
    case_no: str,
    act: CurrentAct,
    language: Spoken,
    items: Annotated[
        list[str] | None, Query(description="Item keys; without: all that are still open")
    ] = None,
) -> EndingPreview:
    """Which items end, which end with them, and which money comes back. Nothing changes."""
    return await preview_withdrawal(act, case_no, items=items or (), language=language)


@router.post("/cases/{case_no}/confirmations/{item}/{step}", summary="Confirm what cannot be undone")
@access("applicant", level="L2")
async def post_confirmation(
    case_no: str, item: str, step: str, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """The sentence stands in `to_do`; the step begins only afterwards."""
    return await confirm_step(act, case_no, item, step, if_version=if_version)


@router.post("/cases/{case_no}/next", status_code=201, summary="Begin the matter that comes next")
@access("applicant")
async def post_next(case_no: str, body: FollowBody, acts: Acts, answer: AnswerWithDraft) -> ApplicationView:
    """A draft that knows what this case knows; one of yours that waited for the case goes on."""
    async with acts() as act:
        started = await follow_case(act, case_no, body.matter)
    return await answer.begun(started.id)
