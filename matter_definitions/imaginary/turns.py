"""Whose turn it is in a case: everything that somebody could do next, read from plan and state alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from matter_definitions.bringing import is_archived
from matter_definitions.confirming import is_asked, is_legal
from matter_definitions.corresponding import is_sent
from matter_definitions.plan import Plan, StepPlan
from matter_definitions.publicising import objections_made, publicity_of_objection
from matter_definitions.state import (
    CALL,
    CONFIRMATION,
    INTAKE,
    PRECHECK,
    PRIOR,
    RECEIPT,
    CaseState,
    CommitmentState,
    ItemState,
    StepState,
    commitment_step,
    objection_step,
)
from matter_definitions.stepping import FAILED_ROUND
from matter_definitions.steps_of_others import place_of
from matter_definitions.visiting import agreed_time, others_of, parties_of

NOTICE = "notice"  # in the place of a step: the applicant's answer to what she was asked to mend

TurnKind = Literal[
    "first_look",
    "receipt",
    "approval",
    "outcome",
    "payment",
    "money",
    "confirmation",
    "mending",
    "telling",
    "call",
    "publicity",
    "objection",
    "hearing",
    "hearing_set",
    "hearing_record",
    "visit_proposal",
    "visit_consent",
    "visit_record",
    "visit_conclusion",
    "letter",
    "letter_answer",
    "late_supply",
    "late_supply_look",
    "promise_look",
    "delivery",
    "archive",
]
Doer = Literal["applicant", "department", "system", "public"]

# Where steps of the item's own plan go on; what rests otherwise waits until it is accepted again.
_WITH_STEPS = frozenset({"accepted", "special_procedure", "granted", "granted_with_late_supply"})


@dataclass(frozen=True, slots=True)
class Turn:
    """`item` is a key, empty for what concerns the whole case. `about` tells turns of one step apart.

    `key_step`: the step by which a decision names it; `department`: who, where it is one's turn.
    """

    kind: TurnKind
    doer: Doer
    item: str = ""
    step: str = ""
    round: int = 1
    department: str = field(default="", compare=False)
    about: str = ""
    key_step: str = ""
    at_once: bool = field(default=False, compare=False)  # a machine answers in no time
    until: datetime | None = field(default=None, compare=False)  # its own limit, where no deadline says one
    not_before: datetime | None = field(default=None, compare=False)


def turns_of(plan: Plan, state: CaseState) -> list[Turn]:
    """In the order of the items; each turn is the same as long as nobody has taken it."""
    found = [*_of_notices(plan, state)]
    for item in state.items.values():
        found += _of_item(plan, item)
    if state.archive_asked and state.standing != "open" and not is_archived(state):
        found.append(Turn("archive", "system", round=len(state.archive_asked), at_once=True))
    return found


def _of_notices(plan: Plan, state: CaseState) -> Iterator[Turn]:
    for notice in state.notices:
        if notice.sent_at is None or notice.closed_at or notice.kind == PRIOR:
            continue
        if notice.kind == CONFIRMATION and not is_legal(plan):
            continue
        number = str(notice.number)
        if notice.told_at is None:
            yield Turn("telling", "system", about=number, at_once=True)
        for key, marks in notice.marks.items():
            if marks:
                yield Turn("mending", "applicant", key, NOTICE, about=number, until=notice.answer_until)


def _of_item(plan: Plan, item: ItemState) -> Iterator[Turn]:
    for step in item.steps.values():
        planned = plan.find_step(item.code, step.code)
        if is_asked(step):
            yield Turn("confirmation", "applicant", item.key, step.code, step.round)
        if step.standing != "open" or step.data.get(FAILED_ROUND) == step.round:
            continue
        if planned is None:
            yield from _of_reserved(item, step)
        elif item.standing in _WITH_STEPS:
            yield from _of_step(item, step, planned)
        elif planned.stage == "before_acceptance":
            yield _outcome(item, step, planned)
    for commitment in item.commitments:
        yield from _of_commitment(item, commitment)
    watched = plan.item(item.code).delivery_watch and item.standing == "granted"
    if watched and item.issued_at and item.signed_at is None:
        yield Turn("delivery", "applicant", item.key, round=item.undone + 1)


def _of_reserved(item: ItemState, step: StepState) -> Iterator[Turn]:
    place = place_of(item, step.code)[0]
    if step.code in (PRECHECK, INTAKE):
        yield Turn("first_look", "department", item.key, step.code, step.round, place, until=step.limit_at)
    elif step.code == RECEIPT:
        yield Turn("receipt", "department", item.key, step.code, step.round, place)
    elif step.code == CALL:
        yield Turn("call", "department", item.key, step.code, step.round, place)
    elif step.code.startswith(objection_step("")):
        named = publicity_of_objection(step.code)
        yield Turn("objection", "department", item.key, step.code, step.round, place, key_step=named)


def _of_step(item: ItemState, step: StepState, plan: StepPlan) -> Iterator[Turn]:
    """A hearing goes on while the item stands still for it; everything else waits meanwhile."""
    if plan.kind == "hearing":
        yield _of_hearing(item, step, plan)
    elif item.standing == "special_procedure":
        return
    elif plan.kind == "approval":
        place = place_of(item, step.code)[0]
        yield Turn("approval", "department", item.key, step.code, step.round, place, until=step.limit_at)
    elif plan.kind == "publicity":
        if not step.data.get("over"):
            about = str(objections_made(step))
            yield Turn("publicity", "public", item.key, step.code, step.round, about=about)
    elif plan.kind == "joint_visit":
        yield from _of_visit(item, step, plan)
    elif plan.kind == "letter":
        kind: TurnKind = "letter_answer" if is_sent(step) else "letter"
        place = place_of(item, step.code)[0]
        yield Turn(kind, "department", item.key, step.code, step.round, place)
    else:
        yield _outcome(item, step, plan)


def _outcome(item: ItemState, step: StepState, plan: StepPlan) -> Turn:
    if plan.kind == "payment":
        return Turn("payment", "applicant", item.key, step.code, step.round)
    if plan.kind == "money_awaited":
        return Turn("money", "system", item.key, step.code, step.round, until=step.limit_at)
    at_once = plan.quick or plan.kind in ("issue_result", "notify")
    place, _ = place_of(item, step.code)
    return Turn("outcome", "system", item.key, step.code, step.round, place, "", "", at_once, step.limit_at)


def _of_hearing(item: ItemState, step: StepState, plan: StepPlan) -> Turn:
    """`about` of its announcement: how many days before it has to be."""
    place = place_of(item, step.code)[0]
    if not step.data.get("asked_at"):
        return Turn("hearing", "public", item.key, step.code, step.round)
    at = step.data.get("at")
    if not at:
        days = str(plan.hearing.notice_days) if plan.hearing else ""
        return Turn("hearing_set", "department", item.key, step.code, step.round, place, days)
    held = datetime.fromisoformat(str(at))
    return Turn("hearing_record", "department", item.key, step.code, step.round, place, not_before=held)


def _of_visit(item: ItemState, step: StepState, plan: StepPlan) -> Iterator[Turn]:
    lead, at = place_of(item, step.code)[0], agreed_time(step)
    if not step.data.get("proposed_at"):
        yield Turn("visit_proposal", "department", item.key, step.code, step.round, lead)
    elif at is None:
        for other, _ in others_of(item, plan):
            if not step.data.get(f"consent:{other}"):
                yield Turn("visit_consent", "department", item.key, step.code, step.round, other, other)
    elif not step.data.get("record"):
        yield Turn("visit_record", "department", item.key, step.code, step.round, lead, not_before=at)
    else:
        for each in parties_of(item, plan):
            if not step.data.get(f"outcome:{each}"):
                yield Turn("visit_conclusion", "department", item.key, step.code, step.round, each, each)


def _of_commitment(item: ItemState, commitment: CommitmentState) -> Iterator[Turn]:
    code = commitment_step(commitment.code)
    step = item.steps.get(code)
    number = step.round if step else 1
    judged = step is not None and step.standing == "open"
    if commitment.kind == "late_supply" and commitment.standing == "open" and commitment.runs_from:
        if item.standing in ("accepted", "granted_with_late_supply"):
            yield Turn("late_supply", "applicant", item.key, code, number, until=commitment.until)
    elif commitment.standing == "supplied" and judged:
        yield Turn("late_supply_look", "department", item.key, code, number, item.department)
    elif commitment.kind == "replaces_proof" and commitment.standing == "open" and judged:
        until = commitment.verify_until
        yield Turn("promise_look", "department", item.key, code, number, item.department, until=until)
