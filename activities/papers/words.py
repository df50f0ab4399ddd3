"""Names and words that a paper or a message needs: departments, reasons, marked targets, shown values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from clocks.calendar import in_shanghai
from documents.agency_paper import AGENCY_PAPER
from engine.agents import AUTHORISATION_MATERIAL
from engine.case_change import CaseChange
from engine.values import field_of
from forms.facts import base_key_of
from forms.form_plan import FieldPlan, Text
from matter_definitions.state import ItemState

JOINT_WINDOW = Text("“一件事一次办”综合窗口", "Joint window, one matter at one time")
REASON_IS_A_TEXT = "text:"

_DEPARTMENTS = text("SELECT code, name_zh, name_en FROM department WHERE code = ANY(:codes)")
_TEXTS = text("SELECT id, ciphertext FROM case_text WHERE case_id = :case_id AND id = ANY(:ids)")

_ENGINE_REASONS = {
    "result_ran_out": Text("所依据的证件已过有效期", "What it builds on is out of date"),
    "predecessor": Text("所依赖的事项没有办成", "What it depends on has no result"),
    "not_corrected": Text("逾期未补正", "The corrections were not supplied in time"),
    "not_confirmed": Text("逾期未确认", "The next step was not confirmed in time"),
    "not_completed": Text("逾期未补全材料", "The papers were not completed in time"),
    "late_supply_missed": Text("承诺的材料逾期未补交", "The promised papers did not come in time"),
    "counterpart_failed": Text("相关事项没有办成", "What it was for was not granted"),
    "invalid": Text("办件无效", "It is invalid"),
    "entry_error": Text("录入错误", "It was entered by mistake"),
    "revoked": Text("依法撤销", "Revoked by law"),
    "licence_withdrawn": Text("依法吊销", "The licence was withdrawn"),
    "cancelled": Text("依法注销", "Cancelled by law"),
    "unpaid": Text("逾期未缴费", "Not paid in time"),
    "payment_failed": Text("多次缴费未成功", "The payment failed repeatedly"),
}


@dataclass(frozen=True)
class Words:
    """Everything that has to be looked up for one paper, read once."""

    departments: dict[str, Text]
    texts: dict[str, str]

    def department(self, code: str) -> Text:
        return self.departments.get(code, JOINT_WINDOW)

    def reason(self, case: CaseChange, item: ItemState) -> Text | None:
        """Why an item ended as it did, when there is something to say."""
        if item.reason is None:
            return None
        said = self.texts.get(reference_of(item.reason))
        return Text(said, said) if said else self.known_reason(case, item, item.reason)

    def known_reason(self, case: CaseChange, item: ItemState, code: str) -> Text | None:
        """What a reason's code means: one of the item's own, or one of the engine's."""
        for known in case.plan.item(item.code).refusal_reasons:
            if known.code == code:
                return known.text
        return _ENGINE_REASONS.get(code)


async def read_words(case: CaseChange) -> Words:
    items = case.state.items.values()
    lead = f"{case.plan.lead_department_kind}@{case.row.region}"
    others = {each.to for item in items for each in item.forwardings}
    rows = await case.connection.execute(
        _DEPARTMENTS, {"codes": [lead, *others, *{each.department for each in items}]}
    )
    departments = {row.code: Text(row.name_zh, row.name_en) for row in rows}
    return Words(departments, await read_texts(case, _references(case)))


def lead_department(case: CaseChange) -> str:
    return f"{case.plan.lead_department_kind}@{case.row.region}"


def _references(case: CaseChange) -> list[str]:
    """Where reasons and marks refer to stored texts."""
    named = [each.reason for each in case.state.items.values() if each.reason]
    return named + [
        mark.text for notice in case.state.notices for marks in notice.marks.values() for mark in marks
    ]


def reference_of(reference: str) -> str:
    """The id of a stored text, when it is one."""
    return reference.removeprefix(REASON_IS_A_TEXT)


def _uuids(named: Iterable[object]) -> Iterable[UUID]:
    for each in named:
        try:
            yield UUID(reference_of(str(each)))
        except ValueError:
            continue


async def read_texts(case: CaseChange, references: Iterable[object]) -> dict[str, str]:
    """What people wrote, by its id; what is no reference to a text is passed over."""
    ids = set(_uuids(references))
    if not ids:
        return {}
    rows = await case.connection.execute(_TEXTS, {"case_id": case.id, "ids": list(ids)})
    return {str(row.id): case.box.open_text(row.ciphertext) for row in rows}


def target_title(case: CaseChange, target: str) -> Text:
    """What `field:child.2.name` or `material:household_pages` is called in the form."""
    kind, _, key = target.partition(":")
    if key == AUTHORISATION_MATERIAL:
        return AGENCY_PAPER.title
    base, number = base_key_of(key)
    known = case.plan.form.fields if kind == "field" else case.plan.form.materials
    title = next((each.title for each in known if each.key == base), Text(key, key))
    return title if number is None else Text(f"{title.zh}（{number}）", f"{title.en} ({number})")


def item_title(case: CaseChange, item: ItemState) -> Text:
    title = case.plan.item(item.code).title
    several = sum(each.code == item.code for each in case.state.items.values()) > 1
    if not several or item.instance is None:
        return title
    return Text(f"{title.zh}（{item.instance}）", f"{title.en} ({item.instance})")


def shown_value(case: CaseChange, base_key: str, value: object) -> Text | None:
    """A value as a person reads it: an option's words, a date, yes or no."""
    field = field_of(case.plan, base_key)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return (field and _of_field(field, value)) or Text(str(value), str(value))


def _of_field(field: FieldPlan, value: object) -> Text | None:
    for option in field.options:
        if option.code == value:
            return option.text
    if field.value_type == "money_fen" and isinstance(value, int):
        return Text(f"{value / 100:.2f} 元", f"{value / 100:.2f} yuan")
    if field.value_type == "date" and isinstance(value, str):
        day = date.fromisoformat(value)
        return Text(f"{day.year}年{day.month}月{day.day}日", value)
    if field.value_type == "datetime" and isinstance(value, str):
        at = in_shanghai(datetime.fromisoformat(value))
        return Text(f"{at:%Y}年{at.month}月{at.day}日 {at:%H:%M}", f"{at:%Y-%m-%d %H:%M}")
    return None
