"""Setting up an empty installation: the first administrator, and then one step after the other."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.first_administrator import become_first_administrator
from access.parts import get_parts
from access.rules import access
from casework.organising.checklist import STEPS, Checklist, Step, read_checklist
from casework.organising.first_matters import list_ready_matters, publish_ready_matter
from casework.outside import Acts
from database.session import become_engine
from portal.administrator.organisation_words import HREFS, missing_words
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import FieldError, Malformed

router = page_router()


@router.get("/setup/code")
@access("applicant", level="L2")
async def show_code(request: Request) -> Response:
    return show(request, "public/first_administrator.html", errors={})


@router.post("/setup/code")
@access("applicant", level="L2")
async def redeem(request: Request, acts: Acts, code: Annotated[str, Form(max_length=100)] = "") -> Response:
    language = language_of(request)
    try:
        async with acts() as act:
            become_engine(act.connection)
            name = getattr(request.state, "who", "") or act.actor.subject
            await become_first_administrator(
                act.connection, act.actor.himself, code=code, name=name, now=datetime.now(UTC)
            )
    except Malformed as refusal:
        return show(
            request,
            "public/first_administrator.html",
            status=422,
            errors=errors_by_pointer(refusal.errors, language),
            problems=problems_of(refusal.errors, language),
        )
    get_parts(request).actors.forget(act.actor.subject)
    return go_to("/setup")


@router.get("/setup")
@access("administrator")
async def show_setup(request: Request, act: CurrentAct) -> Response:
    return await _page(request, act)


@router.post("/setup/matters")
@access("administrator", level="L2")
async def publish_matter(
    request: Request, acts: Acts, matter: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    try:
        async with acts() as act:
            await publish_ready_matter(act, matter)
    except Malformed as refusal:
        async with acts() as act:
            return await _page(request, act, refusal=refusal)
    return go_to("/setup?said=published")


async def _page(request: Request, act: Act, *, refusal: Malformed | None = None) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    found = await read_checklist(act)
    wrong = [FieldError("", each.zh, each.en) for each in refusal.errors] if refusal else []
    return show(
        request,
        "administrator/setup.html",
        status=422 if refusal else 200,
        steps=[_step(step, found, language) for step in STEPS],
        ready=await list_ready_matters(act, language=language),
        complete=found.next_step is None,
        confirmation=_("Published. People can apply for it from now on.")
        if request.query_params.get("said") == "published"
        else "",
        problems=problems_of(wrong, language),
    )


def _step(step: Step, found: Checklist, language: Language) -> dict[str, object]:
    _ = gettext_in(language)
    title, about = {
        "regions": (
            _("Regions"),
            _("The places that this installation is for. Import the list of their codes, or type them."),
        ),
        "departments": (_("Departments"), _("Who does the work in each region.")),
        "people": (_("Posts and people"), _("First the posts of the departments, then who holds them.")),
        "calendar": (_("Calendar"), _("The working days by which limits are counted.")),
        "matters": (
            _("First matters"),
            _("What comes with the product can be published as it is, and changed later."),
        ),
        "responsibility": (_("Responsibility table"), _("Which department does which item where.")),
        "remedies": (_("Remedies"), _("Who reviews a decision, and which court hears of it.")),
    }[step]
    links = [(HREFS[step], _("Go there"))]
    if step in ("regions", "departments", "responsibility", "remedies"):
        links.append((f"/organisation/registers/{step}/import", _("Import a table")))
    if step == "people":
        links = [("/organisation/registers/posts", _("Posts")), ("/organisation/people", _("People"))]
    return {
        "code": step,
        "title": title,
        "about": about,
        "done": found.is_done(step),
        "next": found.next_step == step,
        "missing": [
            f"{missing_words(each, language)} {len(each.of) or ''}".rstrip()
            for each in found.missing
            if each.step == step
        ],
        "links": links,
    }
