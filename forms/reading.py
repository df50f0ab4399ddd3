"""A form read together with what is known: which answers, values, consents and look-ups count now.

Read in an order in which nothing depends on what comes later: answers, then consents (which depend on
answers), then look-ups (on answers and consents), then values, then what is computed from values.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from expressions.problems import ExpressionFailed
from expressions.types import ValueType
from forms.answering import Answering, read_answers
from forms.conditions import DELIVERY_MODE, conditions_of, type_of
from forms.facts import Instance, base_key_of, facts_for, key_of
from forms.form_plan import ConsentPlan, FieldPlan, FormPlan
from forms.problems import FormProblem
from forms.values.checked import Invalid, Valid
from forms.values.registry import FormValue, check_value
from forms.values.resident_id import birth_of, sex_of

MAX_INSTANCES = 20
CONSENT_STATES = ("given", "refused", "expired", "asked", "not_asked", "not_needed")
# Of several people, from outside: the first of these that one of them is in.
_FURTHEST_FROM_AGREED = ("refused", "expired", "not_asked", "asked", "given", "not_needed")
ID_NUMBER = "id_number"
SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A value that the applicant need not type; `source` is a look-up's code or a word such as `sign_in`."""

    value: object
    source: str
    locked: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """Everything known of a draft. `found` is by look-up, per instance `birth_record.2`; `consents` by code,
    per person `heirs.2`."""

    answers: Mapping[str, object]
    today: date
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    prefilled: Mapping[str, Prefilled] = dataclasses.field(default_factory=dict)
    consents: Mapping[str, str] = dataclasses.field(default_factory=dict)
    found: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    delivery: str | None = None


