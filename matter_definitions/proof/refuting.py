"""The two kinds of proof: that something can never be, and that something can."""

from dataclasses import dataclass, field

from forms.form_plan import FormPlan, Need
from matter_definitions.proof.possible import Possible
from matter_definitions.proof.solver import Solver
from matter_definitions.proof.story import story_of
from matter_definitions.proof.vocabulary import Formula
from matter_definitions.workbench import Place, Workbench


@dataclass(frozen=True, slots=True)
class Proof:
    """What the proofs of one matter share. `can_be_needed_by`: what is known already, by item and condition,
    which many fields of an item have in common."""

    bench: Workbench
    form: FormPlan
    solver: Solver
    can_be_needed_by: dict[tuple[str, str | None], bool] = field(
        default_factory=dict[tuple[str, str | None], bool]
    )

    @property
    def possible(self) -> Possible:
        return self.solver.possible

    def is_on(self, item: str) -> Formula:
        return self.possible.on(next(each for each in self.form.switches if each.item == item))

    def can_be_on(self, item: str) -> bool:
        return self.solver.can_be(self.possible.no_exit, self.is_on(item))

    def can_be_needed(self, need: Need) -> bool:
        known, key = self.can_be_needed_by, (need.item, need.when)
        if key not in known:
            known[key] = self.solver.can_be(self.possible.no_exit, self.possible.needed(need))
        return known[key]

    def must_never_be(self, formula: Formula, place: Place, code: str, *, zh: str, en: str) -> None:
        """Otherwise complains, with the situation in which it is as a sentence of its own."""
        facts = self.solver.example(formula)
        if facts is not None:
            story = story_of(self.form, facts)
            self.bench.complain(place, code, zh=f"{zh}。{story.zh}", en=f"{en}. {story.en}")

    def must_be_possible(self, formula: Formula, place: Place, code: str, *, zh: str, en: str) -> bool:
        """Whether it is; complains when it is not."""
        possible = self.solver.can_be(formula)
        if not possible:
            self.bench.complain(place, code, zh=zh, en=en)
        return possible
