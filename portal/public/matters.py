"""What can be done here: the catalogue with its search, and the guide of one matter."""

import re
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.actor import Kind
from access.parts import get_actor
from access.rules import access
from casework.consent_view import has_open_consent
from casework.draft_lookups import ask_departments
from casework.outside import Acts, CurrentOutside
from casework.published_matters import list_matters, matter_view
from casework.start_application import start_application
from portal.language import language_of
from portal.page_router import page_router
from portal.regions import region_choices
from portal.rendering import go_to, show

router = page_router()
LONGEST_SEARCH = 100
_REGION = re.compile(r"[0-9]{12}")
# Who works here starts with the work; the catalogue is for those who want something done.
HOMES: dict[Kind, str] = {"officer": "/desk", "window": "/desk", "supervisor": "/overview"}


@router.get("/")
@access("public")
async def show_catalogue(request: Request, act: CurrentAct, q: str = "", region: str = "") -> Response:
    home = HOMES.get(get_actor(request).kind)
    if home is not None:
        return go_to(home)
    q = q[:LONGEST_SEARCH]
    region, language = _region(region), language_of(request)
    matters = await list_matters(act, q=q, region=region, language=language)
    is_asked = get_actor(request).kind == "applicant" and await has_open_consent(act)
    regions = await region_choices(act, language)
    return show(
        request,
        "public/catalogue.html",
        q=q,
        region=region,
        regions=regions,
        matters=matters,
        is_asked=is_asked,
    )


@router.get("/matters/{code}")
@access("public")
async def show_guide(request: Request, act: CurrentAct, code: str, region: str = "") -> Response:
    region = _region(region)
    matter = await matter_view(act, code, region=region, language=language_of(request))
    return show(request, "public/guide.html", matter=matter, region=region)


@router.post("/matters/{code}/start")
@access("applicant")
async def start_matter(
    acts: Acts, outside: CurrentOutside, code: str, region: Annotated[str, Form(max_length=12)] = ""
) -> Response:
    """`region`: some matters are there in single counties only, or otherwise there."""
    async with acts() as act:
        started = await start_application(act, code, region=_region(region) or None)
    await ask_departments(acts, outside, started.id, keys=act.engine.keys)
    return go_to(f"/applications/{started.id}/questions")


def _region(typed: str) -> str:
    """12 digits, or nothing: then what holds everywhere is shown."""
    return typed if _REGION.fullmatch(typed) else ""
