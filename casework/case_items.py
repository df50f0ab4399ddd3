"""The items of a case: how each stands, who has it now, until when, and what it ended with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.resources import CaseResource
from casework.case_reading import ReadCase, read_texts, reason_words
from casework.interruptions import Interruption, interruption_of, reasons_of
from casework.item_allowed import allowed_with_item
from casework.organisation import department_names, name_in
from casework.words import Language, standing_words, state_words
from engine.projections import kind_of_task
from forms.form_plan import Text
from forms.values.case_number import make_sub_case_number
from matter_definitions.advance import clock_of
from matter_definitions.motion import is_open
from matter_definitions.state import INTAKE, PRECHECK, RECEIPT, ItemState, is_reserved_step

_LIGHTS = text("SELECT key, light FROM case_item WHERE case_id = :case")
_BEFORE_STEPS = (INTAKE, PRECHECK, RECEIPT)
_BY_DEPARTMENTS = frozenset({"approval", "letter", "joint_visit", "hearing", "publicity", "post_check"})
# Where the applicant has to do something before anybody else can.
_WITH_APPLICANT = frozenset({"correcting", "returned", "correcting_late"})


@dataclass(frozen=True, slots=True)
class Clocks:
    """`running`: receipt, handling, delivery or none. `provisional`: counted through a year that is not
    published yet."""

    running: str | None
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    due_at: datetime | None
    statutory_at: datetime | None
    promised_at: datetime | None
    paused: bool
    provisional: bool
    delivered_at: datetime | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has it now: applicant, department, item (it waits for another), system or nobody."""

    kind: str
    code: str | None
    name: str


@dataclass(frozen=True, slots=True)
class StepView:
    """`waits_until`: it is done on certain days only, and begins then."""

    code: str
    title: str
    kind: str
    state: str
    opened_at: datetime | None
    closed_at: datetime | None
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResultView:
    title: str
    number: str | None
    document: UUID


@dataclass(frozen=True, slots=True)
class ItemView:
    """`number` is the sub-case number. `reason`: why it ended without a grant. `allowed`: what this reader
    may do with the item now, in the words of the table of transitions. `interruption`: while it rests."""

    key: str
    number: str
    code: str
    title: str
    department: str
    department_name: str
    region: str
    state: str
    state_words: str
    waiting_for: list[str]
    clocks: Clocks
    holder: Holder
    due_at: datetime | None
    light: str
    reason: str | None
    steps: list[StepView]
    result: ResultView | None
    allowed: list[str] = field(default_factory=list[str])
    interruption: Interruption | None = None


async def item_views(
    act: Act,
    case: ReadCase,
    *,
    documents: Sequence[Row[Any]] = (),
    resource: CaseResource | None = None,
    language: Language = "zh",
) -> list[ItemView]:
    """In the order of the case. `documents`: rows of the papers that the reader may see. `resource`: of the
    case, where `allowed` is wanted."""
    items = sorted(case.state.items.values(), key=lambda item: item.number)
    upper = [each.to for item in items for each in item.forwardings]
    names = await department_names(act.connection, [*(item.department for item in items), *upper])
    lights = {row.key: row.light for row in await act.connection.execute(_LIGHTS, {"case": case.row.id})}
    texts = await read_texts(act, case, [*(item.reason for item in items), *reasons_of(items)])
    results = {row.item_key: row for row in documents if row.kind == "result" and row.state != "replaced"}
    return [
        _view(
            case,
            item,
            names=names,
            light=lights.get(item.key, "none"),
            texts=texts,
            result=results.get(item.key),
            allowed=allowed_with_item(act.actor, resource, case, item) if resource else [],
            language=language,
        )
        for item in items
    ]


def holder_of(case: ReadCase, item: ItemState, *, names: Mapping[str, Text], language: Language) -> Holder:
    department = Holder("department", item.department, name_in(names, item.department, language))
    if item.standing in _WITH_APPLICANT:
        return _holder("applicant", language)
    if item.standing == "forwarded":
        upper = item.forwardings[-1].to
        return Holder("department", upper, name_in(names, upper, language))
    if is_open(item) and item.waiting_for and item.form_ok:
        first = item.waiting_for[0]
        return Holder("item", first, case.item_title(first, language=language))
    working = [step.code for step in item.steps.values() if step.standing == "open"]
    if not working:
        return department if is_open(item) else _holder("nobody", language)
    kinds = {each.code: each.kind for each in case.plan.item(item.code).steps}
    if any(is_reserved_step(code) or kinds.get(code) in _BY_DEPARTMENTS for code in working):
        return department
    return _holder(
        "applicant" if any(kinds.get(code) == "payment" for code in working) else "system", language
    )


def _holder(kind: str, language: Language) -> Holder:
    return Holder(kind, None, state_words("holder", kind, language=language))


def _view(
    case: ReadCase,
    item: ItemState,
    *,
    names: Mapping[str, Text],
    light: str,
    texts: Mapping[str, str],
    result: Row[Any] | None,
    allowed: list[str],
    language: Language,
) -> ItemView:
    clock = clock_of(case.plan, item, case.calendar)
    return ItemView(
        key=item.key,
        number=make_sub_case_number(case.row.case_no, sub=item.number),
        code=item.code,
        title=case.item_title(item.key, language=language),
        department=item.department,
        department_name=name_in(names, item.department, language),
        region=item.region,
        state=item.standing,
        state_words=standing_words(item, language=language),
        waiting_for=list(item.waiting_for),
        clocks=Clocks(
            running=clock.running,
            received_at=item.received_at,
            accepted_at=item.accepted_at,
            decided_at=item.decided_at,
            due_at=clock.due_at,
            statutory_at=clock.statutory_at,
            promised_at=clock.promised_at,
            paused=clock.paused,
            provisional=clock.provisional,
            delivered_at=item.delivered_at,
            signed_at=item.signed_at,
        ),
        holder=holder_of(case, item, names=names, language=language),
        due_at=clock.due_at,
        light=light,
        reason=reason_words(case.plan.item(item.code), item.reason, texts, language=language),
        steps=_steps(case, item, language=language),
        result=_result(result, language=language) if result is not None else None,
        allowed=allowed,
        interruption=interruption_of(item, texts=texts, names=names, language=language),
    )


def _steps(case: ReadCase, item: ItemState, *, language: Language) -> list[StepView]:
    """In the order of the plan (a stored state knows none), between what comes before and beside it."""
    plans = {each.code: each for each in case.plan.item(item.code).steps}
    order = {code: number for number, code in enumerate([*_BEFORE_STEPS, *plans])}
    return [
        StepView(
            code=step.code,
            title=plans[step.code].title.in_language(language)
            if step.code in plans
            else state_words("task_kind", kind_of_task(step.code), language=language),
            kind=plans[step.code].kind if step.code in plans else kind_of_task(step.code),
            state=step.standing,
            opened_at=step.opened_at,
            closed_at=step.closed_at,
            waits_until=step.waits_until if step.standing == "pending" else None,
        )
        for step in sorted(item.steps.values(), key=lambda step: order.get(step.code, len(order)))
    ]


def _result(row: Row[Any], *, language: Language) -> ResultView:
    title = row.title_en if language == "en" else row.title_zh
    return ResultView(title=title, number=row.number, document=row.id)