class Reading:
    """Made once per look at a draft, then asked. Never raises for what an applicant typed.

    `fitting_lookups` belong to the answers; `active_lookups` are those of them whose consent is given, by one
    person at least. `consents` has the state of each, per person `heirs.2`.
    """

    def __init__(self, form: FormPlan, known: Known) -> None:
        self.form = form
        self.known = known
        self.today = known.today
        self.fields = {field.key: field for field in form.fields}
        self._conditions = conditions_of(form)
        self._facts: dict[Instance | None, dict[str, object]] = {}
        self._evaluated: dict[tuple[str, ValueType, Instance | None], object] = {}
        self.values: Mapping[str, object] = {}
        self.found: Mapping[str, bool] = {}
        self.consents: Mapping[str, str] = {}
        self.problems: list[FormProblem] = []
        self.answering: Answering = read_answers(form, known.answers, today=known.today)
        self._counts_of = {
            each.code: self._count(each.repeats) for each in form.subjects if each.repeats is not None
        }
        self.consents = self._now(
            {
                consent_key(each, instance): self._consent(each, instance)
                for each in form.consents
                for instance in self.instances(each.for_each)
            }
        )
        self.fitting_lookups = frozenset(each.code for each in form.lookups if self.holds(each.when))
        self.active_lookups = frozenset(
            each.code
            for each in form.lookups
            if each.code in self.fitting_lookups and self.is_agreed(each.consent)
        )
        self.found = self._now(self._found())
        self.prefilled = {key: each for key, each in known.prefilled.items() if self._counts(key, each)}
        self.values = self._now(self._valid_values())
        self.derived = self._derived()
        self.values = self._now({**self.values, **self.derived})

    @property
    def answers(self) -> Mapping[str, object]:
        return self.answering.answers

    def facts(self, instance: Instance | None = None) -> Mapping[str, object]:
        if instance not in self._facts:
            self._facts[instance] = facts_for(
                self.values,
                self.answers,
                self._consents_for(instance),
                self._found_for(instance),
                instance=instance,
                today=self.today,
            )
        return self._facts[instance]

    def holds(self, when: str | None, instance: Instance | None = None) -> bool:
        """A condition that has no value (a number half typed) does not hold."""
        return when is None or self._evaluate(when, ValueType.BOOL, instance) is True

    def text(self, source: str, instance: Instance | None = None) -> str | None:
        value = self._evaluate(source, ValueType.STRING, instance)
        return value if isinstance(value, str) and value else None

    def count(self, subject: str) -> int:
        """How many there are of a subject: 1 when it does not repeat or nobody has said yet."""
        return self._counts_of.get(subject, 1)

    def instances(self, subject: str | None) -> list[Instance | None]:
        """`[None]` for what does not repeat."""
        if subject is None or subject not in self._counts_of:
            return [None]
        return [(subject, number) for number in range(1, self.count(subject) + 1)]

    def is_locked(self, key: str) -> bool:
        return key in self.derived or (key in self.prefilled and self.prefilled[key].locked)

    def _now(self, something: Mapping) -> Mapping:  # pyright: ignore[reportMissingTypeArgument]
        """Facts read earlier, and what was made of them, are stale as soon as something new counts."""
        self._facts.clear()
        self._evaluated.clear()
        return something

    def _evaluate(self, source: str, result: ValueType, instance: Instance | None) -> object:
        """Once: dozens of fields may be needed under one condition."""
        asked = source, result, instance
        if asked not in self._evaluated:
            try:
                value = self._conditions.expression(source, result=result).evaluate(self.facts(instance))
            except ExpressionFailed:
                value = None
            self._evaluated[asked] = value
        return self._evaluated[asked]

    def _count(self, repeats: str) -> int:
        """Asks the answers alone: how many there are must not depend on what is said of each."""
        expression = self._conditions.expression(repeats, result=ValueType.INT)
        facts = facts_for({}, self.answers, {}, {}, today=self.today)
        if any(name not in facts for name in expression.variables()):
            return 1
        try:
            number = expression.evaluate(facts)
        except ExpressionFailed:
            return 1
        return max(0, min(number, MAX_INSTANCES)) if isinstance(number, int) else 1

    def is_agreed(self, consent: str | None, instance: Instance | None = None) -> bool:
        """What was looked up with a person's consent counts only as long as the consent stands.

        Without an `instance`, of a consent for each of several people: one of them has agreed. The applicant
        agrees to what concerns herself by applying."""
        plan = next((each for each in self.form.consents if each.code == consent), None)
        if plan is None:
            return consent is None
        asked = [instance] if instance or not plan.for_each else self.instances(plan.for_each)
        return any(
            self.consents.get(consent_key(plan, each)) == "given" or self.is_herself(each) for each in asked
        )

    def is_herself(self, instance: Instance | None) -> bool:
        """One of several people is the applicant, by the number that her sign-in has proved."""
        own = next((each.code for each in self.form.subjects if each.is_applicant), "")
        proved = self.known.prefilled.get(f"{own}.{ID_NUMBER}")
        if instance is None or proved is None or not proved.locked or proved.source != SIGN_IN:
            return False
        key = key_of(f"{instance[0]}.{ID_NUMBER}", instance)
        known = self.known.prefilled.get(key)
        said = known.value if known else self.known.values.get(key)
        return said is not None and self._number(key, said) == self._number(key, proved.value)

    def _number(self, key: str, said: object) -> object:
        """As it is kept: the last digit of an identity number may be a small x."""
        field = self.fields.get(base_key_of(key)[0])
        checked = None if field is None else check_field(field, said, today=self.today)
        return checked.normal if isinstance(checked, Valid) else None

    def _consent(self, consent: ConsentPlan, instance: Instance | None) -> str:
        if not self.holds(consent.when) or self.is_herself(instance):
            return "not_needed"
        state = self.known.consents.get(consent_key(consent, instance), "not_asked")
        return state if state in CONSENT_STATES else "not_asked"

    def _consents_for(self, instance: Instance | None) -> dict[str, str]:
        """Of a consent for each of several people: this one's, or seen from outside the hardest of all."""
        seen: dict[str, str] = {}
        for consent in self.form.consents:
            mine = instance if instance and consent.for_each == instance[0] else None
            asked = [mine] if mine or not consent.for_each else self.instances(consent.for_each)
            states = {
                self.consents[key] for each in asked if (key := consent_key(consent, each)) in self.consents
            }
            seen[consent.code] = next(
                (each for each in _FURTHEST_FROM_AGREED if each in states), "not_needed"
            )
        return seen

    def _found(self) -> dict[str, bool]:
        return {
            key: is_found
            for key, is_found in self.known.found.items()
            if self._is_active(*key.partition(".")[::2])
        }

    def _is_active(self, code: str, number: str) -> bool:
        """A look-up about one of several people counts while this one has agreed."""
        lookup = next((each for each in self.form.lookups if each.code == code), None)
        if lookup is None or code not in self.active_lookups:
            return False
        which = (lookup.for_each, int(number)) if lookup.for_each and number.isdecimal() else None
        return which is None or lookup.list_in is not None or self.is_agreed(lookup.consent, which)

    def _found_for(self, instance: Instance | None) -> dict[str, bool]:
        """Of a look-up per instance: this instance's outcome, or seen from outside, whether all are found."""
        seen: dict[str, bool] = {}
        for lookup in self.form.lookups:
            if lookup.for_each is None:
                seen[lookup.code] = self.found.get(lookup.code, False)
            elif instance is not None and instance[0] == lookup.for_each:
                seen[lookup.code] = self.found.get(f"{lookup.code}.{instance[1]}", False)
            else:
                numbers = range(1, self.count(lookup.for_each) + 1)
                seen[lookup.code] = all(self.found.get(f"{lookup.code}.{n}", False) for n in numbers)
        return seen

    def _counts(self, key: str, prefilled: Prefilled) -> bool:
        """What a look-up gave counts only while the look-up still belongs to the answers."""
        codes = {lookup.code for lookup in self.form.lookups}
        number = base_key_of(key)[1]
        return prefilled.source not in codes or self._is_active(prefilled.source, str(number or ""))

    def _valid_values(self) -> dict[str, object]:
        """Typed values and prefilled ones, a locked one first; what is not valid is a problem instead."""
        unlocked = {key: each.value for key, each in self.prefilled.items() if not each.locked}
        locked = {key: each.value for key, each in self.prefilled.items() if each.locked}
        typed = {key: value for key, value in self.known.values.items() if value not in (None, "")}
        valid: dict[str, object] = {}
        for key, value in {**unlocked, **typed, **locked}.items():
            field = self.fields.get(base_key_of(key)[0])
            if field is None:
                self.problems.append(
                    FormProblem(f"/form/{key}", "unknown_field", "没有这个字段", "unknown field")
                )
                continue
            checked = check_field(field, value, today=self.today)
            if isinstance(checked, Invalid):
                self.problems.append(FormProblem(f"/form/{key}", checked.code, checked.zh, checked.en))
            else:
                valid[key] = checked.normal
        if self.known.delivery:
            valid[DELIVERY_MODE] = self.known.delivery
        return valid

    def _derived(self) -> dict[str, object]:
        derived: dict[str, object] = {}
        for field in self.form.fields:
            if not field.is_computed:
                continue
            for instance in self.instances(field.subject):
                value = self._computed(field, instance)
                if value not in (None, ""):
                    derived[key_of(field.key, instance)] = _stored(value)
        return derived

    def _computed(self, field: FieldPlan, instance: Instance | None) -> object:
        if field.derive is not None:
            return self._evaluate(field.derive, type_of(field), instance)
        number = self.facts(instance).get(field.derive_from or "")
        if not isinstance(number, str):
            return None
        return birth_of(number) if field.value_type == "date" else sex_of(number)


def consent_key(consent: ConsentPlan, instance: Instance | None) -> str:
    """`father`, or of one for each of several people `heirs.2`."""
    return f"{consent.code}.{instance[1]}" if consent.for_each and instance else consent.code


def check_field(field: FieldPlan, value: object, *, today: date) -> Valid[FormValue] | Invalid:
    return check_value(
        field.value_type,
        value,
        today=today,
        options=[option.code for option in field.options],
        max_length=field.max_length,
    )


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
