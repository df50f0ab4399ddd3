"""Deadlines, clocks and dates of a case, computed from its state; nothing here is stored twice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clocks.calendar import WorkCalendar, close_of, local_date
from clocks.clock import Limit, add_working_days, due, noon_of_working_day_before
from clocks.pauses import Pause
from matter_definitions.consequences import Deadline
from matter_definitions.limits import extra_of
from matter_definitions.motion import collecting_notice, is_open
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.predecessors import relevant_instances
from matter_definitions.state import BEFORE_ACCEPTANCE, IN_HANDLING, CaseState, ItemState


@dataclass(frozen=True, slots=True)
class ItemClock:
    """`running` names the clock; `due_at` is when it ends, None while it is paused or none runs.

    `extended_to`: the end of a limit that was lengthened.
    """

    running: Literal["receipt", "handling", "delivery"] | None
    due_at: datetime | None = None
    statutory_at: datetime | None = None
    promised_at: datetime | None = None
    paused: bool = False
    provisional: bool = False
    extended_to: datetime | None = None


_NO_CLOCK = ItemClock(running=None)
_GRANTED = frozenset({"granted", "granted_with_late_supply"})
# In the data of a payment step: its time is over, and it is still to be paid.
OVERDUE = "overdue"
# And: how many rounds were over when it was demanded anew, so that it may be tried as often as at first.
ROUNDS_BEFORE = "rounds_before"
# The department owes an answer; also while a notice is under way of which nobody knows yet.
_ANSWERED_BY_SILENCE = frozenset({"received", "prechecking", "correcting"})


def clock_of(plan: Plan, item: ItemState, calendar: WorkCalendar) -> ItemClock:
    """By the calendar of the place that handles the item."""
    calendar = calendar.for_region(item.region)
    if item.standing in IN_HANDLING and item.accepted_at:
        return _handling(plan.item(item.code), item, item.accepted_at, calendar)
    if item.standing in BEFORE_ACCEPTANCE and item.received_at and not item.form_ok:
        limit = plan.item(item.code).receipt
        receipt = due(limit, started=item.received_at, pauses=item.receipt_pauses, calendar=calendar)
        return ItemClock(
            running="receipt", due_at=receipt.at, paused=receipt.at is None, provisional=receipt.provisional
        )
    if item.standing == "granted" and item.decided_at and item.signed_at is None:
        return _delivery(plan.item(item.code), item, item.delivery_from or item.decided_at, calendar)
    return _NO_CLOCK


def _handling(plan: ItemPlan, item: ItemState, started: datetime, calendar: WorkCalendar) -> ItemClock:
    extra, pauses = extra_of(item), item.handling_pauses
    promised = due(plan.promised, started=started, pauses=pauses, calendar=calendar, extra=extra)
    statutory = due(plan.statutory, started=started, pauses=pauses, calendar=calendar, extra=extra)
    return ItemClock(
        running="handling",
        due_at=promised.at,
        statutory_at=statutory.at,
        promised_at=promised.at,
        paused=promised.at is None,
        provisional=promised.provisional,
        extended_to=promised.at if extra else None,
    )


def _delivery(plan: ItemPlan, item: ItemState, started: datetime, calendar: WorkCalendar) -> ItemClock:
    """From the grant until the result is signed for, where the item says that somebody watches."""
    if not plan.delivery_watch:
        return _NO_CLOCK
    ends = due(plan.delivery, started=started, pauses=(), calendar=calendar)
    return ItemClock(running="delivery", due_at=ends.at, provisional=ends.provisional)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Those of the receipt clock, of the correction notice and of payments; `agenda` has them all."""
    return [
        *_receipt_deadlines(plan, state, calendar),
        *_notice_deadlines(plan, state, calendar),
        *_payment_deadlines(plan, state, calendar),
    ]


def _receipt_deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    found: list[Deadline] = []
    for item in state.items.values():
        if item.standing in _ANSWERED_BY_SILENCE and not item.silent:
            clock = clock_of(plan, item, calendar)
            if clock.running == "receipt" and clock.due_at:
                found.append(Deadline(clock.due_at, "receipt", item.key, provisional=clock.provisional))
    return found


