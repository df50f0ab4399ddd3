"""One page of calendars and one of a draft: what is published, what a draft would move, publishing."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.calendar_rules import rows_of_csv
from casework.calendars import (
    add_regional_day,
    calendars_view,
    declare_standstill,
    draft_year,
    drop_calendar,
    preview_draft,
    publish_calendar,
)
from casework.organisation import list_regions
from casework.outside import Acts
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import FieldError, Malformed

router = page_router()
LONGEST_FILE = 100_000
Typed = dict[str, str]


@router.get("/calendars")
@access("administrator", "supervisor")
async def show_calendars(request: Request, act: CurrentAct) -> Response:
    return await _page(request, act)


@router.post("/calendars/drafts")
@access("administrator")
async def draft(
    request: Request,
    acts: Acts,
    year: Annotated[str, Form(max_length=4)] = "",
    csv: Annotated[str, Form(max_length=LONGEST_FILE)] = "",
) -> Response:
    try:
        rows, source = rows_of_csv(csv)
        number = int(year) if year.isdecimal() else 0
        async with acts() as act:
            made = await draft_year(act, year=number, source=source, rows=rows)
    except Malformed as refusal:
        return await _again(request, acts, _at_the_list(refusal, csv), {"year": year, "csv": csv})
    return go_to(f"/calendars/drafts/{made.id}")


@router.get("/calendars/drafts/{draft_id}")
@access("administrator", "supervisor")
async def show_draft(request: Request, act: CurrentAct, draft_id: UUID) -> Response:
    return show(
        request,
        "administrator/calendar_draft.html",
        draft_id=draft_id,
        preview=await preview_draft(act, draft_id),
    )


@router.post("/calendars/drafts/{draft_id}/publish")
@access("administrator", level="L2")
async def publish(act: CurrentAct, draft_id: UUID) -> Response:
    await publish_calendar(act, draft_id)
    return go_to("/calendars?said=published")


@router.post("/calendars/drafts/{draft_id}/drop")
@access("administrator")
async def drop(act: CurrentAct, draft_id: UUID) -> Response:
    await drop_calendar(act, draft_id)
    return go_to("/calendars?said=dropped")


@router.post("/calendars/regional-days")
@access("administrator", level="L2")
async def regional_day(
    request: Request,
    acts: Acts,
    region: Annotated[str, Form(max_length=12)] = "",
    day: Annotated[str, Form(max_length=10)] = "",
    kind: Annotated[str, Form(max_length=4)] = "off",
    source: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    try:
        async with acts() as act:
            _must_be_given(source=source)
            when = _day(day, "/day")
            await add_regional_day(act, region=region, day=when, kind=kind, source=source)
    except Malformed as refusal:
        return await _again(request, acts, refusal, {"region": region, "day": day, "source": source})
    return go_to("/calendars?said=published")


@router.post("/calendars/standstills")
@access("administrator", level="L2")
async def standstill(
    request: Request,
    acts: Acts,
    region: Annotated[str, Form(max_length=12)] = "",
    first: Annotated[str, Form(max_length=10)] = "",
    last: Annotated[str, Form(max_length=10)] = "",
    decision_no: Annotated[str, Form(max_length=100)] = "",
    source: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    typed = {"region": region, "first": first, "last": last, "decision_no": decision_no, "source": source}
    try:
        async with acts() as act:
            _must_be_given(decision_no=decision_no, source=source)
            days = {"first": _day(first, "/first"), "last": _day(last, "/last")}
            await declare_standstill(act, region=region, decision_no=decision_no, source=source, **days)
    except Malformed as refusal:
        return await _again(request, acts, refusal, typed)
    return go_to("/calendars?said=published")


def _at_the_list(refusal: Malformed, csv: str) -> Malformed:
    """The page has one box for all days: what is wrong with one of them is told there, with its line."""
    lines = [line for line in csv.splitlines() if line.strip()]

    def told(error: FieldError) -> FieldError:
        days, _, rest = error.pointer.removeprefix("/").partition("/")
        number = rest.partition("/")[0]
        if days != "days" or not number.isdecimal():
            return error if days != "days" else replace(error, pointer="/csv")
        line = lines[int(number) + 1]
        return FieldError("/csv", f"{line}：{error.zh}", f"{line}: {error.en}")

    return Malformed(errors=[told(each) for each in refusal.errors])


async def _again(request: Request, acts: Acts, refusal: Malformed, typed: Typed) -> Response:
    """The page with what was typed and what is wrong with it."""
    async with acts() as act:
        return await _page(request, act, refusal=refusal, typed=typed)


async def _page(
    request: Request, act: Act, *, refusal: Malformed | None = None, typed: Typed | None = None
) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    wrong = refusal.errors if refusal else []
    said = {"published": _("Published. The cases under way are being dated anew."), "dropped": _("Dropped.")}
    return show(
        request,
        "administrator/calendars.html",
        status=422 if refusal else 200,
        calendars=await calendars_view(act, language=language),
        regions=[(code, name.in_language(language)) for code, name in await list_regions(act.connection)],
        kinds=[("off", _("Day off")), ("work", _("Worked day"))],
        kind_words={"off": _("Day off"), "work": _("Worked day"), "standstill": _("No limit runs")},
        typed=typed or {},
        errors=errors_by_pointer(wrong, language),
        problems=problems_of(wrong, language),
        confirmation=said.get(request.query_params.get("said", ""), ""),
    )


def _day(typed: str, pointer: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Malformed(errors=[FieldError(pointer, "请填写日期", "give a day")]) from error


def _must_be_given(**typed: str) -> None:
    errors = [
        FieldError(f"/{name}", "请填写", "is missing") for name, text in typed.items() if not text.strip()
    ]
    if errors:
        raise Malformed(errors=errors)
