"""The responsibility table as a grid, and filling the empty cells of an item."""

from typing import Annotated

from fastapi import Form, Query, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.organising.choices import choices_of
from casework.organising.registers import RESPONSIBILITY
from casework.organising.responsibility_grid import fill_column, show_grid
from casework.outside import Acts
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import FieldError, Malformed

router = page_router()
Code = Annotated[str, Query(max_length=100)]
Typed = Annotated[str, Form(max_length=500)]


@router.get("/organisation/responsibility")
@access("administrator")
async def show_responsibility(
    request: Request, act: CurrentAct, parent: Code = "", matter: Code = "", filled: Code = ""
) -> Response:
    return await _page(request, act, parent=parent, matter=matter, filled=filled)


@router.post("/organisation/responsibility/fill")
@access("administrator", level="L2")
async def fill(
    request: Request,
    acts: Acts,
    parent: Typed = "",
    matter: Typed = "",
    item: Typed = "",
    department: Typed = "",
    reason: Typed = "",
) -> Response:
    """In the regions that are shown."""
    try:
        if not item:
            raise Malformed(errors=[FieldError("/item", "请选择事项", "choose an item")])
        async with acts() as act:
            shown = await show_grid(act, parent=parent, matter=matter)
            regions = [row.region for row in shown.rows]
            done = await fill_column(act, item=item, regions=regions, department=department, reason=reason)
    except Malformed as refusal:
        typed = {"item": item, "department": department, "reason": reason}
        async with acts() as act:
            return await _page(request, act, parent=parent, matter=matter, refusal=refusal, typed=typed)
    return go_to(f"/organisation/responsibility?parent={parent}&matter={matter}&filled={done.filled}")


async def _page(
    request: Request,
    act: Act,
    *,
    parent: str,
    matter: str,
    filled: str = "",
    refusal: Malformed | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    wrong = refusal.errors if refusal else []
    choices = await choices_of(act, RESPONSIBILITY, language=language)
    return show(
        request,
        "administrator/organisation/responsibility.html",
        status=422 if refusal else 200,
        grid=await show_grid(act, parent=parent, matter=matter, language=language),
        departments=choices.get("department", []),
        typed=typed or {},
        confirmation=_("%(count)s cells were filled.") % {"count": filled} if filled.isdigit() else "",
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
    )
