"""What follows a bad rating, or a complaint, is seen by whom it concerns and by nobody else of the case."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import ENGINE, Identity, StaffRole, transaction
from tests.database.rows import (
    HANGZHOU,
    POLICE,
    XIHU,
    YUHANG,
    count_rows,
    insert_all_rows_of,
    insert_case,
    insert_person,
)

TAX = f"tax@{YUHANG}"
TABLES = ("ticket", "ticket_step")


async def seen(engine: AsyncEngine, identity: Identity) -> set[int]:
    async with transaction(engine, identity) as connection:
        return {await count_rows(connection, table) for table in TABLES}


def staff(role: StaffRole, *, department: str | None = None, region: str | None = None) -> Identity:
    return Identity(officer=uuid4(), staff_role=role, department=department, region=region)


async def test_a_ticket_is_its_authors_its_departments_and_its_supervisors(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        mother, father = [await insert_person(connection) for _ in range(2)]
        case = await insert_case(connection, applicant=mother, others=(father,))
        await connection.execute(
            text("UPDATE matter_case SET departments = :departments"), {"departments": [POLICE, TAX]}
        )
        await insert_all_rows_of(connection, case)

    for identity in (
        Identity(person=mother),
        staff("officer", department=POLICE, region=YUHANG),
        staff("supervisor", region=HANGZHOU),
    ):
        assert await seen(app_engine, identity) == {1}
    for identity in (
        Identity(person=father),
        Identity(),
        staff("officer", department=TAX, region=YUHANG),
        staff("window", region=YUHANG),
        staff("supervisor", region=XIHU),
        staff("administrator", region=HANGZHOU),
    ):
        assert await seen(app_engine, identity) == {0}


@pytest.mark.parametrize("change", ["UPDATE ticket_step SET word = 'x'", "DELETE FROM ticket_step"])
async def test_what_was_done_with_a_ticket_is_never_changed(app_engine: AsyncEngine, change: str) -> None:
    with pytest.raises(DBAPIError):
        async with transaction(app_engine, ENGINE) as connection:
            await connection.execute(text(change))
