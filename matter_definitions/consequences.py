"""What follows from an act: the output of `advance`. The engine writes it down in one transaction."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Event:
    """A fact for the log and the timeline. `kind` is past tense, from `events.py`; `data` holds codes."""

    kind: str
    at: datetime
    item: str | None = None
    step: str | None = None
    data: dict[str, str | int | bool | None] = field(default_factory=dict)


TaskKind = Literal[
    "receipt",
    "approval",
    "precheck",
    "intake",
    "request",  # an extension or a voiding to be decided by another person
    "commitment",
    "call",
    "objection",
    "hearing",
    "visit",
    "letter",
]


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """`kind` None: receipt or approval, by the step's code. `limit_at`: the step's own limit. `about`: the
    items that it names, where it is not about its own alone."""

    item: str
    step: str  # a reserved code such as "receipt", or an approval step's
    round: int
    department: str
    region: str
    kind: TaskKind | None = None
    limit_at: datetime | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskClosed:
    """`outcome` None: nobody decided it; the task fell away."""

    item: str
    step: str
    round: int
    outcome: str | None


@dataclass(frozen=True, slots=True)
class EffectWanted:
    """Something to do outside. `item` None: it belongs to the case. Key = item, step, round.

    kind: a step kind, or `notify` (template, to, channel) or `paper` (template) for notices and papers;
    their `step` is made of the event's kind, so the same event never asks twice.
    """

    kind: str
    item: str | None
    step: str
    round: int
    connector: str | None = None
    quick: bool = True
    template: str | None = None
    to: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class EffectUnwanted:
    """An open effect of this step is no longer wanted; what comes back later opens its compensation.

    `item` None: it is about the whole case."""

    item: str | None
    step: str
    round: int


DeadlineKind = Literal[
    "receipt",
    "notice",
    "answer",
    "payment_reminder",
    "payment_expiry",
    "precheck",
    "return_answer",
    "late_answer",
    "special_max",
    "suspension_max",
    "forward_limit",
    "late_supply_reminder",
    "late_supply",
    "commitment_verify",
    "order_over",
    "confirmation_reminder",
    "confirmation",
    "publicity_end",
    "hearing_ask",
    "visit_answer",
    "letter_answer",
    "money_late",
    "result_ran_out",
    "delivery",
    "call",
    "archive",
    "joint_limit",
    "window",  # a step may begin
]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment with a legal effect. `step` may be a reserved code (`state.commitment_step`)."""

    at: datetime
    kind: DeadlineKind
    item: str | None = None
    step: str | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class RefundWanted:
    """Money of this payment step comes back; the engine knows how much was paid and is not back yet."""

    item: str
    step: str
    round: int
    reason: str
    share_percent: int = 100


@dataclass(frozen=True, slots=True)
class RefundUnwanted:
    """The item goes on after all: what was paid is still wanted, and demanded anew if it has gone back."""

    item: str
    step: str
    round: int


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """The results of an item (of one `issue_result` step, if named) are no longer valid as they are.

    `item` None: the one paper of several results. To `valid`: what was suspended may be used again."""

    item: str | None
    to: Literal["revoked", "replaced", "suspended", "valid"]
    step: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceWanted:
    """Somebody has to be told so that it can be proved. `notice` is a correction notice's number.

    `event` is the kind that the message and the paper hang on; `must_by`: when it has to be proved.
    """

    item: str | None
    notice: int | None
    event: str
    legal: bool = True
    must_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class LetterWanted:
    """A numbered letter to another authority. `text` is a stored text's id; `kind` as in `LetterPlan`.

    `department`, `region`: who writes it. `outside`: the authority that gets it, or answers, is not on this
    installation; `connector`: through what it is sent there. `number`: of an answer from outside, its own.
    `due_at`: until when an answer is wanted. `outcome`: of an answer.
    """

    item: str
    step: str
    round: int
    to_department: str
    to_region: str
    kind: str
    template: str
    text: str | None = None
    department: str = ""
    region: str = ""
    outside: bool = False
    connector: str | None = None
    number: str | None = None
    due_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class FlagWanted:
    """A mark on a person's credit is proposed; it holds only when two officers have signed it."""

    item: str
    commitment: str
    kind: Literal["false_promise", "concealment", "fraud"]
    reason: str


@dataclass(slots=True)
class Consequences:
    events: list[Event] = field(default_factory=list)
    tasks_opened: list[TaskOpened] = field(default_factory=list)
    tasks_closed: list[TaskClosed] = field(default_factory=list)
    effects_wanted: list[EffectWanted] = field(default_factory=list)
    effects_unwanted: list[EffectUnwanted] = field(default_factory=list)
    refunds_wanted: list[RefundWanted] = field(default_factory=list)
    refunds_unwanted: list[RefundUnwanted] = field(default_factory=list)
    documents_changed: list[DocumentChange] = field(default_factory=list)
    services_wanted: list[ServiceWanted] = field(default_factory=list)
    letters_wanted: list[LetterWanted] = field(default_factory=list)
    flags_wanted: list[FlagWanted] = field(default_factory=list)

    def add(self, more: "Consequences") -> None:
        """Takes in what followed from a further act. Who did what is said per event, so the caller adds
        events by himself where that matters."""
        for each in fields(self):
            getattr(self, each.name).extend(getattr(more, each.name))
