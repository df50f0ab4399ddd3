"""A text looked over while somebody works on it: what it would become, and what is plainly wrong with it.

Without the proofs and the examples, which take long: those are for the check (`check_stock.py`). Everything
here is pure, and its answers hold plain values only, so that it can be done in another process.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms.form_plan import Text
from matter_definitions.comparing.differences import Difference, differences
from matter_definitions.compile import compile_matter
from matter_definitions.language.examples import ExampleModel
from matter_definitions.library_index import Library, library_of
from matter_definitions.overriding.compiling import compile_in
from matter_definitions.overriding.regions import overrides_for, parts_of
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem
from matter_definitions.sources import Kind
from matter_definitions.stock import Stock

# An element may be part of hundreds of matters; the check looks at all of them.
_TRIED = 3

Texts = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Looked:
    """`plan`: of a matter, or of one as a region has it, without errors. `problems` by file and line.
    `examples` and `subjects` (codes): of the matter; `titles`: of what the texts define, by `kind:code`."""

    plan: Plan | None = None
    problems: tuple[Problem, ...] = ()
    examples: tuple[ExampleModel, ...] = ()
    subjects: tuple[str, ...] = ()
    titles: dict[str, Text] = field(default_factory=dict[str, Text])

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.severity == "error")


def look_at_texts(stock: Stock, *, texts: Texts, kind: Kind, code: str) -> Looked:
    """`texts`: the first is the one that is looked at, and defines this code; the others go with it."""
    changes = library_of(texts)
    library = stock.library(changes)
    matter = library.matters.get(code if kind == "matter" else parts_of(code)[0])
    plan, found = _compiled(stock, library, changes, texts, kind=kind, code=code)
    return Looked(
        plan=plan,
        problems=tuple(sorted(dict.fromkeys(found), key=lambda each: (each.file, each.line, each.path))),
        examples=tuple(matter.model.examples) if matter and kind == "matter" else (),
        subjects=tuple(each.code for each in matter.model.subjects) if matter else (),
        titles=_titles(changes),
    )


def compare_with_above(
    stock: Stock, *, texts: Texts = (), matter: str, region: str
) -> tuple[str, tuple[Difference, ...], tuple[Problem, ...]]:
    """The region above with an override (12 digits, '' for none), how the matter differs from it in words,
    and instead of that why it cannot be applied."""
    changes = library_of(texts)
    library = stock.library(changes)
    around = [each.model.region for each in overrides_for(library, matter, region)]
    if region not in around:
        return "", (), tuple(changes.problems)
    above = around[-2] if len(around) > 1 else ""
    base, there = compile_in(library, matter, above), compile_in(library, matter, region)
    if base.plan is None or there.plan is None:
        found = (*base.problems, *there.problems)
        return above, (), tuple(each for each in found if each.severity == "error")
    return above, differences(base.plan, there.plan), ()


def _compiled(
    stock: Stock, library: Library, changes: Library, texts: Texts, *, kind: Kind, code: str
) -> tuple[Plan | None, list[Problem]]:
    found = list(changes.problems)
    if kind == "matter" and code in changes.matters:
        compiled = compile_matter(library, code)
        return compiled.plan, [*found, *compiled.problems]
    if kind == "override" and code in changes.overrides:
        there = compile_in(library, *parts_of(code))
        return there.plan, [*found, *there.problems]
    if kind != "matter":
        for each in stock.matters_using(library_of(texts[:1]))[:_TRIED]:
            found += compile_matter(library, each).problems
    return None, found


def _titles(changes: Library) -> dict[str, Text]:
    shelves = {"item": changes.items, "element": changes.elements, "material": changes.materials}
    return {
        f"{kind}:{code}": entry.model.title.text
        for kind, shelf in shelves.items()
        for code, entry in shelf.items()
    }
