"""One look at a draft: what is asked, what is known, what is wrong (all of it), what can be submitted."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from forms.answering import OpenExit, QuestionView
from forms.asking import FieldView, MaterialView, fields_of, materials_of
from forms.consenting import ConsentView, consents_of
from forms.draft_problems import problems_of
from forms.form_plan import FormPlan
from forms.lookups import LookupDue, lookups_due, lookups_to_sign_in_for
from forms.problems import FormProblem
from forms.reading import Known, Prefilled, Reading
from forms.switching import ItemOn, items_of


@dataclass(frozen=True, slots=True)
class Draft:
    """`values` are all valid values that count now, by form key, computed and prefilled ones included.

    `answers` are those that count. Whatever else the applicant typed stays with the caller: nothing is lost.
    """

    questions: tuple[QuestionView, ...]
    exits: tuple[OpenExit, ...]
    items: tuple[ItemOn, ...]
    fields: tuple[FieldView, ...]
    materials: tuple[MaterialView, ...]
    consents: tuple[ConsentView, ...]
    lookups_due: tuple[LookupDue, ...]
    lookups_to_sign_in_for: tuple[str, ...]  # codes: not made for a number that is only typed
    problems: tuple[FormProblem, ...]
    answers: Mapping[str, object]
    values: Mapping[str, object]
    counts: Mapping[str, int]  # how many there are of each repeated subject

    @property
    def can_submit(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Submission:
    """What goes into the case: the answers that count and the values of the active form, no more."""

    answers: dict[str, object]
    values: dict[str, object]
    items: tuple[ItemOn, ...]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    items_added: tuple[str, ...]
    items_removed: tuple[str, ...]
    fields_added: tuple[str, ...]
    fields_removed: tuple[str, ...]
    materials_added: tuple[str, ...]
    materials_removed: tuple[str, ...]


def look_at_draft(
    form: FormPlan,
    *,
    answers: Mapping[str, object],
    today: date,
    values: Mapping[str, object] = MappingProxyType({}),
    prefilled: Mapping[str, Prefilled] = MappingProxyType({}),
    materials: Set[str] = frozenset(),
    consents: Mapping[str, str] = MappingProxyType({}),
    found: Mapping[str, bool] = MappingProxyType({}),
    asked: Mapping[str, str] = MappingProxyType({}),
    delivery: str | None = None,
) -> Draft:
    """`materials` are the keys of those that are there; `asked` the look-ups already made, with fingerprint.

    Never raises for what a person typed.
    """
    known = Known(
        answers=answers,
        today=today,
        values=values,
        prefilled=prefilled,
        consents=consents,
        found=found,
        delivery=delivery,
    )
    return _draft_of(Reading(form, known), materials=frozenset(materials), asked=asked)


def _draft_of(reading: Reading, *, materials: frozenset[str], asked: Mapping[str, str]) -> Draft:
    on = items_of(reading)
    fields = fields_of(reading, on)
    papers = materials_of(reading, on, present=materials)
    agreements = consents_of(reading, fields=fields, materials=papers)
    wanted = {
        "wanted_fields": [each.key for each in fields],
        "wanted_materials": [each.key for each in papers],
    }
    return Draft(
        questions=reading.answering.questions,
        exits=reading.answering.exits,
        items=tuple(on),
        fields=tuple(fields),
        materials=tuple(papers),
        consents=tuple(agreements),
        lookups_due=tuple(lookups_due(reading, asked=asked, **wanted)),
        lookups_to_sign_in_for=tuple(lookups_to_sign_in_for(reading, **wanted)),
        problems=tuple(problems_of(reading, on, fields, papers, agreements)),
        answers=reading.answers,
        values=reading.values,
        counts={each.code: reading.count(each.code) for each in reading.form.subjects if each.repeats},
    )


def submission_of(draft: Draft) -> Submission:
    """Values outside the active form are not submitted; materials are those that a file was handed in for."""
    keys = {field.key for field in draft.fields} | {"delivery.mode"}
    return Submission(
        answers=dict(draft.answers),
        values={key: value for key, value in draft.values.items() if key in keys},
        items=draft.items,
        materials=tuple(material.key for material in draft.materials if material.present),
    )


def differences(before: Draft, after: Draft) -> Differences:
    """What a changed answer brings and takes away."""
    items = _change([each.key for each in before.items], [each.key for each in after.items])
    fields = _change([each.key for each in before.fields], [each.key for each in after.fields])
    materials = _change([each.key for each in before.materials], [each.key for each in after.materials])
    return Differences(*items, *fields, *materials)


def _change(before: list[str], after: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    added = tuple(key for key in after if key not in before)
    removed = tuple(key for key in before if key not in after)
    return added, removed
