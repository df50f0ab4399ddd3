"""What a result will look like, shown to the officer before he grants it; and the proof that he saw it.

The proof is the digest of all that the decision would put on the papers, so a grant with other values, or
after the applicant's data changed, needs a new look.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.access_records import record_access
from casework.acting import who_of
from casework.decision import Decision
from casework.decision_parts import check_parts, data_of
from casework.finding import TaskRow
from casework.holding_tasks import find_open_task
from casework.organisation import department_names
from casework.words import Language, fen_words
from clocks.calendar import in_shanghai, local_date
from database.session import become_engine
from documents.papers import PaperData
from documents.render import get_paper, render_html
from documents.verification import CODE_LENGTH
from engine.case_change import CaseChange
from engine.change import take_case
from engine.persons import find_recipient
from engine.printed import printed_of
from engine.validity import valid_to
from engine.values import stored_key
from forms.form_plan import FieldPlan, Text
from matter_definitions.plan import ItemPlan, ResultPlan
from matter_definitions.state import ItemState
from refusals import NotNow

GRANTING = frozenset({"grant", "grant_with_late_supply"})
# No code of a paper: a preview cannot be verified.
NO_CODE = "0" * CODE_LENGTH

_KEEP = text("""
    INSERT INTO paper_preview (task_id, officer_id, digest, opened_at) VALUES (:task, :officer, :digest, :now)
    ON CONFLICT (task_id, officer_id) DO UPDATE SET digest = :digest, opened_at = :now
""")
_SEEN = text("SELECT digest FROM paper_preview WHERE task_id = :task AND officer_id = :officer")


class PreviewNotOpened(NotNow):
    type = "preview-not-opened"
    title = Text(
        zh="批准前请先预览将要出具的结果；内容有改动的，请重新预览",
        en="Look at the preview of the result before you grant it; after a change, look again",
    )


@dataclass(frozen=True, slots=True)
class PreviewedPaper:
    """`html` is a whole page that needs nothing from outside."""

    template: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class ResultPreviewed:
    digest: str
    papers: list[PreviewedPaper]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What stands on one result."""

    result: ResultPlan
    holder: str
    number: str | None
    variables: Mapping[str, object] = field(default_factory=dict[str, object])


async def preview_result(
    act: Act, task_id: UUID, data: Mapping[str, Any], *, language: Language = "zh"
) -> ResultPreviewed:
    """`data`: the officer's fields as they will be decided. Nothing of the case changes.

    Raises Unknown (404), NotYours (403), TaskOver (409), Malformed (422).
    """
    task = await find_open_task(act, task_id, action="task.decide", if_version=None)
    become_engine(act.connection)
    case = await take_case(act.engine, act.connection, task.case_id, by=who_of(act.actor))
    decision = Decision("grant", data=data)
    check_parts(case, task, decision)
    case.set_values(data_of(case, task, decision))
    facts = await _facts_of(act, case, task)
    digest = _digest(case, task, facts)
    row = {"task": task.id, "officer": act.actor.officer_id, "digest": digest, "now": case.now}
    await act.connection.execute(_KEEP, row)
    await record_access(act, "document_opened", case_id=case.id, person_id=case.row.applicant)
    papers = [await _drawn(case, task, each, language=language) for each in facts]
    return ResultPreviewed(digest, papers)


async def demand_preview(act: Act, case: CaseChange, task: TaskRow, decision: Decision) -> None:
    """Raises PreviewNotOpened unless this officer has seen just what this decision brings. The decision's
    values stand in the case already."""
    plan = case.plan.item(case.state.items[task.item_key].code)
    if decision.outcome not in GRANTING or not plan.preview:
        return
    row = {"task": task.id, "officer": act.actor.officer_id}
    seen = (await act.connection.execute(_SEEN, row)).scalar_one_or_none()
    if seen != _digest(case, task, await _facts_of(act, case, task)):
        raise PreviewNotOpened(allowed=["preview"])


def results_of(item: ItemPlan) -> list[ResultPlan]:
    """Those that a step of the item issues."""
    named = {step.result for step in item.steps if step.kind == "issue_result"}
    return [each for each in item.results if each.code in named]


async def _facts_of(act: Act, case: CaseChange, task: TaskRow) -> list[_Facts]:
    item = case.state.items[task.item_key]
    plan = case.plan.item(item.code)
    applicant = await find_recipient(case.connection, case.row.applicant, keys=act.engine.keys)
    name = applicant.name if applicant else "—"
    return [_facts(case, plan, item, each, applicant=name) for each in results_of(plan)]


def _facts(
    case: CaseChange, plan: ItemPlan, item: ItemState, result: ResultPlan, *, applicant: str
) -> _Facts:
    entries = [
        {"label": each.label, "value": shown}
        for each in printed_of(case.plan, plan, item, result=result, values=case.values)
        if (shown := _shown(each.field, each.value))
    ]
    number, holder = (_value(case, plan, item, key) for key in (result.number_key, result.holder_key))
    until = valid_to(result, plan, item, values=case.values, issued=local_date(case.now))
    return _Facts(
        result=result,
        holder=str(holder) if holder else applicant,
        number=str(number) if number else None,
        variables={"item": plan.title, "entries": entries, "basis": plan.basis}
        | ({"valid_to": until} if until else {}),
    )


def _value(case: CaseChange, plan: ItemPlan, item: ItemState, key: str | None) -> object:
    return case.values.get(stored_key(plan, item, key)) if key else None


def _shown(plan: FieldPlan, value: object) -> Text | None:
    """A value as the paper prints it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    for option in plan.options:
        if option.code == value:
            return option.text
    match plan.value_type, value:
        case "money_fen", int():
            return Text(fen_words(value, language="zh"), fen_words(value, language="en"))
        case "date", str():
            day = date.fromisoformat(value)
            return Text(f"{day.year}年{day.month}月{day.day}日", value)
        case "datetime", str():
            at = in_shanghai(datetime.fromisoformat(value))
            return Text(f"{at:%Y}年{at.month}月{at.day}日 {at:%H:%M}", f"{at:%Y-%m-%d %H:%M}")
        case _:
            return Text(str(value), str(value))


def _digest(case: CaseChange, task: TaskRow, facts: list[_Facts]) -> str:
    """SHA-256 of what would be printed, in canonical JSON, as hex."""
    said = [
        {
            "result": each.result.code,
            "template": each.result.template,
            "version": get_paper(each.result.template).version,
            "holder": each.holder,
            "number": each.number,
            "variables": each.variables,
        }
        for each in facts
    ]
    what = {"plan": case.row.plan, "item": task.item_key, "papers": said}
    written = json.dumps(what, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return [value.zh, value.en]
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")


async def _drawn(case: CaseChange, task: TaskRow, facts: _Facts, *, language: Language) -> PreviewedPaper:
    item = case.state.items[task.item_key]
    names = await department_names(case.connection, [item.department])
    data = PaperData(
        case_no=case.case_no,
        issuer=names.get(item.department, Text(item.department, item.department)),
        issued_on=local_date(case.now),
        holder=facts.holder,
        verify_code=NO_CODE,
        verify_url=NO_CODE,
        title=facts.result.title,
        number=facts.number,
        for_trial=True,
        variables=facts.variables,
    )
    html = render_html(facts.result.template, data, language=language)
    return PreviewedPaper(facts.result.template, facts.result.title.in_language(language), html)
