"""What one form saves against doing the items one by one: fields, materials and ways to a counter.

Counted low on purpose, so that nobody is promised more than comes true: one by one an item's own form leaves
out what it computes itself, and everything at one department is done on one way there. What the items need
is what the same answers say, so that two papers of which only one can be needed are never both counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forms.asking import FieldView, MaterialView, fields_of, materials_of
from forms.form_plan import FormPlan, QuestionPlan
from forms.prefill import FILLED_BY_SIGN_IN
from forms.reading import Known, Reading
from forms.switching import ItemOn, items_of
from matter_definitions.plan import Plan

_ROUNDS = 2
_WITHOUT_A_WAY = frozenset({"electronic", "mail"})


@dataclass(frozen=True, slots=True)
class Counted:
    """`together` are asked in one form; `found` of them are filled in, or made needless, by what is known
    elsewhere already, when the registers have it."""

    one_by_one: int
    together: int
    found: int = 0


@dataclass(frozen=True, slots=True)
class Saving:
    """For these answers. `items`: so many applications it would be, one for each child."""

    answers: Mapping[str, object]
    items: int
    fields: Counted
    materials: Counted
    visits: Counted


def saving_of(plan: Plan, *, answers: Mapping[str, object], today: date) -> Saving:
    """Knows nobody: what depends on the values of fields counts on neither side."""
    reading = Reading(plan.form, Known(answers=answers, today=today))
    on = items_of(reading)
    return Saving(
        answers=dict(reading.answers),
        items=len(on),
        fields=_fields(reading, on),
        materials=_materials(reading, on),
        visits=_visits(plan.form, on),
    )


def fullest_answers(form: FormPlan, *, today: date) -> dict[str, object]:
    """An example for who has not answered yet: the most items that one finds by changing one answer after
    the other, and then the longest form; of a number the smallest that is not nothing. No exit is open, if
    that can be; the earlier option wins, so that the same form always gives the same example."""
    choices = {question.code: _choices(question) for question in form.questions}
    chosen = {code: options[0] for code, options in choices.items()}
    best = _worth(form, chosen, today)
    for _ in range(_ROUNDS):
        for code, options in choices.items():
            for option in options:
                if option == chosen[code]:
                    continue
                worth = _worth(form, {**chosen, code: option}, today)
                if worth > best:
                    chosen[code], best = option, worth
    return dict(Reading(form, Known(answers=chosen, today=today)).answers)


def _worth(form: FormPlan, answers: Mapping[str, object], today: date) -> tuple[int, int, int]:
    reading = Reading(form, Known(answers=answers, today=today))
    on = items_of(reading)
    return -len(reading.answering.exits), len({each.code for each in on}), len(fields_of(reading, on))


def _choices(question: QuestionPlan) -> list[object]:
    if question.kind == "boolean":
        return [True, False]
    if question.kind == "number":
        low = max(1, question.minimum if question.minimum is not None else 1)
        return [low if question.maximum is None else min(low, question.maximum)]
    without_exit = [option.code for option in question.options if option.exit is None]
    return list(without_exit or (option.code for option in question.options))


def _fields(reading: Reading, on: list[ItemOn]) -> Counted:
    asked = _typed(reading, on)
    alone = sum(len(_typed(reading, [item])) for item in on)
    known = _known_elsewhere(reading)
    return Counted(alone, len(asked), sum(view.base_key in known for view in asked))


def _typed(reading: Reading, on: list[ItemOn]) -> list[FieldView]:
    return [view for view in fields_of(reading, on) if not reading.fields[view.base_key].is_computed]


def _known_elsewhere(reading: Reading) -> set[str]:
    """What a look-up that fits the answers gives, and what a login says of the applicant."""
    known = {
        key for each in reading.form.lookups if each.code in reading.fitting_lookups for key in each.gives
    }
    applicant = {each.code for each in reading.form.subjects if each.is_applicant}
    return known | {f"{subject}.{element}" for subject in applicant for element in FILLED_BY_SIGN_IN}


def _materials(reading: Reading, on: list[ItemOn]) -> Counted:
    asked = _handed_in(reading, on)
    alone = sum(len(_handed_in(reading, [item])) for item in on)
    return Counted(alone, len(asked), sum(bool(view.replaced_by) for view in asked))


def _handed_in(reading: Reading, on: list[ItemOn]) -> list[MaterialView]:
    return materials_of(reading, on, present=frozenset())


def _visits(form: FormPlan, on: list[ItemOn]) -> Counted:
    delivery = form.delivery
    fetched = delivery is not None and not _WITHOUT_A_WAY.intersection(delivery.modes)
    return Counted(len({each.department_kind for each in on}), int(fetched and bool(on)))
