"""What a published change of the calendar moves in a case under way.

Most dates of a case are counted whenever they are asked for, so they move by themselves. Those that are
kept in the state are counted anew here. What the applicant was told, the promise and until when he may
answer, only ever moves to a later day: nobody loses time that he was given.
"""

from datetime import datetime

from clocks.calendar import WorkCalendar, in_shanghai, local_date
from clocks.clock import due
from matter_definitions import events
from matter_definitions.acts.telling import CalendarChanged
from matter_definitions.consequences import EffectWanted
from matter_definitions.limits import ends_at
from matter_definitions.motion import Motion
from matter_definitions.state import INTAKE, PRECHECK, PromiseMove
from matter_definitions.timing import close_after_working_days

REASON = "calendar"
TEMPLATE = "promise_moved"


def calendar_changed(motion: Motion, act: CalendarChanged) -> None:
    """The promise goes back by as many working days as the change took from it, and the applicant is told."""
    state = motion.state
    if state.standing != "open":
        return
    calendar = calendar_of_case(motion)
    for notice in state.notices:
        if notice.sent_at and notice.answer_until and not notice.closed_at:
            anew = close_after_working_days(notice.sent_at, motion.plan.correction_days, calendar)
            notice.answer_until = max(notice.answer_until, anew)
    _date_limits(motion)
    old, new = state.promised_at, _promise(motion, act, calendar)
    if old is None or new is None or new <= old:
        return
    state.promised_at = new
    state.promise_moves.append(PromiseMove(at=motion.now, from_=old, to=new, why=REASON))
    nth = len(state.promise_moves)
    motion.say(events.PROMISE_MOVED, nth=nth, promised_at=new.isoformat(), reason=REASON)
    _tell(motion, nth)


def _date_limits(motion: Motion) -> None:
    """The limits of open steps, and the longest that a suspension may last."""
    for item in motion.state.items.values():
        place, plan = motion.situation.calendar.for_region(item.region), motion.item_plan(item)
        limits = {each.code: each.limit for each in plan.steps} | dict.fromkeys(
            (PRECHECK, INTAKE), plan.precheck
        )
        for step in item.steps.values():
            limit = limits.get(step.code)
            if step.standing == "open" and step.opened_at and step.limit_at and limit:
                step.limit_at = ends_at(limit, step.opened_at, place)
        longest = {each.kind: each.maximum for each in plan.suspensions}
        for suspension in item.suspensions:
            if suspension.ended_at is None and suspension.kind in longest:
                suspension.until = ends_at(longest[suspension.kind], suspension.started_at, place)


def calendar_of_case(motion: Motion) -> WorkCalendar:
    """Where a limit is the whole case's, the first item's place counts."""
    first = min(motion.state.items.values(), key=lambda item: item.number)
    return motion.situation.calendar.for_region(first.region)


def _promise(motion: Motion, act: CalendarChanged, calendar: WorkCalendar) -> datetime | None:
    state, limit = motion.state, motion.plan.promise
    if state.promised_at is None or state.reviewed_at is None:
        return None
    if limit is not None and limit.unit != "working_day":
        return due(limit, started=state.reviewed_at, pauses=(), calendar=calendar).at
    first, last = local_date(state.reviewed_at), local_date(state.promised_at)
    taken = sum(first < day <= last for day in act.lost) - sum(first < day <= last for day in act.won)
    if taken <= 0:
        return state.promised_at
    moved = calendar.last_day_after(last, taken).day
    return datetime.combine(moved, in_shanghai(state.promised_at).timetz())


def _tell(motion: Motion, nth: int) -> None:
    """By the ways that the matter uses anyway, unless it names ways of its own for this."""
    if any(notice.event == events.PROMISE_MOVED for notice in motion.plan.notices):
        return
    used = {channel for notice in motion.plan.notices for channel in notice.channels}
    for channel in sorted({"box", *used}):
        motion.out.effects_wanted.append(
            EffectWanted(
                kind="notify",
                item=None,
                step=f"{events.PROMISE_MOVED}:{TEMPLATE}:applicant:{channel}",
                round=nth,
                template=TEMPLATE,
                to="applicant",
                channel=channel,
                connector=None if channel == "box" else channel,
            )
        )
