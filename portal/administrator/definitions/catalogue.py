"""The catalogue of definitions; a new one; and one definition with its versions and its history."""

from typing import Annotated, Literal

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.defining.drafting import copy_definition, create_definition, new_version
from casework.defining.listing import list_definitions
from casework.defining.publishing import follows_of, retire_definition
from casework.defining.reading import definition_view
from casework.outside import Acts
from clocks.calendar import local_date
from database.session import legal_now
from engine.definition_rows import Ref, State
from matter_definitions.editing.kinds import KINDS
from matter_definitions.editing.skeletons import NEW_KINDS, new_definition
from matter_definitions.sources import Kind
from portal.administrator.definitions.workbench import base_of, kind_words, state_words
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from refusals import FieldError, Malformed, NotNow

router = page_router()
PAGE = 50
Short = Annotated[str, Form(max_length=120)]
Reason = Annotated[str, Form(max_length=500)]


@router.get("/definitions")
@access("administrator")
async def show_catalogue(
    request: Request,
    act: CurrentAct,
    kind: Kind | Literal[""] | None = None,
    state: State | Literal[""] = "",
    q: str = "",
    after: str = "",
) -> Response:
    """Whoever comes without a wish sees the matters; `kind` empty, as the form sends it, is all kinds."""
    language = language_of(request)
    q, kind = q[:100], "matter" if kind is None else kind
    place = tuple(after.split(":", 1)) if ":" in after else ()
    lines = await list_definitions(
        act, kind=kind or None, state=state or None, q=q, limit=PAGE + 1, after=place, language=language
    )
    more = f"{lines[PAGE - 1].kind}:{lines[PAGE - 1].code}" if len(lines) > PAGE else ""
    return show(
        request,
        "administrator/definitions/catalogue.html",
        lines=lines[:PAGE],
        more=more,
        kind=kind,
        state=state,
        q=q,
        kind_words=kind_words(language),
        state_words=state_words(language),
    )


@router.get("/definitions/new")
@access("administrator")
async def show_new(request: Request, kind: Kind = "matter") -> Response:
    return _new_page(request, kind=kind)


@router.post("/definitions/new")
@access("administrator")
async def make_new(request: Request, acts: Acts, kind: Short = "", code: Short = "") -> Response:
    if kind not in NEW_KINDS:
        return _new_page(request, refusal=_bad("/kind", "请选择种类", "choose a kind"), code=code)
    if not code.strip():
        return _new_page(request, kind=kind, refusal=_bad("/code", "请填写代码", "say its code"))
    try:
        async with acts() as act:
            kept = await create_definition(act, new_definition(kind, code.strip()))
    except (Malformed, NotNow) as refusal:
        return _new_page(request, kind=kind, code=code, refusal=_about_code(refusal))
    return go_to(f"{base_of(Ref(kept.kind, kept.code, kept.version))}/edit")


@router.get("/definitions/{kind}/{code}")
@access("administrator")
async def show_definition(request: Request, act: CurrentAct, kind: Kind, code: str) -> Response:
    return await _definition_page(request, act, kind, code)


@router.post("/definitions/{kind}/{code}/copy")
@access("administrator")
async def copy(
    request: Request, acts: Acts, kind: Kind, code: str, new_code: Short = "", version: int | None = None
) -> Response:
    try:
        async with acts() as act:
            kept = await copy_definition(act, kind, code, new_code=new_code.strip(), version=version)
    except (Malformed, NotNow) as refusal:
        async with acts() as act:
            return await _definition_page(
                request, act, kind, code, refusal=_about_code(refusal, "/new_code"), new_code=new_code
            )
    return go_to(f"{base_of(Ref(kept.kind, kept.code, kept.version))}/edit")


@router.post("/definitions/{kind}/{code}/versions")
@access("administrator")
async def begin_version(
    request: Request, acts: Acts, kind: Kind, code: str, version: Annotated[int | None, Form()] = None
) -> Response:
    try:
        async with acts() as act:
            kept = await new_version(act, kind, code, from_version=version)
    except NotNow as refusal:  # somebody's draft is open: the page leads to it
        async with acts() as act:
            told = _about_code(refusal, "")
            return await _definition_page(request, act, kind, code, refusal=told, status=refusal.status)
    way = "edit" if kind in KINDS else "text"
    return go_to(f"{base_of(Ref(kept.kind, kept.code, kept.version))}/{way}")


@router.post("/definitions/{kind}/{code}/versions/{version}/retire")
@access("administrator", level="L2")
async def retire(
    request: Request, acts: Acts, kind: Kind, code: str, version: int, reason: Reason = ""
) -> Response:
    try:
        if not reason.strip():
            raise _bad("/reason", "请写明原因", "say why")
        async with acts() as act:
            await retire_definition(act, Ref(kind, code, version), reason=reason.strip())
    except Malformed as refusal:
        async with acts() as act:
            return await _definition_page(request, act, kind, code, refusal=refusal)
    return go_to(f"/definitions/{kind}/{code}?said=retired")


async def _definition_page(
    request: Request,
    act: Act,
    kind: Kind,
    code: str,
    *,
    refusal: Malformed | None = None,
    status: int = 422,
    new_code: str = "",
) -> Response:
    """`status`: of the answer when there is a refusal."""
    language = language_of(request)
    wrong = refusal.errors if refusal else []
    view = await definition_view(act, kind, code, language=language)
    return show(
        request,
        "administrator/definitions/definition.html",
        status=status if refusal else 200,
        view=view,
        today=local_date(await legal_now(act.connection)),
        retirable={each.version for each in view.in_force},
        follows=await follows_of(act, code, language=language) if kind == "matter" else {},
        new_code=new_code,
        can_copy=kind in NEW_KINDS,
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
        kind_words=kind_words(language),
        state_words=state_words(language),
    )


def _new_page(
    request: Request, *, kind: str = "", code: str = "", refusal: Malformed | None = None
) -> Response:
    language = language_of(request)
    wrong = refusal.errors if refusal else []
    words = kind_words(language)
    return show(
        request,
        "administrator/definitions/new.html",
        status=422 if refusal else 200,
        kinds=[(each, words[each]) for each in NEW_KINDS],
        kind=kind,
        code=code,
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
    )


def _about_code(refusal: Malformed | NotNow, pointer: str = "/code") -> Malformed:
    """Whatever keeps it from being made is about the code, which is all that was typed."""
    words = refusal.errors[0] if refusal.errors else refusal.title
    return _bad(pointer, words.zh, words.en)


def _bad(pointer: str, zh: str, en: str) -> Malformed:
    return Malformed(errors=[FieldError(pointer, zh, en)])
