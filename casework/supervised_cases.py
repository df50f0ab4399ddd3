"""The cases under a supervisor's eyes, narrowed down: the same filter makes the figures and their lists."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, tuple_

from access.act import Act
from access.policy import demand
from access.regions import region_prefix
from access.scope import cases_for
from casework.cursors import After, moment_and_text
from casework.words import Language, state_words
from clocks.calendar import SHANGHAI
from database.session import legal_now
from database.tables.case_item import CaseItem
from database.tables.incident import Incident
from database.tables.matter_case import MatterCase

Light = Literal["yellow", "red"]
PATH = "/api/v1/supervision/cases"

EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """`light` red: an item is overdue, or the limit of the departments together; yellow: one is due soon
    and none overdue. `stuck`: an incident is open. `since` and `until`: days of submission, both included."""

    state: str | None = None
    light: Light | None = None
    stuck: bool | None = None
    correcting: bool | None = None
    matter: str | None = None
    region: str | None = None
    department: str | None = None
    since: date | None = None
    until: date | None = None
    q: str | None = None

    def drill(self) -> str:
        """The query that lists the cases of a figure."""
        names = {"since": "from", "until": "to"}
        given = {key: value for key, value in asdict(self).items() if value is not None}
        query = {names.get(key, key): _plain(value) for key, value in given.items()}
        return f"{PATH}?{urlencode(query)}" if query else PATH


@dataclass(frozen=True, slots=True)
class SupervisedCase:
    """`light`: the worst of its items and of the departments together. `overdue_items` and `departments`
    say where to look."""

    case_no: str
    matter: str
    title: str
    state: str
    state_words: str
    region: str
    departments: list[str]
    light: str
    stuck: bool
    overdue_items: list[str]
    next_due_at: datetime | None
    submitted_at: datetime
    promised_at: datetime | None
    ended_at: datetime | None


async def supervised_cases(
    act: Act,
    wanted: CaseFilter,
    *,
    limit: int,
    after: After = (),
    language: Language = "zh",
) -> list[SupervisedCase]:
    """The latest first; `after`: submitted_at and case number of the last one seen."""
    demand(act.actor, "supervision.read")
    now = await legal_now(act.connection)
    statement = _statement(now).where(cases_for(act.actor), *conditions(wanted, now=now))
    if last := moment_and_text(after):
        statement = statement.where(tuple_(MatterCase.submitted_at, MatterCase.case_no) < last)
    statement = statement.order_by(MatterCase.submitted_at.desc(), MatterCase.case_no.desc()).limit(limit)
    lines: list[SupervisedCase] = []
    for row in (await act.connection.execute(statement)).all():
        plan = await act.engine.plans.get(act.connection, row.plan)
        overdue = row.overdue_en if language == "en" else row.overdue_zh
        lines.append(
            SupervisedCase(
                case_no=row.case_no,
                matter=row.matter,
                title=plan.title.in_language(language),
                state=row.standing,
                state_words=state_words("case", row.standing, language=language),
                region=row.region,
                departments=list(row.departments),
                light="red" if row.overdue else "yellow" if row.due_soon else "green",
                stuck=row.stuck,
                overdue_items=list(overdue or []),
                next_due_at=row.next_due_at,
                submitted_at=row.submitted_at,
                promised_at=row.promised_at,
                ended_at=row.ended_at,
            )
        )
    return lines


def conditions(wanted: CaseFilter, *, now: datetime) -> list[ColumnElement[bool]]:
    """Over `matter_case`, without the scope of the actor."""
    found: list[ColumnElement[bool]] = []
    if wanted.state:
        found.append(MatterCase.standing == wanted.state)
    if wanted.light == "red":
        found.append(_case_is_overdue(now))
    if wanted.light == "yellow":
        found += [_case_is_due_soon(now), ~_case_is_overdue(now)]
    if wanted.stuck is not None:
        found.append(_is_stuck() if wanted.stuck else ~_is_stuck())
    if wanted.correcting is not None:
        correcting = _has_item(CaseItem.standing == "correcting")
        found.append(correcting if wanted.correcting else ~correcting)
    if wanted.matter:
        found.append(MatterCase.matter == wanted.matter)
    if wanted.region:
        found.append(_touches(wanted.region))
    if wanted.department:
        found.append(MatterCase.departments.bool_op("@>")([wanted.department]))
    if wanted.since:
        found.append(MatterCase.submitted_at >= _start_of(wanted.since))
    if wanted.until:
        found.append(MatterCase.submitted_at < _start_of(min(wanted.until, LATEST) + timedelta(days=1)))
    if wanted.q:
        found.append(MatterCase.case_no.startswith(wanted.q.strip(), autoescape=True))
    return found


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Over `case_item`. The light may be a minute behind; the clock itself never is."""
    return and_(CaseItem.decided_at.is_(None), or_(CaseItem.due_at < now, CaseItem.light == "red"))


def is_due_soon(now: datetime) -> ColumnElement[bool]:
    return and_(CaseItem.decided_at.is_(None), CaseItem.light == "yellow", CaseItem.due_at >= now)


def _case_is_overdue(now: datetime) -> ColumnElement[bool]:
    return or_(_has_item(is_overdue(now)), and_(_joint_runs(), MatterCase.joint_due_at < now))


def _case_is_due_soon(now: datetime) -> ColumnElement[bool]:
    return or_(_has_item(is_due_soon(now)), and_(_joint_runs(), MatterCase.joint_light == "yellow"))


def _joint_runs() -> ColumnElement[bool]:
    return and_(MatterCase.ended_at.is_(None), MatterCase.joint_due_at.is_not(None))


def _has_item(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(literal(1)).where(CaseItem.case_id == MatterCase.id, condition))


def _is_stuck() -> ColumnElement[bool]:
    return exists(select(literal(1)).where(Incident.case_id == MatterCase.id, Incident.state == "open"))


def _touches(region: str) -> ColumnElement[bool]:
    """The regions of a case include the one where it was taken in."""
    places = func.unnest(MatterCase.regions).table_valued("wanted_place").render_derived()
    inside = func.starts_with(places.c.wanted_place, region_prefix(region))
    return exists(select(literal(1)).select_from(places).where(inside))


def _statement(now: datetime) -> Select[*tuple[Any, ...]]:
    of_case = CaseItem.case_id == MatterCase.id
    overdue = {
        name: select(func.array_agg(column)).where(of_case, is_overdue(now)).scalar_subquery().label(name)
        for name, column in (("overdue_zh", CaseItem.title_zh), ("overdue_en", CaseItem.title_en))
    }
    columns = (
        MatterCase.case_no, MatterCase.matter, MatterCase.plan, MatterCase.standing, MatterCase.region,
        MatterCase.departments, MatterCase.next_due_at, MatterCase.submitted_at, MatterCase.promised_at,
        MatterCase.ended_at,
    )  # fmt: skip
    return select(
        *columns,
        *overdue.values(),
        _case_is_overdue(now).label("overdue"),
        _case_is_due_soon(now).label("due_soon"),
        _is_stuck().label("stuck"),
    )


def _start_of(day: date) -> datetime:
    """Any date may be asked for; the first and last that exist do not begin in every time zone."""
    return datetime.combine(max(day, EARLIEST), time(), tzinfo=SHANGHAI)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
