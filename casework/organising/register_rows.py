"""The registers as rows of the database: read as cells, written from cells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from sqlalchemy import TextClause, text

from casework.organising.registers import REGISTERS, Cells, Key, RegisterName
from database.connection import Connection

_READ: Mapping[str, TextClause] = MappingProxyType(
    {
        "regions": text("""
            SELECT code, name_zh, name_en, parent, kind, valid_from, valid_to, successor, version
            FROM region ORDER BY code
        """),
        "departments": text("""
            SELECT code, name_zh, name_en, uscc, also, valid_from, version FROM department ORDER BY code
        """),
        "halls": text("SELECT * FROM hall ORDER BY code"),
        "posts": text("SELECT * FROM post ORDER BY code"),
        "people": text("""
            SELECT o.subject, o.name, p.post, p.valid_from, p.valid_to, p.version
            FROM officer_post p JOIN officer o ON o.id = p.officer ORDER BY o.subject, p.post
        """),
        "responsibility": text("""
            SELECT item, region, department, version FROM responsibility ORDER BY item, region
        """),
        "remedies": text("SELECT * FROM remedy ORDER BY region, department_kind"),
    }
)
_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "regions": "region",
        "halls": "hall",
        "posts": "post",
        "responsibility": "responsibility",
        "remedies": "remedy",
    }
)
_DEPARTMENT = text("""
    INSERT INTO department (code, kind, region, name_zh, name_en, uscc, also, valid_from)
    VALUES (:code, :kind, :region, :name_zh, :name_en, :uscc, :also, :valid_from)
    ON CONFLICT (code) DO UPDATE
    SET name_zh = :name_zh, name_en = :name_en, uscc = :uscc, also = :also, valid_from = :valid_from,
        version = department.version + 1
""")
# Whoever left and comes back is here as long as his new post is.
_PERSON = text("""
    INSERT INTO officer (id, subject, name, role, department, region, rank, items, post, valid_from)
    SELECT :id, :subject, :name, role, department, region, rank, items, code, :valid_from
    FROM post WHERE code = :post
    ON CONFLICT (subject) DO UPDATE SET name = :name, version = officer.version + 1,
        valid_from = CASE WHEN officer.valid_from > :valid_from THEN :valid_from ELSE officer.valid_from END,
        valid_to = CASE WHEN officer.valid_to IS NULL OR CAST(:valid_to AS date) IS NULL THEN NULL
            ELSE greatest(officer.valid_to, :valid_to) END
""")
_HOLDS = text("""
    INSERT INTO officer_post (officer, post, valid_from, valid_to)
    SELECT id, :post, :valid_from, :valid_to FROM officer WHERE subject = :subject
    ON CONFLICT (officer, post) DO UPDATE
    SET valid_from = :valid_from, valid_to = :valid_to, version = officer_post.version + 1
""")
# Whoever holds a post that changed is what it says from now on.
_POST_GOES_ON = text("""
    UPDATE officer o SET role = p.role, department = p.department, region = p.region, rank = p.rank,
        items = p.items, version = o.version + 1
    FROM post p WHERE p.code = o.post AND p.code = ANY(:posts)
""")
_EMPTY_CELL = text("DELETE FROM responsibility WHERE item = :item AND region = :region")


@dataclass(frozen=True, slots=True)
class Entry:
    cells: Cells
    version: int


async def read_entries(connection: Connection, register: RegisterName) -> dict[Key, Entry]:
    """By key, in their order."""
    columns = [each.name for each in REGISTERS[register].columns]
    found: dict[Key, Entry] = {}
    for row in (await connection.execute(_READ[register])).mappings():
        cells = {name: cell_of(row[name]) for name in columns}
        found[REGISTERS[register].key_of(cells)] = Entry(cells, row["version"])
    return found


async def write_entries(connection: Connection, register: RegisterName, entries: Iterable[Cells]) -> None:
    """As the engine; cells that were checked. New ones are added, others take the place of what was."""
    rows = list(entries)
    if not rows:
        return
    if register == "people":
        await _write_people(connection, rows)
    elif register == "departments":
        await connection.execute(_DEPARTMENT, [_department(each) for each in rows])
    elif register == "responsibility":
        await _write_responsibility(connection, rows)
    else:
        await _write_plainly(connection, register, rows)
    if register == "posts":
        await connection.execute(_POST_GOES_ON, {"posts": [each["code"] for each in rows]})


def cell_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return value.isoformat() if isinstance(value, date) else str(value)


async def _write_plainly(connection: Connection, register: RegisterName, rows: list[Cells]) -> None:
    await connection.execute(_upsert(register), [_values(register, each) for each in rows])


async def _write_responsibility(connection: Connection, rows: list[Cells]) -> None:
    empty = [{"item": each["item"], "region": each["region"]} for each in rows if not each["department"]]
    full = [each for each in rows if each["department"]]
    if empty:
        await connection.execute(_EMPTY_CELL, empty)
    if full:
        await _write_plainly(connection, "responsibility", full)


async def _write_people(connection: Connection, rows: list[Cells]) -> None:
    for cells in rows:
        values = _values("people", cells)
        await connection.execute(_PERSON, {**values, "id": uuid4()})
        await connection.execute(_HOLDS, values)


def _upsert(register: RegisterName) -> TextClause:
    """Only names of our own columns are put into it."""
    table, spec = _TABLES[register], REGISTERS[register]
    names = [each.name for each in spec.columns]
    values = ", ".join(f":{name}" for name in names)
    changed = ", ".join(f"{name} = :{name}" for name in names if name not in spec.key)
    return text(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"  # noqa: S608
        f" ON CONFLICT ({', '.join(spec.key)}) DO UPDATE SET {changed}, version = {table}.version + 1"
    )


def _department(cells: Cells) -> dict[str, Any]:
    kind, _, region = cells["code"].partition("@")
    return {**_values("departments", cells), "kind": kind, "region": region}


def _values(register: RegisterName, cells: Cells) -> dict[str, Any]:
    return {each.name: _READING[each.kind](cells[each.name]) for each in REGISTERS[register].columns} | (
        # A key of several columns has no gaps.
        {"department_kind": cells["department_kind"]} if register == "remedies" else {}
    )


def _text(cell: str) -> str | None:
    return cell or None


_READING: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "code": _text,
        "region": _text,
        "department": _text,
        "item": _text,
        "text": _text,
        "choice": _text,
        "uscc": _text,
        "day": lambda cell: date.fromisoformat(cell) if cell else None,
        "number": int,
        "list": str.split,
    }
)
