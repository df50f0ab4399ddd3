"""The responsibility table (职责清单) as a grid: regions down, items across, empty cells marked.

A cell without a department of its own counts as the nearest region's above that has one. Where none has, and
no place inside the region either, it is empty: nobody does the item there, and no matter with that item is
published for the place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from access.regions import covers, region_prefix
from casework.organising.change_log import Written, record
from casework.organising.csv_table import TableLine
from casework.organising.entries import lock_organisation
from casework.organising.known import DepartmentLine, ItemLine, read_known
from casework.organising.planning import plan_changes
from casework.organising.region_tree import RegionLine, RegionTree
from casework.organising.register_rows import write_entries
from casework.organising.registers import RESPONSIBILITY
from casework.words import Language
from clocks.calendar import local_date
from database.connection import Connection
from database.session import become_engine, legal_now
from refusals import FieldError, Malformed, Unknown

_CELLS = text("SELECT item, region, department, version FROM responsibility ORDER BY item, region")
_MATTERS = text("""
    SELECT DISTINCT ON (f.matter) f.matter, f.title_zh, f.title_en, ARRAY(
        SELECT each ->> 'code' FROM jsonb_array_elements(CAST(p.document AS jsonb) -> 'items') AS each
    ) AS items
    FROM matter_in_force f JOIN plan p ON p.name = f.plan ORDER BY f.matter, f.effective_from DESC
