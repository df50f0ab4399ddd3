"""When commitments are due, and which of them wait for an officer. The acts are in `committing.py`."""

from datetime import datetime, timedelta

from clocks.calendar import WorkCalendar
from clocks.clock import Limit, due
from matter_definitions.consequences import Deadline
from matter_definitions.motion import Motion, NotOffered
from matter_definitions.offers import CommitmentPlan
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.state import (
    IN_HANDLING,
    CaseState,
    CommitmentStanding,
    CommitmentState,
    ItemStanding,
    ItemState,
    StepState,
    commitment_step,
)

_GRANTED: frozenset[ItemStanding] = frozenset({"granted"})
_WITHHELD: frozenset[ItemStanding] = frozenset({"granted_with_late_supply"})
_STILL_TO_SUPPLY = IN_HANDLING | _WITHHELD
_LIVE = _STILL_TO_SUPPLY | _GRANTED
_BEFORE_AN_OFFICER: frozenset[CommitmentStanding] = frozenset({"supplied", "failed", "ordered", "heard"})
_FORCE_MAJEURE = "suspended:force_majeure"


def settle(motion: Motion, item: ItemState) -> bool:
    """Dates the commitments and opens and closes their tasks. True when something changed."""
    changed = False
    for commitment in item.commitments:
        changed |= _settle_dates(motion, item, commitment)
        changed |= _settle_task(motion, item, commitment)
    return changed


def _settle_dates(motion: Motion, item: ItemState, commitment: CommitmentState) -> bool:
    before = (commitment.until, commitment.verify_until)
    definition, calendar = motion.item_plan(item), calendar_of(motion, item)
    plan = plan_of(definition, commitment.code)
    if commitment.kind == "late_supply":
        if commitment.standing == "open" and item.standing in _STILL_TO_SUPPLY:
            commitment.runs_from = commitment.runs_from or motion.now
            commitment.until = _end_of_time(item, commitment, (plan.until, definition.promised), calendar)
    elif plan.verify_within and item.standing == "granted":
        started = item.decided_at or motion.now
        commitment.verify_until = due(plan.verify_within, started=started, pauses=(), calendar=calendar).at
    return (commitment.until, commitment.verify_until) != before


def _end_of_time(
    item: ItemState, commitment: CommitmentState, limits: tuple[Limit, ...], calendar: WorkCalendar
) -> datetime:
    """The earliest end of these limits; force majeure is not counted."""
    pauses = [each for each in item.handling_pauses if each.kind == _FORCE_MAJEURE]
    started = commitment.runs_from or commitment.made_at
    ends = [due(each, started=started, pauses=pauses, calendar=calendar).at for each in limits]
    return min((each for each in ends if each), default=commitment.until)


def _settle_task(motion: Motion, item: ItemState, commitment: CommitmentState) -> bool:
    code = commitment_step(commitment.code)
    step = item.steps.get(code)
    is_open = step is not None and step.standing == "open"
    if is_open == _needs_officer(item, commitment):
        return False
    if step is not None and is_open:
        motion.close_task(item, step, None)
        step.standing, step.closed_at = "ended", motion.now
    else:
        item.steps[code] = StepState(code, round=step.round + 1 if step else 1)
        limits = {"open": commitment.verify_until, "ordered": commitment.order_until}
        item.steps[code].limit_at = limits.get(commitment.standing)
        motion.open_task(item, item.steps[code], kind="commitment")
    return True


def _needs_officer(item: ItemState, commitment: CommitmentState) -> bool:
    if item.standing not in _LIVE:
        return False
    to_verify = commitment.standing == "open" and commitment.verify_until is not None
    return commitment.standing in _BEFORE_AN_OFFICER or (to_verify and item.standing == "granted")


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Those of papers still to come, of promises to be looked at, and of orders to correct."""
    return [
        deadline
        for item in state.items.values()
        if item.standing in _LIVE
        for each in item.commitments
        if (deadline := _deadline(plan.item(item.code), item, each))
    ]


def _deadline(plan: ItemPlan, item: ItemState, commitment: CommitmentState) -> Deadline | None:
    step = commitment_step(commitment.code)
    if commitment.standing == "ordered":
        if commitment.order_until and not commitment.reminded:
            return Deadline(commitment.order_until, "order_over", item.key, step)
        return None
    if commitment.standing != "open":
        return None
    if commitment.kind == "replaces_proof":
        if commitment.verify_until and not commitment.reminded and item.standing == "granted":
            return Deadline(commitment.verify_until, "commitment_verify", item.key, step)
        return None
    if commitment.runs_from is None or item.standing not in _STILL_TO_SUPPLY or _stands_still(item):
        return None
    if not commitment.reminded:
        days = timedelta(days=plan_of(plan, commitment.code).remind_before_days)
        at = max(commitment.until - days, commitment.runs_from)
        return Deadline(at, "late_supply_reminder", item.key, step)
    return Deadline(_end_of_supply(item, commitment), "late_supply", item.key, step)


def _end_of_supply(item: ItemState, commitment: CommitmentState) -> datetime:
    """What came in time and was found wanting after the limit ends when it is found so."""
    judged = item.steps.get(commitment_step(commitment.code))
    return max(commitment.until, judged.closed_at) if judged and judged.closed_at else commitment.until


def _stands_still(item: ItemState) -> bool:
    return any(each.end is None and each.kind == _FORCE_MAJEURE for each in item.handling_pauses)


def calendar_of(motion: Motion, item: ItemState) -> WorkCalendar:
    return motion.situation.calendar.for_region(item.region)


def plan_of(item: ItemPlan, code: str) -> CommitmentPlan:
    found = next((each for each in item.commitments if each.code == code), None)
    if found is None:
        raise NotOffered
    return found
