"""Which items are on, for whom, where, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from expressions.types import ValueType
from forms.answering import answer_in_words
from forms.conditions import conditions_of
from forms.facts import Instance
from forms.form_plan import FormPlan, ItemSwitch, Text
from forms.reading import Known, Reading

_ALWAYS = Text("办这件事都需要", "part of this matter in every case")
_ALWAYS_IN_THIS_CASE = Text("根据已填写的内容需要", "follows from what was filled in")
_REGION_DIGITS = 12


@dataclass(frozen=True, slots=True)
class ItemOn:
    """An item of the matter that the answers switch on. `key` is its code, with `.n` for the n-th instance.

    `region` None: not known yet.
    """

    key: str
    code: str
    title: Text
    department_kind: str
    instance: Instance | None
    region: str | None
    why: Text


def items_on(
    form: FormPlan,
    *,
    answers: Mapping[str, object],
    today: date,
    values: Mapping[str, object] = MappingProxyType({}),
    consents: Mapping[str, str] = MappingProxyType({}),
    found: Mapping[str, bool] = MappingProxyType({}),
) -> list[ItemOn]:
    """In the order of the matter; the instances of an item stand together."""
    known = Known(answers=answers, today=today, values=values, consents=consents, found=found)
    return items_of(Reading(form, known))


def items_of(reading: Reading) -> list[ItemOn]:
    return [
        _item_on(reading, switch, instance)
        for switch in reading.form.switches
        for instance in reading.instances(switch.for_each)
        if reading.holds(switch.when, instance)
    ]


def instances(form: FormPlan, subject: str, *, answers: Mapping[str, object], today: date) -> int:
    """How many there are of a subject by these answers."""
    return Reading(form, Known(answers=answers, today=today)).count(subject)


def _item_on(reading: Reading, switch: ItemSwitch, instance: Instance | None) -> ItemOn:
    region = reading.text(switch.region, instance)
    return ItemOn(
        key=f"{switch.item}.{instance[1]}" if instance else switch.item,
        code=switch.item,
        title=switch.title,
        department_kind=switch.department_kind,
        instance=instance,
        region=region if region and len(region) == _REGION_DIGITS and region.isdigit() else None,
        why=_why(reading, switch.when),
    )


def _why(reading: Reading, when: str | None) -> Text:
    """The questions that the condition looks at, with their answers, in the words of the matter."""
    if when is None:
        return _ALWAYS
    used = conditions_of(reading.form).expression(when, result=ValueType.BOOL).variables()
    said = [
        (view.plan.title, answer_in_words(view.plan, view.answer))
        for view in reading.answering.questions
        if f"answers.{view.code}" in used and view.answer is not None
    ]
    if not said:
        return _ALWAYS_IN_THIS_CASE
    return Text(
        "；".join(f"{title.zh.rstrip('？?')}：{answer.zh}" for title, answer in said),
        "; ".join(f"{title.en.rstrip('?')}: {answer.en}" for title, answer in said),
    )