""")

CellState = Literal["own", "inherited", "below", "empty"]
BY_KIND = ""


@dataclass(frozen=True)
class Cells:
    """`cells` by item and region: department and version. `items`: those of matters in force."""

    cells: Mapping[tuple[str, str], tuple[str, int]]
    items: tuple[str, ...] = ()
    together: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def regions_of(self, item: str) -> list[str]:
        return [region for each, region in self.cells if each == item]

    def find(self, item: str, region: str) -> tuple[str, str] | None:
        """The department, and the region whose cell says so; None: nobody."""
        fitting = [each for each in self.regions_of(item) if covers(each, region)]
        if not fitting:
            return None
        nearest = max(fitting, key=lambda each: len(region_prefix(each)))
        return self.cells[item, nearest][0], nearest

    def state(self, item: str, region: str) -> CellState:
        """`below`: only places inside the region have cells, and each of them says who does it there."""
        found = self.find(item, region)
        if found is not None:
            return "own" if found[1] == region else "inherited"
        return "below" if any(covers(region, each) for each in self.regions_of(item)) else "empty"

    def lacking(self, item: str) -> list[str]:
        """Places where a matter of this item is done, by the cells of its other items, and this one is not.

        An item that has no cell at all lacks it wherever the others are done.
        """
        others = self.together.get(item, frozenset()) | {item}
        regions = {region for each, region in self.cells if each in others}
        places = [each for each in regions if not any(o != each and covers(each, o) for o in regions)]
        own = self.regions_of(item)
        # An item that is done in one place for all of the country, or in few, is none that lacks the others.
        if own and not any(covers(each, place) for each in own for place in places):
            return []
        return sorted(each for each in places if self.find(item, each) is None)


@dataclass(frozen=True, slots=True)
class GridCell:
    item: str
    state: CellState
    department: str
    department_name: str
    version: int


@dataclass(frozen=True, slots=True)
class GridRow:
    region: str
    name: str
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class Grid:
    """`parents`: regions whose rows could be shown instead; `matters` likewise. `empty`: how many cells."""

    parent: str
    parents: list[tuple[str, str]]
    matter: str
    matters: list[tuple[str, str]]
    items: list[tuple[str, str]]
    rows: list[GridRow]
    empty: int


@dataclass(frozen=True, slots=True)
class Filled:
    """`left`: regions for which there is no department that could do it."""

    filled: int
    left: list[str]


async def read_cells(connection: Connection) -> Cells:
    cells = {
        (row.item, row.region): (row.department, row.version) for row in await connection.execute(_CELLS)
    }
    together: dict[str, frozenset[str]] = {}
    for row in await connection.execute(_MATTERS):
        for item in row.items:
            together[item] = together.get(item, frozenset()) | frozenset(row.items)
    return Cells(cells, tuple(sorted(together)), together)


async def show_grid(act: Act, *, parent: str = "", matter: str = "", language: Language = "zh") -> Grid:
    """The regions directly below `parent` ('' the topmost), for the items of a matter ('' the first)."""
    demand(act.actor, "organisation.read")
    become_engine(act.connection)
    known = await read_known(act.connection, RESPONSIBILITY)
    cells = await read_cells(act.connection)
    matters = (await act.connection.execute(_MATTERS)).all()
    chosen = next((row for row in matters if row.matter == matter), matters[0] if matters else None)
    items = [
        known.items[code] for code in (chosen.items if chosen else sorted(known.items)) if code in known.items
    ]
    today = local_date(await legal_now(act.connection))
    parents = [line for line in known.regions.on(today) if known.regions.children(line.code, today)]
    above = parent if parent in known.regions else (parents[-1].code if parents else "")
    rows = [
        GridRow(line.code, line.name.in_language(language), [
            _cell(cells, item, line.code, known.departments, language) for item in items
        ])
        for line in [*_itself(known.regions, above), *known.regions.children(above or None, today)]
    ]  # fmt: skip
    return Grid(
        above,
        [(line.code, line.name.in_language(language)) for line in parents],
        chosen.matter if chosen else "",
        [(row.matter, row.title_en if language == "en" else row.title_zh) for row in matters],
        [(item.code, item.title.in_language(language)) for item in items],
        rows,
        sum(cell.state == "empty" for row in rows for cell in row.cells),
    )


async def fill_column(
    act: Act, *, item: str, regions: Iterable[str], department: str = BY_KIND, reason: str
) -> Filled:
    """Fills the cells of an item that nobody fills, in these regions: with one department, or (`BY_KIND`)
    with the nearest of its kind. Raises Unknown (404), Malformed (422)."""
    demand(act.actor, "organisation.write")
    if not reason.strip():
        raise Malformed(
            errors=[FieldError("/reason", "请填写变更原因或文件", "say why, or name the document")]
        )
    await lock_organisation(act)
    known = await read_known(act.connection, RESPONSIBILITY)
    line = known.items.get(item)
    if line is None:
        raise Unknown
    cells = await read_cells(act.connection)
    empty = [each for each in dict.fromkeys(regions) if cells.state(item, each) == "empty"]
    chosen = {each: department or _nearest(known.departments, line, each, known.today) for each in empty}
    lines = [
        TableLine(number, {"item": item, "region": region, "department": code})
        for number, (region, code) in enumerate(chosen.items(), start=1)
        if code
    ]
    planned = plan_changes(RESPONSIBILITY, lines, known)
    if planned.errors:
        first = {each.pointer.rpartition("/")[2]: each for each in planned.errors}
        raise Malformed(errors=[FieldError(f"/{name}", each.zh, each.en) for name, each in first.items()])
    await write_entries(act.connection, "responsibility", [each.cells for each in planned.entries])
    written = [
        Written("responsibility", ",".join(each.key), "added", each.fields) for each in planned.entries
    ]
    await record(act.connection, written, actor=act.actor.officer_id, reason=reason.strip())
    return Filled(len(planned.entries), [region for region, code in chosen.items() if not code])


def _itself(tree: RegionTree, code: str) -> list[RegionLine]:
    line = tree.get(code)
    return [line] if line else []


def _cell(
    cells: Cells,
    item: ItemLine,
    region: str,
    departments: Mapping[str, DepartmentLine],
    language: Language,
) -> GridCell:
    found, state = cells.find(item.code, region), cells.state(item.code, region)
    if found is None:
        return GridCell(item.code, state, "", "", 0)
    code, _ = found
    name = departments[code].name.in_language(language) if code in departments else code
    version = cells.cells[item.code, region][1] if state == "own" else 0
    return GridCell(item.code, state, code, name, version)


def _nearest(departments: Mapping[str, DepartmentLine], item: ItemLine, region: str, today: date) -> str:
    fitting = [
        each
        for each in departments.values()
        if each.does(item.kind) and covers(each.region, region) and each.validity.holds_on(today)
    ]
    best = max(
        fitting, key=lambda each: (len(region_prefix(each.region)), each.kind == item.kind), default=None
    )
    return best.code if best else ""
