"""Visits of several departments at once, hearings, and what objections say: from the desk."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.hearings import hearing_of, hold_hearing, record_hearing
from casework.publicity import objection_text
from casework.visits import conclude_visit, consent_visit, propose_visit, record_visit, visit_of
from clocks.calendar import SHANGHAI
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import go_to, show
from portal.wording import gettext_in

router = page_router()

Words = Annotated[str, Form(min_length=1, max_length=5000)]
TIMES_AT_MOST = 5


def at_place(moment: datetime) -> datetime:
    """A browser's time of day has no zone: it is that of the office."""
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


@router.get("/tasks/{task_id}/visit")
@access("officer", "supervisor")
async def show_visit(request: Request, act: CurrentAct, task_id: UUID) -> Response:
    return await _visit_page(request, act, task_id)


async def _visit_page(request: Request, act: Act, task_id: UUID, *, problem: str = "") -> Response:
    visit = await visit_of(act, task_id, language=language_of(request))
    mine = next((each for each in visit.parties if each.mine), None)
    others = [each for each in visit.parties if not each.lead]
    return show(
        request,
        "officer/visit.html",
        status=422 if problem else 200,
        visit=visit,
        mine=mine,
        task_id=task_id,
        others=others,
        suits_nobody=bool(visit.times) and not visit.at and all(each.suits for each in others),
        times_at_most=TIMES_AT_MOST,
        problems=[Problem(problem, "#time-1")] if problem else [],
    )


@router.post("/tasks/{task_id}/visit/times")
@access("officer")
async def propose(request: Request, act: CurrentAct, task_id: UUID) -> Response:
    """Up to five; what is left empty is no time."""
    times = _times_sent(await request.form())
    if not times:
        return await _visit_page(request, act, task_id, problem=_choose_one(request))
    await propose_visit(act, task_id, times)
    return go_to(f"/tasks/{task_id}/visit")


@router.post("/tasks/{task_id}/visit/consent")
@access("officer")
async def consent(request: Request, act: CurrentAct, task_id: UUID) -> Response:
    """Every time that was ticked."""
    times = _times_sent(await request.form())
    if not times:
        return await _visit_page(request, act, task_id, problem=_choose_one(request))
    await consent_visit(act, task_id, times)
    return go_to(f"/tasks/{task_id}/visit")


def _choose_one(request: Request) -> str:
    _ = gettext_in(language_of(request))
    return _("Please choose at least one time.")


def _times_sent(sent: FormData) -> list[datetime]:
    """What is no time at all is left out, as what is empty is."""
    typed = [str(each) for each in sent.getlist("time")][:TIMES_AT_MOST]
    return [at_place(moment) for each in typed if (moment := _moment(each)) is not None]


def _moment(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return None


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
    hearing = await hearing_of(act, task_id, language=language_of(request))
    return show(request, "officer/hearing.html", hearing=hearing)


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
