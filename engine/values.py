"""The values of a case's form: kept encrypted, opened only when somebody reads one."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from forms.facts import Instance, key_of
from forms.form_plan import FieldPlan
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.state import ItemState

Form = dict[str, dict[str, Any]]
"""What a case_form row holds: `answers`, `values` (by form key), `delivery`, and `locked`: the form keys that
the applicant did not type, with the source of each."""


class LazyMapping(Mapping[str, object]):
    """A part of the form, decrypted at the first look at it."""

    def __init__(self, read: Callable[[], Mapping[str, object]]) -> None:
        self._read = read

    def __getitem__(self, key: str) -> object:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


def values_of(form: Form) -> dict[str, object]:
    """The values as conditions see them: the choice of delivery is one of them (`delivery.mode`)."""
    delivery = {f"delivery.{key}": value for key, value in form.get("delivery", {}).items()}
    return {**delivery, **form.get("values", {})}


def instance_of(plan: ItemPlan, item: ItemState) -> Instance | None:
    if plan.for_each is None or item.instance is None:
        return None
    return plan.for_each, item.instance


def stored_key(plan: ItemPlan, item: ItemState, base_key: str) -> str:
    """The key under which a case keeps a field of this item: `child.name` is `child.2.name`."""
    return key_of(base_key, instance_of(plan, item))


def field_of(plan: Plan, base_key: str) -> FieldPlan | None:
    return next((each for each in plan.form.fields if each.key == base_key), None)
