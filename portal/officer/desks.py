"""Who has taken how many tasks, and giving a desk to others while somebody is away."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.organising.desks import give_desk, list_desks
from casework.outside import Acts
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import FieldError, Malformed

router = page_router()
GROUP = "group"


@router.get("/desks")
@access("officer", "window", "supervisor")
async def show_desks(request: Request, act: CurrentAct) -> Response:
    return await _page(request, act)


@router.post("/desks/{officer}/give")
@access("officer", "window", "supervisor")
async def give(
    request: Request,
    acts: Acts,
    officer: UUID,
    to: Annotated[str, Form(max_length=36)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    try:
        async with acts() as act:
            given = await give_desk(act, officer, to=_to(to), reason=reason)
    except Malformed as refusal:
        async with acts() as act:
            return await _page(request, act, refusal=refusal, at=officer)
    return go_to(f"/desks?given={given.to_colleague + given.to_group}")


def _to(typed: str) -> UUID | None:
    """None: the group. Raises Malformed (422)."""
    try:
        return None if typed == GROUP else UUID(typed)
    except ValueError as error:
        raise Malformed(errors=[FieldError("/to", "请选择", "choose one")]) from error


async def _page(
    request: Request, act: Act, *, refusal: Malformed | None = None, at: UUID | None = None
) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    wrong = refusal.errors if refusal else []
    given = request.query_params.get("given", "")
    return show(
        request,
        "officer/desks.html",
        status=422 if refusal else 200,
        desks=await list_desks(act, language=language),
        group=(GROUP, _("The group: anybody of the department")),
        confirmation=_("%(count)s tasks were given.") % {"count": given} if given.isdigit() else "",
        at=at,
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
    )
