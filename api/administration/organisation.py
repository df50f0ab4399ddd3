"""The registers of the organisation: regions, departments, halls, posts, people, responsibility, remedies."""

from typing import Annotated, Literal

from fastapi import Path, Query, Response
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import NO_ZERO, Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion, set_version
from casework.organising.change_log import ChangeLine, list_changes
from casework.organising.checklist import Checklist, read_checklist
from casework.organising.csv_table import MOST_BYTES
from casework.organising.entries import (
    DryRun,
    EntryView,
    Imported,
    RegisterPage,
    dry_run,
    export_table,
    get_entry,
    import_table,
    list_entries,
    save_entry,
)
from casework.organising.responsibility_grid import BY_KIND, Filled, Grid, fill_column, show_grid

router = api_router(tag="administration", prefix=f"{ROOT}/organisation")

Name = Literal["regions", "departments", "halls", "posts", "people", "responsibility", "remedies"]
Register = Annotated[Name, Path(description="Which register")]
Key = Annotated[str, Path(max_length=300, pattern=NO_ZERO, description="Its parts, a comma between them")]
Words = Annotated[str, Query(max_length=100, pattern=NO_ZERO)]
Reason = Annotated[str, Field(min_length=1, max_length=500, description="Why, or by which document")]
Cell = Annotated[str, Field(max_length=500)]


class EntryBody(Body):
    """`cells` by column; every value is a text, as in a table (days as 2026-07-01)."""

    cells: dict[str, Cell] = Field(max_length=30)
    reason: Reason


class TableBody(Body):
    table: str = Field(max_length=MOST_BYTES, description="CSV; the first line names the columns")


class ImportBody(TableBody):
    digest: str = Field(max_length=64, description="As the dry run gave it")
    reason: Reason


class FillBody(Body):
    """`department` left out: in each region the nearest of the item's kind."""

    item: str = Field(max_length=100)
    regions: list[Annotated[str, Field(pattern=r"^\d{12}$")]] = Field(min_length=1, max_length=5000)
    department: str = Field(default=BY_KIND, max_length=100)
    reason: Reason


@router.get("/checklist", summary="What is still missing until people can be served")
@access("administrator")
async def get_checklist(act: CurrentAct) -> Checklist:
    """Counted out of the registers; `stops` marks what nothing can be published or done without."""
    return await read_checklist(act)


@router.get("/changes", summary="Who changed what of the organisation, when and why")
@access("administrator")
async def get_changes(act: CurrentAct, register: Words = "", key: Words = "") -> list[ChangeLine]:
    """The latest first. Of what is personal only that it changed."""
    return await list_changes(act, register=register, key=key)


@router.get("/registers/{register}", summary="The entries of a register")
@access("administrator")
async def get_register(
    register: Register, act: CurrentAct, q: Words = "", offset: Annotated[int, Query(ge=0, le=10**6)] = 0
) -> RegisterPage:
    """At most 200 at once, by key; `q`: words that stand in any cell."""
    return await list_entries(act, register, search=q, offset=offset)


@router.get("/registers/{register}/table", summary="A register as CSV", response_class=Response)
@access("administrator")
async def get_table(register: Register, act: CurrentAct) -> Response:
    """It can be changed and imported again."""
    return Response(await export_table(act, register), media_type="text/csv; charset=utf-8")


@router.get("/registers/{register}/entries/{key}", summary="One entry of a register")
@access("administrator")
async def get_one(register: Register, key: Key, act: CurrentAct, response: Response) -> EntryView:
    """Its version is in ETag."""
    entry = await get_entry(act, register, key)
    set_version(response, entry.version)
    return entry


@router.put("/registers/{register}/entries", summary="Add or change an entry")
@access("administrator", level="L2")
async def put_one(
    register: Register, body: EntryBody, act: CurrentAct, response: Response, if_version: IfVersion
) -> EntryView:
    """The key is in the cells. If-Match "0": it has to be new."""
    entry = await save_entry(act, register, body.cells, reason=body.reason, if_version=if_version)
    set_version(response, entry.version)
    return entry


@router.post("/registers/{register}/dry-run", summary="What a table would do")
@access("administrator", level="L2")
async def post_dry_run(register: Register, body: TableBody, act: CurrentAct) -> DryRun:
    """New, changed, and everything that is wrong, with line and column; changes nothing."""
    return await dry_run(act, register, body.table)


@router.post("/registers/{register}/import", summary="Do what a dry run has shown")
@access("administrator", level="L2")
async def post_import(register: Register, body: ImportBody, act: CurrentAct) -> Imported:
    """All of it or nothing; 412 when it would do something else by now."""
    return await import_table(act, register, body.table, digest=body.digest, reason=body.reason)


@router.get("/responsibility-grid", summary="The responsibility table as a grid")
@access("administrator")
async def get_grid(act: CurrentAct, language: Spoken, parent: Words = "", matter: Words = "") -> Grid:
    """Regions down, items across; an empty cell stops publishing."""
    return await show_grid(act, parent=parent, matter=matter, language=language)


@router.post("/responsibility-grid/fill", summary="Fill the empty cells of an item")
@access("administrator", level="L2")
async def post_fill(body: FillBody, act: CurrentAct) -> Filled:
    """Only cells that nobody fills, not even from a region above."""
    return await fill_column(
        act, item=body.item, regions=body.regions, department=body.department, reason=body.reason
    )
