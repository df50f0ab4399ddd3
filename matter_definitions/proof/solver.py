"""Questions to the solver: can this be, and if so, in which situation? The same answers everywhere."""

from dataclasses import dataclass

import z3

from matter_definitions.proof.possible import Possible
from matter_definitions.proof.vocabulary import Formula, Variable

_MILLISECONDS = 5000


class NotProved(Exception):
    """The solver ran out of its time. Nothing is known then, so nothing may rest on it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing of a situation that matters; `value` None: not given."""

    variable: str
    value: object


class Solver:
    """Over the situations of one form."""

    def __init__(self, possible: Possible) -> None:
        self.possible = possible
        self._solver = z3.Solver(ctx=possible.vocabulary.context)
        self._solver.set("timeout", _MILLISECONDS)
        self._solver.add(*possible.situations())

    def can_be(self, *formulas: Formula) -> bool:
        answer = self._solver.check(*formulas)
        if answer == z3.unknown:
            raise NotProved
        return answer == z3.sat

    def example(self, formula: Formula) -> tuple[Fact, ...] | None:
        """As few facts as bring `formula` about in every situation that has them; None: it can never be."""
        if not self.can_be(formula):
            return None
        facts = self._plainest(formula)
        return self._needed(facts, formula)

    def _plainest(self, formula: Formula) -> list[tuple[Variable, object]]:
        """A situation in which each variable, in order, has the first value that it can have."""
        fixed: list[Formula] = [formula]
        found: list[tuple[Variable, object]] = []
        for variable in self.possible.vocabulary.variables.values():
            value = self._first(variable, fixed)
            fixed.append(variable.is_(value))
            found.append((variable, value))
        return found

    def _first(self, variable: Variable, fixed: list[Formula]) -> object:
        for value in variable.plain_values():
            if self.can_be(*fixed, variable.is_(value)):
                return value
        assert not variable.texts, variable.name
        return self._smallest(variable, fixed)

    def _smallest(self, variable: Variable, fixed: list[Formula]) -> object:
        """The number that is nearest to nothing, so that two solvers tell the same story."""
        optimize = z3.Optimize(ctx=self.possible.vocabulary.context)
        optimize.add(*self._solver.assertions(), *fixed, variable.given)
        optimize.minimize(z3.Abs(variable.value - variable.ordinary()))
        if optimize.check() != z3.sat:
            raise NotProved
        return variable.fact_in(optimize.model())

    def _needed(self, facts: list[tuple[Variable, object]], formula: Formula) -> tuple[Fact, ...]:
        """Leaves out one fact after the other as long as the rest still bring the formula about."""
        kept = facts
        for fact in facts:
            fewer = [each for each in kept if each is not fact]
            if not self.can_be(z3.Not(formula), *(variable.is_(value) for variable, value in fewer)):
                kept = fewer
        return tuple(Fact(variable.name, value) for variable, value in kept)
