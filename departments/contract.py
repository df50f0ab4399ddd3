"""The one contract between the engine and every department or provider.

Pure data: what is asked, what may come back, and the two ways in which nothing
usable comes back. `connector.py` speaks it over HTTP; a department's own worker
could speak it in another way without a change here.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that a department is asked to do.

    `key` names the effect and is known before the call: the same key never makes
    the other side act twice. `purpose` is the case number or the draft's id; the
    other side writes it into its own record of who asked and why. An empty
    `callback_url` says that nobody listens; the caller will ask instead.
    """

    key: str
    kind: str
    purpose: str
    payload: dict[str, object]
    callback_url: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The department's final word. `data` holds JSON values, checked against `kinds.py` when "done".

    `data_of`: the day of which the data are, where the other side says it.
    """

    outcome: str
    data: dict[str, object]
    reason_zh: str | None = None
    reason_en: str | None = None
    reference: str | None = None
    data_of: date | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """Taken; the answer comes by callback, or by asking. `data` may hold where to go on (`pay_url`)."""

    reference: str
    data: dict[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Unknown:
    """The other side has never seen this key, so sending it is safe."""

    key: str


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """A verified callback that answers the effect `key`.

    `kind` is what the sender says it answered: the receiver compares it with its
    own effect before it uses `answered`.
    """

    key: str
    kind: str
    answered: Answered
    webhook_id: str


@dataclass(frozen=True, slots=True)
class CallbackProgress:
    """A verified callback that tells how something already answered goes on (a parcel, a message).

    `event` is "parcel.progress" or "message.receipt"; `sequence` counts from 1 and
    lets a receiver put events right that arrive in another order.
    """

    key: str
    event: str
    stage: str
    sequence: int
    at: str
    data: dict[str, object]
    webhook_id: str


@dataclass(frozen=True, slots=True)
class ReconciliationLine:
    """One line of the other side's list of a day; `amount_fen` is None where no money moves."""

    key: str
    kind: str
    state: str
    reference: str
    amount_fen: int | None


class DepartmentUnavailable(Exception):
    """No answer, or one that says "later": network, time-out, 408, 425, 429, 5xx. Retry."""

    def __init__(self, connector: str, problem: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(f"{connector}: {problem}")
        self.connector = connector
        self.problem = problem
        self.retry_after_seconds = retry_after_seconds


class DepartmentNonsense(Exception):
    """An answer that nobody understands, or a refusal of the request itself: an incident at once.

    Retrying cannot help. `problem` holds codes and places only, never values, so
    that it may be logged and shown.
    """

    def __init__(self, connector: str, problem: str, *, key: str | None = None) -> None:
        super().__init__(f"{connector}: {problem}")
        self.connector = connector
        self.problem = problem
        self.key = key


class NoTranslation(DepartmentNonsense):
    """The other side used a code, or we a name, that the mapping of its connector does not know.

    Nothing is guessed. `problem` holds the name and the code, which is personal to nobody.
    """


class CallbackRefused(Exception):
    """The signature, its age or its headers are wrong: 401, one log line, nothing changed."""

    status = 401

    def __init__(self, connector: str, problem: str) -> None:
        super().__init__(f"{connector}: {problem}")
        self.connector = connector
        self.problem = problem
