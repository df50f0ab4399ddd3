"""An accepted item that cannot go on: late correction, special procedure, suspension, forwarding upward."""

from datetime import datetime

from clocks.calendar import WorkCalendar
from clocks.clock import Limit, due, noon_of_working_day_before
from matter_definitions import events, noticing
from matter_definitions.acts.pausing import (
    AnswerForward,
    BeginSpecial,
    EndSpecial,
    Forward,
    RejectSuspension,
    Resume,
    Suspend,
)
from matter_definitions.acts.receiving import CorrectLate
from matter_definitions.consequences import Deadline
from matter_definitions.limits import ends_at, special_left, special_plan
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.plan import Plan
from matter_definitions.promising import promise_moves
from matter_definitions.state import CaseState, Forwarding, ItemState, Special, Suspension
from matter_definitions.timing import clock_of

FORWARD = "forward"  # the key of the upper authority in `ItemState.places`


def check_late_correction(motion: Motion, act: CorrectLate) -> None:
    item = motion.state.items[act.item]
    step, plan = item.steps.get(act.step), motion.plan.find_step(item.code, act.step)
    if step is None or step.standing != "open" or plan is None or plan.kind != "approval":
        raise ActRefused("step_not_open")
    if not act.marks:
        raise ActRefused("nothing_marked")


def correct_late(motion: Motion, act: CorrectLate) -> None:
    """Asks the applicant for more after acceptance. The handling clock stands from when the notice is sent,
    or from when the applicant is told where that has to be proved."""
    item = motion.state.items[act.item]
    due_at = clock_of(motion.plan, item, motion.situation.calendar).due_at
    notice = noticing.send_at_once(motion, item, act.marks, kind=noticing.LATE)
    assert notice.answer_until is not None, "it was sent just now"
    must_by = None
    if motion.plan.legal_service and due_at is not None:
        calendar = motion.situation.calendar.for_region(item.region)
        must_by = max(noon_of_working_day_before(due_at, calendar), motion.now)
        notice.call_at = must_by
    motion.shift(
        item,
        row_of(item, "correct_after"),
        step=act.step,
        nth=notice.number,
        notice_number=notice.number,
        number=notice.number,
        answer_until=notice.answer_until.isoformat(),
        count=len(act.marks),
        clock=not motion.plan.legal_service,
        must_by=must_by,
    )


def begin_special(motion: Motion, act: BeginSpecial) -> None:
    """A special procedure begins; its time does not count (行政许可法 art. 45)."""
    item = motion.state.items[act.item]
    calendar = motion.situation.calendar.for_region(item.region)
    until = ends_at(Limit(act.expected_days, "natural_day"), motion.now, calendar)
    start_special(motion, item, kind=act.kind, until=until)


def start_special(motion: Motion, item: ItemState, *, kind: str, until: datetime) -> None:
    """`until`: how long it will take, which the applicant is told in writing."""
    item.specials.append(Special(kind, motion.now, until))
    motion.shift(
        item,
        row_of(item, "special_procedure"),
        kind=kind,
        nth=len(item.specials),
        procedure=kind,
        expected_until=until.isoformat(),
    )


def end_special(motion: Motion, act: EndSpecial) -> None:
    """Its result is there."""
    finish_special(motion, motion.state.items[act.item], text=act.result)


def finish_special(motion: Motion, item: ItemState, *, text: str | None) -> None:
    special = special_now(item)
    special.ended_at = motion.now
    number = len(item.specials)
    kind = f"special:{special.kind}"
    row = row_of(item, "special_result")
    motion.shift(item, row, kind=kind, nth=number, procedure=special.kind, text=text)
    promise_moves(motion, item, "pause")


def special_overran(motion: Motion, deadline: Deadline) -> None:
    """A special procedure has reached the maximum of its kind."""
    item = motion.state.items[deadline.item or ""]
    special = special_now(item)
    special.ended_at, special.over = motion.now, True
    kind = f"special:{special.kind}"
    row = row_of(item, "special_over")
    motion.shift(item, row, kind=kind, nth=len(item.specials), procedure=special.kind)
    promise_moves(motion, item, "pause")


def special_now(item: ItemState) -> Special:
    return next(each for each in item.specials if each.ended_at is None)


def suspend(motion: Motion, act: Suspend) -> None:
    """The item rests; the clock stands only where the kind allows it and the officer asks for it."""
    item = motion.state.items[act.item]
    plan = next(each for each in motion.item_plan(item).suspensions if each.kind == act.kind)
    calendar = motion.situation.calendar.for_region(item.region)
    actor = motion.situation.actor
    item.suspensions.append(
        Suspension(
            act.kind,
            motion.now,
            act.stands,
            by=actor.id if actor else None,
            reason=act.reason,
            until=ends_at(plan.maximum, motion.now, calendar),
        )
    )
    motion.shift(
        item,
        row_of(item, "suspend"),
        kind=act.kind,
        clock=act.stands,
        nth=len(item.suspensions),
        cause=act.kind,
        stands=act.stands,
        reason=act.reason,
    )


