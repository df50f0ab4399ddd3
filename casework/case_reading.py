"""A case as it is read, with the rights that the transaction has: state, plan, clocks, and what is sealed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.words import Language, state_words
from clocks.calendar import WorkCalendar
from database.queries.case_load import CaseRow, load_case
from engine.case_box import CaseBox, CaseErased
from engine.projections import title_of_item
from engine.values import Form, values_of
from forms.facts import base_key_of
from forms.form_plan import FieldPlan, MaterialPlan
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.state import CaseState, from_document

_TEXTS = text("""
    SELECT id, ciphertext FROM case_text WHERE case_id = :case AND id = ANY(CAST(:ids AS uuid[]))
""")
TEXT_REFERENCE = "text:"


@dataclass(frozen=True)
class ReadCase:
    row: CaseRow
    state: CaseState
    plan: Plan
    calendar: WorkCalendar
    box: CaseBox

    @property
    def now(self) -> datetime:
        return self.row.legal_now

    @cached_property
    def form(self) -> Form:
        """Empty when the case was lawfully erased."""
        try:
            return self.box.open_form(self.row.form) if self.row.form else {}
        except CaseErased:
            return {}

    @cached_property
    def values(self) -> Mapping[str, object]:
        return values_of(self.form)

    @cached_property
    def _fields(self) -> Mapping[str, FieldPlan]:
        return {each.key: each for each in self.plan.form.fields}

    @cached_property
    def _materials(self) -> Mapping[str, MaterialPlan]:
        return {each.key: each for each in self.plan.form.materials}

    def field(self, key: str) -> FieldPlan | None:
        """By form key, also of an instance: `child.2.name`."""
        return self._fields.get(base_key_of(key)[0])

    def material(self, key: str) -> MaterialPlan | None:
        return self._materials.get(base_key_of(key)[0])

    def item_plan(self, item_key: str) -> ItemPlan:
        return self.plan.item(self.state.items[item_key].code)

    def item_title(self, item_key: str | None, *, language: Language) -> str:
        if item_key is None or item_key not in self.state.items:
            return ""
        return title_of_item(self.plan, self.state.items, item_key).in_language(language)

    def group_title(self, key: str, *, language: Language) -> str:
        """The subject that a field belongs to, with a number when there are several (twins)."""
        base, number = base_key_of(key)
        code = base.partition(".")[0]
        title = next((each.title for each in self.plan.form.subjects if each.code == code), None)
        words = title.in_language(language) if title else code
        several = any(other.startswith(f"{code}.2.") for other in self.values)
        return f"{words} {number}" if number and several else words


async def read_case(act: Act, case_id: int) -> ReadCase:
    """The caller has found the case (`finding.find_case`) and so may read it."""
    row = await load_case(act.connection, case_id)
    return ReadCase(
        row=row,
        state=from_document(row.doc),
        plan=await act.engine.plans.get(act.connection, row.plan),
        calendar=await act.engine.calendars.of_version(act.connection, row.calendar_version),
        box=CaseBox.of(act.engine.keys, case_id, wrapped=row.wrapped, kid=row.kid),
    )


async def read_texts(act: Act, case: ReadCase, references: Iterable[str | None]) -> dict[str, str]:
    """What people wrote, by id; a reference is an id, with or without `text:` before it."""
    ids = sorted({each.removeprefix(TEXT_REFERENCE) for each in references if each and _is_id(each)})
    if not ids:
        return {}
    rows = await act.connection.execute(_TEXTS, {"case": case.row.id, "ids": ids})
    try:
        return {str(row.id): case.box.open_text(row.ciphertext) for row in rows}
    except CaseErased:
        return {}


def reason_words(
    item: ItemPlan | None, reason: str | None, texts: Mapping[str, str], *, language: Language
) -> str | None:
    """Why an item or step ended so: the item's own reason, what an officer or department wrote, or a word
    of ours. None when there is none, or when it was lawfully erased."""
    if not reason:
        return None
    if reason.startswith(TEXT_REFERENCE):
        return _in_language(texts.get(reason.removeprefix(TEXT_REFERENCE)), language)
    own = next((each.text for each in item.refusal_reasons if each.code == reason), None) if item else None
    return own.in_language(language) if own else state_words("reason", reason, language=language)


def _in_language(words: str | None, language: Language) -> str | None:
    """A department's words are kept as zh and en on two lines; an officer's as they were written."""
    if words is None:
        return None
    lines = words.split("\n")
    return lines[1] if language == "en" and len(lines) == 2 else lines[0] if len(lines) == 2 else words


def _is_id(reference: str) -> bool:
    try:
        UUID(reference.removeprefix(TEXT_REFERENCE))
    except ValueError:
        return False
    return True
