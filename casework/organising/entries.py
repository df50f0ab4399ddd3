"""Registers as administrators see and change them: one entry, or a whole table after a dry run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.organising.change_log import Written, record
from casework.organising.csv_table import TableLine, read_table, why_not, write_table
from casework.organising.known import Known, read_known
from casework.organising.last_administrator import demand_administrator
from casework.organising.own_posts import demand_by_another
from casework.organising.planning import Planned, PlannedEntry, plan_changes
from casework.organising.register_rows import read_entries, write_entries
from casework.organising.registers import REGISTERS, Key, Register
from database.session import become_engine
from refusals import FieldError, Malformed, Stale, Unknown

# Two who change the same register take turns: what one has looked at is what he changes.
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('onematter_organisation'))")
SHOWN = 200


@dataclass(frozen=True, slots=True)
class EntryView:
    """`key`: its parts joined by a comma, as in the address."""

    key: str
    cells: Mapping[str, str]
    version: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    name: str
    total: int
    entries: list[EntryView]


@dataclass(frozen=True, slots=True)
class DryLine:
    line: int
    key: str
    fields: Mapping[str, list[str] | None]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a table would do. `digest` has to be sent with the order to do it; '' while something is wrong."""

    new: list[DryLine]
    changed: list[DryLine]
    same: int
    problems: list[FieldError]
    digest: str


@dataclass(frozen=True, slots=True)
class Imported:
    new: int
    changed: int


def get_register(name: str) -> Register:
    """Raises Unknown (404)."""
    if name not in REGISTERS:
        raise Unknown
    return REGISTERS[name]


async def list_entries(act: Act, name: str, *, search: str = "", offset: int = 0) -> RegisterPage:
    """`search`: words that stand in any cell but a person's name, which belongs into no address."""
    demand(act.actor, "organisation.read")
    register = get_register(name)
    become_engine(act.connection)
    found = await read_entries(act.connection, register.name)
    wanted = search.strip().casefold()
    lines = [
        EntryView(joined(key), entry.cells, entry.version)
        for key, entry in found.items()
        if not wanted
        or any(wanted in cell.casefold() for title, cell in entry.cells.items() if title != "name")
    ]
    return RegisterPage(name, len(lines), lines[offset : offset + SHOWN])


async def get_entry(act: Act, name: str, key: str) -> EntryView:
    """Raises Unknown (404)."""
    demand(act.actor, "organisation.read")
    register = get_register(name)
    become_engine(act.connection)
    entry = (await read_entries(act.connection, register.name)).get(parted(register, key))
    if entry is None:
        raise Unknown
    return EntryView(key, entry.cells, entry.version)


async def save_entry(
    act: Act, name: str, cells: Mapping[str, str], *, reason: str, if_version: int | None = None
) -> EntryView:
    """Adds or changes one. `if_version` 0: it has to be new. Raises Malformed (422, pointers `/region`),
    OwnPost (403), Stale (412), LastAdministrator (409)."""
    register = get_register(name)
    known = await _locked(act, register)
    _demand_columns(register, cells)
    planned = plan_changes(register, [TableLine(1, cells)], known)
    errors = [*(_of_form(each) for each in planned.errors), *_unfit(cells), *_lacking(reason)]
    if errors:
        raise Malformed(errors=errors)
    key = register.key_of({name: cells.get(name, "").strip() for name in register.key})
    before = known.entries.get(key)
    if if_version is not None and if_version != (before.version if before else 0):
        raise Stale
    await _write(act, register, planned.entries, reason=reason)
    after = (await read_entries(act.connection, register.name)).get(key)
    return EntryView(joined(key), after.cells if after else {}, after.version if after else 0)


async def dry_run(act: Act, name: str, table: str) -> DryRun:
    """What importing a CSV table would do, with everything that is wrong with it; changes nothing.

    Raises Malformed (422) for what is no table of this register, TooLarge (413).
    """
    demand(act.actor, "organisation.write")
    register = get_register(name)
    become_engine(act.connection)
    planned = _planned(register, table, await read_known(act.connection, register))
    return DryRun(
        new=[_dry(each) for each in planned.new],
        changed=[_dry(each) for each in planned.changed],
        same=planned.same,
        problems=list(planned.errors),
        digest="" if planned.errors else planned.digest,
    )


