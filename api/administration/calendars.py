"""Calendars: drafts, what they would move, publishing; days of regions, and emergencies."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.calendar_rules import DayRow, rows_of_csv
from casework.calendars import (
    CalendarPreview,
    CalendarPublished,
    CalendarsView,
    DraftMade,
    add_regional_day,
    calendars_view,
    declare_standstill,
    draft_region,
    draft_year,
    drop_calendar,
    preview_draft,
    publish_calendar,
)
from refusals import FieldError, Malformed

router = api_router(tag="administration", prefix=ROOT)

Day = Annotated[date, Field(strict=False)]
Source = Annotated[str, Field(min_length=1, max_length=200, description="The document that announces it")]
Region = Annotated[str, Field(pattern=r"^\d{12}$", description="Division code, 12 digits")]


class DayBody(Body):
    day: Day
    kind: Literal["off", "work", "standstill"]


class DraftBody(Body):
    """`year` for the whole country, or `region`. The days as a list or as a file in `csv`."""

    source: str | None = Field(default=None, max_length=200, description="May stand in the file instead")
    year: int | None = None
    region: str | None = Field(default=None, pattern=r"^\d{12}$")
    days: list[DayBody] = Field(default_factory=list, max_length=400)
    csv: str | None = Field(default=None, max_length=100_000, description="Columns day, kind, source")


class RegionalDayBody(Body):
    region: Region
    day: Day
    kind: Literal["off", "work"]
    source: Source


class StandstillBody(Body):
    region: Region
    first: Day
    last: Day
    decision_no: Annotated[str, Field(min_length=1, max_length=100, description="Of the region's decision")]
    source: Source


@router.get("/calendars", summary="Published years, days of regions, drafts")
@access("administrator", "supervisor")
async def get_calendars(act: CurrentAct, language: Spoken) -> CalendarsView:
    """With the latest publications and how far the cases under way have been dated anew."""
    return await calendars_view(act, language=language)


@router.post("/calendars/drafts", summary="Draft a year or days of a region", status_code=201)
@access("administrator")
async def post_draft(body: DraftBody, act: CurrentAct) -> DraftMade:
    """A year's draft names all its days that differ from the week. Nothing moves before it is published."""
    rows, source = [DayRow(each.day, each.kind) for each in body.days], body.source
    if body.csv is not None:
        rows, named = rows_of_csv(body.csv)
        source = source or named
    if not source:
        raise Malformed(errors=[FieldError("/source", "请填写发布文件", "name the document")])
    if (body.year is None) == (body.region is None):
        words = "全国日历填写年份，地区日历填写地区", "give a year for the country, or a region"
        raise Malformed(errors=[FieldError("/year", *words)])
    if body.year is not None:
        return await draft_year(act, year=body.year, source=source, rows=rows)
    return await draft_region(act, region=body.region or "", source=source, rows=rows)


@router.get("/calendars/drafts/{draft}/preview", summary="What publishing a draft would move")
@access("administrator", "supervisor")
async def get_preview(draft: UUID, act: CurrentAct) -> CalendarPreview:
    """Changes nothing. `people` would be told of a promised day that moves."""
    return await preview_draft(act, draft)


@router.post("/calendars/drafts/{draft}/publish", summary="Publish a draft")
@access("administrator", level="L2")
async def publish(draft: UUID, act: CurrentAct) -> CalendarPublished:
    """Limits are counted by it at once; the cases under way are dated anew one after the other."""
    return await publish_calendar(act, draft)


@router.delete("/calendars/drafts/{draft}", summary="Drop a draft", status_code=204)
@access("administrator")
async def drop(draft: UUID, act: CurrentAct) -> None:
    """Only one that was not published."""
    await drop_calendar(act, draft)


@router.post("/calendars/regional-days", summary="A day off or a worked day of one region")
@access("administrator", level="L2")
async def post_regional_day(body: RegionalDayBody, act: CurrentAct) -> CalendarPublished:
    """Published at once; to see first what it moves, draft it."""
    return await add_regional_day(act, region=body.region, day=body.day, kind=body.kind, source=body.source)


@router.post("/calendars/standstills", summary="An emergency: no limit of the region runs")
@access("administrator", level="L2")
async def post_standstill(body: StandstillBody, act: CurrentAct) -> CalendarPublished:
    """From `first` to `last`, both included, by a decision of the region."""
    return await declare_standstill(
        act,
        region=body.region,
        first=body.first,
        last=body.last,
        decision_no=body.decision_no,
        source=body.source,
    )