def resume(motion: Motion, act: Resume) -> None:
    """It goes on."""
    item = motion.state.items[act.item]
    suspension = _suspension_now(motion, item)
    kind = f"suspended:{suspension.kind}"
    motion.shift(item, row_of(item, "resume"), kind=kind, nth=len(item.suspensions), cause=suspension.kind)
    promise_moves(motion, item, "pause")


def reject_suspension(motion: Motion, act: RejectSuspension) -> None:
    """A supervisor finds no ground: the pause is struck out from its beginning."""
    item = motion.state.items[act.item]
    suspension = _suspension_now(motion, item)
    suspension.rejected = True
    kind = f"suspended:{suspension.kind}"
    number = len(item.suspensions)
    row = row_of(item, "reject_suspension")
    motion.shift(item, row, kind=kind, nth=number, cause=suspension.kind, reason=act.reason)


def suspension_overran(motion: Motion, deadline: Deadline) -> None:
    """A suspension has reached the maximum of its kind."""
    item = motion.state.items[deadline.item or ""]
    suspension = _suspension_now(motion, item)
    kind = f"suspended:{suspension.kind}"
    row = row_of(item, "suspension_over")
    motion.shift(item, row, kind=kind, nth=len(item.suspensions), cause=suspension.kind)
    promise_moves(motion, item, "pause")


def _suspension_now(motion: Motion, item: ItemState) -> Suspension:
    """The one under way, which ends now."""
    suspension = next(each for each in item.suspensions if each.ended_at is None)
    suspension.ended_at = motion.now
    return suspension


def forward(motion: Motion, act: Forward) -> None:
    """A higher authority decides; its own clock runs."""
    item = motion.state.items[act.item]
    plan = motion.item_plan(item).forwards
    assert plan is not None, "the plan offers it"
    to, region = item.places.get(FORWARD, (plan.to, item.region))
    until = ends_at(plan.limit, motion.now, motion.situation.calendar.for_region(region))
    item.forwardings.append(Forwarding(to, motion.now, until))
    item.upper_at = motion.now
    row = row_of(item, "forward")
    motion.shift(item, row, nth=len(item.forwardings), to_department=to, reason=act.reason)


def answer_forward(motion: Motion, act: AnswerForward) -> None:
    """The higher authority has answered."""
    item = motion.state.items[act.item]
    forwarding = next(each for each in item.forwardings if each.ended_at is None)
    forwarding.ended_at, forwarding.outcome = motion.now, act.outcome
    item.upper_at = None
    row = row_of(item, "forward_answer")
    number = len(item.forwardings)
    motion.shift(item, row, kind="forwarded", nth=number, outcome=act.outcome, reason=act.reason)
    promise_moves(motion, item, "pause")


def forward_overdue(motion: Motion, deadline: Deadline) -> None:
    """The higher authority is late; shown to the supervisor, the item goes on waiting."""
    item = motion.state.items[deadline.item or ""]
    next(each for each in item.forwardings if each.ended_at is None).overdue = True
    motion.say(events.FORWARD_OVERDUE, item, nth=len(item.forwardings))


def lapse_late_answer(motion: Motion, deadline: Deadline) -> None:
    """Nobody answered the late correction in time."""
    noticing.lapse_unanswered(motion, kind=noticing.LATE)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Those that `agenda` asks this room for."""
    found = [
        Deadline(notice.answer_until, "late_answer")
        for notice in state.notices
        if notice.kind == noticing.LATE and notice.answer_until and not notice.closed_at
        if notice.told_at or not plan.legal_service
    ]
    for item in state.items.values():
        match item.standing:
            case "special_procedure":
                found += _special_deadlines(plan, item, calendar.for_region(item.region))
            case "suspended":
                found += [
                    Deadline(each.until, "suspension_max", item.key)
                    for each in item.suspensions
                    if each.ended_at is None and each.until is not None
                ]
            case "forwarded":
                found += [
                    Deadline(each.until, "forward_limit", item.key)
                    for each in item.forwardings
                    if each.ended_at is None and each.until is not None and not each.overdue
                ]
            case _:
                pass
    return found


def _special_deadlines(plan: Plan, item: ItemState, calendar: WorkCalendar) -> list[Deadline]:
    special = special_now(item)
    limit = special_plan(plan.item(item.code), special.kind)
    if limit is None:
        return []
    left = special_left(limit, item, special.started_at, calendar)
    if left is None:
        return [Deadline(special.started_at, "special_max", item.key)]
    over = due(left, started=special.started_at, pauses=(), calendar=calendar)
    return [Deadline(over.at, "special_max", item.key, provisional=over.provisional)] if over.at else []
