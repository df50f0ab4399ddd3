"""Every override of a matter checked like a matter of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matter_definitions.certain import is_read_whole
from matter_definitions.library_index import Library
from matter_definitions.overriding.compiling import compile_in, prove_in
from matter_definitions.overriding.regions import override_code, parts_of, regions_with_override
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem


@dataclass(frozen=True, slots=True)
class RegionsChecked:
    """`plans` by `<matter>@<region>`, only of those without an error."""

    plans: Mapping[str, Plan]
    problems: tuple[Problem, ...]


def overrides_of(library: Library, matters: Iterable[str]) -> list[str]:
    """The codes of the overrides of these matters."""
    return [
        override_code(matter, region)
        for matter in matters
        for region in regions_with_override(library.overrides, matter)
    ]


def check_overrides(library: Library, codes: Iterable[str], *, prove: bool = True) -> RegionsChecked:
    """`codes` of overrides that the library has. Not `prove`: compiled only."""
    plans: dict[str, Plan] = {}
    problems: list[Problem] = []
    for code in codes:
        matter, region = parts_of(code)
        if not is_read_whole(library, matter):
            continue  # told of the matter itself
        compiled = compile_in(library, matter, region)
        problems += compiled.problems
        if compiled.plan is None:
            continue
        unproved = prove_in(library, matter, region, compiled.plan) if prove else ()
        problems += unproved
        if not unproved:
            plans[code] = compiled.plan
    return RegionsChecked(plans, tuple(problems))
