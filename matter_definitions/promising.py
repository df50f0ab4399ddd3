"""The day that an applicant was promised: given once, and moved only by what does not count against him."""

from datetime import datetime

from clocks.calendar import WorkCalendar
from clocks.clock import Limit
from matter_definitions import events
from matter_definitions.limits import ends_at
from matter_definitions.motion import Motion, is_open
from matter_definitions.state import ItemState, PromiseMove
from matter_definitions.timing import clock_of, forecast


def settle_promise(motion: Motion) -> None:
    """Gives the promise when every form is reviewed; the expected day is computed anew each time."""
    state, calendar = motion.state, motion.situation.calendar
    still_in_review = any(
        is_open(item) and (item.standing in ("correcting", "prechecking", "returned") or not item.form_ok)
        for item in state.items.values()
    )
    state.expected_at = forecast(motion.plan, state, motion.now, calendar)
    if state.reviewed_at or still_in_review or not any(_was_accepted(each) for each in state.items.values()):
        return
    state.reviewed_at = motion.now
    state.promised_at = state.expected_at or motion.now
    if motion.plan.promise:
        state.promised_at = promise_from(motion, motion.plan.promise, motion.now)
    motion.say(events.REVIEWS_OVER, promised_at=state.promised_at.isoformat() if state.promised_at else None)


def promise_from(motion: Motion, limit: Limit, start: datetime) -> datetime:
    """A limit of the whole case is kept when the last of its items keeps it, each by its own place."""
    return max(ends_at(limit, start, calendar) for _, calendar in calendars_of_case(motion))


def calendars_of_case(motion: Motion) -> list[tuple[str, WorkCalendar]]:
    """The places where something is still handled, or was, when all is over; each once, with its calendar."""
    items = motion.state.items.values()
    places = sorted({each.region for each in items if is_open(each)} or {each.region for each in items})
    return [(place, motion.situation.calendar.for_region(place)) for place in places]


def _was_accepted(item: ItemState) -> bool:
    return item.accepted_at is not None or (is_open(item) and item.form_ok)


def promise_moves(motion: Motion, item: ItemState, why: str) -> None:
    """After a pause or an extension of this item; lateness never moves a promise, and nothing shortens it."""
    state = motion.state
    due_at = clock_of(motion.plan, item, motion.situation.calendar).due_at
    if due_at is None or state.promised_at is None or state.standing != "open" or due_at <= state.promised_at:
        return
    state.promise_moves.append(PromiseMove(motion.now, state.promised_at, due_at, why))
    state.promised_at = due_at
    nth = len(state.promise_moves)
    motion.say(events.PROMISE_MOVED, nth=nth, promised_at=due_at.isoformat(), reason=why)
