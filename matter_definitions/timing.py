"""Deadlines, clocks and dates of a case, computed from its state; nothing here is stored twice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clocks.calendar import WorkCalendar, close_of, local_date
from clocks.clock import Limit, add_working_days, due, noon_of_working_day_before
from clocks.pauses import Pause
from matter_definitions.consequences import Deadline
from matter_definitions.motion import collecting_notice, is_open
from matter_definitions.plan import Plan
from matter_definitions.predecessors import relevant_instances
from matter_definitions.state import CaseState, ItemState


@dataclass(frozen=True, slots=True)
class ItemClock:
    """`running` names the clock; `due_at` is when it ends, None while it is paused or none runs."""

    running: Literal["receipt", "handling"] | None
    due_at: datetime | None = None
    statutory_at: datetime | None = None
    promised_at: datetime | None = None
    paused: bool = False
    provisional: bool = False


def clock_of(plan: Plan, item: ItemState, calendar: WorkCalendar) -> ItemClock:
    definition = plan.item(item.code)
    if item.standing == "accepted" and item.accepted_at:
        promised = due(
            definition.promised, started=item.accepted_at, pauses=item.handling_pauses, calendar=calendar
        )
        statutory = due(
            definition.statutory, started=item.accepted_at, pauses=item.handling_pauses, calendar=calendar
        )
        return ItemClock(
            running="handling",
            due_at=promised.at,
            statutory_at=statutory.at,
            promised_at=promised.at,
            paused=promised.at is None,
            provisional=promised.provisional,
        )
    if item.standing in ("received", "correcting") and item.received_at and not item.form_ok:
        receipt = due(
            definition.receipt, started=item.received_at, pauses=item.receipt_pauses, calendar=calendar
        )
        return ItemClock(
            running="receipt", due_at=receipt.at, paused=receipt.at is None, provisional=receipt.provisional
        )
    return ItemClock(running=None)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Every moment at which something happens by law or rule if nobody acts before, earliest first."""
    found = [
        *_receipt_deadlines(plan, state, calendar),
        *_notice_deadlines(plan, state, calendar),
        *_payment_deadlines(plan, state, calendar),
    ]
    return sorted(found, key=lambda each: (each.at, each.kind, each.item or "", each.step or ""))


def _receipt_deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    found: list[Deadline] = []
    for item in state.items.values():
        if item.standing == "received" and not item.silent:
            clock = clock_of(plan, item, calendar)
            if clock.running == "receipt" and clock.due_at:
                found.append(Deadline(clock.due_at, "receipt", item.key, provisional=clock.provisional))
    return found


def _notice_deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    found = [
        Deadline(notice.answer_until, "answer")
        for notice in state.notices
        if notice.answer_until and not notice.closed_at
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
        for step in item.steps.values():
            if step.standing != "open" or step.opened_at is None or not is_open(item):
                continue
            rule = next((each.payment for each in plan.item(item.code).steps if each.code == step.code), None)
            if rule is None:
                continue
            last = natural_days_after(step.opened_at, rule.expire_after_days, calendar)
            found.append(Deadline(last, "payment_expiry", item.key, step.code))
            if step.reminders < len(rule.remind_after_days):
                at = natural_days_after(step.opened_at, rule.remind_after_days[step.reminders], calendar)
                found.append(Deadline(at, "payment_reminder", item.key, step.code))
    return found


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
    pauses = item.handling_pauses
    if item.accepted_at:
        start = item.accepted_at
    else:
        start, pauses = _forecast_acceptance(plan, state, item, now, calendar, known), []
    closed = [Pause(each.start, each.end or max(now, each.start), each.kind) for each in pauses]
    at = due(definition.promised, started=start, pauses=closed, calendar=calendar).at
    known[item.key] = at or now
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
        reviewed = due(definition.receipt, started=start, pauses=pauses, calendar=calendar).at or now
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
