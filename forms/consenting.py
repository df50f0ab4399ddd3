"""The agreement of other persons: whether it is needed, what it shows, and what may stand in its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forms.asking import FieldView, MaterialView
from forms.facts import Instance, base_key_of, key_of
from forms.form_plan import ConsentPlan, Text
from forms.problems import FormProblem
from forms.reading import ID_NUMBER, Reading, consent_key


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent that is needed now. `shows` are the keys of what the person is shown.

    `code`: of one for each of several people with a number, `heirs.2`, and then `instance` says which;
    `person` is the name that stands in the form. `satisfied`: given, or its alternative is complete.
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
    instance: int | None = None
    person: str | None = None

    @property
    def base_code(self) -> str:
        return self.code.partition(".")[0]

    def key_of(self, element: str) -> str:
        """Where an element of the person stands in the form."""
        which = (self.subject, self.instance) if self.instance else None
        return key_of(f"{self.subject}.{element}", which)


def consents_of(
    reading: Reading, *, fields: list[FieldView], materials: list[MaterialView]
) -> list[ConsentView]:
    return [
        _view(reading, consent, instance, fields, materials)
        for consent in reading.form.consents
        for instance in reading.instances(consent.for_each)
        if reading.consents[consent_key(consent, instance)] != "not_needed"
    ]


def shown_keys(
    consent: ConsentPlan, instance: Instance | None, asked: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """What a person is shown of the fields `asked`: by which key it is laid before him, and its own key.

    His own is laid before him without his number, so that it stays the same when somebody before him leaves.
    """
    keys = tuple(asked)
    for base in (*consent.shows, *consent.shows_of_all):
        for key in keys:
            if base_key_of(key)[0] != base:
                continue
            if consent.for_each != base.partition(".")[0] or base in consent.shows_of_all:
                yield key, key
            elif key == key_of(base, instance):
                yield base, key


def twice_named(reading: Reading) -> list[FormProblem]:
    """The same person twice among those who are asked: nobody agrees for two."""
    problems: list[FormProblem] = []
    for subject in dict.fromkeys(each.for_each for each in reading.form.consents if each.for_each):
        seen: set[object] = set()
        for instance in reading.instances(subject):
            key = key_of(f"{subject}.{ID_NUMBER}", instance)
            number = reading.values.get(key)
            if number is not None and number in seen:
                problems.append(
                    FormProblem(
                        f"/form/{key}", "person_twice", "这个人已经填写过", "this person is there already"
                    )
                )
            seen.add(number)
    return problems


def _view(
    reading: Reading,
    consent: ConsentPlan,
    instance: Instance | None,
    fields: list[FieldView],
    materials: list[MaterialView],
) -> ConsentView:
    code = consent_key(consent, instance)
    state = reading.consents[code]
    wanted = {key_of(each, instance) for each in consent.alternative_materials}
    instead = [each for each in materials if each.key in wanted]
    complete = bool(instead) and all(each.present or each.replaced for each in instead)
    name = reading.values.get(key_of(f"{consent.subject}.name", instance))
    return ConsentView(
        code=code,
        subject=consent.subject,
        title=consent.title,
        statement=consent.statement,
        state=state,
        satisfied=state == "given" or complete,
        by_alternative=state != "given" and complete,
        alternative=consent.alternative,
        alternative_materials=tuple(each.key for each in instead),
        expires_after_days=consent.expires_after_days,
        shows=tuple(key for _, key in shown_keys(consent, instance, (each.key for each in fields))),
        instance=instance[1] if instance and consent.for_each else None,
        person=name if isinstance(name, str) else None,
    )
