"""What a row of the table of transitions is made of. The rows themselves are in `transitions.py`."""

from dataclasses import dataclass
from typing import Literal

from matter_definitions.state import ItemStanding

ActWord = Literal[
    # receiving
    "submit",
    "begin_precheck",
    "precheck_pass",
    "return",
    "resubmit",
    "correct",
    "send_notice",
    "silence",
    "overdue",
    "supply",
    "lapse",
    "not_applicable",
    "refuse",
    "accept",
    "begin_handling",
    "wait",
    # handling
    "pass",
    "send_back",
    "correct_after",
    "special_procedure",
    "special_result",
    "special_over",
    "suspend",
    "resume",
    "reject_suspension",
    "suspension_over",
    "forward",
    "forward_answer",
    "ask_extension",
    "grant_extension",
    "refuse_extension",
    "ask_joint_extension",
    "grant_joint_extension",
    "refuse_joint_extension",
    "joint_limit_over",
    "grant",
    "finish",
    "deny",
    "outcome",
    "redo",
    "end",
    "not_pursue",
    "revive",
    "unpaid",
    "payment_failed",
    "confirm",
    "unconfirmed",
    "run_out",
    # commitments
    "grant_with_late_supply",
    "supply_late",
    "late_supply_conforms",
    "late_supply_lacks",
    "late_supply_missed",
    "judge_commitment",
    "order_correction",
    "give_prior_notice",
    "record_heard",
    "settle_commitment",
    # ending and undoing
    "withdraw",
    "ask_void",
    "approve_void",
    "refuse_void",
    "revoke",
    "suspend_result",
    "restore_result",
    "compensate",
    "take_back",
    "rectify",
    "reopen",
    # telling and bringing
    "told",
    "ask_call",
    "record_call",
    "issue",
    "deliver",
    "sign",
    "delivery_overdue",
    "rate",
    "archive",
    "consent_to_service",
    "calendar_changed",
    "hand_over",
    # hearing others
    "object",
    "decide_objection",
    "ask_hearing",
    "hold_hearing",
    "record_hearing",
    "propose_visit",
    "consent_visit",
    "record_visit",
    "conclude_visit",
    "send_letter",
    "answer_letter",
]
Party = Literal[
    "applicant",
    "window",
    "receiver",  # the counter of the place that receives for another
    "officer",
    "superior",
    "supervisor",
    "administrator",
    "department",  # its system, through a connector
    "third_party",
    "time",
    "rule",
]
PEOPLE: frozenset[Party] = frozenset(
    {"applicant", "window", "receiver", "officer", "superior", "supervisor", "administrator", "third_party"}
)
ReceiptEffect = Literal["none", "start", "pause", "resume", "end"]
# go_on: as if the clock had never ended; strike_out: the pause never was.
HandlingEffect = Literal["none", "start", "pause", "resume", "strike_out", "end", "extend", "go_on"]
DeliveryEffect = Literal["none", "start", "end", "clear"]


@dataclass(frozen=True, slots=True)
class ClockEffect:
    """What a transition does to the three clocks of an item.

    `kind` is that of a pause; `*` stands for the act's own kind, `special:*` for `special:` before it.
    """

    receipt: ReceiptEffect = "none"
    handling: HandlingEffect = "none"
    delivery: DeliveryEffect = "none"
    kind: str | None = None


NO_EFFECT = ClockEffect()
ALL_END = ClockEffect(receipt="end", handling="end", delivery="clear")


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in these standings this act is possible, for these parties, under these guards.

    `row` numbers it as in the book of rules. `sources` is empty for what happens to a whole case.
    `target` is empty when the standing stays; several: the contents of the act decide which.
    `may_stay`: the standing may also stay although there is a target. `event` is said when the act is
    done, `also` beside it where it applies. `paper` is the template that usually belongs to it. `clock`
    may depend on the act: then it is what happens at most. `source`: the law, for a refusal in words.
    Every row whose `who` names people is also under the guard `party_fits`.
    """

    row: str
    act: ActWord
    sources: tuple[ItemStanding, ...]
    target: tuple[ItemStanding, ...]
    who: tuple[Party, ...]
    event: str | None
    guards: tuple[str, ...] = ()
    paper: str | None = None
    clock: ClockEffect = NO_EFFECT
    source: str = ""
    also: tuple[str, ...] = ()
    may_stay: bool = False

    def leads_to(self, before: ItemStanding) -> tuple[ItemStanding, ...]:
        """The standings that an item may have afterwards."""
        if not self.target:
            return (before,)
        return (*self.target, before) if self.may_stay and before not in self.target else self.target
