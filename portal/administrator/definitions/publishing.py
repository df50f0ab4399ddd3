"""What a version changes, and publishing it: from when, where, with what, and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.defining.checking import DefinitionChecked, check_sources, told
from casework.defining.differing import DefinitionDifference, definition_difference
from casework.defining.publishing import publish_definition
from casework.defining.reading import definition_view
from casework.defining.regional import regional_drafts
from casework.organisation import list_regions
from casework.outside import Acts
from casework.words import state_words
from engine.definition_rows import Ref
from engine.publish import DefinitionRefused
from matter_definitions.sources import Kind, file_of
from portal.administrator.definitions.workbench import Bench, bench_of, frame
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import Problem, errors_by_pointer, problems_of
from portal.rendering import go_to, show
from refusals import FieldError, Malformed, Refusal

router = page_router()
_VERSION = "/definitions/{kind}/{code}/versions/{version}"
EVERYWHERE = ""


@router.get(_VERSION + "/difference")
@access("administrator")
async def show_difference(
    request: Request, acts: Acts, kind: Kind, code: str, version: int, old: int | None = None
) -> Response:
    ref, language = Ref(kind, code, version), language_of(request)
    async with acts() as act:
        bench = await bench_of(request, act, ref)
        view = await definition_view(act, kind, code, language=language)
    others = [each for each in view.versions if each.version != version]
    base = bench.view.line.from_version
    old = old or base or next((each.version for each in others if each.version < version), None)
    found: DefinitionDifference | None = None
    refused: list[Problem] = []
    if old is not None:
        try:
            async with acts() as act:
                found = await definition_difference(act, kind, code, old=old, new=version, language=language)
        except DefinitionRefused as refusal:
            refused = [Problem(each.in_language(language), None) for each in refusal.problems]
    return show(
        request,
        "administrator/definitions/difference.html",
        **frame(bench, language, here="difference"),
        others=others,
        old=old,
        found=found,
        refused=refused,
        standing_words={
            each.standing: state_words("item", each.standing, language=language)
            for each in (found.impact if found else ())
        },
    )


@router.get(_VERSION + "/publish")
@access("administrator")
async def show_publish(request: Request, act: CurrentAct, kind: Kind, code: str, version: int) -> Response:
    bench = await bench_of(request, act, Ref(kind, code, version))
    return await _page(request, act, bench)


@router.post(_VERSION + "/publish")
@access("administrator", level="L2")
async def publish(
    request: Request,
    acts: Acts,
    kind: Kind,
    code: str,
    version: int,
    effective_from: Annotated[str, Form(max_length=10)] = "",
    region: Annotated[list[str], Form()] = [],  # noqa: B006
    together: Annotated[list[str], Form()] = [],  # noqa: B006
    reason: Annotated[str, Form(max_length=500)] = "",
    with_matters: Annotated[str, Form(max_length=3)] = "",
    seen: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    ref = Ref(kind, code, version)
    typed = {"effective_from": effective_from, "reason": reason}
    chosen = [each for each in region if each != EVERYWHERE]
    try:
        async with acts() as act:
            bench = await bench_of(request, act, ref)
            known = {f"{each.kind}:{each.code}": each.ref for each in bench.looked.companions}
            known |= await _regional(act, ref)
            await publish_definition(
                act,
                ref,
                together=[known[name] for name in together if name in known],
                effective_from=_day(effective_from),
                regions=chosen,
                reason=reason.strip() or None,
                with_matters=bool(with_matters),
                seen=_seen(seen, known | {"": ref}),
            )
    except Refusal as refusal:
        if refusal.status not in (403, 422):
            raise
        async with acts() as act:
            bench = await bench_of(request, act, ref)
            return await _page(
                request, act, bench, refusal=refusal, typed=typed, chosen=chosen, together=together
            )
    return go_to(f"/definitions/{kind}/{code}?said=published")


async def _page(
    request: Request,
    act: Act,
    bench: Bench,
    *,
    refusal: Refusal | None = None,
    typed: dict[str, str] | None = None,
    chosen: Sequence[str] = (),
    together: Sequence[str] | None = None,
) -> Response:
    language = language_of(request)
    checked = await _checked(act, bench, language) if refusal is None else None
    names = [f"{each.kind}:{each.code}" for each in bench.looked.companions]
    wrong = [each for each in refusal.errors if not isinstance(refusal, DefinitionRefused)] if refusal else []
    summary = problems_of(wrong, language)
    if refusal and not summary:
        summary = [Problem(refusal.detail.in_language(language), None)]
    refused = refusal.problems if isinstance(refusal, DefinitionRefused) else ()
    return show(
        request,
        "administrator/definitions/publish.html",
        status=refusal.status if refusal else 200,
        **frame(bench, language, here="publish"),
        checked=checked,
        refused=refused,
        regions=[(region, name.in_language(language)) for region, name in await list_regions(act.connection)],
        companions=[(name, bench.looked.companions[n]) for n, name in enumerate(names)],
        regional=(await _regional(act, bench.ref)).items(),
        chosen=chosen,
        together=names if together is None else together,
        typed=typed or {},
        errors=errors_by_pointer(wrong, language),
        two_persons=act.engine.two_persons,
        problems=summary,
    )


async def _regional(act: Act, ref: Ref) -> dict[str, Ref]:
    """Drafts of what regions do otherwise in a matter: a change of it may need another one of theirs."""
    drafts = await regional_drafts(act, ref.code) if ref.kind == "matter" else {}
    return {f"{each.kind}:{each.code}": each for each in drafts.values()}


async def _checked(act: Act, bench: Bench, language: str) -> DefinitionChecked:
    """What publishing would say now, with everything that goes along."""
    texts = [(file_of(bench.ref.kind, bench.ref.code), bench.view.source)]
    texts += [(file_of(each.kind, each.code), each.source) for each in bench.looked.companions]
    return told(await check_sources(act, texts), language="en" if language == "en" else "zh")


def _seen(sent: Sequence[str], known: Mapping[str, Ref]) -> dict[Ref, int]:
    """The revisions that the page had: `7` of its own version, `item:photo:3` of what goes along."""
    read = [each.rpartition(":") for each in sent]
    return {
        known[name]: int(revision)
        for name, _, revision in read
        if name in known and revision.isascii() and revision.isdigit() and len(revision) < 10
    }


def _day(typed: str) -> date | None:
    """None: today."""
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Malformed(errors=[FieldError("/effective_from", "请填写日期", "give a day")]) from error
