"""One version: how it stands, its check, its text with the problems beside the lines, throwing it away."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.defining.checking import DefinitionChecked, check_version
from casework.defining.differing import text_difference
from casework.defining.drafting import discard_draft, save_draft
from casework.outside import Acts
from engine.definition_rows import Ref
from matter_definitions.problems import Problem as DefinitionProblem
from matter_definitions.read import MAX_CHARACTERS
from matter_definitions.sources import Kind
from portal.administrator.definitions.workbench import Bench, base_of, bench_of, frame
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import Malformed, Stale

router = page_router()
Source = Annotated[str, Form(max_length=MAX_CHARACTERS)]


@dataclass(frozen=True, slots=True)
class LineShown:
    number: int
    text: str
    problems: list[str]


@router.get("/definitions/{kind}/{code}/versions/{version}")
@access("administrator")
async def show_version(request: Request, act: CurrentAct, kind: Kind, code: str, version: int) -> Response:
    return await _overview(request, act, Ref(kind, code, version))


@router.post("/definitions/{kind}/{code}/versions/{version}/check")
@access("administrator")
async def check(request: Request, acts: Acts, kind: Kind, code: str, version: int) -> Response:
    """The whole check, as publishing does it; the drafts that it uses stand beside it."""
    ref = Ref(kind, code, version)
    async with acts() as act:
        bench = await bench_of(request, act, ref)
        together = [each.ref for each in bench.looked.companions]
        checked = await check_version(act, ref, together=together, language=language_of(request))
    async with acts() as act:
        return await _overview(request, act, ref, checked=checked)


@router.post("/definitions/{kind}/{code}/versions/{version}/discard")
@access("administrator")
async def discard(act: CurrentAct, kind: Kind, code: str, version: int) -> Response:
    await discard_draft(act, Ref(kind, code, version))
    is_gone = version == 1
    return go_to("/definitions" if is_gone else f"/definitions/{kind}/{code}?said=discarded")


@router.get("/definitions/{kind}/{code}/versions/{version}/text")
@access("administrator")
async def show_text(request: Request, act: CurrentAct, kind: Kind, code: str, version: int) -> Response:
    return _text_page(request, await bench_of(request, act, Ref(kind, code, version)))


@router.post("/definitions/{kind}/{code}/versions/{version}/text")
@access("administrator")
async def save_text(
    request: Request,
    acts: Acts,
    kind: Kind,
    code: str,
    version: int,
    source: Source,
    revision: Annotated[int, Form()],
    base: Source = "",
) -> Response:
    """`base`: the text that the page has shown, to tell what somebody else has changed since."""
    ref, typed = Ref(kind, code, version), _one_line_end(source)
    try:
        async with acts() as act:
            await save_draft(act, ref, typed, if_revision=revision)
    except Stale:
        async with acts() as act:
            bench = await bench_of(request, act, ref)
            theirs = await text_difference(act, _one_line_end(base), bench.view.source)
        return _text_page(request, bench, typed=typed, theirs=theirs)
    except Malformed as refusal:
        async with acts() as act:
            bench = await bench_of(request, act, ref)
        return _text_page(request, bench, typed=typed, refusal=refusal)
    return go_to(f"{base_of(ref)}/text?said=saved")


async def _overview(
    request: Request, act: Act, ref: Ref, *, checked: DefinitionChecked | None = None
) -> Response:
    bench = await bench_of(request, act, ref)
    return show(
        request,
        "administrator/definitions/overview.html",
        **frame(bench, language_of(request), here="overview"),
        checked=checked,
    )


def _text_page(
    request: Request,
    bench: Bench,
    *,
    typed: str | None = None,
    theirs: list[str] | None = None,
    refusal: Malformed | None = None,
) -> Response:
    """`theirs`: of a save that came too late, what changed since; nothing typed is lost."""
    language = language_of(request)
    _ = gettext_in(language)
    told: list[Problem] = []
    if theirs is not None:
        told.append(Problem(_("Somebody else has saved this meanwhile. What you typed is still here."), None))
    for each in refusal.errors if refusal else []:
        line = each.pointer.rpartition(":")[2]
        words = each.en if language == "en" else each.zh
        told.append(Problem(_("Line %(number)s: %(words)s") % {"number": line, "words": words}, "#source"))
    text = bench.view.source if typed is None else typed
    return show(
        request,
        "administrator/definitions/text.html",
        status=412 if theirs is not None else 422 if refusal else 200,
        **frame(bench, language, here="text"),
        source=text,
        shown=bench.view.source,
        revision=bench.view.line.revision,
        theirs=theirs or [],
        lines=_lines(bench.view.source, bench.looked.problems, language),
        problems=told,
    )


def _lines(source: str, problems: tuple[DefinitionProblem, ...], language: Language) -> list[LineShown]:
    said: dict[int, list[str]] = {}
    for each in problems:
        said.setdefault(each.line, []).append(each.in_language(language))
    return [LineShown(n, line, said.get(n, [])) for n, line in enumerate(source.splitlines(), start=1)]


def _one_line_end(text: str) -> str:
    """A browser sends line ends of two characters."""
    return text.replace("\r\n", "\n")
