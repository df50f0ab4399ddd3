"""Visits of several departments at once, hearings, and what objections say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends
from pydantic import AwareDatetime, BaseModel, Field

from access.act import Act, CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion
from casework.hearings import hold_hearing, record_hearing
from casework.publicity import objection_text
from casework.visits import VisitView, conclude_visit, consent_visit, propose_visit, record_visit, visit_of
from casework.words import Language

Moment = Annotated[AwareDatetime, Field(strict=False)]

router = api_router(tag="officer", prefix=ROOT)


class TimesBody(Body):
    times: list[Moment] = Field(min_length=1, max_length=10)


class TimeBody(Body):
    time: Moment


class ConsentBody(TimeBody):
    also: list[Moment] = Field(
        default_factory=list[datetime], max_length=10, description="Other times that suit"
    )


class RecordBody(Body):
    text: str = Field(min_length=1, max_length=5000)


class ConclusionBody(Body):
    outcome: Literal["passed", "failed"]
    text: str | None = Field(default=None, max_length=5000)


class Objected(BaseModel):
    text: str | None = Field(description="null: lawfully erased")


@dataclass(frozen=True, slots=True)
class VisitAtHand:
    """The task of a visit, as every act with it needs it."""

    task_id: UUID
    act: Act
    if_version: int | None
    language: Language

    async def seen(self) -> VisitView:
        return await visit_of(self.act, self.task_id, language=self.language)


async def _at_hand(task_id: UUID, act: CurrentAct, if_version: IfVersion, language: Spoken) -> VisitAtHand:
    return VisitAtHand(task_id, act, if_version, language)


AtHand = Annotated[VisitAtHand, Depends(_at_hand)]


@router.get("/tasks/{task_id}/visit", summary="A joint visit")
@access("officer", "supervisor")
async def get_visit(task_id: UUID, act: CurrentAct, language: Spoken) -> VisitView:
    """The times, whom each suits, the record, and what each department concluded."""
    return await visit_of(act, task_id, language=language)


@router.post("/tasks/{task_id}/visit/times", summary="Propose times")
@access("officer")
async def post_times(body: TimesBody, hand: AtHand) -> VisitView:
    """By the leading department; again as long as nothing is agreed."""
    await propose_visit(hand.act, hand.task_id, body.times, if_version=hand.if_version)
    return await hand.seen()


@router.post("/tasks/{task_id}/visit/consent", summary="Agree to times")
@access("officer")
async def post_consent(body: ConsentBody, hand: AtHand) -> VisitView:
    """By every other department; the visit is agreed on the first time that suits all."""
    await consent_visit(hand.act, hand.task_id, [body.time, *body.also], if_version=hand.if_version)
    return await hand.seen()


@router.post("/tasks/{task_id}/visit/record", summary="Record the visit")
@access("officer")
async def post_record(body: RecordBody, hand: AtHand) -> VisitView:
    """One for all, written by the leading department when the visit has been."""
    await record_visit(hand.act, hand.task_id, body.text, if_version=hand.if_version)
    return await hand.seen()


@router.post("/tasks/{task_id}/visit/conclusion", summary="Conclude from a visit")
@access("officer")
async def post_conclusion(body: ConclusionBody, hand: AtHand) -> VisitView:
    """Each department for itself."""
    await conclude_visit(
        hand.act, hand.task_id, outcome=body.outcome, words=body.text, if_version=hand.if_version
    )
    return await hand.seen()


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
