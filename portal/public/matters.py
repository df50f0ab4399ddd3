"""What can be done here: the catalogue with its search, and the guide of one matter."""

from fastapi import Request
from starlette.responses import Response

from access.act import CurrentAct
from access.actor import Kind
from access.parts import get_actor
from access.rules import access
from casework.answer_consent import has_open_consent
from casework.draft_lookups import ask_departments
from casework.outside import Acts, CurrentOutside
from casework.published_matters import list_matters, matter_view
from casework.start_application import start_application
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()
LONGEST_SEARCH = 100
# Who works here starts with the work; the catalogue is for those who want something done.
HOMES: dict[Kind, str] = {"officer": "/desk", "window": "/desk", "supervisor": "/overview"}


@router.get("/")
@access("public")
async def show_catalogue(request: Request, act: CurrentAct, q: str = "") -> Response:
    home = HOMES.get(get_actor(request).kind)
    if home is not None:
        return go_to(home)
    q = q[:LONGEST_SEARCH]
    matters = await list_matters(act, q=q, language=language_of(request))
    is_asked = get_actor(request).kind == "applicant" and await has_open_consent(act)
    return show(request, "public/catalogue.html", q=q, matters=matters, is_asked=is_asked)


@router.get("/matters/{code}")
@access("public")
async def show_guide(request: Request, act: CurrentAct, code: str) -> Response:
    matter = await matter_view(act, code, language=language_of(request))
    return show(request, "public/guide.html", matter=matter)


@router.post("/matters/{code}/start")
@access("applicant")
async def start_matter(acts: Acts, outside: CurrentOutside, code: str) -> Response:
    async with acts() as act:
        started = await start_application(act, code)
    await ask_departments(acts, outside, started.id, keys=act.engine.keys)
    return go_to(f"/applications/{started.id}/questions")
