"""Acts before the decision: the pre-check, the receipt, what a notice asks for. Codes and references only."""

from dataclasses import dataclass
from typing import Literal

from matter_definitions.state import Mark


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
class AnswerNotice:
    """The applicant mended these targets (`field:…`, `material:…`); perhaps not yet all."""

    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectLate:
    """An accepted item needs more from the applicant."""

    item: str
    step: str
    marks: tuple[Mark, ...]
