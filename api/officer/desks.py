"""Desks of people who are away: who has taken what, and giving it to others."""

from uuid import UUID

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body, Id
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.organising.desks import DeskGiven, DeskLine, give_desk, list_desks

router = api_router(tag="officer", prefix=ROOT)


class GiveBody(Body):
    to: Id | None = Field(default=None, description="A colleague of the department; none: the group")
    reason: str = Field(min_length=1, max_length=500, description="Such as leave; it is kept in the log")


@router.get("/desks", summary="Who has taken how many tasks")
@access("officer", "window", "supervisor")
async def desks(act: CurrentAct, language: Spoken) -> list[DeskLine]:
    """One's own; for the head of a department all of it, for a supervisor all of the region."""
    return await list_desks(act, language=language)


@router.post("/desks/{officer}/give", summary="Give all tasks of a desk to others")
@access("officer", "window", "supervisor")
async def give(officer: UUID, body: GiveBody, act: CurrentAct) -> DeskGiven:
    """While somebody is away: to a colleague of the department, or back to the group. New tasks are the
    group's anyway."""
    return await give_desk(act, officer, to=body.to, reason=body.reason)
