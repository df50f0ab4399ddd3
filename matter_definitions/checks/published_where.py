"""Whether somebody does every item of a matter where the matter is to be published (职责清单)."""

from collections.abc import Iterable

from matter_definitions.checks.responsibility import ONE_PLACE
from matter_definitions.library_index import Library
from matter_definitions.problems import Problem, Problems
from matter_definitions.remedies import contains
from matter_definitions.workbench import UsedItem, put_on_workbench

_CODE_DIGITS = 12


def nobody_responsible(library: Library, code: str, regions: Iterable[str]) -> tuple[Problem, ...]:
    """An empty cell stops publishing. `regions`: digits before the zeros, '' everywhere.

    In a region that is wanted somebody has to be responsible for the whole of it or somewhere inside it;
    whether that is everywhere inside is what `check_responsibility` looks at. An item that names one region
    once and for all needs somebody there.
    """
    problems = Problems()
    bench = put_on_workbench(library, code, Problems())
    for item in bench.items:
        cells = [each.region for each in library.responsibility if each.item == item.code]
        lacking = [each for each in _wanted(item, regions) if not _is_covered(each, cells)]
        if lacking:
            where = "、".join(lacking)
            problems.add(
                item.entry_place.document,
                item.entry_place.path,
                code="nobody-responsible",
                zh=f"在 {where} 没有部门负责事项“{item.code}”（职责清单）",
                en=f"in {where} no department is responsible for “{item.code}” (responsibility table)",
            )
    return problems.sorted()


def _wanted(item: UsedItem, regions: Iterable[str]) -> list[str]:
    one = ONE_PLACE.fullmatch(item.entry.region or item.model.region)
    return [one[1]] if one else [each.ljust(_CODE_DIGITS, "0") for each in regions]


def _is_covered(place: str, cells: list[str]) -> bool:
    return any(contains(cell, place) or contains(place, cell) for cell in cells)
