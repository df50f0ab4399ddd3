"""The ways in which a task may be decided, in words, with what each of them needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from casework.calls import call_outcomes
from casework.outcome_asks import AskedOut, asked_out, asks_of
from casework.words import Language, state_words
from matter_definitions.advance import Situation, allowed
from matter_definitions.committing import may_settle
from matter_definitions.motion import Motion
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState, CommitmentState, ItemState, commitment_step

REQUEST_OUTCOMES = ("approve", "refuse_request")
SETTLEMENTS = ("corrected", "excused", "false")
OBJECTION_OUTCOMES = ("upheld", "dismissed")
# Where the table of transitions has another word for what an officer does with a task of this kind.
_SAID_AS = {
    "approval": {"ask_extension": "extend"},
    "precheck": {"precheck_pass": "pass"},
    "intake": {"precheck_pass": "forward_to_handler", "pass": "forward_to_handler"},
}
# An officer need not know which of two words belongs to which step.
_MEANT = {
    "approval": {"correct": "correct_after", "return": "send_back", "ask_extension": "extend"},
    "intake": {"pass": "forward_to_handler"},
}

NEEDS_MARKS = frozenset({"correct", "correct_after", "return"})
NEEDS_REASON = frozenset({"refuse", "not_applicable", "deny"})
# A refusal names the law that it rests on (行政许可法 art. 38).
NEEDS_LAW = frozenset({"refuse", "deny"})
NEEDS_AUTHORITY = frozenset({"not_applicable"})
# What an approval is for: only an officer of its rank says it.
DECISIONS = frozenset({"grant", "pass", "grant_with_late_supply", "deny", "send_back"})
TAKES_DATA = frozenset({"grant", "pass", "grant_with_late_supply"})
NEEDS_COMMENT = frozenset(
    {
        "send_back", "suspend", "extend", "refuse_request", "lacks", "failed", "order",
        "heard", "corrected", "excused", "false", "upheld", "dismissed",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutcomeOut:
    """`needs`: marks (what has to be corrected), reason, legal_basis, authority, comment, or data (the
    officer's fields). `asks`: what else goes into `data` with this outcome."""

    code: str
    title: str
    needs: list[str]
    asks: list[AskedOut] = field(default_factory=list[AskedOut])


def possible_outcomes(
    plan: Plan, state: CaseState, item_key: str, step: str, kind: str, *, situation: Situation
) -> tuple[str, ...]:
    """How an open task of this kind may be decided now by the actor of the situation."""
    item = state.items[item_key]
    match kind:
        case "follow_up":
            return ()  # what is done with a ticket has a table of its own
        case "request":
            return REQUEST_OUTCOMES
        case "call":
            return call_outcomes(item.steps.get(step))
        case "objection":
            return OBJECTION_OUTCOMES
        case "commitment":
            return _commitment_outcomes(Motion(plan, state, situation, situation.now), item, step)
        case _:
            said = _SAID_AS.get(kind, {})
            return tuple(said.get(word, word) for word in allowed(plan, state, item_key, step, situation))


def meant_outcome(kind: str, outcome: str) -> str:
    """The one word for what an officer said of a task of this kind."""
    return _MEANT.get(kind, {}).get(outcome, outcome)


def outcomes_of(
    codes: Iterable[str], *, plan: Plan, item: ItemState, step: str, language: Language
) -> list[OutcomeOut]:
    return [
        OutcomeOut(
            code,
            state_words("outcome", code, language=language),
            _needs(code),
            [asked_out(each, language=language) for each in asks_of(plan, item, step, code)],
        )
        for code in codes
    ]


def _needs(code: str) -> list[str]:
    needs = {
        "marks": NEEDS_MARKS,
        "reason": NEEDS_REASON,
        "legal_basis": NEEDS_LAW,
        "authority": NEEDS_AUTHORITY,
        "comment": NEEDS_COMMENT,
        "data": TAKES_DATA,
    }
    return [name for name, codes in needs.items() if code in codes]


def commitment_of(item: ItemState, step: str) -> CommitmentState | None:
    return next((each for each in item.commitments if commitment_step(each.code) == step), None)


def _commitment_outcomes(motion: Motion, item: ItemState, step: str) -> tuple[str, ...]:
    """What was brought late is looked at; a promise that failed is ordered to be mended, then the person
    is heard or had the time to speak, then it is settled: one after the other."""
    commitment = commitment_of(item, step)
    if commitment is None:
        return ()
    if commitment.kind == "late_supply" and commitment.standing == "supplied":
        return ("conforms", "lacks")
    settled = SETTLEMENTS if may_settle(motion, item, commitment) else ()
    return {
        "open": ("kept", "failed"),
        "supplied": ("kept", "failed"),
        "failed": ("order",),
        "ordered": ("heard", *settled),
        "heard": settled,
    }.get(commitment.standing, ())
