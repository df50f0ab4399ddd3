"""The form of an office (受理表单): what its officers enter in a case, for all its items, each thing once.

Like the applicant's form it is put together from the items of the case, and not from one task.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casework.case_reading import ReadCase
from casework.finding import TaskRow
from casework.task_form import SeenField
from casework.words import Language
from engine.values import stored_key
from matter_definitions.state import ItemState


@dataclass(frozen=True, slots=True)
class OfficeField:
    """`items`: titles of those that are decided with it. `asked_here`: the decision of this task asks for it.
    `value` None: nobody has entered it yet."""

    key: str
    title: str
    group: str
    type: str
    value: Any
    masked: bool
    items: list[str]
    asked_here: bool


def office_form(
    case: ReadCase, task: TaskRow, seen: Sequence[SeenField], *, language: Language
) -> list[OfficeField]:
    """`seen`: what the department sees of the form. The task's own item may be another department's."""
    known = {each.key: each for each in seen}
    items: dict[str, list[str]] = {}
    here: set[str] = set()
    for item_key, item in case.state.items.items():
        if item.department != task.department and item_key != task.item_key:
            continue
        for step, key in _entered(case, item):
            titles = items.setdefault(key, [])
            title = case.item_title(item_key, language=language)
            if title not in titles:
                titles.append(title)
            if (item_key, step) == (task.item_key, task.step):
                here.add(key)
    return [
        _office_field(case, key, known.get(key), items[key], asked_here=key in here, language=language)
        for key in items
    ]


def _entered(case: ReadCase, item: ItemState) -> list[tuple[str, str]]:
    """Step and form key."""
    plan = case.plan.item(item.code)
    return [
        (step.code, stored_key(plan, item, each.key)) for step in plan.steps for each in step.officer_fields
    ]


def _office_field(
    case: ReadCase,
    key: str,
    seen: SeenField | None,
    items: list[str],
    *,
    asked_here: bool,
    language: Language,
) -> OfficeField:
    field = case.field(key)
    assert field is not None, "the compiler knows every officer field"
    return OfficeField(
        key=key,
        title=field.title.in_language(language),
        group=case.group_title(key, language=language),
        type=field.value_type,
        value=seen.value if seen else None,
        masked=seen.masked if seen else False,
        items=items,
        asked_here=asked_here,
    )
