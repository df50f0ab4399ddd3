"""How badly a simulated department behaves: set while it runs, forgotten when it stops."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from departments.wire import Code, Reason
from forms.values.uscc import make_uscc

UNAVAILABLE = 503


class Rejection(BaseModel):
    """The answer that a kind gets instead of its own."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    outcome: Code = "refused"
    reason: Reason | None = None


class Control(BaseModel):
    """Bad days of one department. What is left out has its default: a good day."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    latency_ms: int = Field(default=0, ge=0, le=120_000, description="waits so long before every answer")
    fail: bool | Annotated[int, Field(ge=400, le=599)] = Field(
        default=False, description="does nothing and answers 503, or the given status"
    )
    lose_answer: bool = Field(default=False, description="carries the task out, then answers 504")
    answer_later_seconds: float | None = Field(default=None, ge=0, description="202, then a callback")
    duplicate_callbacks: int = Field(default=0, ge=0, le=20, description="so many callbacks more than one")
    early_callback: bool = Field(default=False, description="the callback before the answer to the call")
    out_of_order: bool = Field(default=False, description="later things are told before earlier ones")
    contradictory: bool = Field(default=False, description="data that disagree, then another answer")
    nonsense: bool = Field(default=False, description="answers that no schema allows")
    wrong_signature: bool = Field(default=False, description="callbacks signed with another secret")
    progress_seconds: float = Field(default=1.0, ge=0, description="between two messages about a parcel")
    signature: Literal["good", "another_person", "expired", "other_text"] = Field(
        default="good", description="what is wrong with the signatures of the signing provider"
    )
    short_fen: int = Field(default=0, ge=0, description="so many fen less arrive than were sent")
    dialect: bool = Field(default=False, description="speaks names and codes of its own")
    data_age_days: int | None = Field(default=None, ge=0, description="says its data are so many days old")
    reject: dict[Code, Rejection] = Field(default_factory=dict, description="kind → the answer it gets")

    otherwise: dict[Code, dict[str, str | int | bool]] = Field(
        default_factory=dict, description="kind → members of its data that are otherwise"
    )

    @property
    def failure_status(self) -> int | None:
        if self.fail is False:
            return None
        return UNAVAILABLE if self.fail is True else self.fail


# Nobody answers a letter while the messenger waits.
_USUAL = {"agencies": Control(answer_later_seconds=2.0)}


class Controls:
    def __init__(self) -> None:
        self._by_department: dict[str, Control] = {}

    def of(self, department: str) -> Control:
        return self._by_department.get(department) or _USUAL.get(department, Control())

    def set(self, department: str, control: Control) -> None:
        self._by_department[department] = control

    def reset(self) -> None:
        self._by_department.clear()


def contradict(data: dict[str, object]) -> dict[str, object]:
    """The same shape with other facts: another name, the other sex, one fen more."""
    changed = {name: _contradiction(name, value) for name, value in data.items()}
    return {name: _deep(value) for name, value in changed.items()}


def _deep(value: object) -> object:
    if isinstance(value, list):
        return [contradict(one) if isinstance(one, dict) else one for one in value]
    return value


# Numbers without a check digit: one digit more is another one of the same kind.
_NUMBERS = frozenset(
    {
        *("parcel_no", "insurance_no", "registration_no", "message_no", "household_no", "record_no"),
        *("reservation_no", "receipt_no", "agreement_no", "appointment_no", "account_no"),
        *("permit_no", "transfer_no"),
    }
)
# As long as they are: the last digit is another one.
_OF_ONE_LENGTH = frozenset({"certificate_no", "card_no_masked"})


def _contradiction(name: str, value: object) -> object:
    if name == "sex":
        return "male" if value == "female" else "female"
    if name in ("holder", "spouse", "head_name", "mother_name") and value:
        return "矛盾人"
    if name.endswith("_fen") and isinstance(value, int):
        return value + 1
    if name == "paying":
        return not value
    if name == "scheme":
        return "employee" if value == "resident" else "resident"
    if name == "uscc":
        return make_uscc(kind="91", region=str(value)[2:8], subject="MA999999")
    if name in _NUMBERS:
        return f"{value}9"
    if name in _OF_ONE_LENGTH:
        return f"{str(value)[:-1]}{9 - int(str(value)[-1])}"
    return value
