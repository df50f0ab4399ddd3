"""A supervisor's page: figures, the cases behind them, and incidents."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import NO_ZERO, Body, Values
from api.frame.pages import Page, Paging
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.form_words import FieldOut
from casework.incident_desk import (
    IncidentHandled,
    IncidentLine,
    list_incidents,
    resolve_incident,
    retry_incident,
)
from casework.mend_incident import fields_to_mend, mend_incident
from casework.supervised_cases import CaseFilter, SupervisedCase, supervised_cases
from casework.supervision_summary import SupervisionSummary, supervision_summary

router = api_router(tag="supervision", prefix=f"{ROOT}/supervision")

Region = Annotated[str | None, Query(pattern=r"^\d{12}$", description="12 digits; all places inside it")]
Department = Annotated[str | None, Query(max_length=100, pattern=NO_ZERO, description="kind@region")]
Since = Annotated[date | None, Query(alias="from", description="Submitted on this day or later")]
Until = Annotated[date | None, Query(alias="to", description="Submitted on this day or earlier")]


class ResolveBody(Body):
    outcome: Literal["done", "ended", "noted", "sent_back"] = Field(
        description="done otherwise (the branch goes on; money that was awaited is taken as it came), ended"
        " (the branch ends), noted (nothing follows), sent_back (money that was awaited goes back and is sent"
        " anew)"
    )
    reason: str = Field(min_length=1, max_length=2000)


class MendBody(Body):
    fields: Values = Field(description="New values by form key")
    reason: str = Field(min_length=1, max_length=2000)


@router.get("/summary", summary="Figures and indicators")
@access("supervisor")
async def get_summary(
    act: CurrentAct,
    language: Spoken,
    region: Region = None,
    department: Department = None,
    since: Since = None,
    until: Until = None,
) -> SupervisionSummary:
    """Every figure has `drill`, the query that lists its cases."""
    return await supervision_summary(
        act, region=region, department=department, since=since, until=until, language=language
    )


@router.get("/cases", summary="Cases behind a figure")
@access("supervisor")
async def get_cases(
    act: CurrentAct,
    page: Paging,
    language: Spoken,
    state: Annotated[
        Literal["open", "completed", "partly_completed", "refused", "withdrawn"] | None, Query()
    ] = None,
    light: Annotated[Literal["yellow", "red"] | None, Query(description="red: overdue")] = None,
    stuck: Annotated[bool | None, Query(description="true: an incident is open")] = None,
    correcting: Annotated[bool | None, Query(description="true: waits for corrections")] = None,
    matter: Annotated[str | None, Query(max_length=100, pattern=NO_ZERO)] = None,
    region: Region = None,
    department: Department = None,
    since: Since = None,
    until: Until = None,
    q: Annotated[
        str | None, Query(max_length=40, pattern=NO_ZERO, description="The beginning of a case number")
    ] = None,
) -> Page[SupervisedCase]:
    """The latest first."""
    wanted = CaseFilter(
        state=state,
        light=light,
        stuck=stuck,
        correcting=correcting,
        matter=matter,
        region=region,
        department=department,
        since=since,
        until=until,
        q=q,
    )
    rows = await supervised_cases(act, wanted, limit=page.rows_to_read, after=page.after, language=language)
    items, cursor = page.cut(rows, key=lambda each: (each.submitted_at, each.case_no))
    return Page[SupervisedCase](items=list(items), next=cursor)


@router.get("/incidents", summary="What the engine could not do by itself")
@access("supervisor")
async def get_incidents(
    act: CurrentAct,
    page: Paging,
    language: Spoken,
    state: Annotated[Literal["open", "ended", "all"], Query()] = "open",
    kind: Annotated[str | None, Query(max_length=50, pattern=NO_ZERO)] = None,
    case_no: Annotated[str | None, Query(max_length=40, pattern=NO_ZERO)] = None,
    department: Department = None,
) -> Page[IncidentLine]:
    """The latest first."""
    rows = await list_incidents(
        act,
        state=None if state == "all" else state,
        kind=kind,
        case_no=case_no,
        department=department,
        limit=page.rows_to_read,
        after=page.after,
        language=language,
    )
    items, cursor = page.cut(rows, key=lambda each: (each.opened_at, each.id))
    return Page[IncidentLine](items=list(items), next=cursor)


@router.post("/incidents/{incident_id}/retry", summary="Try it again")
@access("supervisor")
async def retry(incident_id: UUID, act: CurrentAct) -> IncidentHandled:
    """What was attempted before is asked about first, so that nothing happens twice."""
    return await retry_incident(act, incident_id)


@router.get("/incidents/{incident_id}/correction", summary="What of the input may be mended")
@access("supervisor")
async def get_fields_to_mend(incident_id: UUID, act: CurrentAct, language: Spoken) -> Page[FieldOut]:
    """What the step sends and somebody typed, without the values that stand in the case."""
    return Page[FieldOut](items=await fields_to_mend(act, incident_id, language=language), next=None)


@router.post("/incidents/{incident_id}/correct", summary="Mend the input and do the step anew")
@access("supervisor")
async def correct(incident_id: UUID, body: MendBody, act: CurrentAct) -> IncidentHandled:
    """Every rule of the form holds for the new values."""
    return await mend_incident(act, incident_id, fields=body.fields, reason=body.reason)


@router.post("/incidents/{incident_id}/resolve", summary="End an incident with a reason")
@access("supervisor")
async def resolve(incident_id: UUID, body: ResolveBody, act: CurrentAct) -> IncidentHandled:
    """Done otherwise, ended, noted, or (money that was awaited) sent back."""
    return await resolve_incident(act, incident_id, outcome=body.outcome, reason=body.reason)
