"""What a department sees of the form: what its own items need, and no more (个人信息保护法, article 6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from forms.facts import base_key_of
from forms.form_plan import FormPlan


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """Base keys. `shows` and `shows_material` also take the key of an instance, `child.2.name`."""

    fields: frozenset[str]
    materials: frozenset[str]

    def shows(self, key: str) -> bool:
        return base_key_of(key)[0] in self.fields

    def shows_material(self, key: str) -> bool:
        return base_key_of(key)[0] in self.materials


def view_for(form: FormPlan, item_codes: Iterable[str]) -> DepartmentView:
    """Fields and materials that these items need, and the fields that they themselves fill in."""
    items = frozenset(item_codes)
    return DepartmentView(
        fields=frozenset(
            field.key
            for field in form.fields
            if field.produced_by in items or any(need.item in items for need in field.needs)
        ),
        materials=frozenset(
            material.key for material in form.materials if any(need.item in items for need in material.needs)
        ),
    )
