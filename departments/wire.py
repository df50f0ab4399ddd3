"""What travels over HTTP between the engine and a department, as strict models.

Both sides use these models, so the department's OpenAPI document and the
connector cannot drift apart. JSON in, JSON out; unknown members are refused.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

ANSWERED_EVENT = "cn.onematter.task.answered"
PROGRESS_EVENTS = {
    "cn.onematter.parcel.progress": "parcel.progress",
    "cn.onematter.message.receipt": "message.receipt",
}

Key = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class WireModel(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Reason(WireModel):
    """Why, in words for a citizen."""

    zh: str
    en: str


class TaskBody(WireModel):
    """`POST /tasks`: one thing to do. The header `Idempotency-Key` repeats `key`."""

    key: Key
    kind: Code
    purpose: str = Field(min_length=1, max_length=200)
    payload: dict[str, object]
    callback_url: str = Field(default="", max_length=500)


class AnsweredBody(WireModel):
    """200: the final answer. The same key again gives the same answer."""

    status: Literal["answered"]
    kind: Code
    outcome: Code
    data: dict[str, object]
    reason: Reason | None = None
    reference: str | None = None
    data_of: date | None = None
    simulated: bool = False


class AcceptedBody(WireModel):
    """202: taken, the answer follows by callback."""

    status: Literal["accepted"]
    reference: str
    data: dict[str, object] = Field(default_factory=dict)
    simulated: bool = False


class UnknownBody(WireModel):
    """404 of `GET /tasks/{key}`: this key was never seen here. Any other 404 does not say so."""

    status: Literal["unknown"]
    key: str
    simulated: bool = False


class AnswerEventData(WireModel):
    kind: Code
    outcome: Code
    data: dict[str, object]
    reason: Reason | None = None
    reference: str | None = None
    data_of: date | None = None


class ProgressEventData(WireModel):
    stage: Code
    sequence: int = Field(ge=1)
    at: AwareDatetime
    data: dict[str, object] = Field(default_factory=dict)


class CallbackEvent(BaseModel):
    """CloudEvents 1.0, structured JSON mode. `subject` is our key.

    Extension attributes are allowed by CloudEvents, so unknown members are ignored here.
    """

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    specversion: Literal["1.0"]
    id: str = Field(min_length=1)
    source: str = Field(min_length=1)
    type: str = Field(min_length=1)
    subject: Key
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    data: dict[str, object]


class ReconciliationLineBody(WireModel):
    key: Key
    kind: Code
    state: Code
    reference: str
    amount_fen: int | None = None


class ReconciliationBody(WireModel):
    """`GET /reconciliation/{date}`: all that was taken in or answered on that day (Asia/Shanghai)."""

    date: str
    items: list[ReconciliationLineBody]
    simulated: bool = False
