"""The organisation's pages: an overview, the registers as lists and forms, and tables from elsewhere."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Form, Query, Request, UploadFile
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.organising.change_log import list_changes
from casework.organising.checklist import read_checklist
from casework.organising.choices import choices_of
from casework.organising.csv_table import MOST_BYTES, decode_table
from casework.organising.entries import (
    SHOWN,
    DryRun,
    dry_run,
    export_table,
    get_entry,
    get_register,
    import_table,
    list_entries,
    save_entry,
)
from casework.organising.registers import RESPONSIBILITY, Column, Register
from casework.outside import Acts
from portal.administrator.organisation_words import HREFS, act_words, missing_words
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import FieldError, Malformed, Refusal, Stale, TooLarge

router = page_router()
REGISTER = "/organisation/registers/{name}"
MOST_COLUMNS = 5  # of a list; the form shows all
Search = Annotated[str, Query(max_length=100)]


@router.get("/organisation")
@access("administrator")
async def show_overview(request: Request, act: CurrentAct) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    found = await read_checklist(act)
    choices = await choices_of(act, RESPONSIBILITY, language=language)
    names = {code: words for each in choices.values() for code, words in each}
    titles = (("regions", _("Regions")), ("departments", _("Departments")), ("people", _("People")),
              ("responsibility", _("Cells of the responsibility table")))  # fmt: skip
    return show(
        request,
        "administrator/organisation/overview.html",
        figures=[(title, found.counts[step], HREFS[step]) for step, title in titles],
        missing=[
            {
                "words": missing_words(each, language),
                "of": [_named(one, names) for one in each.of],
                "stops": each.stops,
                "href": HREFS[each.step],
            }
            for each in found.missing
        ],
        steps_left=found.next_step is not None,
        changes=await list_changes(act, limit=20),
        act_words=act_words(language),
    )


@router.get(REGISTER)
@access("administrator")
async def show_register(
    request: Request, act: CurrentAct, name: str, q: Search = "", offset: Annotated[int, Query(ge=0)] = 0
) -> Response:
    register, language = get_register(name), language_of(request)
    _ = gettext_in(language)
    page = await list_entries(act, name, search=q, offset=offset)
    return show(
        request,
        "administrator/organisation/register.html",
        register=register,
        shown=register.columns[:MOST_COLUMNS],
        page=page,
        q=q,
        more=offset + SHOWN if page.total > offset + SHOWN else 0,
        words_of=lambda column, cell: _words_of(column, cell, language),
        said_words={"saved": _("Saved."), "imported": _("Imported.")},
    )


@router.get(REGISTER + "/table.csv")
@access("administrator")
async def save_table(act: CurrentAct, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{get_register(name).name}.csv"'}
    return Response(await export_table(act, name), media_type="text/csv; charset=utf-8", headers=headers)


@router.get(REGISTER + "/entry")
@access("administrator")
async def show_entry(request: Request, act: CurrentAct, name: str, key: Search = "") -> Response:
    """With `key` the entry; else an empty form, in which the columns of the address are filled in."""
    register = get_register(name)
    if key:
        entry = await get_entry(act, name, key)
        return await _form(request, act, register, entry.cells, version=entry.version)
    given = {column.name: request.query_params.get(column.name, column.usual) for column in register.columns}
    wanted = ",".join(given[name] for name in register.key)
    page = (
        await list_entries(act, name, search=given[register.key[0]]) if all(register.key_of(given)) else None
    )
    known = next((each for each in page.entries if each.key == wanted), None) if page else None
    if known is not None:
        return await _form(request, act, register, known.cells, version=known.version)
    return await _form(request, act, register, given, version=0)


@router.post(REGISTER + "/entry")
@access("administrator", level="L2")
async def post_entry(request: Request, acts: Acts, name: str) -> Response:
    register = get_register(name)
    form = await request.form()
    typed = {column.name: str(form.get(column.name, "")) for column in register.columns}
    reason, version = str(form.get("reason", "")), _number(str(form.get("version", "")))
    try:
        async with acts() as act:
            await save_entry(act, name, typed, reason=reason, if_version=version)
    except Malformed as refusal:
        async with acts() as act:
            return await _form(request, act, register, typed, version=version, refusal=refusal, reason=reason)
    except Stale as refusal:
        async with acts() as act:
            return await _changed_meanwhile(request, act, register, typed, refusal, reason=reason)
    return go_to(f"/organisation/registers/{name}?said=saved")


@router.get(REGISTER + "/import")
@access("administrator")
async def show_import(request: Request, name: str) -> Response:
    return _import_page(request, get_register(name))


@router.post(REGISTER + "/import")
@access("administrator", level="L2")
async def try_table(
    request: Request,
    acts: Acts,
    name: str,
    table: Annotated[str, Form(max_length=MOST_BYTES)] = "",
    file: UploadFile | None = None,
) -> Response:
    """A file counts before what was typed."""
    register = get_register(name)
    try:
        content = await file.read(MOST_BYTES + 1) if file is not None else b""
        table = decode_table(content) if content else table
        async with acts() as act:
            seen = await dry_run(act, name, table)
    except (Malformed, TooLarge) as refusal:
        return _import_page(request, register, table=table, refusal=refusal)
    return _import_page(request, register, table=table, seen=seen)


@router.post(REGISTER + "/import/apply")
@access("administrator", level="L2")
async def apply_table(
    request: Request,
    acts: Acts,
    name: str,
    table: Annotated[str, Form(max_length=MOST_BYTES)] = "",
    digest: Annotated[str, Form(max_length=64)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """When it would do something else by now, it is shown anew."""
    register = get_register(name)
    try:
        async with acts() as act:
            await import_table(act, name, table, digest=digest, reason=reason)
    except (Malformed, Stale) as refusal:
        async with acts() as act:
            seen = await dry_run(act, name, table)
        return _import_page(request, register, table=table, seen=seen, refusal=refusal, reason=reason)
    return go_to(f"/organisation/registers/{name}?said=imported")


async def _changed_meanwhile(
    request: Request, act: Act, register: Register, typed: Mapping[str, str], refusal: Stale, *, reason: str
) -> Response:
    """What was typed stays; saving again takes the place of what somebody else has written meanwhile."""
    page = await list_entries(act, register.name, search=typed[register.key[0]])
    key = ",".join(typed[name].strip() for name in register.key)
    now = next((each for each in page.entries if each.key == key), None)
    told = Malformed(errors=[FieldError("", refusal.title.zh, refusal.title.en)])
    if now is not None:
        told.errors += [
            FieldError(f"/{name}", f"现在是“{cell}”", f"is “{cell}” now")
            for name, cell in now.cells.items()
            if cell != typed.get(name, "") and name not in register.key
        ]
    version = now.version if now else 0
    return await _form(
        request, act, register, typed, version=version, refusal=told, reason=reason, status=412
    )


async def _form(
    request: Request,
    act: Act,
    register: Register,
    cells: Mapping[str, str],
    *,
    version: int | None,
    refusal: Malformed | None = None,
    reason: str = "",
    status: int = 422,
) -> Response:
    language = language_of(request)
    wrong = refusal.errors if refusal else []
    key = ",".join(cells.get(name, "") for name in register.key)
    titles = {f"/{each.name}": each.title.in_language(language) for each in register.columns}
    return show(
        request,
        "administrator/organisation/entry.html",
        status=status if refusal else 200,
        register=register,
        cells=cells,
        version=version or 0,
        choices=await choices_of(act, register, language=language),
        reason=reason,
        changes=await list_changes(act, register=register.name, key=key, limit=20) if version else [],
        act_words=act_words(language),
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language, titles=titles),
    )


def _import_page(
    request: Request,
    register: Register,
    *,
    table: str = "",
    seen: DryRun | None = None,
    refusal: Refusal | None = None,
    reason: str = "",
) -> Response:
    language = language_of(request)
    wrong = refusal.errors if refusal else []
    if refusal is not None and not wrong:
        wrong = [FieldError("/table", refusal.title.zh, refusal.title.en)]
    return show(
        request,
        "administrator/organisation/import.html",
        status=refusal.status if refusal else 200,
        register=register,
        table=table,
        seen=seen,
        wrong=[_wrong_cell(each, register, language) for each in (seen.problems if seen else ())],
        reason=reason,
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
    )


def _wrong_cell(error: FieldError, register: Register, language: Language) -> tuple[str, str, str]:
    """Line, column and words of `/rows/3/region`."""
    line, column = error.pointer.split("/")[2:4]
    titles = {each.name: each.title.in_language(language) for each in register.columns}
    return line, titles.get(column, column), error.en if language == "en" else error.zh


def _named(code: str, names: Mapping[str, str]) -> str:
    """A department, or an item and a region with an @ between them, as people call them."""
    return names.get(code) or " · ".join(names.get(part, part) for part in code.split("@"))


def _words_of(column: Column, cell: str, language: Language) -> str:
    return (
        next((words.in_language(language) for value, words in column.choices if value == cell), cell) or "—"
    )


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
