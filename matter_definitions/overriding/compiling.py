"""A matter as it is in a region: compiled, proved and played like any other, with what it overrides."""

from dataclasses import dataclass

from matter_definitions.compile import Compiled, compile_matter
from matter_definitions.imaginary.examples import play_examples
from matter_definitions.language.examples import ExampleModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.language.overriding import OverrideModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.overriding.applying import apply_override
from matter_definitions.overriding.origins import Origins
from matter_definitions.overriding.regions import overrides_for
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem
from matter_definitions.proof.prove import prove_matter


@dataclass(frozen=True, slots=True)
class There:
    """A library as it is in a region. `last`: the nearest override and where its parts went; None for a
    region where nothing is overridden. `broken`: why there is no such library, by the nearest override that
    cannot be applied."""

    library: Library
    last: Origins | None = None
    broken: tuple[Problem, ...] = ()


def library_in(library: Library, matter: str, region: str) -> There:
    """With every override of the matter from the province down. KeyError for an unknown override only."""
    there = There(library)
    for entry in overrides_for(library, matter, region):
        applied = apply_override(there.library, entry)
        if applied.library is None:
            return There(there.library, there.last, applied.problems)
        there = There(applied.library, applied.origins)
    return there


def compile_in(library: Library, matter: str, region: str = "") -> Compiled:
    """`region`: 12 digits, '' everywhere. What is wrong already in the level above is not told again."""
    there = library_in(library, matter, region) if region else There(library)
    if there.broken:
        return Compiled(None, there.broken)
    compiled = compile_matter(there.library, matter)
    if there.last is None:
        return compiled
    return Compiled(compiled.plan, _new(library, matter, there.last, compiled.problems))


def prove_in(library: Library, matter: str, region: str, plan: Plan) -> tuple[Problem, ...]:
    """`plan` as compiled for the region without an error, and with an override there."""
    there = library_in(library, matter, region)
    assert there.last is not None, "only what is overridden is proved for itself"
    unproved = prove_matter(there.library, matter, plan.form)
    return there.last.retold(unproved) or play_in(there, matter, plan)


def play_in(there: There, matter: str, plan: Plan) -> tuple[Problem, ...]:
    """The examples of the matter with those of the override in place of those of the same name. What is to be
    filled in and handed in may be more in a region; there it is compared for the override's own examples."""
    assert there.last is not None
    above, own = there.library.matters[matter], there.last.entry
    names = {each.name for each in own.model.examples}
    inherited = [_in_short(each) for each in above.model.examples if each.name not in names]
    played = Entry(_with_examples(above.model, inherited), above.document, above.path)
    mine = Entry(_with_examples(above.model, own.model.examples), own.document, own.path)
    return (*there.last.retold(play_examples(played, plan)), *play_examples(mine, plan))


def _in_short(example: ExampleModel) -> ExampleModel:
    expect = example.expect.model_copy(update={"materials": None, "fields": None, "within": None})
    return example.model_copy(update={"expect": expect})


def _with_examples(model: MatterModel, examples: list[ExampleModel]) -> MatterModel:
    return model.model_copy(update={"examples": examples})


def _new(library: Library, matter: str, last: Origins, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    above = set(_problems_above(library, matter, last.entry))
    return last.retold(each for each in problems if each not in above)


def _problems_above(library: Library, matter: str, entry: Entry[OverrideModel]) -> tuple[Problem, ...]:
    there = library
    for each in overrides_for(library, matter, entry.model.region)[:-1]:
        applied = apply_override(there, each)
        there = applied.library or there
    return compile_matter(there, matter).problems
