"""What can happen to a case: the inputs of `advance.move`. Codes and references only."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from matter_definitions.state import Mark


@dataclass(frozen=True, slots=True)
class DecideReceipt:
    """The answer to the review of an item's form. `correct` carries marks; `refuse` a reason code.

    `authority`: a stored text that names who is competent, or why nothing is needed (行政许可法 art. 32);
    `legal_basis`: a stored text that names the law (art. 38).
    """

    item: str
    outcome: Literal["accept", "correct", "refuse", "not_applicable"]
    marks: tuple[Mark, ...] = ()
    reason: str | None = None
    authority: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class DecideStep:
    """An officer's decision on an approval step. `to`: the earlier level that `send_back` goes to."""

    item: str
    step: str
    outcome: Literal["grant", "deny", "pass", "grant_with_late_supply", "send_back"]
    reason: str | None = None
    to: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerNotice:
    """The applicant mended these targets (`field:…`, `material:…`); perhaps not yet all."""

    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """The outcome of an effect of a step: `done`, or the department's word for why not."""

    item: str
    step: str
    round: int
    outcome: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EndBranch:
    """A supervisor ends an item after an incident."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class RedoStep:
    """A supervisor (or a rule) starts a step's effect again in a new round, after its input was mended."""

    item: str
    step: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The applicant takes back these items (empty: all that are still open)."""

    items: tuple[str, ...] = field(default=())


# Receiving


@dataclass(frozen=True, slots=True)
class DecidePrecheck:
    """A counter has looked whether the papers are complete; step `intake`: that of the receiving place,
    whose `pass` hands the item on to the place that handles it."""

    item: str
    outcome: Literal["pass", "return"]
    marks: tuple[Mark, ...] = ()
    reason: str | None = None
    step: Literal["precheck", "intake"] = "precheck"


@dataclass(frozen=True, slots=True)
class Resubmit:
    """The applicant completed what the pre-check gave back; the number stays."""

    item: str
    targets: tuple[str, ...]


# Pausing and forwarding


@dataclass(frozen=True, slots=True)
class CorrectLate:
    """An accepted item needs more from the applicant."""

    item: str
    step: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class BeginSpecial:
    item: str
    kind: str
    expected_days: int  # natural days


@dataclass(frozen=True, slots=True)
class EndSpecial:
    """`result`: a stored text, or None."""

    item: str
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """`stands`: the handling clock is to stand meanwhile."""

    item: str
    kind: str
    reason: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Resume:
    item: str


@dataclass(frozen=True, slots=True)
class RejectSuspension:
    """A supervisor finds that there was no ground: the clock never stood."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Forward:
    item: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerForward:
    item: str
    outcome: Literal["approved", "refused", "returned"]
    reason: str | None = None


# Extending


@dataclass(frozen=True, slots=True)
class AskExtension:
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecideExtension:
    item: str
    granted: bool
    reason: str | None = None


# Undoing


@dataclass(frozen=True, slots=True)
class AskVoid:
    item: str
    kind: Literal["invalid", "entry_error"]
    reason: str


@dataclass(frozen=True, slots=True)
class DecideVoid:
    item: str
    granted: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Revoke:
    """A result is taken from its holder: 撤销 (revoked), 吊销 (licence_withdrawn) or 注销 (cancelled)."""

    item: str
    kind: Literal["revoked", "licence_withdrawn", "cancelled"]
    reason: str
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The decider takes a decision back. `step` None: the item's; else that of one passed level."""

    item: str
    step: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Rectify:
    """A slip of the pen: the step that issues the result runs anew, and the old paper is replaced."""

    item: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """`decision`: a stored text that names the decision on review, which the authority has to follow."""

    item: str
    decision: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmStep:
    """The applicant confirms what cannot be undone."""

    item: str
    step: str


# Commitments


@dataclass(frozen=True, slots=True)
class SupplyLate:
    item: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgeLateSupply:
    item: str
    commitment: str
    conforms: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class JudgeCommitment:
    """What the later look at a promise in the place of a proof found."""

    item: str
    commitment: str
    outcome: Literal["kept", "failed"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OrderCorrection:
    item: str
    commitment: str
    until_days: int  # working days
    reason: str


@dataclass(frozen=True, slots=True)
class RecordHeard:
    """`text`: a stored text, what the person said."""

    item: str
    commitment: str
    text: str


@dataclass(frozen=True, slots=True)
class SettleCommitment:
    """`outcome` false only ever proposes: no result falls and no credit changes by it."""

    item: str
    commitment: str
    outcome: Literal["corrected", "excused", "false"]
    reason: str


# Telling, bringing, archiving


@dataclass(frozen=True, slots=True)
class RecordTold:
    """It is proved that the applicant has a notice (`notice`: its number) or an item's decision (`item`).

    `proof`: a code or a reference, never personal data.
    """

    channel: str
    proof: str
    notice: int | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class RecordDelivery:
    """A result was handed over. `how`: counter, parcel, electronic. `signed`: the holder signed for it."""

    item: str
    how: str
    signed: bool


@dataclass(frozen=True, slots=True)
class ConsentToService:
    given: bool


@dataclass(frozen=True, slots=True)
class Archive:
    """The package of the case is complete and stored. `manifest`: the SHA-256 of its manifest, in hex."""

    manifest: str = ""


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """A calendar was published: every date is counted anew. `publication`: its id.

    `lost`: working days at the places of the case that are none any more; `won`: the other way round.
    """

    publication: str
    lost: tuple[date, ...] = ()
    won: tuple[date, ...] = ()


# Hearing others. A `text` is a stored text's id; `time` and `at` are moments.


@dataclass(frozen=True, slots=True)
class Object:
    item: str
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class DecideObjection:
    item: str
    step: str
    upheld: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AskHearing:
    item: str
    step: str


@dataclass(frozen=True, slots=True)
class HoldHearing:
    """The hearing is set for this moment."""

    item: str
    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordHearing:
    item: str
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class ProposeVisit:
    item: str
    step: str
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class ConsentVisit:
    item: str
    step: str
    department: str
    time: datetime


@dataclass(frozen=True, slots=True)
class RecordVisit:
    item: str
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class ConcludeVisit:
    item: str
    step: str
    department: str
    outcome: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SendLetter:
    item: str
    step: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    item: str
    step: str
    outcome: str
    text: str | None = None


Act = (
    DecideReceipt
    | DecideStep
    | AnswerNotice
    | RecordOutcome
    | EndBranch
    | RedoStep
    | Withdraw
    | DecidePrecheck
    | Resubmit
    | CorrectLate
    | BeginSpecial
    | EndSpecial
    | Suspend
    | Resume
    | RejectSuspension
    | Forward
    | AnswerForward
    | AskExtension
    | DecideExtension
    | AskVoid
    | DecideVoid
    | Revoke
    | TakeBack
    | Rectify
    | Reopen
    | ConfirmStep
    | SupplyLate
    | JudgeLateSupply
    | JudgeCommitment
    | OrderCorrection
    | RecordHeard
    | SettleCommitment
    | RecordTold
    | RecordDelivery
    | ConsentToService
    | Archive
    | CalendarChanged
    | Object
    | DecideObjection
    | AskHearing
    | HoldHearing
    | RecordHearing
    | ProposeVisit
    | ConsentVisit
    | RecordVisit
    | ConcludeVisit
    | SendLetter
    | AnswerLetter
)
