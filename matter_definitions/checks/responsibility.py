"""The responsibility table (职责清单): wherever a matter is done, somebody does each of its items."""

import re

from matter_definitions.language.organisation import ResponsibilityModel
from matter_definitions.remedies import contains
from matter_definitions.workbench import UsedItem, Workbench

ONE_PLACE = re.compile(r"\s*['\"](\d{12})['\"]\s*")


def check_responsibility(bench: Workbench) -> None:
    """An empty cell stops publishing; so does a row that names what does not exist.

    The matter is done in the smallest regions that any of its items names. Without a row for any of its
    items there is no table to look at yet.
    """
    codes = {item.code for item in bench.items}
    rows = [each for each in bench.library.responsibility if each.item in codes]
    regions = {each.region for each in rows}
    places = sorted(each for each in regions if not _holds_another(each, regions))
    for item in bench.items:
        own = [each for each in rows if each.item == item.code]
        for row in own:
            _check_row(bench, item, row)
        needed = _needed(item, places)
        lacking = [each for each in needed if not any(contains(row.region, each) for row in own)]
        if rows and lacking:
            bench.complain(
                item.entry_place,
                "nobody-responsible",
                zh=f"在 {'、'.join(lacking)} 没有部门负责事项“{item.code}”（responsibility）",
                en=f"in {', '.join(lacking)} no department is responsible for “{item.code}” (responsibility)",
            )


def _holds_another(region: str, regions: set[str]) -> bool:
    return any(region != other and contains(region, other) for other in regions)


def _needed(item: UsedItem, places: list[str]) -> list[str]:
    """An item that names one region once and for all is done there and nowhere else."""
    one = ONE_PLACE.fullmatch(item.entry.region or item.model.region)
    return [one[1]] if one else places


def _check_row(bench: Workbench, item: UsedItem, row: ResponsibilityModel) -> None:
    library = bench.library
    if library.regions and row.region not in library.regions:
        bench.complain(
            item.entry_place,
            "unknown-region",
            zh=f"职责清单中事项“{item.code}”的地区“{row.region}”不存在",
            en=f"“{item.code}” has somebody responsible in “{row.region}”, which is no region",
        )
    department = library.departments.get(row.department)
    if department is None and library.departments:
        bench.complain(
            item.entry_place,
            "unknown-department",
            zh=f"职责清单中事项“{item.code}”的部门“{row.department}”不存在",
            en=f"“{row.department}”, responsible for “{item.code}”, is no department",
        )
    elif department is not None and item.model.department not in (department.kind, *department.also):
        bench.complain(
            item.entry_place,
            "wrong-department",
            zh=f"事项“{item.code}”属于“{item.model.department}”，职责清单却写了“{row.department}”",
            en=f"“{item.code}” belongs to “{item.model.department}”, but “{row.department}” is responsible",
        )
