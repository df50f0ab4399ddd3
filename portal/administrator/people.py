"""Members of staff: who they are, what each may see and do and why, and leaving."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.organising.leaving import Leaving, TasksNeedAnHeir, record_leaving
from casework.organising.rights import explain_person, list_people
from casework.outside import Acts
from portal.administrator.organisation_words import role_words
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import FieldError, Malformed

router = page_router()
GROUP = "group"


@router.get("/organisation/people")
@access("administrator")
async def show_people(request: Request, act: CurrentAct) -> Response:
    return await _list(request, act, q="")


@router.post("/organisation/people")
@access("administrator")
async def find_people(
    request: Request, act: CurrentAct, q: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    """Sent as a form: a name belongs into no address. Changes nothing."""
    return await _list(request, act, q=q)


async def _list(request: Request, act: Act, *, q: str) -> Response:
    language = language_of(request)
    return show(
        request,
        "administrator/organisation/people.html",
        people=await list_people(act, search=q, by_name=True, language=language),
        q=q,
        role_words=role_words(language),
    )


@router.get("/organisation/people/{officer}")
@access("administrator")
async def show_person(request: Request, act: CurrentAct, officer: UUID) -> Response:
    return await _page(request, act, officer)


@router.post("/organisation/people/{officer}/leave")
@access("administrator", level="L2")
async def leave(
    request: Request,
    acts: Acts,
    officer: UUID,
    version: Annotated[int, Form()],
    last_day: Annotated[str, Form(max_length=10)] = "",
    heir: Annotated[str, Form(max_length=36)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    typed = {"last_day": last_day, "heir": heir, "reason": reason}
    try:
        leaving = Leaving(officer, _day(last_day), reason, heir=_heir(heir), to_group=heir == GROUP)
        async with acts() as act:
            await record_leaving(act, leaving, if_version=version)
    except TasksNeedAnHeir as refusal:
        found = [FieldError("/heir", refusal.title.zh, refusal.title.en)]
        async with acts() as act:
            return await _page(request, act, officer, errors=found, typed=typed)
    except Malformed as refusal:
        async with acts() as act:
            return await _page(request, act, officer, errors=refusal.errors, typed=typed)
    return go_to(f"/organisation/people/{officer}?said=left")


async def _page(
    request: Request,
    act: Act,
    officer: UUID,
    *,
    errors: list[FieldError] | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    person = await explain_person(act, officer, language=language)
    return show(
        request,
        "administrator/organisation/person.html",
        status=422 if errors else 200,
        person=person,
        heirs=[(GROUP, _("The group: anybody of the department"))]
        + [(str(each), name) for each, name in person.colleagues],
        role_words=role_words(language),
        typed=typed or {},
        errors=errors_by_pointer(errors or [], language),
        problems=problems_of(errors or [], language),
    )


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Malformed(errors=[FieldError("/last_day", "请填写日期", "give a day")]) from error


def _heir(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
