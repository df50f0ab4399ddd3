"""Problems in the words of the forms: where each is put right, and what its place is called there."""

from collections.abc import Callable
from dataclasses import dataclass

from casework.defining.checking import DefinitionProblem
from engine.definition_rows import Ref
from matter_definitions.editing.spots import Spot, spot_finder
from matter_definitions.problems import Problem
from matter_definitions.sources import file_of
from portal.language import Language


@dataclass(frozen=True, slots=True)
class Placed:
    """`where`: the way through the forms, "" when the text alone has it. `href`: the input, relative to the
    version's address."""

    words: str
    where: str = ""
    href: str = ""


Place = Callable[[Problem | DefinitionProblem], Placed]


def placing(ref: Ref, source: str, language: Language) -> Place:
    """For the templates: each problem as an official reads it. Of another definition only its sentence."""
    own, find = file_of(ref.kind, ref.code), spot_finder(ref.kind, source)

    def place(problem: Problem | DefinitionProblem) -> Placed:
        words = problem.message if isinstance(problem, DefinitionProblem) else problem.in_language(language)
        if problem.file and problem.file != own:
            return Placed(words)
        spot = find(problem.path)
        if spot is None:
            return Placed(words)
        where = " › ".join(each.in_language(language) for each in spot.way)
        return Placed(in_forms_words(words, spot, language), where, _href(spot))

    return place


def in_forms_words(words: str, spot: Spot, language: Language) -> str:
    """A sentence about a key names the input instead: “lead” is “牵头部门” there."""
    called = spot.called.in_language(language)
    return words.replace(f"“{spot.key}”", f"“{called}”", 1) if called else words


def _href(spot: Spot) -> str:
    anchor = f"#f-{spot.name.replace('.', '-')}" if spot.name else ""
    return f"/edit?at={spot.at}{anchor}"
