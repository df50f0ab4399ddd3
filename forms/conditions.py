"""The conditions of a form, compiled once per form: which variables they may use and what they say."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from threading import Lock
from types import MappingProxyType

from expressions.compile import Expression, compile_expression
from expressions.types import ValueType
from forms.facts import Instance, facts_for
from forms.form_plan import FieldPlan, FormPlan
from forms.values.registry import VALUE_TYPES

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NOT_FOUND: Mapping[str, bool] = MappingProxyType({})
_FORMS_KEPT = 64

ANSWER_TYPES: Mapping[str, ValueType] = MappingProxyType(
    {"single": ValueType.STRING, "boolean": ValueType.BOOL, "number": ValueType.INT}
)
DELIVERY_MODE = "delivery.mode"


def variables_of(form: FormPlan) -> dict[str, ValueType]:
    """Every variable that an expression of this form may use, with its type; `today` is always there."""
    variables = {f"answers.{question.code}": ANSWER_TYPES[question.kind] for question in form.questions}
    variables |= {field.key: type_of(field) for field in form.fields}
    variables |= {f"consent.{consent.code}": ValueType.STRING for consent in form.consents}
    variables |= {f"found.{lookup.code}": ValueType.BOOL for lookup in form.lookups}
    if form.delivery:
        variables[DELIVERY_MODE] = ValueType.STRING
    return variables


def type_of(field: FieldPlan) -> ValueType:
    return VALUE_TYPES[field.value_type].cel_type


class Conditions:
    """The expressions of one form. Safe between threads: at worst one is compiled twice."""

    def __init__(self, form: FormPlan) -> None:
        self.form = form
        self._variables = variables_of(form)
        self._compiled: dict[tuple[str, ValueType], Expression] = {}
        self._switching: frozenset[str] | None = None

    def expression(self, source: str, *, result: ValueType = ValueType.BOOL) -> Expression:
        found = self._compiled.get((source, result))
        if found is None:
            found = compile_expression(source, variables=self._variables, result=result)
            self._compiled[source, result] = found
        return found

    @property
    def switching(self) -> frozenset[str]:
        """Every variable on which it depends whether an item is on."""
        if self._switching is None:
            whens = [each.when for each in self.form.switches if each.when is not None]
            self._switching = frozenset(name for when in whens for name in self.expression(when).variables())
        return self._switching


_kept: OrderedDict[int, Conditions] = OrderedDict()
_lock = Lock()


def conditions_of(form: FormPlan) -> Conditions:
    """Cached by identity, since a form is as large as its plan and plans are kept by name anyway."""
    with _lock:
        conditions = _kept.get(id(form))
        if conditions is None or conditions.form is not form:
            conditions = _kept[id(form)] = Conditions(form)
        _kept.move_to_end(id(form))
        while len(_kept) > _FORMS_KEPT:
            _kept.popitem(last=False)
    return conditions


def holds(
    form: FormPlan,
    when: str | None,
    *,
    values: Mapping[str, object],
    answers: Mapping[str, object],
    today: date,
    instance: Instance | None = None,
    consents: Mapping[str, str] = _NOTHING,
    found: Mapping[str, bool] = _NOT_FOUND,
) -> bool:
    """Whether a condition of the form holds for stored values; no condition always holds.

    Raises `ExpressionFailed`, so that nothing is switched off because of a mistake.
    """
    if when is None:
        return True
    facts = facts_for(values, answers, consents, found, instance=instance, today=today)
    return conditions_of(form).expression(when).evaluate(facts) is True
