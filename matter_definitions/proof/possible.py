"""What can be at all: the answers, fields, consents and look-ups of a form, as formulas over one situation.

A situation is a complete form, just before it is submitted, seen from one instance of each repeated subject.
Conditions never look at two instances at once, so what is possible for one is possible for any.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import z3

from expressions.compile import TODAY, Expression, compile_expression
from expressions.tree import Node, tree_of
from expressions.types import ValueType
from forms.conditions import DELIVERY_MODE, variables_of
from forms.form_plan import (
    ConsentPlan,
    FieldPlan,
    FormPlan,
    ItemSwitch,
    MaterialPlan,
    Need,
    Option,
    QuestionPlan,
    RulePlan,
)
from forms.reading import CONSENT_STATES
from matter_definitions.proof.fragment import (
    AS_QUESTION,
    OutsideFragment,
    formula_of,
    number_of,
    texts_compared,
)
from matter_definitions.proof.vocabulary import OTHER, Formula, Variable, Vocabulary


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression that decides what is asked, needed or done."""

    source: str
    result: ValueType = ValueType.BOOL


class Possible:
    """Formulas of one form. Every method raises OutsideFragment for what no solver can decide."""

    def __init__(self, form: FormPlan) -> None:
        self.form = form
        self._types = variables_of(form)
        self._formulas: dict[Condition, Formula] = {}
        self._on: dict[ItemSwitch, Formula] = {}
        self.vocabulary = self._vocabulary()

    def holds(self, when: str | None) -> Formula:
        if when is None:
            return self.vocabulary.truth(True)
        return self.formula(Condition(when))

    def formula(self, condition: Condition) -> Formula:
        if condition not in self._formulas:
            meaning = formula_of if condition.result is ValueType.BOOL else number_of
            self._formulas[condition] = meaning(self._tree(condition), self.vocabulary)
        return self._formulas[condition]

    def asked(self, question: QuestionPlan) -> Formula:
        return self.holds(question.when)

    @cached_property
    def no_exit(self) -> Formula:
        """That no answer leads out of the matter. Nearly every proof asks for it."""
        return z3.And(
            self.vocabulary.truth(True), *(z3.Not(self._exits(each)) for each in self.form.questions)
        )

    def on(self, switch: ItemSwitch) -> Formula:
        """That the item is on for the instance at hand."""
        if switch not in self._on:
            self._on[switch] = z3.And(self.holds(switch.when), self._exists(switch.for_each))
        return self._on[switch]

    def needed(self, need: Need) -> Formula:
        switch = next(each for each in self.form.switches if each.item == need.item)
        return z3.And(self.on(switch), self.holds(need.when))

    def brought(self, material: MaterialPlan) -> Formula:
        """That an item needs it, and none that is on makes it."""
        needed = z3.Or(self.vocabulary.truth(False), *(self.needed(each) for each in material.needs))
        return z3.And(needed, z3.Not(self._produced(material.produced_by)))

    def sought(self, consent: ConsentPlan) -> Formula:
        """That somebody is asked to agree."""
        return z3.And(self.holds(consent.when), self._exists(consent.for_each))

    def situations(self) -> list[Formula]:
        """What is true of every complete form, whether it leads out or not."""
        rules = [variable.in_range() for variable in self.vocabulary.variables.values()]
        rules.append(self.vocabulary[TODAY].given)
        rules += [rule for question in self.form.questions for rule in self._question(question)]
        rules += [self._consent(each) for each in self.form.consents]
        rules += [self._lookup(each.code, each.when) for each in self.form.lookups]
        rules += [rule for field in self.form.fields for rule in self._field(field)]
        rules += [rule for each in self.form.rules for rule in self._rule(each)]
        if DELIVERY_MODE in self.vocabulary.variables:
            rules.append(self.vocabulary[DELIVERY_MODE].given)
        return rules

    def _exists(self, subject: str | None) -> Formula:
        repeats = next((each.repeats for each in self.form.subjects if each.code == subject), None)
        if repeats is None:
            return self.vocabulary.truth(True)
        return self.formula(Condition(repeats, ValueType.INT)) >= 1

    def _exits(self, question: QuestionPlan) -> Formula:
        variable = self.vocabulary[f"answers.{question.code}"]
        ways = [variable.is_(option.code) for option in question.options if option.exit]
        ways += [z3.And(self.asked(question), self.holds(each.when)) for each in question.exits]
        return z3.Or(self.vocabulary.truth(False), *ways)

    def _produced(self, produced_by: str | None) -> Formula:
        switches = [each for each in self.form.switches if each.item == produced_by]
        return self.on(switches[0]) if switches else self.vocabulary.truth(False)

    def _question(self, question: QuestionPlan) -> Iterator[Formula]:
        variable = self.vocabulary[f"answers.{question.code}"]
        yield variable.given == self.asked(question)
        if question.minimum is not None:
            yield z3.Implies(variable.given, variable.value >= question.minimum)
        if question.maximum is not None:
            yield z3.Implies(variable.given, variable.value <= question.maximum)

    def _consent(self, consent: ConsentPlan) -> Formula:
        """Of several people one may be the applicant, who does not ask herself."""
        variable = self.vocabulary[f"consent.{consent.code}"]
        not_needed, idle = variable.equals("not_needed"), z3.Not(self.holds(consent.when))
        return z3.And(
            variable.given, z3.Implies(idle, not_needed) if consent.for_each else not_needed == idle
        )

    def _lookup(self, code: str, when: str | None) -> Formula:
        variable = self.vocabulary[f"found.{code}"]
        return z3.And(variable.given, z3.Implies(variable.value, self.holds(when)))

    def _field(self, field: FieldPlan) -> Iterator[Formula]:
        """A field that cannot be left empty is given; what is computed is what its expression says."""
        if field.key not in self.vocabulary.variables:
            return
        variable = self.vocabulary[field.key]
        if field.derive is not None:
            yield self._computed(variable, field.derive)
            return
        required = [self.needed(each) for each in field.needs if each.required]
        if required:
            asked = z3.And(z3.Or(*required), z3.Not(self._produced(field.produced_by)))
            yield z3.Implies(asked, variable.given)

    def _computed(self, variable: Variable, source: str) -> Formula:
        if variable.type not in (ValueType.BOOL, ValueType.INT):
            raise OutsideFragment(variable.name, AS_QUESTION)
        return z3.And(variable.given, variable.value == self.formula(Condition(source, variable.type)))

    def _rule(self, rule: RulePlan) -> Iterator[Formula]:
        """Where a rule binds variables that decide something; any other rule changes no proof."""
        if rule.key in self.vocabulary.variables and self._names([Condition(rule.must)]) <= set(
            self.vocabulary.variables
        ):
            yield z3.Implies(self.vocabulary[rule.key].given, self.holds(rule.must))

    def _vocabulary(self) -> Vocabulary:
        """The variables that conditions use, those they are computed from, and those that rules bind them to.

        In the order in which a story tells them: answers first, as they are asked.
        """
        conditions = list(conditions_of(self.form))
        names = {f"consent.{each.code}" for each in self.form.consents}
        names |= {f"found.{each.code}" for each in self.form.lookups}
        names |= self._names(conditions)
        while more := list(self._bound_to(names, conditions)):
            conditions += more
            names |= self._names(more) | {
                each.key for each in self.form.rules if Condition(each.must) in more
            }
        answers = [f"answers.{each.code}" for each in self.form.questions]
        ordered = [*answers, *sorted(names - {*answers, TODAY}), TODAY]
        types = {name: self._types.get(name, ValueType.DATE) for name in ordered}
        compared = {pair for each in conditions for pair in texts_compared(self._tree(each))}
        return Vocabulary(types, self._texts(types, compared))

    def _names(self, conditions: Iterable[Condition]) -> set[str]:
        return {name for each in conditions for name in self._compiled(each).variables()}

    def _bound_to(self, names: set[str], known: list[Condition]) -> Iterator[Condition]:
        for field in self.form.fields:
            if field.key in names and field.derive is not None:
                computed = Condition(field.derive, self._types[field.key])
                if computed not in known:
                    yield computed
        for rule in self.form.rules:
            bound = Condition(rule.must)
            if bound not in known and self._names([bound]) & (names - {TODAY}):
                yield bound

    def _texts(
        self, types: Mapping[str, ValueType], compared: set[tuple[str, str]]
    ) -> dict[str, tuple[str, ...]]:
        closed = {f"answers.{each.code}": _codes(each.options) for each in self.form.questions}
        closed |= {each.key: _codes(each.options) for each in self.form.fields if each.options}
        closed |= {f"consent.{each.code}": CONSENT_STATES for each in self.form.consents}
        if self.form.delivery:
            closed[DELIVERY_MODE] = tuple(self.form.delivery.modes)
        found: dict[str, tuple[str, ...]] = {}
        for name, value_type in types.items():
            if value_type is ValueType.STRING:
                named = sorted({text for variable, text in compared if variable == name and text})
                found[name] = closed.get(name) or (*named, OTHER)
        return found

    def _compiled(self, condition: Condition) -> Expression:
        return compile_expression(condition.source, variables=self._types, result=condition.result)

    def _tree(self, condition: Condition) -> Node:
        return tree_of(self._compiled(condition))


def conditions_of(form: FormPlan) -> Iterator[Condition]:
    """What switches questions, items, fields, materials, consents and look-ups on."""
    for question in form.questions:
        yield from _conditions(question.when, *(each.when for each in question.exits))
    for subject in form.subjects:
        if subject.repeats:
            yield Condition(subject.repeats, ValueType.INT)
    for each in (*form.switches, *form.consents, *form.lookups):
        yield from _conditions(each.when)
    for each in (*form.fields, *form.materials):
        yield from _conditions(*(need.when for need in each.needs))


def _conditions(*sources: str | None) -> Iterator[Condition]:
    return (Condition(source) for source in sources if source is not None)


def _codes(options: Iterable[Option]) -> tuple[str, ...]:
    return tuple(option.code for option in options)
