"""The editor: a definition section by section and entry by entry, each with help at every input.

The text is the one truth: a form edits it where it has to, and keeps the rest (`matter_definitions/editing`).
What somebody else has saved meanwhile is shown beside what was typed; nothing typed is lost.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.defining.drafting import save_draft
from casework.defining.looking import look_over
from casework.outside import Acts
from engine.definition_rows import Ref
from engine.publishing import NotADraft
from forms.form_plan import Text
from matter_definitions.editing.asking import all_typed, dotted, edits_of, edits_of_entry, path_of
from matter_definitions.editing.edits import Edit, Insert, Move, NotEditable, Put, Remove, value_at
from matter_definitions.editing.following import codes_on, moved, place_now
from matter_definitions.editing.kinds import KINDS
from matter_definitions.editing.places import Place, place_of
from matter_definitions.editing.renaming import can_be_renamed, renamed
from matter_definitions.editing.skeletons import new_entry
from matter_definitions.editing.splicing import edited
from matter_definitions.read import read_document
from matter_definitions.sources import Kind
from portal.administrator.definitions.hinting import hints_at, items_that_name
from portal.administrator.definitions.meeting import WAS, Met, met, told, told_gone, told_where
from portal.administrator.definitions.placing import placing
from portal.administrator.definitions.shown import Shower
from portal.administrator.definitions.suggesting import suggestions, title_finder
from portal.administrator.definitions.workbench import Bench, base_of, bench_of, frame
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import go_to, show
from refusals import Malformed, Stale, Unknown

router = page_router()
At = Annotated[str, Form(max_length=200)]


class TextOnly(Malformed):
    type = "definition-text-only"
    title = Text(
        "这段文本的写法不能用表单修改，请在“文本”页修改",
        "This is written in a way that no form can change; edit it as text",
    )


@router.get("/definitions/{kind}/{code}/versions/{version}/edit")
@access("administrator")
async def show_editor(
    request: Request, act: CurrentAct, kind: Kind, code: str, version: int, at: str = ""
) -> Response:
    bench = await bench_of(request, act, Ref(kind, code, version))
    return await _page(request, act, bench, at=at)


@router.post("/definitions/{kind}/{code}/versions/{version}/edit")
@access("administrator")
async def save(
    request: Request,
    acts: Acts,
    kind: Kind,
    code: str,
    version: int,
    revision: Annotated[int, Form()],
    at: At = "",
) -> Response:
    ref, sent = Ref(kind, code, version), _sent(await request.form())
    try:
        async with acts() as act:
            source = (await look_over(act, ref)).version.source
            place = _place(kind, source, at)
            after = _edited(source, _edits(place, sent))
            await save_draft(act, ref, after, if_revision=revision)
    except Stale:
        async with acts() as act:
            return await _too_late(request, act, await bench_of(request, act, ref), at=at, sent=sent)
    return go_to(f"{base_of(ref)}/edit?at={quote(at)}&said=saved")


@router.post("/definitions/{kind}/{code}/versions/{version}/entries")
@access("administrator")
async def change_entries(
    request: Request,
    acts: Acts,
    kind: Kind,
    code: str,
    version: int,
    revision: Annotated[int, Form()],
    do: Annotated[str, Form(max_length=10)],
    entries: At = "",
    at: At = "",
    number: Annotated[int, Form(ge=0)] = 0,
    first: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """`entries`: the list; `at`: the page on which it stands, to which it goes back."""
    ref = Ref(kind, code, version)
    try:
        async with acts() as act:
            source = (await look_over(act, ref)).version.source
            made, opens = _change(kind, source, do, entries=entries, number=number, first=first.strip())
            await save_draft(act, ref, _edited(source, made), if_revision=revision)
    except Stale:
        async with acts() as act:
            bench = await bench_of(request, act, ref)
            return await _page(request, act, bench, at=at, first={entries: first}, is_stale=True)
    return go_to(f"{base_of(ref)}/edit?at={quote(opens or at)}")


@router.post("/definitions/{kind}/{code}/versions/{version}/rename")
@access("administrator")
async def rename(
    acts: Acts,
    kind: Kind,
    code: str,
    version: int,
    revision: Annotated[int, Form()],
    at: At,
    new: Annotated[str, Form(max_length=60)],
) -> Response:
    ref = Ref(kind, code, version)
    async with acts() as act:
        source = (await look_over(act, ref)).version.source
        path = _place(kind, source, at).path
        if not can_be_renamed(path):
            raise Unknown
        try:
            after = renamed(source, kind, path, new.strip())
        except NotEditable as reason:
            raise TextOnly from reason
        await save_draft(act, ref, after, if_revision=revision)
    return go_to(f"{base_of(ref)}/edit?at={quote(at)}&said=saved")


def _place(kind: Kind, source: str, at: str) -> Place:
    found = place_of(kind, source, at)
    if found is None:
        raise Unknown
    return found


def _edits(place: Place, sent: Mapping[str, str]) -> list[Edit]:
    if place.is_short:
        return edits_of_entry(place.parts, sent, short=place.short, path=place.path)
    return edits_of(place.parts, sent)


def _edited(source: str, edits: Iterable[Edit]) -> str:
    try:
        return edited(source, edits)
    except NotEditable as reason:
        raise TextOnly from reason


def _change(
    kind: Kind, source: str, do: str, *, entries: str, number: int, first: str
) -> tuple[list[Edit], str]:
    """The edits, and the entry that is to be opened then."""
    place = _place(kind, source, f"{entries}.0")  # of any entry: they are alike
    path = place.path[:-1]
    now = value_at(read_document(source, file="").data, path)
    count = len(cast("list[object]", now)) if isinstance(now, list) else 0
    if do == "add":
        entry = new_entry(place.model, first, short=place.short)
        if not isinstance(now, list):
            return [Put(path, [entry], place.order)], f"{entries}.0" if isinstance(entry, dict) else ""
        return [Insert(path, count, entry)], f"{entries}.{count}" if isinstance(entry, dict) else ""
    if number >= count:
        raise Unknown
    changes: Mapping[str, Callable[[], Edit]] = {
        "remove": lambda: Remove((*path, number) if count > 1 else path),
        "up": lambda: Move(path, number, max(number - 1, 0)),
        "down": lambda: Move(path, number, min(number + 1, count - 1)),
    }
    if do not in changes:
        raise Unknown
    return [changes[do]()], ""


def _sent(form: Mapping[str, object]) -> dict[str, str]:
    """Of several boxes with one name all that are ticked, one to a line."""
    items = cast("list[tuple[str, object]]", form.multi_items())  # type: ignore[attr-defined]  # pyright: ignore
    sent: dict[str, str] = {}
    for name, value in items:
        if isinstance(value, str):
            sent[name] = f"{sent[name]}\n{value}".strip() if name in sent else value
    # Of boxes of which none is ticked a browser sends nothing at all.
    return {**{name.removeprefix(WAS): "" for name in sent if name.startswith(WAS)}, **sent}


async def _too_late(
    request: Request, act: Act, bench: Bench, *, at: str, sent: Mapping[str, str]
) -> Response:
    """An entry is followed to where it stands now."""
    old = path_of(at)
    if not any(isinstance(part, int) for part in old):
        return await _page(request, act, bench, at=at, sent=sent)
    new = place_now(bench.view.source, old, sent.get("which", "").replace("\r\n", "\n").split("\n"))
    if new is None:
        section = KINDS[bench.ref.kind].section_of(old)
        words = told_gone(bench, sent, language_of(request))
        return await _page(request, act, bench, at=section, gone=words)
    return await _page(request, act, bench, at=dotted(new), sent=moved(sent, old, new, prefixes=(WAS,)))


async def _page(
    request: Request,
    act: Act,
    bench: Bench,
    *,
    at: str,
    sent: Mapping[str, str] | None = None,
    first: Mapping[str, str] | None = None,
    is_stale: bool = False,
    gone: str = "",
) -> Response:
    """`sent`: what was typed in a save that came too late; then others' changes stand beside it. `gone`: what
    is told when there is nothing left to save it into."""
    if not bench.view.is_open:
        raise NotADraft
    language = language_of(request)
    place = _place(bench.ref.kind, bench.view.source, at)
    now = all_typed(place.parts)
    found = met(now, sent) if sent is not None else Met()
    hints = await hints_at(act, bench, place, language)
    titled = title_finder(bench.looked, language)
    placed = placing(bench.ref, bench.view.source, language)
    shower = Shower(
        language,
        lambda each: placed(each).words,
        bench.looked.problems,
        found.typed,
        found.theirs,
        hints,
        titled,
    )
    stale = bool(is_stale or gone or sent is not None)
    return show(
        request,
        "administrator/definitions/edit.html",
        status=412 if stale else 200,
        **frame(bench, language, here="edit"),
        at=at,
        place=place,
        sections=[(each.name, each.title.in_language(language)) for each in place.sections],
        way=_way(place, language),
        fields=shower.fields(place.parts),
        now=now,
        revision=bench.view.line.revision,
        suggestions=suggestions(bench.looked, language),
        first=first or {},
        which="\n".join(codes_on(bench.view.source, place.path)),
        stale_words=gone or (told_where(bench, found, language) if stale else ""),
        saved=request.query_params.get("said") == "saved",
        can_rename=can_be_renamed(place.path),
        named_by=items_that_name(bench, place),
        problems=[Problem(told(language), None)] if stale else [],
    )


def _way(place: Place, language: Language) -> list[tuple[str, str]]:
    """From the section down to here: title and place of each."""
    return [(title.in_language(language), at) for title, at in place.way]