def _notice_deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    found = [
        Deadline(notice.answer_until, "answer")
        for notice in state.notices
        if notice.kind == "correction" and notice.answer_until and not notice.closed_at
        if notice.told_at or not plan.legal_service
    ]
    collecting = collecting_notice(state)
    if collecting:
        limits = [each.at for each in _receipt_deadlines(plan, state, calendar)]
        if limits:
            at = max(noon_of_working_day_before(min(limits), calendar), collecting.opened_at)
            found.append(Deadline(at, "notice"))
    return found


def _payment_deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    found: list[Deadline] = []
    for item in state.items.values():
        place = calendar.for_region(item.region)
        for step in item.steps.values():
            if step.standing != "open" or step.opened_at is None or not _is_reminded(plan, item):
                continue
            rule = next((each.payment for each in plan.item(item.code).steps if each.code == step.code), None)
            if rule is None or step.data.get(OVERDUE):
                continue
            last = natural_days_after(step.opened_at, rule.expire_after_days, place)
            found.append(Deadline(last, "payment_expiry", item.key, step.code))
            if step.reminders < len(rule.remind_after_days):
                at = natural_days_after(step.opened_at, rule.remind_after_days[step.reminders], place)
                found.append(Deadline(at, "payment_reminder", item.key, step.code))
    return found


def _is_reminded(plan: Plan, item: ItemState) -> bool:
    """A fee is reminded of while its item is open, and in the present format also after the grant."""
    return is_open(item) or (plan.format > 1 and item.standing in _GRANTED)


def natural_days_after(start: datetime, days: int, calendar: WorkCalendar) -> datetime:
    at = due(Limit(days, "natural_day"), started=start, pauses=(), calendar=calendar).at
    assert at is not None, "a clock without pauses always ends"
    return at


def close_after_working_days(start: datetime, days: int, calendar: WorkCalendar) -> datetime:
    return close_of(add_working_days(local_date(start), days, calendar))


def forecast(plan: Plan, state: CaseState, now: datetime, calendar: WorkCalendar) -> datetime | None:
    """When the last item should be decided if everybody takes the whole promised time; None when all are."""
    known: dict[str, datetime] = {}
    ends = [
        _forecast_item(plan, state, item, now, calendar, known)
        for item in state.items.values()
        if is_open(item)
    ]
    return max(ends, default=None)


def _forecast_item(
    plan: Plan,
    state: CaseState,
    item: ItemState,
    now: datetime,
    calendar: WorkCalendar,
    known: dict[str, datetime],
) -> datetime:
    if item.key in known:
        return known[item.key]
    if not is_open(item):
        known[item.key] = item.decided_at or now
        return known[item.key]
    definition = plan.item(item.code)
    calendar = calendar.for_region(item.region)
    pauses = item.handling_pauses
    if item.accepted_at:
        start = item.accepted_at
    else:
        start, pauses = _forecast_acceptance(plan, state, item, now, calendar, known), []
    opens = max((each.waits_until for each in item.steps.values() if each.waits_until), default=now)
    closed = [Pause(each.start, each.end or max(now, opens, each.start), each.kind) for each in pauses]
    at = due(definition.promised, started=start, pauses=closed, calendar=calendar.for_region(item.region)).at
    known[item.key] = max(at or now, opens) if opens > now else at or now
    return known[item.key]


def _forecast_acceptance(
    plan: Plan,
    state: CaseState,
    item: ItemState,
    now: datetime,
    calendar: WorkCalendar,
    known: dict[str, datetime],
) -> datetime:
    """The later of: what it waits for is there; its own review, which runs beside the waiting, is over."""
    definition = plan.item(item.code)
    start = item.received_at or state.submitted_at
    if item.form_ok or definition.acceptance == "rule":
        reviewed = start
    else:
        pauses = [
            Pause(each.start, each.end or max(now, each.start), each.kind) for each in item.receipt_pauses
        ]
        place = calendar.for_region(item.region)
        reviewed = due(definition.receipt, started=start, pauses=pauses, calendar=place).at or now
    if not item.waiting_for:
        return reviewed
    results = [now, reviewed]
    for group in definition.after:
        alternatives = [
            max(_forecast_item(plan, state, each, now, calendar, known) for each in relevant)
            for code in group
            if (relevant := relevant_instances(plan, state, item, code))
        ]
        results += [min(alternatives)] if alternatives else []
    return max(results)
