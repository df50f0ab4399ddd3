"""A person's lawful deletion: unreadable for ever, while the log still verifies."""

from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.queries.person_rows import find_person_details, insert_person, update_person_details
from database.session import ENGINE, Identity, transaction
from database.tables.application import Application
from database.tables.case_form import CaseForm
from database.tables.case_key import CaseKey
from database.tables.effect import Effect
from engine.case_box import CaseBox
from engine.delete_person import PERSONAL_DATA_DESTROYED, CaseStillOpen, delete_person
from engine.verify_log import verify_log
from engine.who import Who
from refusals import Unknown
from secrecy.lookup import number_hash
from settings import get_settings
from tests.database.rows import (
    AT,
    PLAN,
    POLICE,
    count_rows,
    insert_all_rows_of,
    insert_case,
    insert_installation,
    insert_plan,
)

KEYS = get_settings().master_keys
DETAILS = {"name": "李小雨", "number": "330110199203040025"}
OFFICE = Who("administrator", "9")


async def test_what_was_the_persons_cannot_be_read_and_the_log_is_whole(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await insert_installation(connection)
        person = await insert_person(
            connection,
            KEYS,
            details=DETAILS,
            subject="mother",
            number_hash=number_hash(KEYS, DETAILS["number"]),
        )
        case = await insert_case(connection, applicant=person, standing="completed")
        await insert_all_rows_of(connection, case)
        assert await find_person_details(connection, KEYS, person=person) == DETAILS
    async with transaction(app_engine, ENGINE) as connection:
        deleted = await delete_person(connection, person, by=OFFICE)
    assert (deleted.cases, deleted.storage_keys) == (1, ("aa/aa",))

    async with transaction(app_engine, ENGINE) as connection:
        await update_person_details(connection, KEYS, person=person, details=DETAILS)
        assert await find_person_details(connection, KEYS, person=person) is None
        for table in ("case_key", "person_key", "message", "session"):
            assert await count_rows(connection, table) == 0
        left = text("""
            SELECT (SELECT num_nulls(subject, number_hash, ciphertext) FROM person),
                (SELECT num_nulls(wrapped_key, kid) FROM stored_file), (SELECT reference FROM case_material),
                (SELECT holder_masked FROM document), (SELECT cardinality(parties) FROM matter_case),
                (SELECT kind FROM case_event ORDER BY number DESC LIMIT 1)
        """)
        assert tuple((await connection.execute(left)).one()) == (3, 2, None, None, 0, PERSONAL_DATA_DESTROYED)
        assert await verify_log(connection) == []
    async with transaction(app_engine, Identity(person=person)) as connection:
        assert await count_rows(connection, "matter_case") == 0


async def test_another_applicants_case_stays_readable_without_the_deleted_party(
    app_engine: AsyncEngine,
) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await insert_installation(connection)
        mother = await insert_person(connection, KEYS, details={})
        father = await insert_person(connection, KEYS, details=DETAILS)
        case = await insert_case(connection, applicant=mother, others=(father,))
        box, wrapped = CaseBox.new(KEYS, case.id)
        key = {"case_id": case.id, "wrapped": wrapped.wrapped, "kid": wrapped.kid}
        await connection.execute(insert(CaseKey).values(key))
        form = box.seal_form({"values": {}})
        await connection.execute(insert(CaseForm).values(case_id=case.id, version=1, ciphertext=form))
        await delete_person(connection, father, by=OFFICE)
    clerk = Identity(officer=uuid4(), staff_role="officer", department=POLICE)
    async with transaction(app_engine, clerk) as connection:
        row = (await connection.execute(select(CaseKey.wrapped, CaseKey.kid))).one()
        assert CaseBox.of(KEYS, case.id, wrapped=row.wrapped, kid=row.kid).open_form(form) == {"values": {}}
    async with transaction(app_engine, Identity(person=father)) as connection:
        assert await count_rows(connection, "matter_case") == 0


async def test_a_person_with_an_open_case_is_not_deleted(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await insert_installation(connection)
        person = await insert_person(connection, KEYS, details=DETAILS)
        await insert_case(connection, applicant=person)
        with pytest.raises(CaseStillOpen):
            await delete_person(connection, person, by=OFFICE)
        assert await find_person_details(connection, KEYS, person=person) == DETAILS


async def test_nobody_is_unknown(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        with pytest.raises(Unknown):
            await delete_person(connection, uuid4(), by=OFFICE)


async def test_the_errands_of_a_draft_go_with_its_owner(app_engine: AsyncEngine) -> None:
    """What was asked about her and what was answered; nothing more is asked."""
    async with transaction(app_engine, ENGINE) as connection:
        await insert_installation(connection)
        await insert_plan(connection)
        person = await insert_person(connection, KEYS, details=DETAILS)
        draft = {"id": uuid4(), "owner": person, "matter": "library-card", "plan": PLAN}
        await connection.execute(
            insert(Application).values(**draft, ciphertext=b"x", wrapped_key=b"x", kid="test-1")
        )
        subject = f"application/{draft['id']}"
        for number, state in enumerate(("planned", "answered")):
            row = {"key": f"{subject}/{number}", "subject": subject, "step": "lookup", "kind": "errand"}
            await connection.execute(
                insert(Effect).values(**row, state=state, answer=b"sealed", planned_at=AT, try_after=AT)
            )
        await delete_person(connection, person, by=OFFICE)
        left = text("SELECT state, answer, try_after FROM effect ORDER BY id")
        rows = [tuple(row) for row in await connection.execute(left)]
    assert rows == [("unwanted", None, None), ("answered", None, None)]
