"""What a plan may offer beside the plain way of an item: pauses, extensions, commitments, others heard.

Parts of a plan (`plan.py`), by which it says so; an item that names none of them has none.
"""

from dataclasses import dataclass
from typing import Literal

from clocks.clock import Limit
from clocks.windows import Window
from forms.form_plan import Text

TWO_DAYS = Limit(2, "working_day")
FIVE_DAYS = Limit(5, "working_day")
TWENTY_DAYS = Limit(20, "working_day")

Ending = Literal["deny", "refuse", "withdraw", "lapse", "not_pursue"]


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One department's share of a payment; `amount_key` is the form key of its sum in fen."""

    department_kind: str
    amount_key: str


@dataclass(frozen=True, slots=True)
class RefundRule:
    """How much comes back when the item ends in one of these ways."""

    on: tuple[Ending, ...] = ("deny", "refuse", "withdraw", "lapse", "not_pursue")
    share_percent: int = 100


@dataclass(frozen=True, slots=True)
class PublicityPlan:
    """`shows`: the form keys made public, masked where they name a person."""

    days: Limit
    shows: tuple[str, ...]
    where: Text


@dataclass(frozen=True, slots=True)
class HearingPlan:
    """Asked for within five working days, held within twenty, announced seven days before
    (行政许可法 art. 47, 48)."""

    ask_within: Limit = FIVE_DAYS
    hold_within: Limit = TWENTY_DAYS
    notice_days: int = 7
    who: Literal["applicant", "third_party"] = "applicant"


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """`others`: kinds of departments that come along, each with a conclusion of its own."""

    others: tuple[str, ...]
    answer_within: Limit = TWO_DAYS


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """`to` is a kind of department; `region` a CEL expression. Both are empty where `outside` names an
    authority that is not on this installation: it is asked through `connector`, or on paper."""

    to: str
    region: str
    answer_within: Limit
    kind: str
    template: str
    outside: Text | None = None
    connector: str | None = None


@dataclass(frozen=True, slots=True)
class MoneyPlan:
    """Money that somebody else sends us, through a treasury.

    `amount_key` and `account_key` are the form keys of the sum in fen and of the account that it is expected
    on; `sent_by` is the step that sends it, whose key the transfer carries. When the money came back to the
    sender, the item goes on at the step `back_to`. When the step's own limit is over a supervisor is told.
    """

    amount_key: str
    account_key: str
    sent_by: str
    back_to: str


SpecialKind = Literal[
    "hearing",
    "tender",
    "auction",
    "inspection",
    "testing",
    "quarantine",
    "appraisal",
    "expert_review",
    "investigation",
]
SuspensionKind = Literal["force_majeure", "waiting_for_item", "waiting_for_payment", "dispute", "other"]


@dataclass(frozen=True, slots=True)
class SpecialPlan:
    """A special procedure that the item may go through; its time does not count (行政许可法 art. 45)."""

    kind: SpecialKind
    maximum: Limit


@dataclass(frozen=True, slots=True)
class SuspensionPlan:
    """`pauses`: the handling clock may stand while it lasts."""

    kind: SuspensionKind
    pauses: bool
    maximum: Limit


@dataclass(frozen=True, slots=True)
class ExtensionPlan:
    """`ask_before`: how long before the limit's end it has to be asked for."""

    amount: Limit
    times: int = 1
    ask_before: Limit | None = None


@dataclass(frozen=True, slots=True)
class JointPlan:
    """The limit of a whole case that several departments handle together (`joint`)."""

    limit: Limit
    extension: Limit | None = None


@dataclass(frozen=True, slots=True)
class ForwardPlan:
    """`to` is a kind of department; `region` a CEL expression; `limit` the upper authority's own."""

    to: str
    region: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class CommitmentPlan:
    """`replaces`: targets (`material:…`) that need not be handed in. `eligible`: CEL, None for everybody.

    The statement is versioned by the name of the plan that holds it.
    """

    code: str
    kind: Literal["late_supply", "replaces_proof"]
    title: Text
    statement: Text
    replaces: tuple[str, ...]
    until: Limit
    consequences: Text
    verify_within: Limit | None = None
    eligible: str | None = None
    remind_before_days: int = 2


@dataclass(frozen=True, slots=True)
class RemedyPlan:
    """Where a decision may be contested; the longest region that fits is the one that holds.

    `days` to ask for a review (行政复议法 art. 20), `months` to go to court (行政诉讼法 art. 46).
    """

    region: str
    authority: Text
    court: Text
    department_kind: str | None = None
    days: int = 60
    months: int = 6


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """The step begins only inside; `pauses`: the handling clock stands while it waits for that."""

    window: Window
    pauses: bool = False
