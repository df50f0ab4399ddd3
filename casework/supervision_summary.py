"""One page of figures for a supervisor; each can be opened to the cases that it counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy import func, select

from access.act import Act
from access.policy import demand
from access.scope import cases_for, incidents_for
from casework.supervised_cases import CaseFilter, conditions
from casework.tickets.ticket_list import TicketFilter, count_tickets
from casework.words import Language
from database.session import legal_now
from database.tables.incident import Incident
from database.tables.matter_case import MatterCase
from database.tables.rating import Rating
from engine.data_sharing import KIND as DATA_SHARING
from forms.form_plan import Text

INCIDENTS = "/api/v1/supervision/incidents"

_TITLES = {
    "submitted": Text("收件", "Handed in"),
    "open": Text("在办", "Under way"),
    "ended": Text("办结", "Over"),
    "completed": Text("全部办成", "Completed"),
    "overdue": Text("已超期", "Overdue"),
    "due_soon": Text("即将到期", "Due soon"),
    "stuck": Text("受阻", "Stuck"),
    "correcting": Text("待申请人补正", "Waiting for corrections"),
    "incidents": Text("待处理异常", "Open incidents"),
    "data_sharing": Text("应供未供的数据", "Data promised and not supplied"),
    "tickets": Text("投诉和差评在办", "Complaints and bad ratings"),
    "tickets_overdue": Text("投诉和差评超期", "Complaints and bad ratings overdue"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """`drill`: the query that lists what is counted; following it gives as many."""

    code: str
    title: str
    value: int
    drill: str


@dataclass(frozen=True, slots=True)
class Indicators:
    """Of the cases that are over: how long they took, and what people thought. None: nothing to count.

    `excluded`: ratings that are on record and not counted, because an appeal against them was right.
    """

    median_hours: float | None
    within_promise_percent: float | None
    rating_average: float | None
    ratings: int
    excluded: int


@dataclass(frozen=True, slots=True)
class SupervisionSummary:
    at: datetime
    figures: list[Figure]
    indicators: Indicators


async def supervision_summary(
    act: Act,
    *,
    region: str | None = None,
    department: str | None = None,
    since: date | None = None,
    until: date | None = None,
    language: Language = "zh",
) -> SupervisionSummary:
    """Raises NotYours (403)."""
    demand(act.actor, "supervision.read")
    now = await legal_now(act.connection)
    base = CaseFilter(region=region, department=department, since=since, until=until)
    wanted = {
        "submitted": base,
        "open": replace(base, state="open"),
        "completed": replace(base, state="completed"),
        "overdue": replace(base, light="red"),
        "due_soon": replace(base, light="yellow"),
        "stuck": replace(base, stuck=True),
        "correcting": replace(base, correcting=True),
    }
    counts = await _count(act, wanted, now=now)
    figures = [
        Figure(code, _TITLES[code].in_language(language), counts[code], each.drill())
        for code, each in wanted.items()
    ]
    for code, kind in (("incidents", None), ("data_sharing", DATA_SHARING)):
        figures.append(await _incidents(act, code=code, kind=kind, department=department, language=language))
    figures += await _tickets(act, region=region, department=department, now=now, language=language)
    return SupervisionSummary(now, figures, await _indicators(act, base, now=now))


async def _count(act: Act, wanted: dict[str, CaseFilter], *, now: datetime) -> dict[str, int]:
    """All figures in one statement, over the cases of the actor's scope."""
    columns = [
        func.count().filter(*conditions(each, now=now)).label(code)
        if conditions(each, now=now)
        else func.count().label(code)
        for code, each in wanted.items()
    ]
    row = (await act.connection.execute(select(*columns).where(cases_for(act.actor)))).one()
    return dict(row._mapping)


async def _incidents(
    act: Act, *, code: str, kind: str | None, department: str | None, language: Language
) -> Figure:
    """Of one kind, or all of them."""
    query = {"state": "open"}
    statement = (
        select(func.count()).select_from(Incident).where(incidents_for(act.actor), Incident.state == "open")
    )
    if kind:
        statement, query = statement.where(Incident.kind == kind), {**query, "kind": kind}
    if department:
        statement = statement.where(Incident.department == department)
        query = {**query, "department": department}
    value = (await act.connection.execute(statement)).scalar_one()
    return Figure(code, _TITLES[code].in_language(language), value, f"{INCIDENTS}?{urlencode(query)}")


async def _tickets(
    act: Act, *, region: str | None, department: str | None, now: datetime, language: Language
) -> list[Figure]:
    base = TicketFilter(state="open", region=region, department=department)
    wanted = {"tickets": base, "tickets_overdue": replace(base, overdue=True)}
    return [
        Figure(
            code, _TITLES[code].in_language(language), await count_tickets(act, each, now=now), each.drill()
        )
        for code, each in wanted.items()
    ]


async def _indicators(act: Act, base: CaseFilter, *, now: datetime) -> Indicators:
    duration = func.extract("epoch", MatterCase.ended_at - MatterCase.submitted_at)
    over = [cases_for(act.actor), *conditions(base, now=now), MatterCase.ended_at.is_not(None)]
    promised = MatterCase.promised_at.is_not(None)
    times = (
        await act.connection.execute(
            select(
                func.percentile_cont(0.5).within_group(duration).label("median"),
                func.count().filter(promised).label("promised"),
                func.count().filter(promised, MatterCase.ended_at <= MatterCase.promised_at).label("kept"),
            ).where(*over)
        )
    ).one()
    counted = Rating.excluded_at.is_(None)
    ratings = (
        await act.connection.execute(
            select(
                func.avg(Rating.score).filter(counted).label("average"),
                func.count().filter(counted).label("number"),
                func.count().filter(~counted).label("excluded"),
            )
            .join(MatterCase, MatterCase.id == Rating.case_id)
            .where(cases_for(act.actor), *conditions(base, now=now))
        )
    ).one()
    hour = timedelta(hours=1).total_seconds()
    return Indicators(
        median_hours=None if times.median is None else round(float(times.median) / hour, 1),
        within_promise_percent=round(100 * times.kept / times.promised, 1) if times.promised else None,
        rating_average=None if ratings.average is None else round(float(ratings.average), 2),
        ratings=ratings.number,
        excluded=ratings.excluded,
    )
