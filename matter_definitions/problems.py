"""What is wrong with a definition: the place and the reason in words, all at once."""

from dataclasses import dataclass, field
from typing import Literal

from matter_definitions.read import Document, Path

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is written with dots (`items.3.after.0`); `code` names the rule that was broken."""

    severity: Severity
    code: str
    file: str
    path: str
    line: int
    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(slots=True)
class Problems:
    """A list that grows while a definition is looked through; nothing is thrown."""

    found: list[Problem] = field(default_factory=list[Problem])

    def add(
        self, document: Document, path: Path, *, code: str, zh: str, en: str, severity: Severity = "error"
    ) -> None:
        dotted = ".".join(str(part) for part in path)
        problem = Problem(severity, code, document.file, dotted, document.line(path), zh, en)
        if problem not in self.found:
            self.found.append(problem)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.found)

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.found, key=lambda each: (each.file, each.line, each.path, each.code)))
