"""What may this person see and do, and why: read out of the policy itself, for any member of staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, func, select, text

from access.act import Act
from access.actor import Actor, Kind
from access.policy import POLICY, Action, can, demand
from access.scope import cases_for, incidents_for, tasks_for
from casework.organisation import department_names, list_regions, name_in
from casework.organising.known import read_items
from casework.words import Language, words_of_file
from database.session import become_engine
from database.tables.incident import Incident
from database.tables.matter_case import MatterCase
from database.tables.task import Task
from forms.form_plan import Text
from refusals import Unknown

_OFFICER = text("""
    SELECT id, subject, name, role, department, region, rank, items, post, valid_from, valid_to, version
    FROM officer WHERE id = :id
""")
_PEOPLE = text("""
    SELECT o.id, o.name, o.role, o.department, o.region, o.valid_to, p.title_zh, p.title_en,
        coalesce(d.name_zh, r.name_zh, '') AS place_zh, coalesce(d.name_en, r.name_en, '') AS place_en, (
        SELECT count(*) FROM task t WHERE t.assignee = o.id AND t.state = 'open') AS tasks
    FROM officer o LEFT JOIN post p ON p.code = o.post LEFT JOIN department d ON d.code = o.department
        LEFT JOIN region r ON r.code = o.region
    WHERE :search = '' OR strpos(lower(concat_ws(' ', o.subject, o.department, d.name_zh, d.name_en,
        r.name_zh, r.name_en, CASE WHEN :by_name THEN o.name END)), lower(:search)) > 0
    ORDER BY o.department NULLS FIRST, o.name, o.id LIMIT 200
""")
_POSTS = text("""
    SELECT p.code, p.title_zh, p.title_en, h.valid_from, h.valid_to FROM officer_post h
    JOIN post p ON p.code = h.post WHERE h.officer = :id ORDER BY h.valid_from, p.code
""")
_CELLS = text("SELECT DISTINCT item FROM responsibility WHERE department = :department ORDER BY item")
_COLLEAGUES = text("""
    SELECT id, name FROM officer
    WHERE id <> :id AND role = :role AND department IS NOT DISTINCT FROM CAST(:department AS text)
        AND valid_to IS NULL ORDER BY name, id
""")
_ASSIGNED = text("SELECT count(*) FROM task WHERE assignee = :id AND state = 'open'")
_WORDS = "organising/right_words.yaml"


@dataclass(frozen=True, slots=True)
class RightLine:
    """`why`: the rule that gives the right, or the reason why there is none. `level`: of the login."""

    action: str
    title: str
    allowed: bool
    why: str
    level: str | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`place`: the name of the department, or of the region of somebody who has none; '' for neither."""

    id: UUID
    name: str
    post: str
    role: str
    department: str | None
    region: str | None
    place: str
    valid_to: date | None
    tasks: int


