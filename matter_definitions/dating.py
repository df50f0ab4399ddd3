"""What a published change of the calendar moves in a case under way.

Most dates of a case are counted whenever they are asked for, so they move by themselves. Those that are
kept in the state are counted anew here. What the applicant was told, the promise and until when he may
answer, only ever moves to a later day: nobody loses time that he was given.
"""

from datetime import date, datetime

from clocks.calendar import WorkCalendar, in_shanghai, local_date
from matter_definitions import confirming, events, forewarning
from matter_definitions.acts.telling import CalendarChanged
from matter_definitions.limits import ends_at
from matter_definitions.messages import tell_anyway
from matter_definitions.motion import Motion
from matter_definitions.noticing import RETURN
from matter_definitions.promising import calendars_of_case, promise_from
from matter_definitions.state import CONFIRMATION, INTAKE, PRECHECK, PRIOR, Notice, PromiseMove
from matter_definitions.timing import close_after_working_days, forecast

REASON = "calendar"
TEMPLATE, EXPECTED_TEMPLATE = "promise_moved", "expected_day_moved"


def calendar_changed(motion: Motion, act: CalendarChanged) -> None:
    """The promise goes back by as many working days as the change took from it, and the applicant is told;
    while the case is under review, she is told of another expected day."""
    state = motion.state
    if state.standing != "open":
        return
    for notice in state.notices:
        if notice.sent_at and notice.answer_until and not notice.closed_at:
            notice.answer_until = max(notice.answer_until, _answer_until(motion, notice))
    _date_limits(motion)
    if state.promised_at is None:
        _expect_anew(motion, act)
        return
    old, new = state.promised_at, _promise(motion, act)
    if new is None or new <= old:
        return
    state.promised_at = new
    state.promise_moves.append(PromiseMove(at=motion.now, from_=old, to=new, why=REASON))
    nth = len(state.promise_moves)
    motion.say(events.PROMISE_MOVED, nth=nth, promised_at=new.isoformat(), reason=REASON)
    tell_anyway(motion, events.PROMISE_MOVED, TEMPLATE, nth=nth)


def _expect_anew(motion: Motion, act: CalendarChanged) -> None:
    """Nobody has promised the expected day, so it may also come nearer; she was told it all the same. That
    time alone moves it is not the calendar's doing."""
    state = motion.state
    old, new = state.expected_at, forecast(motion.plan, state, motion.now, motion.situation.calendar)
    if motion.plan.format == 1 or old is None or new is None or local_date(old) == local_date(new):
        return
    first, last = local_date(state.submitted_at), max(local_date(old), local_date(new))
    if not any(first < day <= last for day in (act.lost if new > old else act.won)):
        return
    state.expected_at = new
    state.expected_moves += 1
    nth = state.expected_moves
    motion.say(events.EXPECTED_DAY_MOVED, nth=nth, promised_at=new.isoformat(), reason=REASON)
    tell_anyway(motion, events.EXPECTED_DAY_MOVED, EXPECTED_TEMPLATE, nth=nth)


def _answer_until(motion: Motion, notice: Notice) -> datetime:
    """From when it was told, where that counts."""
    assert notice.sent_at is not None, "it has left"
    if notice.kind == CONFIRMATION:
        return confirming.answer_until(motion, notice) or notice.sent_at  # it rests: nothing moves
    counts_when_told = motion.plan.legal_service and notice.kind != RETURN
    started = notice.told_at or notice.sent_at if counts_when_told else notice.sent_at
    if notice.kind == PRIOR:
        return forewarning.period_from(motion, motion.state.items[notice.items[0]], started)
    return max(
        close_after_working_days(started, motion.plan.correction_days, calendar)
        for _, calendar in calendars_of_case(motion)
    )


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


def _promise(motion: Motion, act: CalendarChanged) -> datetime | None:
    state, limit = motion.state, motion.plan.promise
    if state.promised_at is None or state.reviewed_at is None:
        return None
    if limit is not None and limit.unit != "working_day":
        return promise_from(motion, limit, state.reviewed_at)
    own = {place: (lost, won) for place, lost, won in act.places}
    return max(
        _later(state.reviewed_at, state.promised_at, calendar, own.get(place, (act.lost, act.won)))
        for place, calendar in calendars_of_case(motion)
    )


def _later(
    reviewed: datetime,
    promised: datetime,
    calendar: WorkCalendar,
    moved: tuple[tuple[date, ...], tuple[date, ...]],
) -> datetime:
    """The promise with as many working days of one place as before; never an earlier day."""
    first, last = local_date(reviewed), local_date(promised)
    lost, won = (sum(first < day <= last for day in days) for days in moved)
    if lost <= won:
        return promised
    return datetime.combine(calendar.last_day_after(last, lost - won).day, in_shanghai(promised).timetz())
