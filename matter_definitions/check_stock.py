"""The checks of publishing over a stock of published definitions: texts that are to stand in it, too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matter_definitions.certain import certain_of_dictionary, compile_as_read
from matter_definitions.check import check_matters
from matter_definitions.checks.elements import dictionary_problems
from matter_definitions.library_index import Library, library_of
from matter_definitions.overriding.checking import check_overrides, overrides_of
from matter_definitions.overriding.regions import parts_of, plan_at
from matter_definitions.plan import Plan
from matter_definitions.plan_text import PlanText, text_of
from matter_definitions.problems import Problem, Problems
from matter_definitions.stock import Stock


@dataclass(frozen=True, slots=True)
class StockChecked:
    """`plans`: of the matters among the texts that are in order. `affected`: the other matters here that use
    what the texts define, compiled anew; one of them that would no longer be in order is among the
    problems. `regional`: what regions override of all these, by the code of the override."""

    problems: tuple[Problem, ...]
    plans: Mapping[str, PlanText]
    affected: Mapping[str, PlanText]
    regional: Mapping[str, PlanText] = field(default_factory=dict[str, PlanText])

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.severity == "error")

    @property
    def ok(self) -> bool:
        return not self.errors

    def plan_at(self, matter: str, prefix: str) -> PlanText:
        """As it holds in a region (digits before the zeros, '' everywhere). KeyError without one."""
        regional = plan_at(self.regional, matter, prefix)
        return regional or self.plans.get(matter) or self.affected[matter]


def check_stock(
    stock: Stock, texts: Iterable[tuple[str, str]], *, prove_affected: bool = False
) -> StockChecked:
    """`texts`: the name of each for people, and what it says. Pure and long: a second and more, depending on
    what is changed. `prove_affected`: look at the affected matters as closely as at those among the texts."""
    changes = library_of(texts, mend=True)
    library = stock.library(changes)
    affected = [code for code in stock.matters_using(changes) if code not in changes.matters]
    own = check_matters(library, [*changes.matters, *(affected if prove_affected else ())])
    others_overridden = _overridden_alone(library, changes)
    regional = check_overrides(library, others_overridden)
    unproved = () if prove_affected else overrides_of(library, affected)
    compiled_there = check_overrides(
        library, [code for code in unproved if code not in others_overridden], prove=False
    )
    found = [
        *own.problems,
        *certain_of_dictionary(library, dictionary_problems(library, changes)),
        *regional.problems,
        *compiled_there.problems,
    ]
    proved = _texts(own.plans)
    plans = {code: plan for code, plan in proved.items() if code in changes.matters}
    others = {code: plan for code, plan in proved.items() if code not in changes.matters}
    for code in () if prove_affected else affected:
        compiled = compile_as_read(library, code)
        found += compiled.problems
        if compiled.plan:
            others[code] = text_of(compiled.plan)  # of hundreds not all at once
    everywhere = _texts({**own.regional, **regional.plans, **compiled_there.plans})
    return StockChecked(Problems(list(dict.fromkeys(found))).sorted(), plans, others, everywhere)


def _texts(plans: Mapping[str, Plan]) -> dict[str, PlanText]:
    return {code: text_of(plan) for code, plan in plans.items()}


def _overridden_alone(library: Library, changes: Library) -> list[str]:
    """The overrides of matters of which only something that a region does is among the changes."""
    matters = dict.fromkeys(parts_of(code)[0] for code in changes.overrides)
    return overrides_of(library, [each for each in matters if each not in changes.matters])