@dataclass(frozen=True, slots=True)
class HeldLine:
    code: str
    title: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What the rights reach at this moment. `items` empty: all that the department does, `done_here`."""

    department: str | None
    region: str | None
    items: list[str]
    done_here: list[str]
    cases: int
    tasks: int
    assigned: int
    incidents: int


@dataclass(frozen=True, slots=True)
class PersonRights:
    """Of a member of staff. `colleagues`: who could go on with his tasks."""

    id: UUID
    name: str
    role: str
    rank: int
    version: int
    valid_to: date | None
    posts: list[HeldLine]
    reach: Reach
    rights: list[RightLine]
    colleagues: list[tuple[UUID, str]]


async def list_people(
    act: Act, *, search: str = "", by_name: bool = False, language: Language = "zh"
) -> list[PersonLine]:
    """At most 200, by department and name. `search`: in department, region, login; `by_name`: in names, too,
    for whoever does not write it into an address."""
    demand(act.actor, "organisation.read")
    become_engine(act.connection)
    return [
        PersonLine(
            row.id,
            row.name,
            Text(row.title_zh or "", row.title_en or "").in_language(language),
            row.role,
            row.department,
            row.region,
            Text(row.place_zh, row.place_en).in_language(language),
            row.valid_to,
            row.tasks,
        )
        for row in await act.connection.execute(_PEOPLE, {"search": search.strip(), "by_name": by_name})
    ]


async def explain_person(act: Act, officer: UUID, *, language: Language = "zh") -> PersonRights:
    """Raises Unknown (404)."""
    demand(act.actor, "organisation.read")
    become_engine(act.connection)
    row = (await act.connection.execute(_OFFICER, {"id": officer})).one_or_none()
    if row is None:
        raise Unknown
    actor = actor_of(row)
    posts = await act.connection.execute(_POSTS, {"id": officer})
    same = {"id": officer, "role": row.role, "department": row.department}
    return PersonRights(
        id=row.id,
        name=row.name,
        role=row.role,
        rank=row.rank,
        version=row.version,
        valid_to=row.valid_to,
        posts=[
            HeldLine(
                each.code,
                Text(each.title_zh, each.title_en).in_language(language),
                each.valid_from,
                each.valid_to,
            )
            for each in posts
        ],
        reach=await _reach(act, actor, language=language),
        rights=list(rights_of(actor, language=language)),
        colleagues=[(each.id, each.name) for each in await act.connection.execute(_COLLEAGUES, same)],
    )


def actor_of(row: Row[Any]) -> Actor:
    """As he would be after a login of the highest level: the lines say which one each right needs."""
    return Actor(
        kind=cast(Kind, row.role),
        subject=row.subject,
        officer_id=row.id,
        department=row.department,
        region=row.region,
        assurance="L4",
        rank=row.rank,
        items=frozenset(row.items),
    )


def rights_of(actor: Actor, *, language: Language) -> Iterator[RightLine]:
    """One line for each right there is, what he has first."""
    lines = [_right(actor, action, language) for action in POLICY]
    yield from sorted(lines, key=lambda each: not each.allowed)


def _right(actor: Actor, action: Action, language: Language) -> RightLine:
    words = words_of_file(_WORDS)
    title = words["actions"].get(action, {}).get(language, action)
    grants = [each for each in POLICY[action] if actor.kind in each.kinds]
    if not grants:
        reason = can(actor, action).reason
        return RightLine(action, title, False, reason.in_language(language) if reason else "", None)
    joint = "；" if language == "zh" else "; "
    why = joint.join(words["relations"][each.relation][language] for each in grants)
    return RightLine(action, title, True, why, grants[0].level)


async def _reach(act: Act, actor: Actor, *, language: Language) -> Reach:
    connection = act.connection
    known = await read_items(connection)
    departments = [actor.department] if actor.department else []
    names = await department_names(connection, departments)
    regions = {code: name.in_language(language) for code, name in await list_regions(connection)}
    done = await connection.execute(_CELLS, {"department": actor.department or ""})
    counts = [
        (await connection.execute(select(func.count()).select_from(table).where(*conditions))).scalar_one()
        for table, conditions in (
            (MatterCase, (cases_for(actor), MatterCase.standing == "open")),
            (Task, (tasks_for(actor), Task.state == "open")),
            (Incident, (incidents_for(actor), Incident.state == "open")),
        )
    ]

    def titled(code: str) -> str:
        return known[code].title.in_language(language) if code in known else code

    return Reach(
        department=name_in(names, actor.department, language) if actor.department else None,
        region=regions.get(actor.region, actor.region) if actor.region else None,
        items=[titled(code) for code in sorted(actor.items)],
        done_here=[titled(row.item) for row in done],
        cases=counts[0],
        tasks=counts[1],
        assigned=(await connection.execute(_ASSIGNED, {"id": actor.officer_id})).scalar_one(),
        incidents=counts[2],
    )
