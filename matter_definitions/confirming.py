"""The applicant confirms what cannot be undone before it starts; the handling clock stands meanwhile.

She has as long as for corrections (`Plan.correction_days`, working days), from being asked or, where the
question is a notice of law, from when it is proved that she has it; its clock stands from there, too. She is
reminded once, after two thirds of it. While the item rests for another reason (a suspension, a late
correction) nobody can confirm, and that time is not counted. Without an answer an item that is not granted
yet lapses; what is granted stays granted, and the supervisor is shown that the question is still open.

Questions that an earlier release asked have no notice, and no time to answer.
"""

from collections.abc import Iterator
from datetime import datetime

from clocks.calendar import WorkCalendar
from clocks.clock import Due, Limit, due, noon_of_working_day_before
from clocks.pauses import Pause
from matter_definitions import events
from matter_definitions.acts.deciding import ConfirmStep
from matter_definitions.consequences import Deadline
from matter_definitions.messages import tell_anyway
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import find, row_of
from matter_definitions.plan import Plan
from matter_definitions.state import CONFIRMATION, CaseState, ItemState, Notice, StepState

PAUSE = "confirmation"
NOT_CONFIRMED = "not_confirmed"
UNCONFIRMED = "unconfirmed"  # in the data of a step: its time is over, and it may be confirmed still
ASKED_TEMPLATE, REMINDED_TEMPLATE = "confirmation_asked", "confirmation_reminded"
_GRANTED = frozenset({"granted", "granted_with_late_supply"})


def ask(motion: Motion, item: ItemState, step: StepState) -> bool:
    """Asks once. True when it was asked just now."""
    if step.asked_at is not None:
        return False
    step.asked_at = motion.now
    if motion.plan.format == 1:
        motion.say(events.CONFIRMATION_ASKED, item, step.code, nth=step.round)
        return True
    notice = _give_notice(motion, item, step)
    assert notice.answer_until is not None, "a time always ends"
    motion.say(
        events.CONFIRMATION_ASKED,
        item,
        step.code,
        nth=step.round,
        notice_number=notice.number,
        must_by=notice.call_at,
        number=notice.number,
        answer_until=notice.answer_until.isoformat(),
    )
    tell_anyway(motion, events.CONFIRMATION_ASKED, ASKED_TEMPLATE, nth=notice.number, item=item)
    return True


def _give_notice(motion: Motion, item: ItemState, step: StepState) -> Notice:
    """An earlier question about the step, which began anew, is over with it."""
    notices, calendar = motion.state.notices, motion.situation.calendar.for_region(item.region)
    for each in _open_notices(motion.state, item):
        if each.about == step.code:
            _close(motion, each)
    notice = Notice(
        number=notices[-1].number + 1 if notices else 1,
        opened_at=motion.now,
        sent_at=motion.now,
        kind=CONFIRMATION,
        items=(item.key,),
        about=step.code,
    )
    notices.append(notice)
    notice.answer_until = until = due(_time(motion.plan), started=motion.now, pauses=(), calendar=calendar).at
    if until is not None and is_legal(motion.plan):
        notice.call_at = max(noon_of_working_day_before(until, calendar), motion.now)
    return notice


def is_asked(step: StepState) -> bool:
    return step.standing == "pending" and step.asked_at is not None and step.confirmed_at is None


def is_legal(plan: Plan) -> bool:
    """Whether the question is a notice of law, which counts when it is told."""
    return any(each.legal and each.event == events.CONFIRMATION_ASKED for each in plan.notices)


def notice_of(state: CaseState, item: ItemState, step: str) -> Notice | None:
    """The question that is open about a step; None also for one that an earlier release asked."""
    return next((each for each in _open_notices(state, item) if each.about == step), None)


def confirm_step(motion: Motion, act: ConfirmStep) -> None:
    item = motion.state.items[act.item]
    step = item.steps.get(act.step)
    if step is None or not is_asked(step):
        raise ActRefused("step_not_open")
    step.confirmed_at = motion.now
    row = row_of(item, "confirm")
    stands = _stands_still(motion, item)
    motion.shift(item, row, clock=not stands, kind=PAUSE, step=step.code, nth=step.round)


def told(motion: Motion, notice: Notice) -> None:
    """It is proved that she has it: the whole time is before her."""
    if not notice.closed_at:
        _date(motion, notice)


def remind(motion: Motion, deadline: Deadline) -> None:
    """She has not answered for two thirds of her time."""
    item, step, notice = _of_deadline(motion, deadline)
    step.reminders += 1
    until = notice.answer_until.isoformat() if notice.answer_until else None
    number = notice.number
    motion.say(events.CONFIRMATION_REMINDED, item, step.code, nth=number, number=number, answer_until=until)
    tell_anyway(motion, events.CONFIRMATION_REMINDED, REMINDED_TEMPLATE, nth=number, item=item)