async def import_table(act: Act, name: str, table: str, *, digest: str, reason: str) -> Imported:
    """Does what a dry run has shown: all of it or nothing. Raises Malformed (422) with all that is wrong,
    OwnPost (403), Stale (412) when it would do something else by now, LastAdministrator (409)."""
    register = get_register(name)
    known = await _locked(act, register)
    planned = _planned(register, table, known)
    if planned.errors or not reason.strip():
        raise Malformed(errors=[*planned.errors, *_lacking(reason)])
    if planned.digest != digest:
        raise Stale
    await _write(act, register, planned.entries, reason=reason)
    return Imported(len(planned.new), len(planned.changed))


async def export_table(act: Act, name: str) -> str:
    """The register as CSV, which can be imported again."""
    demand(act.actor, "organisation.read")
    register = get_register(name)
    become_engine(act.connection)
    return write_table(
        register, [each.cells for each in (await read_entries(act.connection, register.name)).values()]
    )


def joined(key: Key) -> str:
    return ",".join(key)


def parted(register: Register, key: str) -> Key:
    """Raises Unknown (404)."""
    parts = tuple(key.split(","))
    if len(parts) != len(register.key):
        raise Unknown
    return parts


async def lock_organisation(act: Act) -> None:
    """With the engine's rights from here on."""
    become_engine(act.connection)
    await act.connection.execute(_ALONE)


async def _locked(act: Act, register: Register) -> Known:
    demand(act.actor, "organisation.write")
    await lock_organisation(act)
    return await read_known(act.connection, register)


async def _write(act: Act, register: Register, entries: Sequence[PlannedEntry], *, reason: str) -> None:
    await write_entries(act.connection, register.name, [each.cells for each in entries])
    if register.name in ("people", "posts"):
        await demand_administrator(act.connection)
        await demand_by_another(act.connection, act.actor.officer_id, _posts_of(act, register, entries))
    written = [
        Written(
            register.name, _name(register, each), "added" if each.before is None else "changed", each.fields
        )
        for each in entries
    ]
    await record(act.connection, written, actor=act.actor.officer_id, reason=reason.strip())


def _posts_of(act: Act, register: Register, entries: Sequence[PlannedEntry]) -> list[str]:
    """The posts that change, or that he who changes it is to hold."""
    if register.name == "posts":
        return [each.cells["code"] for each in entries]
    return [each.cells["post"] for each in entries if each.cells["subject"] == act.actor.subject]


def _name(register: Register, entry: PlannedEntry) -> str:
    """What the log calls it; of a person the post, since a login may tell who she is."""
    return entry.cells["post"] if register.name == "people" else joined(entry.key)


def _planned(register: Register, table: str, known: Known) -> Planned:
    lines, errors = read_table(table, register)
    if not lines and not errors:
        raise Malformed(errors=[FieldError("/table", "表格里没有数据", "the table has no lines")])
    return plan_changes(register, lines, known, errors=errors)


def _dry(entry: PlannedEntry) -> DryLine:
    return DryLine(entry.number, joined(entry.key), entry.fields)


def _of_form(error: FieldError) -> FieldError:
    """`/rows/1/region` as a form has it: `/region`."""
    return FieldError(f"/{error.pointer.rpartition('/')[2]}", error.zh, error.en)


def _demand_columns(register: Register, cells: Mapping[str, str]) -> None:
    unknown = sorted(cells.keys() - {each.name for each in register.columns})
    if unknown:
        raise Malformed(errors=[FieldError(f"/{name}", "没有这一列", "is no column") for name in unknown])


def _unfit(cells: Mapping[str, str]) -> list[FieldError]:
    """What a table may not hold either: it is exported as one."""
    wrong = ((name, why_not(cell)) for name, cell in cells.items())
    return [FieldError(f"/{name}", *words) for name, words in wrong if words is not None]


def _lacking(reason: str) -> list[FieldError]:
    words = "请填写变更原因或文件", "say why, or name the document"
    return [] if reason.strip() else [FieldError("/reason", *words)]
