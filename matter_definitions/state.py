"""The state of one case, as `advance` knows it: codes, times and references, never personal data."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

from clocks.clock import Limit
from clocks.pauses import Pause

CaseStanding = Literal["open", "completed", "partly_completed", "refused", "withdrawn", "void"]

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
    "prechecking",  # a counter looks whether the papers are complete before the review (预受理)
    "returned",  # the pre-check gave it back to be completed
    "correcting_late",  # accepted, and the applicant was asked for more (受理后补正)
    "special_procedure",  # a hearing, a test, an expert review: its time does not count
    "suspended",
    "forwarded",  # a higher authority has it (转报)
    "granted_with_late_supply",  # granted on a commitment to bring a paper later (容缺)
    "void",  # entered in error or invalid (作废)
    "revoked",  # granted once; `reason` says whether withdrawn, revoked or cancelled
]
BEFORE_ACCEPTANCE: frozenset[ItemStanding] = frozenset({"received", "prechecking", "returned", "correcting"})
IN_HANDLING: frozenset[ItemStanding] = frozenset(
    {"accepted", "correcting_late", "special_procedure", "suspended", "forwarded"}
)
PAUSED: frozenset[ItemStanding] = IN_HANDLING - {"accepted"}
DECIDED: frozenset[ItemStanding] = frozenset({"granted", "granted_with_late_supply", "denied"})
OPEN_STANDINGS: frozenset[ItemStanding] = BEFORE_ACCEPTANCE | IN_HANDLING
ENDED_WITHOUT_RESULT: frozenset[ItemStanding] = frozenset(
    {"denied", "refused", "not_applicable", "withdrawn", "lapsed", "not_pursued", "ended", "void", "revoked"}
)

# Codes of steps that no plan names: what stands on a desk beside the steps of the item itself.
RECEIPT = "receipt"  # the form is reviewed
PRECHECK = "precheck"
INTAKE = "intake"  # the counter of the receiving place, which never decides
EXTENSION = "extension"  # somebody above decides on a longer limit
VOID = "void"
CALL = "call"  # nobody could prove that the applicant was told: somebody telephones
RESERVED_STEPS = frozenset({RECEIPT, PRECHECK, INTAKE, EXTENSION, VOID, CALL})
PRIOR: Literal["prior"] = "prior"  # the kind of a notice of what is intended against somebody
CONFIRMATION: Literal["confirmation"] = "confirmation"  # and of one that asks her to confirm a step
WITHOUT_MARKS: frozenset[str] = frozenset({PRIOR, CONFIRMATION})  # they ask for nothing to be mended
_COMMITMENT_PREFIX, _OBJECTION_PREFIX = "commitment_", "objection_"

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
    decided_by: str | None = None  # an officer's id, who may take it back
    limit_at: datetime | None = None  # the step's own limit inside the item's
    asked_at: datetime | None = None  # the applicant was asked to confirm
    confirmed_at: datetime | None = None
    waits_until: datetime | None = None  # it may begin then, and not before
    data: dict[str, str | int | bool | None] = field(default_factory=dict)  # what its kind needs to know


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
    kind: Literal["correction", "return", "late_correction", "prior", "confirmation"] = "correction"
    seen: dict[str, int] = field(default_factory=dict)  # every target of its items -> version when sent
    told_at: datetime | None = None  # when it was proved that the applicant has it
    service: int | None = None  # which attempt to tell proved it, from 1
    call_at: datetime | None = None  # unproved until here, somebody telephones
    items: tuple[str, ...] = ()  # keys of those it asked something of, also when they have answered
    about: str | None = None  # of a prior notice: what is intended; of a confirmation: the step
    reason: str | None = None  # of a prior notice, a text's id: the facts and the law
    heard_at: datetime | None = None  # of a prior notice: the person has said what she has to say


@dataclass(slots=True)
class Suspension:
    """`stands`: the handling clock stands meanwhile. `until`: the longest that its kind may last."""

    kind: str
    started_at: datetime
    stands: bool
    ended_at: datetime | None = None
    by: str | None = None
    reason: str | None = None
    rejected: bool = False  # by a supervisor: the clock never stood
    until: datetime | None = None


@dataclass(slots=True)
class Special:
    """A special procedure. `over`: it took longer than its kind may, and ended by that."""

    kind: str
    started_at: datetime
    expected_until: datetime
    ended_at: datetime | None = None
    over: bool = False


@dataclass(slots=True)
class Forwarding:
    """`to` is a department. `until` is None where the upper authority has no limit."""

    to: str
    started_at: datetime
    until: datetime | None = None
    ended_at: datetime | None = None
    outcome: Literal["approved", "refused", "returned"] | None = None
    overdue: bool = False


@dataclass(slots=True)
class Extension:
    number: int
    asked_at: datetime
    asked_by: str | None
    reason: str
    amount: Limit
    decided_at: datetime | None = None
    decided_by: str | None = None
    granted: bool | None = None


@dataclass(slots=True)
class VoidRequest:
    asked_at: datetime
    asked_by: str | None
    kind: Literal["invalid", "entry_error"]
    reason: str
    decided_at: datetime | None = None
    granted: bool | None = None


CommitmentStanding = Literal["open", "supplied", "kept", "missed", "failed", "ordered", "heard", "settled"]


@dataclass(slots=True)
class CommitmentState:
    """A written promise of the applicant: to bring a paper later, or in the place of a proof.

    `reminded`: how often its present limit was called out.
    """

    code: str
    kind: Literal["late_supply", "replaces_proof"]
    targets: tuple[str, ...]
    made_at: datetime
    until: datetime
    verify_until: datetime | None = None
    reminded: int = 0
    standing: CommitmentStanding = "open"
    order_until: datetime | None = None
    outcome: str | None = None
    runs_from: datetime | None = None  # the time to supply runs from the acceptance


@dataclass(slots=True)
class PromiseMove:
    """The promised day moved; `why` is a code: pause, extension or calendar."""

    at: datetime
    from_: datetime
    to: datetime
    why: str


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
    receive_region: str | None = None  # where it was handed in, if another place handles it
    places: dict[str, tuple[str, str]] = field(default_factory=dict)  # step -> another department and region
    suspensions: list[Suspension] = field(default_factory=list)
    specials: list[Special] = field(default_factory=list)
    forwardings: list[Forwarding] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    void_requests: list[VoidRequest] = field(default_factory=list)
    commitments: list[CommitmentState] = field(default_factory=list)
    before_void: ItemStanding | None = None
    authority: str | None = None  # a text's id: which authority it belongs to, when it is not this one
    legal_basis: str | None = None  # a text's id: the law that a refusal names
    decided_by: str | None = None
    issued_at: datetime | None = None
    delivered_at: datetime | None = None
    signed_at: datetime | None = None
    delivery_mode: str | None = None
    delivery_overdue: bool = False
    told_of_decision_at: datetime | None = None
    upper_at: datetime | None = None  # when the higher authority's clock started
    reopened: int = 0
    review_decision: str | None = None  # a text's id: the decision on review that reopened it
    rectified: int = 0
    undone: int = 0  # how often a decision on it was undone, in any way
    result_suspended_at: datetime | None = None  # it may not be used for now
    suspended_results: int = 0  # how often it was suspended
    delivery_from: datetime | None = None  # when the delivery clock started, if not with the decision


@dataclass(slots=True)
class MergedState:
    """The one paper of several results: how often it was wanted, and how its parts stood the last time."""

    round: int
    parts: tuple[str, ...]


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
    service_consent: bool | None = None  # None: the applicant was not asked about electronic service
    archive_asked: tuple[datetime, ...] = ()  # when the archive was due by itself; once for each end
    archived_at: datetime | None = None
    promise_moves: list[PromiseMove] = field(default_factory=list)
    joint_extensions: list[Extension] = field(default_factory=list)  # of the limit of the whole case
    joint_overdue: bool = False  # that limit has passed, and it was said
    expected_moves: int = 0  # how often a changed calendar moved the expected day, and she was told
    ends_undone: int = 0  # how often its end was no end after all
    merged: dict[str, MergedState] = field(default_factory=dict)  # by its code
    next_matters: tuple[str, ...] = ()  # to which the applicant was pointed when it ended
    emergency: list[str] = field(default_factory=list)  # numbers of decisions that let all clocks stand


def commitment_step(code: str) -> str:
    """The step in which officers deal with the commitment `code`."""
    return _COMMITMENT_PREFIX + code


def objection_step(step: str) -> str:
    """The step in which an objection against what the step `step` made public is decided."""
    return _OBJECTION_PREFIX + step


def is_reserved_step(code: str) -> bool:
    """True for a code that no plan may give to a step of its own."""
    return code in RESERVED_STEPS or code.startswith((_COMMITMENT_PREFIX, _OBJECTION_PREFIX))


_ADAPTER = TypeAdapter(CaseState)


def to_document(state: CaseState) -> dict[str, object]:
    """The state as plain JSON values, times in ISO 8601 with zone."""
    return _ADAPTER.dump_python(state, mode="json", exclude_defaults=True)


def from_document(document: object) -> CaseState:
    """Items in the order of the case, whatever the store made of it (JSONB sorts keys by their length)."""
    state = _ADAPTER.validate_python(document)
    state.items = dict(sorted(state.items.items(), key=lambda pair: pair[1].number))
    return state
