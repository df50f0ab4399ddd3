"""The state of one case, as `advance` knows it: codes, times and references, never personal data."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

from clocks.pauses import Pause

CaseStanding = Literal["open", "completed", "partly_completed", "refused", "withdrawn"]

ItemStanding = Literal[
    "received",  # the form is being reviewed, or reviewed and waiting for another item
    "correcting",  # the applicant has been told what to mend
    "accepted",  # the handling clock runs
    "granted",
    "denied",  # decided against
    "refused",  # not accepted: conditions not met (不予受理)
    "not_applicable",  # not needed, or not this authority (不受理)
    "withdrawn",
    "lapsed",  # the applicant did not answer or pay in time
    "not_pursued",  # what it depends on ended without a result
    "ended",  # a supervisor ended it after an incident
]
OPEN_STANDINGS = frozenset({"received", "correcting", "accepted"})

RECEIPT = "receipt"  # the code of the step in which the form is reviewed

StepStanding = Literal["pending", "open", "done", "refused", "skipped", "ended"]


@dataclass(slots=True)
class StepState:
    code: str
    standing: StepStanding = "pending"
    round: int = 1
    outcome: str | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    reminders: int = 0


@dataclass(slots=True)
class Mark:
    """Something to mend: `target` is `field:<key>` or `material:<key>`; `text` refers to a stored text."""

    target: str
    text: str
    version: int = 0  # the target's version when it was marked


@dataclass(slots=True)
class Notice:
    """The merged correction notice. It collects marks until it is sent; the reply has its own limit."""

    number: int
    opened_at: datetime  # when its first mark was made
    marks: dict[str, list[Mark]] = field(default_factory=dict)  # item key -> what is still to be mended
    asked: dict[str, int] = field(default_factory=dict)  # target -> its version when the notice was sent
    sent_at: datetime | None = None
    answer_until: datetime | None = None
    closed_at: datetime | None = None


@dataclass(slots=True)
class ItemState:
    """`key` is the item's code, with `.n` for the n-th instance of a repeated subject."""

    key: str
    code: str
    number: int  # the sub-case number, from 1
    region: str
    department: str
    instance: int | None = None
    standing: ItemStanding = "received"
    form_ok: bool = False
    waiting_for: list[str] = field(default_factory=list)
    received_at: datetime | None = None  # the receipt clock's start; None while waiting
    receipt_pauses: list[Pause] = field(default_factory=list)
    accepted_at: datetime | None = None
    accepted_by: Literal["officer", "rule", "silence"] | None = None
    handling_pauses: list[Pause] = field(default_factory=list)
    decided_at: datetime | None = None
    reason: str | None = None  # a code: a refusal reason's, or an engine reason such as "unpaid"
    silent: bool = False  # the receipt clock ran out and the rule is supervise
    steps: dict[str, StepState] = field(default_factory=dict)


@dataclass(slots=True)
class CaseState:
    format: int
    submitted_at: datetime
    items: dict[str, ItemState]
    standing: CaseStanding = "open"
    notices: list[Notice] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)  # target -> version, 0 when never changed
    reviewed_at: datetime | None = None  # when the first review of every item was over
    promised_at: datetime | None = None
    expected_at: datetime | None = None
    ended_at: datetime | None = None


_ADAPTER = TypeAdapter(CaseState)


def to_document(state: CaseState) -> dict[str, object]:
    """The state as plain JSON values, times in ISO 8601 with zone."""
    return _ADAPTER.dump_python(state, mode="json", exclude_defaults=True)


def from_document(document: object) -> CaseState:
    """Items in the order of the case, whatever the store made of it (JSONB sorts keys by their length)."""
    state = _ADAPTER.validate_python(document)
    state.items = dict(sorted(state.items.items(), key=lambda pair: pair[1].number))
    return state
