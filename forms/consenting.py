"""The agreement of other persons: whether it is needed, what it shows, and what may stand in its place."""

from dataclasses import dataclass

from forms.asking import FieldView, MaterialView
from forms.facts import base_key_of
from forms.form_plan import ConsentPlan, Text
from forms.reading import Reading


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent that is needed now. `shows` are the keys of what the person is shown.

    `satisfied`: given, or its alternative is complete.
    """

    code: str
    subject: str
    title: Text
    statement: Text
    state: str
    satisfied: bool
    by_alternative: bool
    alternative: Text
    alternative_materials: tuple[str, ...]
    expires_after_days: int
    shows: tuple[str, ...]


def consents_of(
    reading: Reading, *, fields: list[FieldView], materials: list[MaterialView]
) -> list[ConsentView]:
    return [
        _view(reading, consent, fields, materials)
        for consent in reading.form.consents
        if reading.consents[consent.code] != "not_needed"
    ]


def _view(
    reading: Reading, consent: ConsentPlan, fields: list[FieldView], materials: list[MaterialView]
) -> ConsentView:
    state = reading.consents[consent.code]
    instead = [each for each in materials if each.base_key in consent.alternative_materials]
    complete = bool(instead) and all(each.present or each.replaced for each in instead)
    return ConsentView(
        code=consent.code,
        subject=consent.subject,
        title=consent.title,
        statement=consent.statement,
        state=state,
        satisfied=state == "given" or complete,
        by_alternative=state != "given" and complete,
        alternative=consent.alternative,
        alternative_materials=tuple(each.key for each in instead),
        expires_after_days=consent.expires_after_days,
        shows=tuple(
            field.key for base in consent.shows for field in fields if base_key_of(field.key)[0] == base
        ),
    )
