"""The guide: from answers alone, what has to be done, what is needed, what is still to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from forms.answering import OpenExit, QuestionView
from forms.asking import FieldView, MaterialView, fields_of, materials_of
from forms.form_plan import FormPlan
from forms.reading import Known, Reading
from forms.switching import ItemOn, items_of


@dataclass(frozen=True, slots=True)
class Guide:
    """`complete`: every question is answered and no exit is open. Items say why they are on."""

    complete: bool
    questions_to_ask: tuple[QuestionView, ...]
    items: tuple[ItemOn, ...]
    fields: tuple[FieldView, ...]
    materials: tuple[MaterialView, ...]
    exits: tuple[OpenExit, ...]


def guide(
    form: FormPlan,
    *,
    answers: Mapping[str, object],
    today: date,
    values: Mapping[str, object] = MappingProxyType({}),
    delivery: str | None = None,
) -> Guide:
    """Keeps nothing and knows nobody: the same answers give the same guide."""
    reading = Reading(form, Known(answers=answers, today=today, values=values, delivery=delivery))
    on = items_of(reading)
    return Guide(
        complete=reading.answering.complete,
        questions_to_ask=reading.answering.to_ask,
        items=tuple(on),
        fields=tuple(fields_of(reading, on)),
        materials=tuple(materials_of(reading, on, present=frozenset())),
        exits=reading.answering.exits,
    )
