"""A plan: one immutable document compiled from a matter, its items and the dictionary.

A plan is named by the SHA-256 of its canonical JSON. Cases name their plan, so a running case
never changes when a definition does. `FORMAT` rises with every change of shape; every released
format stays readable.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from pydantic import TypeAdapter

from clocks.clock import Limit
from clocks.validity import Validity
from forms.form_plan import FormPlan, Text
from matter_definitions.chains import NextPlan, RequiredPlan
from matter_definitions.merged import MergedPlan
from matter_definitions.offers import (
    FIVE_DAYS,
    CommitmentPlan,
    ExtensionPlan,
    ForwardPlan,
    HearingPlan,
    JointPlan,
    LetterPlan,
    MoneyPlan,
    PublicityPlan,
    RefundRule,
    RemedyPlan,
    SpecialPlan,
    SplitPart,
    SuspensionPlan,
    VisitPlan,
    WindowPlan,
)
from matter_definitions.sequence import after_the_grant, followers_of

FORMAT = 2

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
    "publicity",  # made public for a time, so that others may object
    "hearing",
    "joint_visit",  # several departments look at one place together
    "letter",  # a numbered letter to another authority
    "money_awaited",  # money that somebody else sends has to be there
]

NoticeChannel = Literal["box", "sms", "mail"]
CHANNELS: tuple[NoticeChannel, ...] = get_args(NoticeChannel)


@dataclass(frozen=True, slots=True)
class OfficerField:
    """A value that an officer enters with a decision (or a department answers with); `key` is a form key."""

    key: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """Reminders and expiry in natural days after the demand; a failed payment may be tried `tries` times.

    `refund` None: as `RefundRule()`, everything comes back when the item ends without a grant.
    """

    amount_key: str
    description: Text
    remind_after_days: tuple[int, ...] = (3, 7)
    expire_after_days: int = 15
    tries: int = 3
    split: tuple[SplitPart, ...] = ()
    refund: RefundRule | None = None


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of an item. `after` names steps of the same item that must be done or skipped.

    kind approval: an officer of the item's department decides (grant, deny; correct while reviewing).
    kind payment: `payment`. kind issue_result: `result` names a ResultPlan. Other kinds call
    `connector` with request kind `call`, `send`ing {their name: our field key, or "=constant"} and
    storing {our field key: their name} from `receive`.
    `refused` says what an answer other than "done" means: the item is denied, the step is only noted and
    the branch goes on, or the step is held: it stays open until a supervisor lets it be done anew.
    `decides`: its success grants the item (the last such step does).
    `quick`: normally answers in well under a second.
    `level_group`: the deciding steps of one approval, `level` from 1, each by an officer of at least
    `rank`. `limit` runs inside the item's promise. `department_kind` and `region` (CEL): another
    department's step. `confirm`: the applicant confirms this sentence before it starts; `irrevocable`:
    what it does outside cannot be undone. `after_failure_of` names an item: the step opens only if that
    item ends without a grant, and undoes what this one has done.
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
    refused: Literal["deny", "note", "hold"] = "deny"
    decides: bool = False
    quick: bool = True
    assurance: str | None = None
    officer_fields: tuple[OfficerField, ...] = ()
    payment: PaymentRule | None = None
    result: str | None = None
    template: str | None = None
    level: int = 0
    level_group: str | None = None
    rank: int = 1
    limit: Limit | None = None
    department_kind: str | None = None
    region: str | None = None
    confirm: Text | None = None
    irrevocable: bool = False
    stage: Literal["before_acceptance", "handling", "after_grant"] = "handling"
    after_failure_of: str | None = None
    publicity: PublicityPlan | None = None
    hearing: HearingPlan | None = None
    visit: VisitPlan | None = None
    letter: LetterPlan | None = None
    window: WindowPlan | None = None
    money: MoneyPlan | None = None


@dataclass(frozen=True, slots=True)
class ResultPlan:
    """A paper or record that an item ends with. `number_key` is the form key holding its number.

    `valid_for` runs from the day of issue; `valid_until_key` holds the last day; neither: without end.
    """

    code: str
    title: Text
    template: str
    number_key: str | None = None
    holder_key: str | None = None
    shows: tuple[str, ...] = ()
    valid_for: Validity | None = None
    valid_until_key: str | None = None
    may_be_suspended: bool = False


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
    precheck: Limit | None = None
    late_correction: bool = False
    specials: tuple[SpecialPlan, ...] = ()
    suspensions: tuple[SuspensionPlan, ...] = ()
    extension: ExtensionPlan | None = None
    forwards: ForwardPlan | None = None
    commitments: tuple[CommitmentPlan, ...] = ()
    risk: Literal["low", "medium", "high"] = "medium"
    instant: bool = False  # decided at the counter (即办件)
    delivery_watch: bool = False  # the delivery limit is watched after the grant
    preview: bool = False  # a grant needs the result seen before
    authority_hint: Text | None = None
    heard_within: Limit = FIVE_DAYS  # to speak before a result is revoked or a failed promise settled
    records_death: str | None = None  # the form key of the number under which its grant records a death
    while_valid: str | None = None  # an item before it: it lapses when that one's result runs out


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """On `event` (an event kind of `events.py`) a message by `template` goes to `to` on each channel."""

    event: str
    template: str
    channels: tuple[NoticeChannel, ...] = ("box",)
    to: str = "applicant"
    legal: bool = False  # a notice of law: it counts when the delivery is proved


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """On `event` a paper is written by `template`, once per case event; scope item: about that item alone.

    `only`: of the events that are said of several steps, those of these (`<item>/<step>`); empty: of all.
    """

    event: str
    template: str
    title: Text
    scope: Literal["case", "item"] = "case"
    archive_code: str | None = None
    sealed: bool = True
    only: tuple[str, ...] = ()

    def is_written_on(self, event: str, *, item: str | None, step: str | None) -> bool:
        """`item`: its code."""
        return self.event == event and (not self.only or f"{item}/{step}" in self.only)


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """The applicant signs, with a certificate, a statement of what is submitted: it has to be there, or it
    may be. `declaration` None: that what was entered is true and complete."""

    required: bool = True
    declaration: Text | None = None


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
    remedies: tuple[RemedyPlan, ...] = ()
    withdraw_follows: Literal["others_go_on", "all_end"] = "others_go_on"
    legal_service: bool = False  # a notice of law counts when told, not when sent
    archive_after: Limit | None = None
    joint: JointPlan | None = None  # the limit of the whole case, where several departments handle it
    statement: StatementPlan | None = None
    tone: Literal["usual", "quiet"] = "usual"  # quiet: nobody is asked for a rating
    merged: tuple[MergedPlan, ...] = ()
    next: tuple[NextPlan, ...] = ()
    requires: tuple[RequiredPlan, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, ItemPlan]:
        return {item.code: item for item in self.items}

    @cached_property
    def _after_the_grant(self) -> dict[str, frozenset[str]]:
        return {item.code: after_the_grant(item.steps) for item in self.items}

    def item(self, code: str) -> ItemPlan:
        return self.by_code[code]

    def steps_after_the_grant(self, item: str) -> frozenset[str]:
        """Codes of the steps that carry the item's grant out."""
        return self._after_the_grant[item]

    def followers(self, item: str, step: str) -> tuple[StepPlan, ...]:
        """Every step of the item that comes after this one."""
        return followers_of(self.by_code[item].steps, step)

    def step(self, item: str, step: str) -> StepPlan:
        return next(each for each in self.by_code[item].steps if each.code == step)

    def find_step(self, item: str, step: str) -> StepPlan | None:
        """None for the steps that no plan names (`state.is_reserved_step`)."""
        return next((each for each in self.by_code[item].steps if each.code == step), None)


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
