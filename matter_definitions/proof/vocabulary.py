"""The variables of a form as the solver knows them: numbers and truths, each with the values it may have.

A text is the number of its place in a list: nothing, each text that it may be or is compared with, and last
any other text. A day is the count of days since year 1. `given.<variable>` stands beside each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import z3

from expressions.types import ValueType

Formula = Any
"""A truth or a number of the solver's library, whose own annotations do not tell one from the other."""

OTHER = "…"
"""Any text but those that are named somewhere."""

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal()
_ORDINARY_DAY = date(2026, 1, 1).toordinal()
# `expressions.types.DEFAULTS` counts a missing day as this one.
_DEFAULT_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Variable:
    """`texts`: of a text, what its numbers mean, `""` first."""

    name: str
    type: ValueType
    value: Formula
    given: Formula
    texts: tuple[str, ...] = ()

    def equals(self, fact: object) -> Formula:
        """What `==` says in an expression; a text that it can never be is never equal."""
        if isinstance(fact, str):
            number = self.texts.index(fact) if fact in self.texts else len(self.texts)
            return self.value == number
        return self.value == (fact.toordinal() if isinstance(fact, date) else fact)

    def is_(self, fact: object) -> Formula:
        """That the variable is given and has this value; None: that it is not given."""
        return z3.Not(self.given) if fact is None else z3.And(self.given, self.equals(fact))

    def plain_values(self) -> tuple[object, ...]:
        """In the order in which a story tries them: nothing, the plain ones, then the rest."""
        if self.type is ValueType.BOOL:
            return (None, False, True)
        if self.type is ValueType.STRING:
            return (None, *self.texts[1:])
        return (None, self.ordinary() if self.type is ValueType.INT else date.fromordinal(self.ordinary()))

    def ordinary(self) -> int:
        """A number, or the count of a day, that surprises nobody in a story."""
        return _ORDINARY_DAY if self.type is ValueType.DATE else 1

    def in_range(self) -> Formula:
        """Without a value it counts as its type's default; with one it has a value of its type."""
        return z3.And(z3.Implies(self.given, self._of_its_type()), z3.Or(self.given, self._default()))

    def fact_in(self, model: z3.ModelRef) -> object:
        """The value in the terms of the form; None: not given."""
        if not z3.is_true(model.eval(self.given, model_completion=True)):
            return None
        value: Formula = model.eval(self.value, model_completion=True)
        if self.type is ValueType.BOOL:
            return z3.is_true(value)
        number = value.as_long()
        if self.type is ValueType.STRING:
            return self.texts[number]
        return date.fromordinal(number) if self.type is ValueType.DATE else number

    def _default(self) -> Formula:
        """False, 0, '' or the day that a missing one counts as."""
        if self.type is ValueType.BOOL:
            return z3.Not(self.value)
        return self.value == (_DEFAULT_DAY if self.type is ValueType.DATE else 0)

    def _of_its_type(self) -> Formula:
        if self.type is ValueType.STRING:
            return z3.And(self.value >= 1, self.value < len(self.texts))
        if self.type is ValueType.DATE:
            return z3.And(self.value >= _FIRST_DAY, self.value <= _LAST_DAY)
        return z3.BoolVal(True, self.value.ctx)


class Vocabulary:
    """`texts`: what each text variable may be, without `""`, and with `OTHER` unless that is all.

    Each has a context of its own in the solver's library, so that two threads never share one.
    """

    def __init__(self, types: Mapping[str, ValueType], texts: Mapping[str, tuple[str, ...]]) -> None:
        self.context = z3.Context()
        self.variables = {
            name: self._variable(name, value_type, ("", *texts.get(name, ())))
            for name, value_type in types.items()
        }

    def __getitem__(self, name: str) -> Variable:
        return self.variables[name]

    def truth(self, value: bool) -> Formula:
        return z3.BoolVal(value, self.context)

    def number(self, value: int) -> Formula:
        return z3.IntVal(value, self.context)

    def _variable(self, name: str, value_type: ValueType, texts: tuple[str, ...]) -> Variable:
        given = z3.Bool(f"given.{name}", self.context)
        if value_type is ValueType.BOOL:
            return Variable(name, value_type, z3.Bool(name, self.context), given)
        is_text = value_type is ValueType.STRING
        return Variable(name, value_type, z3.Int(name, self.context), given, texts if is_text else ())
