"""Where in an override a part of a definition comes from, so that a problem of it is told there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from matter_definitions.language.overriding import OverrideModel
from matter_definitions.library_index import Entry
from matter_definitions.problems import Problem
from matter_definitions.read import Document, Path


@dataclass(frozen=True, slots=True)
class Origins:
    """By file and path in a definition of the level above: the path in the override."""

    entry: Entry[OverrideModel]
    found: dict[tuple[str, Path], Path] = field(default_factory=dict[tuple[str, Path], Path])

    def put(self, document: Document, place: Path, origin: Path) -> None:
        self.found[document.file, place] = origin

    def retold(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """What is wrong with something that the override says, at its line; whatever else has become wrong by
        it, at its first line."""
        return tuple(self._retold(each) for each in problems)

    def _retold(self, problem: Problem) -> Problem:
        place = tuple(int(part) if part.isdecimal() else part for part in problem.path.split(".") if part)
        for length in range(len(place), -1, -1):
            origin = self.found.get((problem.file, place[:length]))
            if origin is not None:
                return self._at((*origin, *place[length:]), problem)
        return self._at((), problem)

    def _at(self, path: Path, problem: Problem) -> Problem:
        document = self.entry.document
        dotted = ".".join(str(part) for part in path)
        return replace(problem, file=document.file, path=dotted, line=document.line(path))
