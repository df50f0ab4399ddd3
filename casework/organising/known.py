"""What is known of the organisation when an entry of a register is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text

from casework.organising.region_tree import RegionLine, RegionTree
from casework.organising.region_uses import Use, read_region_uses
from casework.organising.register_rows import Entry, read_entries
from casework.organising.registers import Key, Register
from casework.organising.validity import Validity
from clocks.calendar import local_date
from database.connection import Connection
from database.session import legal_now
from forms.form_plan import Text
from matter_definitions.library_index import built_in_library
from matter_definitions.plan import from_json

_REGIONS = text("""
    SELECT code, name_zh, name_en, parent, valid_from, valid_to, successor, kind FROM region ORDER BY code
""")
_DEPARTMENTS = text("""
    SELECT code, kind, also, region, name_zh, name_en, valid_from, valid_to, successor FROM department
    ORDER BY code
""")
_POSTS = text("SELECT code, role, department, valid_from, valid_to FROM post ORDER BY code")
_PLANS = text("""
    SELECT DISTINCT p.name, p.document FROM plan p JOIN matter_in_force f ON f.plan = p.name ORDER BY p.name
""")
_BUSY = text("""
    SELECT o.subject, count(*) AS tasks FROM task t JOIN officer o ON o.id = t.assignee
    WHERE t.state = 'open' GROUP BY o.subject
""")


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    code: str
    kind: str
    also: tuple[str, ...]
    region: str
    name: Text
    validity: Validity
    successor: str | None = None

    def does(self, kind: str) -> bool:
        """Items of this kind of department."""
        return kind == self.kind or kind in self.also


@dataclass(frozen=True, slots=True)
class PostLine:
    code: str
    role: str
    department: str | None
    validity: Validity


@dataclass(frozen=True, slots=True)
class ItemLine:
    code: str
    title: Text
    kind: str  # of the department


@dataclass(frozen=True)
class Known:
    """`entries`: those of the register that is looked at; `busy`: open tasks by login; `uses`: what lies in
    a region. Legal today."""

    today: date
    regions: RegionTree = field(default_factory=lambda: RegionTree(()))
    departments: Mapping[str, DepartmentLine] = field(default_factory=dict)
    posts: Mapping[str, PostLine] = field(default_factory=dict)
    items: Mapping[str, ItemLine] = field(default_factory=dict)
    busy: Mapping[str, int] = field(default_factory=dict)
    entries: Mapping[Key, Entry] = field(default_factory=dict)
    uses: Mapping[str, tuple[Use, ...]] = field(default_factory=dict)


async def read_known(connection: Connection, register: Register) -> Known:
    """As the engine."""
    busy = await connection.execute(_BUSY) if register.name == "people" else ()
    return Known(
        today=local_date(await legal_now(connection)),
        regions=await read_region_tree(connection),
        departments=await read_departments(connection),
        posts=await _posts(connection),
        items=await read_items(connection) if register.name in ("posts", "responsibility") else {},
        busy={row.subject: row.tasks for row in busy},
        entries=await read_entries(connection, register.name),
        uses=await read_region_uses(connection) if register.name == "regions" else {},
    )


async def read_region_tree(connection: Connection) -> RegionTree:
    return RegionTree(
        RegionLine(
            row.code,
            Text(row.name_zh, row.name_en),
            row.parent,
            Validity(row.valid_from, row.valid_to),
            row.successor,
            row.kind,
        )
        for row in await connection.execute(_REGIONS)
    )


async def read_departments(connection: Connection) -> dict[str, DepartmentLine]:
    return {
        row.code: DepartmentLine(
            row.code,
            row.kind,
            tuple(row.also),
            row.region,
            Text(row.name_zh, row.name_en),
            Validity(row.valid_from, row.valid_to),
            row.successor,
        )
        for row in await connection.execute(_DEPARTMENTS)
    }


async def read_items(connection: Connection) -> dict[str, ItemLine]:
    """Items of the library that comes with the project, and of all matters in force, whose word counts."""
    found = {
        code: ItemLine(code, Text(entry.model.title.zh, entry.model.title.en), entry.model.department)
        for code, entry in built_in_library().items.items()
    }
    for row in await connection.execute(_PLANS):
        for item in from_json(row.document).items:
            found[item.code] = ItemLine(item.code, item.title, item.department_kind)
    return dict(sorted(found.items()))


async def _posts(connection: Connection) -> dict[str, PostLine]:
    return {
        row.code: PostLine(row.code, row.role, row.department, Validity(row.valid_from, row.valid_to))
        for row in await connection.execute(_POSTS)
    }
