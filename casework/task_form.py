"""What of a case's form and materials a department sees with its task, and what of it is masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from access.act import Act
from casework.case_reading import ReadCase
from casework.case_todo import was_corrected
from casework.finding import TaskRow
from casework.organisation import list_regions
from casework.produced_materials import Produced, produced_materials
from casework.words import Language, state_words
from documents.agency_paper import AGENCY_PAPER
from engine.agents import AUTHORISATION_MATERIAL
from forms.department_view import DepartmentView, view_for
from forms.facts import base_key_of
from forms.form_plan import FieldPlan, MaterialPlan, Text
from forms.values.registry import VALUE_TYPES

LATEST_MATERIALS = text("""
    SELECT DISTINCT ON (m.material) m.material, m.version, m.source, m.reference, m.file_id, m.created_at,
        f.media_type, f.size, f.scan
    FROM case_material m LEFT JOIN stored_file f ON f.id = m.file_id
    WHERE m.case_id = :case ORDER BY m.material, m.version DESC
""")


@dataclass(frozen=True, slots=True)
class SeenField:
    """`masked`: only a part is shown; `unmask_field` shows it whole, with a reason. `corrected`: the
    applicant has changed it because a notice asked for it."""

    key: str
    title: str
    group: str
    type: str
    value: Any
    masked: bool
    version: int
    corrected: bool


@dataclass(frozen=True, slots=True)
class SeenMaterial:
    """`source`: upload, certificate (a department had it), commitment, or item: another item of the case ends
    with it (`reference` names that item); then `created_at` None says that it has not been issued yet.
    `trust_grade` A: an authority made it."""

    key: str
    title: str
    version: int
    source: str
    reference: str | None
    media_type: str | None
    size: int | None
    created_at: datetime | None
    corrected: bool
    trust_grade: str | None = None
    state_words: str | None = None


def department_view_of(case: ReadCase, task: TaskRow) -> DepartmentView:
    """What all items of the task's department in this case need, and the task's own item, which may be on
    the desk of another department: a counter that receives for it, a place that is asked."""
    codes = {
        item.code
        for item in case.state.items.values()
        if item.department == task.department or item.key == task.item_key
    }
    view = view_for(case.plan.form, codes)
    own = {
        field.key for code in codes for step in case.plan.item(code).steps for field in step.officer_fields
    }
    # Whether somebody may act for the applicant concerns whoever decides.
    return DepartmentView(view.fields | own, view.materials | {AUTHORISATION_MATERIAL})


async def seen_form(act: Act, case: ReadCase, view: DepartmentView, *, language: Language) -> list[SeenField]:
    """In the order of the form, one instance of a repeated subject after the other."""
    regions = {code: name.in_language(language) for code, name in await list_regions(act.connection)}
    order = {each.key: number for number, each in enumerate(case.plan.form.fields)}
    seen: list[tuple[int, int, SeenField]] = []
    for key, value in case.values.items():
        field = case.field(key)
        if field is not None and view.shows(key):
            number = base_key_of(key)[1] or 0
            words = {each.code: each.text.in_language(language) for each in field.options}
            names = regions if field.value_type == "region" else words
            seen.append((number, order[field.key], _seen(case, field, key, value, names, language)))
    return [each for _, _, each in sorted(seen, key=lambda one: one[:2])]


def _seen(
    case: ReadCase, field: FieldPlan, key: str, value: Any, names: Mapping[str, str], language: Language
) -> SeenField:
    value_type = VALUE_TYPES[field.value_type]
    masked = "sensitive" in (field.sensitivity, value_type.sensitivity)
    return SeenField(
        key=key,
        title=field.title.in_language(language),
        group=case.group_title(key, language=language),
        type=field.value_type,
        value=value_type.mask(value) if masked else names.get(str(value), value),
        masked=masked,
        version=case.state.versions.get(f"field:{key}", 0),
        corrected=was_corrected(case.state, f"field:{key}"),
    )


async def seen_materials(
    act: Act, case: ReadCase, view: DepartmentView, *, language: Language
) -> list[SeenMaterial]:
    """What was handed in or found, then what other items of the case end with."""
    rows = await act.connection.execute(LATEST_MATERIALS, {"case": case.row.id})
    seen = [_material(case, row, language=language) for row in rows if view.shows_material(row.material)]
    made = await produced_materials(act, case, view)
    return [*seen, *(_produced(case, each, language=language) for each in made)]


def _produced(case: ReadCase, made: Produced, *, language: Language) -> SeenMaterial:
    return SeenMaterial(
        key=made.key,
        title=made.plan.title.in_language(language),
        version=1,
        source="item",
        reference=case.item_title(made.item_key, language=language),
        media_type="application/pdf" if made.document else None,
        size=None,
        created_at=made.issued_at,
        corrected=False,
        trust_grade="A",
        state_words=state_words("document", made.state, language=language) if made.state else None,
    )


def _title(plan: MaterialPlan | None, key: str) -> Text:
    if plan is not None:
        return plan.title
    return AGENCY_PAPER.title if key == AUTHORISATION_MATERIAL else Text(key, key)


def _material(case: ReadCase, row: Row[Any], *, language: Language) -> SeenMaterial:
    plan = case.material(row.material)
    lookups = {each.code: each.title.in_language(language) for each in case.plan.form.lookups}
    return SeenMaterial(
        key=row.material,
        title=_title(plan, row.material).in_language(language),
        version=row.version,
        source=row.source,
        reference=lookups.get(row.reference, row.reference),
        media_type=row.media_type,
        size=row.size,
        created_at=row.created_at,
        corrected=was_corrected(case.state, f"material:{row.material}"),
        trust_grade="A" if row.source == "certificate" else None,
    )
