"""A plan: one immutable document compiled from a matter, its items and the dictionary.

A plan is named by the SHA-256 of its canonical JSON. Cases name their plan, so a running case
never changes when a definition does. `FORMAT` rises with every change of shape; every released
format stays readable.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import TypeAdapter

from clocks.clock import Limit
from forms.form_plan import FormPlan, Text

FORMAT = 1

StepKind = Literal[
    "approval",
    "identity_check",
    "certificate_lookup",
    "data_check",
    "system_call",
    "payment",
    "mailing",
    "notify",
    "issue_result",
]


@dataclass(frozen=True, slots=True)
class OfficerField:
    """A value that an officer enters with a decision (or a department answers with); `key` is a form key."""

    key: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """Reminders and expiry in natural days after the demand; a failed payment may be tried `tries` times."""

    amount_key: str
    description: Text
    remind_after_days: tuple[int, ...] = (3, 7)
    expire_after_days: int = 15
    tries: int = 3


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of an item. `after` names steps of the same item that must be done or skipped.

    kind approval: an officer of the item's department decides (grant, deny; correct while reviewing).
    kind payment: `payment`. kind issue_result: `result` names a ResultPlan. Other kinds call
    `connector` with request kind `call`, `send`ing {their name: our field key, or "=constant"} and
    storing {our field key: their name} from `receive`.
    `refused` says what an answer other than "done" means: the item is denied, or the step is only
    noted and the branch goes on. `decides`: its success grants the item (the last such step does).
    `quick`: normally answers in well under a second.
    """

    code: str
    kind: StepKind
    title: Text
    after: tuple[str, ...] = ()
    when: str | None = None
    connector: str | None = None
    call: str | None = None
    send: dict[str, str] | None = None
    receive: dict[str, str] | None = None
    refused: Literal["deny", "note"] = "deny"
    decides: bool = False
    quick: bool = True
    assurance: str | None = None
    officer_fields: tuple[OfficerField, ...] = ()
    payment: PaymentRule | None = None
    result: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class ResultPlan:
    """A paper or record that an item ends with. `number_key` is the form key holding its number."""

    code: str
    title: Text
    template: str
    number_key: str | None = None
    holder_key: str | None = None
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """`after` is a conjunction of alternatives: (("a",), ("b", "c")) means a and (b or c).

    `acceptance` officer: a person reviews the form; rule: complete means accepted.
    `silence` accepted: an unanswered receipt clock accepts, dated at the day of receipt
    (行政许可法 art. 32); supervise: it is shown to the supervisor and stays open.
    """

    code: str
    title: Text
    department_kind: str
    type: str
    basis: Text
    acceptance: Literal["officer", "rule"]
    receipt: Limit
    statutory: Limit
    promised: Limit
    delivery: Limit
    silence: Literal["accepted", "supervise"]
    steps: tuple[StepPlan, ...]
    after: tuple[tuple[str, ...], ...] = ()
    for_each: str | None = None
    results: tuple[ResultPlan, ...] = ()
    refusal_reasons: tuple[Reason, ...] = ()
    basic_code: str | None = None


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """On `event` (an event kind of `events.py`) a message by `template` goes to `to` on each channel."""

    event: str
    template: str
    channels: tuple[Literal["box", "sms", "mail"], ...] = ("box",)
    to: str = "applicant"


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """On `event` a paper is written by `template`, once per case event."""

    event: str
    template: str
    title: Text


@dataclass(frozen=True)
class Plan:
    format: int
    matter: str
    title: Text
    summary: Text
    audience: Literal["person", "company"]
    lead_department_kind: str
    correction_days: int  # working days an applicant has to answer a correction notice
    form: FormPlan
    items: tuple[ItemPlan, ...]
    notices: tuple[NoticePlan, ...] = ()
    papers: tuple[PaperPlan, ...] = ()
    promise: Limit | None = None
    synonyms: tuple[str, ...] = ()
    assurance: str = "L2"

    @cached_property
    def by_code(self) -> dict[str, ItemPlan]:
        return {item.code: item for item in self.items}

    def item(self, code: str) -> ItemPlan:
        return self.by_code[code]

    def step(self, item: str, step: str) -> StepPlan:
        return next(each for each in self.by_code[item].steps if each.code == step)


_ADAPTER = TypeAdapter(Plan)


def to_json(plan: Plan) -> str:
    """Canonical JSON: sorted keys, no spaces, UTF-8 kept. Equal plans give equal text."""
    return json.dumps(
        _ADAPTER.dump_python(plan, mode="json", exclude_defaults=True),
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def name_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def from_json(text: str) -> Plan:
    return _ADAPTER.validate_json(text)
