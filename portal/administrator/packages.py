"""Matters as archives: one leaves as a file; one that comes is looked at first and then becomes drafts.

Between looking and taking nothing of it is kept here: the page itself carries the archive, and what comes
back is read again from the beginning, as if it had never been seen.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import Form, Request, UploadFile
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.defining.packaging import PackageLooked, PackageUnusable, export_matter, import_package
from casework.defining.taken import drafts_of_package
from casework.outside import Acts, CurrentOutside, Outside
from matter_definitions.packaging.reading import MAX_ARCHIVE_BYTES
from portal.administrator.definitions.workbench import Titles, kind_words, state_words
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import FieldError, Malformed, NotNow, Refusal

router = page_router()
# A part of a form that is no file may have a million bytes.
_PIECE = 500_000
_PAPER = "paper"
Pieces = Annotated[list[str], Form(max_length=2 * MAX_ARCHIVE_BYTES // _PIECE)]
Choices = Annotated[list[str], Form(max_length=2000)]


@dataclass(frozen=True, slots=True)
class _Shown:
    """An archive that was looked at, and what was chosen: as `kind:code`."""

    looked: PackageLooked
    content: bytes
    take: Sequence[str]


@router.get("/definitions/matter/{code}/package")
@access("administrator")
async def export(act: CurrentAct, code: str, overrides: bool = False) -> Response:
    exported = await export_matter(act, code, with_overrides=overrides)
    name = {"Content-Disposition": f'attachment; filename="{exported.name}"'}
    return Response(exported.content, media_type="application/zip", headers=name)


@router.get("/packages")
@access("administrator")
async def show_import(request: Request) -> Response:
    return _page(request)


@router.post("/packages")
@access("administrator")
async def look(
    request: Request, acts: Acts, outside: CurrentOutside, file: UploadFile | None = None
) -> Response:
    content = await file.read(MAX_ARCHIVE_BYTES + 1) if file is not None else b""
    if not content:
        return _page(request, refusal=_unusable("请选择文件", "choose a file"))
    try:
        shown = await _looked(acts, outside, content, (), language=language_of(request))
    except Malformed as refusal:
        return _page(request, refusal=refusal)
    return _page(request, shown=shown)


@router.post("/packages/take")
@access("administrator")
async def take_in(
    request: Request,
    acts: Acts,
    outside: CurrentOutside,
    content: Pieces,
    do: Annotated[str, Form(max_length=10)],
    take: Choices = [],  # noqa: B006
) -> Response:
    """`do`: `look` again with what was chosen, or `take` it. `take`: empty for what stays as it is here."""
    language, chosen = language_of(request), [each for each in take if each]
    try:
        archive = _archive(content)
        if do != "take":
            return _page(request, shown=await _looked(acts, outside, archive, chosen, language=language))
        shown = await _looked(acts, outside, archive, chosen, create=True, language=language)
    except Malformed as refusal:
        return _page(request, refusal=refusal)
    except NotNow as refusal:  # somebody has begun a draft meanwhile
        shown = await _looked(acts, outside, _archive(content), (), language=language)
        return _page(request, refusal=refusal, shown=shown)
    papers = "?said=papers" if any(name.startswith(f"{_PAPER}:") for name in chosen) else ""
    if shown.looked.created:
        return go_to(f"/packages/{sha256(archive).hexdigest()}{papers}")
    return go_to("/templates" if papers else "/packages?said=nothing")


@router.get("/packages/{digest}")
@access("administrator")
async def show_taken(request: Request, act: CurrentAct, digest: str) -> Response:
    language = language_of(request)
    drafts = await drafts_of_package(act, digest, language=language)
    return show(
        request,
        "administrator/packages/taken.html",
        drafts=drafts,
        matter=next((each for each in drafts if each.kind == "matter"), None),
        kind_words=kind_words(language),
        state_words=state_words(language),
    )


async def _looked(
    acts: Acts,
    outside: Outside,
    content: bytes,
    take: Sequence[str],
    *,
    language: Language,
    create: bool = False,
) -> _Shown:
    connectors = outside.connectors.keys()
    async with acts() as act:
        looked = await import_package(
            act, content, connectors=connectors, create=create, take=take, language=language
        )
    return _Shown(looked, content, take)


def _archive(pieces: Sequence[str]) -> bytes:
    """The inverse of `_pieces`. Raises PackageUnusable."""
    try:
        return b64decode("".join(pieces).encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError) as reason:
        raise _unusable("请重新选择文件", "choose the file again") from reason


def _pieces(content: bytes) -> list[str]:
    written = b64encode(content).decode()
    return [written[start : start + _PIECE] for start in range(0, len(written), _PIECE)]


def _page(request: Request, *, shown: _Shown | None = None, refusal: Refusal | None = None) -> Response:
    language = language_of(request)
    parts = shown.looked.parts if shown else []
    return show(
        request,
        "administrator/packages/import.html",
        status=refusal.status if refusal else 200,
        looked=shown.looked if shown else None,
        pieces=_pieces(shown.content) if shown else [],
        take=shown.take if shown else (),
        new=[each for each in parts if each.standing == "new"],
        others=[each for each in parts if each.standing in ("different", "draft_open")],
        same=[each for each in parts if each.standing == "same"],
        kind_words=_kind_words(language),
        problems=_problems(refusal, language) if refusal else [],
    )


def _problems(refusal: Refusal, language: Language) -> list[Problem]:
    """With the name of the file inside the archive, where it is about one."""
    if not refusal.errors:
        return [Problem(refusal.detail.in_language(language), None)]
    told: list[Problem] = []
    for each in refusal.errors:
        entry = each.pointer.removeprefix("/file").removeprefix("/")
        words = each.en if language == "en" else each.zh
        told.append(Problem(f"{entry}: {words}" if entry else words, "#file"))
    return told


def _kind_words(language: Language) -> Titles:
    _ = gettext_in(language)
    return {**kind_words(language), _PAPER: _("Text of a paper")}


def _unusable(zh: str, en: str) -> PackageUnusable:
    return PackageUnusable(errors=[FieldError("/file", zh, en)])
