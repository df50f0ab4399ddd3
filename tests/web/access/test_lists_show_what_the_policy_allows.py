"""`scope` in SQL and `can` in Python are two writings of one rule: they must agree, row by row."""

from collections.abc import AsyncIterator
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from access.actor import NOBODY, Actor
from access.identity import identity_of
from access.policy import can
from access.resources import CaseResource, TaskResource
from access.scope import cases_for, tasks_for
from database.session import ENGINE, become_engine, make_engine, transaction
from database.tables.matter_case import MatterCase
from database.tables.task import Task
from tests.conftest import Database

ONE, TWO = UUID(int=1), UUID(int=2)
PLACES = ("330110000000", "330110001000", "330106000000", "331000000000", "331100000000")
DEPARTMENTS = ("police@330110000000", "tax@330110000000")

ACTORS = [
    NOBODY,
    Actor(kind="applicant", subject="one", person_id=ONE),
    Actor(kind="applicant", subject="two", person_id=TWO),
    Actor(kind="applicant", subject="three", person_id=UUID(int=3)),
    *(Actor(kind="officer", subject=name, officer_id=UUID(int=5), department=name) for name in DEPARTMENTS),
    Actor(kind="officer", subject="lost", officer_id=UUID(int=6)),
    *(Actor(kind="window", subject=f"w{place}", officer_id=UUID(int=7), region=place) for place in PLACES),
    *(
        Actor(kind="supervisor", subject=f"s{place}", officer_id=UUID(int=8), region=place)
        for place in (*PLACES, "330100000000", "330000000000", "000000000000", None)
    ),
    Actor(kind="administrator", subject="admin", officer_id=UUID(int=9)),
]

PLAN = "INSERT INTO plan (name, document, matter, format) VALUES ('p', '{}', 'm', 1)"
PERSON = "INSERT INTO person (id) VALUES (:id)"
CASE = text(
    "INSERT INTO matter_case (case_no, plan, matter, region, channel, applicant, parties, departments,"
    " regions, doc, submitted_at, password_hash) VALUES (:case_no, 'p', 'm', :region, 'web', :applicant,"
    " :parties, :departments, :regions, '{}', now(), '') RETURNING id"
)
TASK = text(
    "INSERT INTO task (id, case_id, case_no, matter, item_key, step, kind, title_zh, title_en, department,"
    " region, opened_at) VALUES (gen_random_uuid(), :case_id, :case_no, 'm', 'i', :department, 'approval',"
    " '', '', :department, :region, now())"
)


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    """A case for every mixture of place, further place, department and parties."""
    engine = make_engine(database.app_url)
    async with transaction(engine, ENGINE) as connection:
        await connection.execute(text(PLAN))
        await connection.execute(text(PERSON), [{"id": ONE}, {"id": TWO}])
        mixtures = product(PLACES, PLACES, DEPARTMENTS, ([ONE], [ONE, TWO]))
        for number, (region, further, department, parties) in enumerate(mixtures):
            row = {"case_no": str(number), "region": region, "regions": [region, further]}
            row |= {"departments": [department], "applicant": ONE, "parties": parties}
            case_id = await connection.scalar(CASE, row)
            task = {"case_id": case_id, "case_no": str(number), "region": further, "department": department}
            await connection.execute(TASK, task)
    yield engine
    await engine.dispose()


async def test_a_list_holds_exactly_the_rows_that_opening_would_allow(engine: AsyncEngine) -> None:
    async with transaction(engine, ENGINE) as connection:
        cases = (await connection.execute(select(MatterCase.__table__))).all()
        tasks = (await connection.execute(select(Task.__table__))).all()
    for actor in ACTORS:
        may_read = {row.case_no for row in cases if can(actor, "case.read", _case(row)).allowed}
        may_open = {row.case_no for row in tasks if can(actor, "task.read", _task(row)).allowed}
        async with transaction(engine, identity_of(actor)) as connection:
            # The policy alone, without the second wall: what a forgotten rule in the database would show.
            become_engine(connection)
            listed = set(await connection.scalars(select(MatterCase.case_no).where(cases_for(actor))))
            worklist = set(await connection.scalars(select(Task.case_no).where(tasks_for(actor))))
        assert listed == may_read, actor
        assert worklist == may_open, actor


async def test_row_level_security_hides_no_row_that_a_list_shows(engine: AsyncEngine) -> None:
    """The second wall must not be the stricter one, or lists would have holes."""
    for actor in ACTORS:
        queries = (
            select(MatterCase.case_no).where(cases_for(actor)),
            select(Task.case_no).where(tasks_for(actor)),
        )
        for query in queries:
            async with transaction(engine, identity_of(actor)) as connection:
                seen = set(await connection.scalars(query))
                become_engine(connection)
                assert seen == set(await connection.scalars(query)), actor


def _case(row) -> CaseResource:
    return CaseResource(
        applicant=row.applicant,
        parties=frozenset(row.parties),
        departments=frozenset(row.departments),
        regions=frozenset(row.regions),
        region=row.region,
    )


def _task(row) -> TaskResource:
    return TaskResource(department=row.department, region=row.region, assignee=row.assignee)
