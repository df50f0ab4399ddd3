"""When somebody takes a turn: usually after half of the time there is, in office hours for an office."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from clocks.calendar import OFFICE_CLOSES, WorkCalendar, in_shanghai
from matter_definitions.consequences import Deadline
from matter_definitions.imaginary.turns import Turn
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState
from matter_definitions.timing import clock_of

OFFICE_OPENS = time(9, 0)
EVENING = time(21, 0)
AT_ONCE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)


def limit_of(
    turn: Turn, plan: Plan, state: CaseState, agenda: Iterable[Deadline], calendar: WorkCalendar
) -> datetime | None:
    """Until when it should be taken: the next deadline that is about it, its own limit, or the item's clock;
    None where nothing says."""
    own = [
        each.at
        for each in agenda
        if each.item == turn.item and each.step == turn.step and turn.item and turn.step
    ]
    if own or turn.until:
        return min([*own, *([turn.until] if turn.until else [])])
    item = state.items.get(turn.item)
    return clock_of(plan, item, calendar).due_at if item else None


def time_of(
    turn: Turn, *, now: datetime, limit: datetime | None, calendar: WorkCalendar, late: bool = False
) -> datetime:
    """`late`: on the working day after the limit. Never before `now`."""
    if late and limit is not None:
        return _in_office_hours(max(limit, now) + ONE_DAY, calendar)
    if turn.at_once:
        return (_in_office_hours(now + ONE_DAY, calendar) if late else now) + AT_ONCE
    if turn.not_before is not None and turn.not_before > now:
        return turn.not_before
    if limit is None or limit <= now:
        return _in_office_hours(now + ONE_DAY, calendar)
    half = now + (limit - now) / 2
    half = half.replace(second=0, microsecond=0)
    if turn.doer == "department":
        half = min(_in_office_hours(half, calendar), limit)
    elif turn.doer in ("applicant", "public"):
        half = min(_by_day(half), limit)
    return max(half, now)


def _by_day(moment: datetime) -> datetime:
    """Nobody fills in a form at night: in the morning, or the evening before."""
    local = in_shanghai(moment)
    if local.time() < OFFICE_OPENS:
        return local.replace(hour=OFFICE_OPENS.hour, minute=0)
    return local.replace(hour=EVENING.hour, minute=0) if local.time() > EVENING else local


def _in_office_hours(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The moment itself, or the next opening of an office."""
    local = in_shanghai(moment)
    day = local.date()
    if calendar.is_working_day(day) and local.time() <= OFFICE_CLOSES:
        return max(local, local.replace(hour=OFFICE_OPENS.hour, minute=0, second=0, microsecond=0))
    opens = calendar.working_day_on_or_after(day + ONE_DAY)
    return datetime.combine(opens, OFFICE_OPENS, tzinfo=local.tzinfo)
