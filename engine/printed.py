"""Which values of a case the paper of a result prints: of several people, one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.values import field_of, instance_of
from forms.facts import base_key_of, key_of
from forms.form_plan import FieldPlan, Text
from matter_definitions.plan import ItemPlan, Plan, ResultPlan
from matter_definitions.state import ItemState


@dataclass(frozen=True, slots=True)
class Printed:
    """`label`: the field's, with whose it is where it is one of several people."""

    field: FieldPlan
    label: Text
    value: object


def printed_of(
    plan: Plan, item: ItemPlan, state: ItemState, *, result: ResultPlan, values: Mapping[str, object]
) -> Iterator[Printed]:
    """In the order of the definition; all that is said of one of several people stands together."""
    own = instance_of(item, state)
    fields = [each for key in result.shows if (each := field_of(plan, key))]
    done: set[str] = set()
    for field in fields:
        numbers = [] if own and own[0] == field.subject else _numbers(values, field.subject)
        if not numbers:
            yield Printed(field, field.title, values.get(key_of(field.key, own)))
        elif field.subject not in done:
            done.add(field.subject)
            yield from _of_each(
                plan, [each for each in fields if each.subject == field.subject], numbers, values
            )


def _of_each(
    plan: Plan, fields: Sequence[FieldPlan], numbers: Sequence[int], values: Mapping[str, object]
) -> Iterator[Printed]:
    subject = fields[0].subject
    whose = next(each.title for each in plan.form.subjects if each.code == subject)
    for number in numbers:
        for field in fields:
            zh, en = f"{whose.zh} {number}：{field.title.zh}", f"{whose.en} {number}: {field.title.en}"
            yield Printed(field, Text(zh, en), values.get(key_of(field.key, (subject, number))))


def _numbers(values: Mapping[str, object], subject: str) -> list[int]:
    """Which of a repeated subject there are; none of one that does not repeat."""
    said = (base_key_of(key) for key in values)
    return sorted({number for base, number in said if number and base.partition(".")[0] == subject})
