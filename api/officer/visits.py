"""Visits of several departments at once, hearings, and what objections say."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion
from casework.hearings import hold_hearing, record_hearing
from casework.publicity import objection_text
from casework.visits import VisitView, conclude_visit, consent_visit, propose_visit, record_visit, visit_of

Moment = Annotated[AwareDatetime, Field(strict=False)]

router = api_router(tag="officer", prefix=ROOT)


class TimesBody(Body):
    times: list[Moment] = Field(min_length=1, max_length=10)


class TimeBody(Body):
    time: Moment


class RecordBody(Body):
    text: str = Field(min_length=1, max_length=5000)


class ConclusionBody(Body):
    outcome: Literal["passed", "failed"]
    text: str | None = Field(default=None, max_length=5000)


class Objected(BaseModel):
    text: str | None = Field(description="null: lawfully erased")


@router.get("/tasks/{task_id}/visit", summary="A joint visit")
@access("officer", "supervisor")
async def get_visit(task_id: UUID, act: CurrentAct, language: Spoken) -> VisitView:
    """The times, who has agreed, the record, and what each department concluded."""
    return await visit_of(act, task_id, language=language)


@router.post("/tasks/{task_id}/visit/times", summary="Propose times")
@access("officer")
async def post_times(
    task_id: UUID, body: TimesBody, act: CurrentAct, if_version: IfVersion, language: Spoken
) -> VisitView:
    """By the leading department; again as long as nothing is agreed."""
    await propose_visit(act, task_id, body.times, if_version=if_version)
    return await visit_of(act, task_id, language=language)


@router.post("/tasks/{task_id}/visit/consent", summary="Agree to a time")
@access("officer")
async def post_consent(
    task_id: UUID, body: TimeBody, act: CurrentAct, if_version: IfVersion, language: Spoken
) -> VisitView:
    """By every other department; the visit is agreed when all have agreed to the same time."""
    await consent_visit(act, task_id, body.time, if_version=if_version)
    return await visit_of(act, task_id, language=language)


@router.post("/tasks/{task_id}/visit/record", summary="Record the visit")
@access("officer")
async def post_record(
    task_id: UUID, body: RecordBody, act: CurrentAct, if_version: IfVersion, language: Spoken
) -> VisitView:
    """One for all, written by the leading department when the visit has been."""
    await record_visit(act, task_id, body.text, if_version=if_version)
    return await visit_of(act, task_id, language=language)


@router.post("/tasks/{task_id}/visit/conclusion", summary="Conclude from a visit")
@access("officer")
async def post_conclusion(
    task_id: UUID, body: ConclusionBody, act: CurrentAct, if_version: IfVersion, language: Spoken
) -> VisitView:
    """Each department for itself."""
    await conclude_visit(act, task_id, outcome=body.outcome, words=body.text, if_version=if_version)
    return await visit_of(act, task_id, language=language)


@router.post("/tasks/{task_id}/hearing/time", status_code=204, summary="Set a hearing")
@access("officer")
async def post_hearing_time(task_id: UUID, body: TimeBody, act: CurrentAct, if_version: IfVersion) -> None:
    """Announced early enough, and held in time."""
    await hold_hearing(act, task_id, body.time, if_version=if_version)


@router.post("/tasks/{task_id}/hearing/record", status_code=204, summary="Record a hearing")
@access("officer")
async def post_hearing_record(
    task_id: UUID, body: RecordBody, act: CurrentAct, if_version: IfVersion
) -> None:
    """When it was held; the step is over with it."""
    await record_hearing(act, task_id, body.text, if_version=if_version)


@router.get("/tasks/{task_id}/objection", summary="What an objection says")
@access("officer", "supervisor")
async def get_objection(task_id: UUID, act: CurrentAct) -> Objected:
    """For whoever has to decide it."""
    return Objected(text=await objection_text(act, task_id))