def time_is_over(motion: Motion, deadline: Deadline) -> None:
    """Nobody confirmed. What was granted stays; anything else ends."""
    item, step, _ = _of_deadline(motion, deadline)
    if item.standing in _GRANTED:
        step.data[UNCONFIRMED] = True
        motion.shift(item, row_of(item, "unconfirmed"), step=step.code, nth=step.round)
    else:
        motion.end_item(item, "lapsed", word="unconfirmed", reason=NOT_CONFIRMED)


def settle(motion: Motion, item: ItemState) -> bool:
    """Ends questions that are answered or not asked any more, and gives back the time for which the item
    rested. True when something changed."""
    changed = False
    for notice in list(_open_notices(motion.state, item)):
        step = item.steps.get(notice.about or "")
        if step is None or not is_asked(step):
            _close(motion, notice)
            changed = True
        else:
            _date(motion, notice)
    if item.standing == "accepted" and _stands_still(motion, item) and not _is_paused(item):
        item.handling_pauses.append(Pause(motion.now, None, PAUSE))
        changed = True
    return changed


def answer_until(motion: Motion, notice: Notice) -> datetime | None:
    """As it is counted now; None while the item rests, or before she is told."""
    item = motion.state.items[notice.items[0]]
    ends = _ends(motion.plan, motion.state, item, notice, motion.situation.calendar, _time(motion.plan))
    return ends.at if ends else None


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Those that `agenda` asks this room for."""
    found: list[Deadline] = []
    for notice in state.notices:
        if notice.kind != CONFIRMATION or notice.closed_at:
            continue
        item, code = state.items[notice.items[0]], notice.about or ""
        step = item.steps[code]
        if not is_asked(step) or step.data.get(UNCONFIRMED) or find(item.standing, "confirm") is None:
            continue
        over = _ends(plan, state, item, notice, calendar, _time(plan))
        if over and over.at:
            at = max(over.at, notice.answer_until or over.at)
            found.append(Deadline(at, "confirmation", item.key, code, provisional=over.provisional))
        reminder = _ends(plan, state, item, notice, calendar, _two_thirds(plan))
        if reminder and reminder.at and not step.reminders:
            provisional = reminder.provisional
            found.append(
                Deadline(reminder.at, "confirmation_reminder", item.key, code, provisional=provisional)
            )
    return found


def _time(plan: Plan) -> Limit:
    return Limit(plan.correction_days, "working_day")


def _two_thirds(plan: Plan) -> Limit:
    """To the nearest half of a working day, so that a reminder comes while somebody can be asked."""
    return Limit((8 * plan.correction_days + 3) // 6, "half_day")


def _ends(
    plan: Plan, state: CaseState, item: ItemState, notice: Notice, calendar: WorkCalendar, limit: Limit
) -> Due | None:
    """None: it does not run yet."""
    started = notice.told_at if is_legal(plan) else notice.sent_at
    if started is None:
        return None
    pauses = [*_rests(state, item)]
    return due(limit, started=started, pauses=pauses, calendar=calendar.for_region(item.region))


def _rests(state: CaseState, item: ItemState) -> Iterator[Pause]:
    """When the item could not be acted on: from when it rested, whether or not its own clock stood."""
    for each in (*item.suspensions, *item.specials, *item.forwardings):
        yield Pause(each.started_at, each.ended_at, PAUSE)
    for notice in state.notices:
        if notice.kind == "late_correction" and notice.sent_at and item.key in notice.items:
            yield Pause(notice.sent_at, notice.closed_at, PAUSE)


def _date(motion: Motion, notice: Notice) -> None:
    """What she was told only ever moves to a later day."""
    ends = answer_until(motion, notice)
    if ends is not None and (notice.answer_until is None or ends > notice.answer_until):
        notice.answer_until = ends


def _stands_still(motion: Motion, item: ItemState) -> bool:
    """Somebody is asked, and knows it where that counts."""
    for step in item.steps.values():
        if is_asked(step):
            notice = notice_of(motion.state, item, step.code)
            if notice is None or notice.told_at or not is_legal(motion.plan):
                return True
    return False


def _is_paused(item: ItemState) -> bool:
    return any(each.kind == PAUSE and each.end is None for each in item.handling_pauses)


def _open_notices(state: CaseState, item: ItemState) -> Iterator[Notice]:
    for notice in state.notices:
        if notice.kind == CONFIRMATION and not notice.closed_at and item.key in notice.items:
            yield notice


def _close(motion: Motion, notice: Notice) -> None:
    notice.closed_at, notice.call_at = motion.now, None


def _of_deadline(motion: Motion, deadline: Deadline) -> tuple[ItemState, StepState, Notice]:
    item, code = motion.state.items[deadline.item or ""], deadline.step or ""
    notice = notice_of(motion.state, item, code)
    assert notice is not None, "the deadline is its own"
    return item, item.steps[code], notice
