"""What regions do otherwise in a matter: the list, a new one for a region of the tree, and what one changes.

A change of a region is written, checked and published on the pages of every other definition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.regions import covers
from access.rules import access
from casework.defining.reading import definition_view
from casework.defining.refusing import CodeTaken
from casework.defining.regional import begin_override, level_difference, regional_drafts
from casework.defining.regions import regional_differences
from casework.organisation import list_regions
from casework.outside import Acts
from engine.definition_rows import Ref
from matter_definitions.overriding.regions import override_code
from portal.administrator.definitions.workbench import base_of, bench_of, frame
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from refusals import Malformed

router = page_router()
Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Tree:
    """Where one stands in the tree of regions; `here`: '' above the provinces. `way`: from the outside in,
    the region itself included. Each region by code and name."""

    here: str
    way: Sequence[tuple[str, str]]
    inside: Sequence[tuple[str, str]]


@router.get("/definitions/matter/{code}/regions")
@access("administrator")
async def show_regions(request: Request, act: CurrentAct, code: str, within: str = "") -> Response:
    return await _page(request, act, code, within=within)


@router.post("/definitions/matter/{code}/regions")
@access("administrator")
async def begin(
    request: Request, acts: Acts, code: str, region: Annotated[str, Form(max_length=12)] = ""
) -> Response:
    try:
        async with acts() as act:
            kept = await begin_override(act, code, region)
    except CodeTaken:
        return go_to(f"/definitions/override/{override_code(code, region)}")
    except Malformed as refusal:
        async with acts() as act:
            return await _page(request, act, code, refusal=refusal)
    return go_to(f"{base_of(Ref(kept.kind, kept.code, kept.version))}/edit?at=items")


@router.get("/definitions/override/{code}/versions/{version}/above")
@access("administrator")
async def show_above(request: Request, act: CurrentAct, code: str, version: int) -> Response:
    ref, language = Ref("override", code, version), language_of(request)
    bench = await bench_of(request, act, ref)
    found = await level_difference(act, ref, language=language)
    names = await _names(act, language)
    return show(
        request,
        "administrator/overrides/above.html",
        **frame(bench, language, here="above"),
        found=found,
        above=names.get(found.above, found.above),
    )


async def _page(
    request: Request, act: Act, matter: str, *, within: str = "", refusal: Malformed | None = None
) -> Response:
    language = language_of(request)
    names = await _names(act, language)
    view = await definition_view(act, "matter", matter, language=language)
    in_force = await regional_differences(act, matter, language=language) if view.in_force else []
    drafts = await regional_drafts(act, matter)
    wrong = refusal.errors if refusal else []
    return show(
        request,
        "administrator/overrides/regions.html",
        status=422 if refusal else 200,
        view=view,
        lines=in_force,
        begun=[(names.get(region, region), ref) for region, ref in drafts.items()],
        draft_of=drafts,
        names=names,
        tree=_tree(names, within),
        taken={*drafts, *(each.region for each in in_force)},
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
    )


async def _names(act: Act, language: Language) -> Names:
    return {code: name.in_language(language) for code, name in await list_regions(act.connection)}


def _tree(names: Names, here: str) -> Tree:
    """An unknown region is as if none were chosen."""
    here = here if here in names else ""
    way = sorted(each for each in names if here and covers(each, here))
    below = [each for each in names if each != here and (not here or covers(here, each))]
    inside: list[str] = []
    for each in sorted(below):  # a region stands before those that lie in it
        if not (inside and covers(inside[-1], each)):
            inside.append(each)
    return Tree(here, [(each, names[each]) for each in way], [(each, names[each]) for each in inside])
