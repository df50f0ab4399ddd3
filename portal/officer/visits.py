"""Visits of several departments at once, hearings, and what objections say: from the desk."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.acting_on_task import find_task_of_kind
from casework.hearings import hold_hearing, record_hearing
from casework.publicity import objection_text
from casework.visits import conclude_visit, consent_visit, propose_visit, record_visit, visit_of
from clocks.calendar import SHANGHAI
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()

Words = Annotated[str, Form(min_length=1, max_length=5000)]
Moments = Annotated[list[datetime], Form(min_length=1, max_length=10)]


def at_place(moment: datetime) -> datetime:
    """A browser's time of day has no zone: it is that of the office."""
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


@router.get("/tasks/{task_id}/visit")
@access("officer", "supervisor")
async def show_visit(request: Request, act: CurrentAct, task_id: UUID) -> Response:
    visit = await visit_of(act, task_id, language=language_of(request))
    mine = next((each for each in visit.parties if each.mine), None)
    return show(request, "officer/visit.html", visit=visit, mine=mine, task_id=task_id)


@router.post("/tasks/{task_id}/visit/times")
@access("officer")
async def propose(act: CurrentAct, task_id: UUID, times: Moments) -> Response:
    await propose_visit(act, task_id, [at_place(each) for each in times])
    return go_to(f"/tasks/{task_id}/visit")


@router.post("/tasks/{task_id}/visit/consent")
@access("officer")
async def consent(act: CurrentAct, task_id: UUID, time: Annotated[datetime, Form()]) -> Response:
    await consent_visit(act, task_id, at_place(time))
    return go_to(f"/tasks/{task_id}/visit")


@router.post("/tasks/{task_id}/visit/record")
@access("officer")
async def record(act: CurrentAct, task_id: UUID, words: Words) -> Response:
    await record_visit(act, task_id, words)
    return go_to(f"/tasks/{task_id}/visit")


@router.post("/tasks/{task_id}/visit/conclusion")
@access("officer")
async def conclude(
    act: CurrentAct,
    task_id: UUID,
    outcome: Annotated[Literal["passed", "failed"], Form()],
    words: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    await conclude_visit(act, task_id, outcome=outcome, words=words or None)
    return go_to("/desk")


@router.get("/tasks/{task_id}/hearing")
@access("officer", "supervisor")
async def show_hearing(request: Request, act: CurrentAct, task_id: UUID) -> Response:
    task = await find_task_of_kind(act, task_id, kind="hearing")
    return show(request, "officer/hearing.html", task=task)


@router.post("/tasks/{task_id}/hearing/time")
@access("officer")
async def set_hearing(act: CurrentAct, task_id: UUID, time: Annotated[datetime, Form()]) -> Response:
    await hold_hearing(act, task_id, at_place(time))
    return go_to(f"/tasks/{task_id}/hearing")


@router.post("/tasks/{task_id}/hearing/record")
@access("officer")
async def write_hearing(act: CurrentAct, task_id: UUID, words: Words) -> Response:
    await record_hearing(act, task_id, words)
    return go_to("/desk")


@router.get("/tasks/{task_id}/objection")
@access("officer", "supervisor")
async def show_objection(request: Request, act: CurrentAct, task_id: UUID) -> Response:
    words = await objection_text(act, task_id)
    return show(request, "officer/objection.html", words=words, task_id=task_id)
