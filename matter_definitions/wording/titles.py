"""What the parts of a plan are called, by the code or key under which its other parts speak of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from forms.form_plan import FieldPlan, Text
from matter_definitions.plan import Plan


@dataclass(frozen=True, slots=True)
class Names:
    """Words that no plan holds, by code; what has none is called by its code."""

    departments: Mapping[str, Text] = field(default_factory=dict[str, Text])
    events: Mapping[str, Text] = field(default_factory=dict[str, Text])

    def department(self, kind: str) -> Text:
        return self.departments.get(kind, Text(kind, kind))

    def event(self, code: str) -> Text:
        return self.events.get(code, Text(code, code))


@dataclass(frozen=True)
class Titles:
    """The titles of one plan. A code that the plan does not have stands for itself."""

    plan: Plan
    names: Names = Names()

    @cached_property
    def _items(self) -> dict[str, Text]:
        return {each.code: each.title for each in self.plan.items}

    @cached_property
    def _subjects(self) -> dict[str, Text]:
        return {each.code: each.title for each in self.plan.form.subjects}

    @cached_property
    def _lookups(self) -> dict[str, Text]:
        return {each.code: each.title for each in self.plan.form.lookups}

    @cached_property
    def _consents(self) -> dict[str, Text]:
        return {each.code: each.title for each in self.plan.form.consents}

    @cached_property
    def _materials(self) -> dict[str, Text]:
        return {each.key: self._owned(each.subject, each.title) for each in self.plan.form.materials}

    @cached_property
    def _fields(self) -> dict[str, Text]:
        return {each.key: self._owned(each.subject, each.title) for each in self.plan.form.fields}

    def item(self, code: str) -> Text:
        return self._items.get(code, Text(code, code))

    def subject(self, code: str) -> Text:
        return self._subjects.get(code, Text(code, code))

    def lookup(self, code: str) -> Text:
        return self._lookups.get(code, Text(code, code))

    def consent(self, code: str) -> Text:
        return self._consents.get(code, Text(code, code))

    def material(self, key: str) -> Text:
        return self._materials.get(key, Text(key, key))

    def form_field(self, key: str) -> Text:
        """With its subject, since a mother and a father have fields of one title."""
        return self._fields.get(key, Text(key, key))

    def step(self, item: str, code: str) -> Text:
        plan = self.plan.by_code.get(item)
        found = plan and next((each.title for each in plan.steps if each.code == code), None)
        return found or Text(code, code)

    def is_field(self, key: str) -> bool:
        return key in self._fields

    def _owned(self, subject: str | None, title: Text) -> Text:
        owner = self._subjects.get(subject) if subject else None
        return Text(f"{owner.zh}：{title.zh}", f"{owner.en}: {title.en}") if owner else title


def options_of(field: FieldPlan) -> dict[str, Text]:
    return {each.code: each.text for each in field.options}
