"""By which act a turn is taken."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Literal

from forms.facts import key_of
from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import JudgeCommitment, JudgeLateSupply, SupplyLate
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.acts.deciding import ConfirmStep, DecideStep, RecordOutcome
from matter_definitions.acts.hearing_others import (
    AskHearing,
    ConcludeVisit,
    ConsentVisit,
    DecideObjection,
    HoldHearing,
    Object,
    ProposeVisit,
    RecordHearing,
    RecordVisit,
)
from matter_definitions.acts.receiving import (
    AnswerNotice,
    CorrectLate,
    DecidePrecheck,
    DecideReceipt,
    Resubmit,
)
from matter_definitions.acts.telling import Archive, RecordDelivery, RecordTold
from matter_definitions.advance import allowed
from matter_definitions.imaginary.people import Choice
from matter_definitions.imaginary.turns import Turn, TurnKind
from matter_definitions.plan import Plan
from matter_definitions.publicising import UPHELD
from matter_definitions.situation import Situation
from matter_definitions.state import INTAKE, CaseState, ItemState, Mark, commitment_step
from matter_definitions.visiting import times_of

_TEXT = "imaginary"  # in the place of everything that somebody would write
_RECEIPTS: Mapping[str, Literal["accept", "correct", "refuse", "not_applicable"]] = {
    "accept": "accept",
    "correct": "correct",
    "refuse": "refuse",
    "not_applicable": "not_applicable",
}
# An approval may have exactly one of them.
_AGREE: tuple[Literal["grant", "grant_with_late_supply", "pass"], ...] = (
    "grant",
    "grant_with_late_supply",
    "pass",
)


def act_of(turn: Turn, choice: Choice, plan: Plan, state: CaseState, situation: Situation) -> Act:
    """`choice` is one that does something."""
    if turn.kind in _OTHERS:
        return _OTHERS[turn.kind](turn, choice, situation)
    item = state.items[turn.item]
    match turn.kind:
        case "mending":
            return _mending(turn, state)
        case "visit_consent":
            return ConsentVisit(turn.item, turn.step, turn.about, times_of(item.steps[turn.step])[0])
        case "first_look" | "receipt" | "approval":
            return _of_an_office(turn, choice, plan, state, situation)
        case "outcome" | "payment" | "money":
            word = {"pay": "done", "fails": "failed", "arrives": "done"}.get(choice.word, choice.word)
            return RecordOutcome(turn.item, turn.step, turn.round, word, choice.reason)
        case _:
            return _of_a_commitment(turn, choice, item)


def _of_an_office(
    turn: Turn, choice: Choice, plan: Plan, state: CaseState, situation: Situation
) -> DecidePrecheck | DecideReceipt | DecideStep | CorrectLate:
    item = state.items[turn.item]
    marks = (_mark(plan, item),) if choice.word in ("return", "correct") else ()
    if turn.kind == "first_look":
        outcome = "return" if choice.word == "return" else "pass"
        step = "intake" if turn.step == INTAKE else "precheck"
        return DecidePrecheck(turn.item, outcome, marks, step=step)
    if turn.kind == "receipt":
        return DecideReceipt(turn.item, _RECEIPTS[choice.word], marks, reason=choice.reason)
    if choice.word == "correct":
        return CorrectLate(turn.item, turn.step, marks)
    if choice.word in ("deny", "send_back"):
        outcome = "deny" if choice.word == "deny" else "send_back"
        return DecideStep(turn.item, turn.step, outcome, choice.reason)
    possible = allowed(plan, state, turn.item, turn.step, situation)
    return DecideStep(turn.item, turn.step, next(each for each in _AGREE if each in possible))


def _mark(plan: Plan, item: ItemState) -> Mark:
    """Something that the item needs: its first material, or else its first field."""
    which = (repeats, item.instance) if (repeats := plan.item(item.code).for_each) and item.instance else None
    for kind, parts in (("material", plan.form.materials), ("field", plan.form.fields)):
        for part in parts:
            if any(need.item == item.code for need in part.needs):
                return Mark(f"{kind}:{key_of(part.key, which)}", _TEXT)
    return Mark(f"item:{item.key}", _TEXT)


def _mending(turn: Turn, state: CaseState) -> AnswerNotice | Resubmit:
    notice = next(each for each in state.notices if str(each.number) == turn.about)
    targets = tuple(sorted({mark.target for mark in notice.marks[turn.item]}))
    return Resubmit(turn.item, targets) if notice.kind == "return" else AnswerNotice(targets)


def _of_a_commitment(
    turn: Turn, choice: Choice, item: ItemState
) -> SupplyLate | JudgeLateSupply | JudgeCommitment:
    commitment = next(each for each in item.commitments if commitment_step(each.code) == turn.step)
    if turn.kind == "late_supply":
        return SupplyLate(turn.item, commitment.targets)
    if turn.kind == "late_supply_look":
        return JudgeLateSupply(turn.item, commitment.code, choice.word == "conforms")
    return JudgeCommitment(turn.item, commitment.code, "kept" if choice.word == "kept" else "failed")


# What there is nothing to choose about but whether it is done.
_OTHERS: Mapping[TurnKind, Callable[[Turn, Choice, Situation], Act]] = {
    "confirmation": lambda turn, _choice, _now: ConfirmStep(turn.item, turn.step),
    "call": lambda turn, _choice, _now: RecordTold("call", _TEXT, item=turn.item, whole_call=True),
    "delivery": lambda turn, _choice, _now: RecordDelivery(turn.item, "counter", signed=True),
    "publicity": lambda turn, _choice, _now: Object(turn.item, turn.step, _TEXT),
    "objection": lambda turn, choice, _now: DecideObjection(
        turn.item, turn.step, choice.word == "upheld", UPHELD
    ),
    "hearing": lambda turn, _choice, _now: AskHearing(turn.item, turn.step),
    "hearing_set": lambda turn, _choice, now: HoldHearing(
        turn.item, turn.step, now.now + timedelta(days=int(turn.about))
    ),
    "hearing_record": lambda turn, _choice, _now: RecordHearing(turn.item, turn.step, _TEXT),
    "visit_proposal": lambda turn, _choice, now: ProposeVisit(
        turn.item, turn.step, (now.now + timedelta(days=1),)
    ),
    "visit_record": lambda turn, _choice, _now: RecordVisit(turn.item, turn.step, _TEXT),
    "visit_conclusion": lambda turn, choice, _now: ConcludeVisit(
        turn.item, turn.step, turn.about, choice.word
    ),
    "letter": lambda turn, _choice, _now: SendLetter(turn.item, turn.step),
    "letter_answer": lambda turn, choice, _now: AnswerLetter(turn.item, turn.step, choice.word),
    "telling": lambda turn, _choice, _now: RecordTold("box", _TEXT, notice=int(turn.about)),
    "archive": lambda _turn, _choice, _now: Archive(),
}
