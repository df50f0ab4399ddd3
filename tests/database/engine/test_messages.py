"""Messages reach the right person, in the language that she last used."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, text

from database.queries.person_rows import find_person_key, insert_person, keep_language
from database.session import ENGINE, transaction
from database.tables.application import Application
from database.tables.consent import Consent
from engine.case_change import CaseChange
from engine.messages import Letter, open_letter
from matter_definitions.plan import NoticePlan
from tests.engine_room import Room, item, plan_of, step

SUBMITTED = "SUBMITTED_BY_APPLICANT"
TITLES = {"zh": "您的申请已提交", "en": "Your application was submitted"}


def told(to: str = "applicant") -> NoticePlan:
    return NoticePlan(SUBMITTED, "case_submitted", ("box", "sms"), to=to)


async def letters(room: Room) -> dict[UUID, Letter]:
    """In the boxes, by person."""
    rows = await room.rows("SELECT person_id, ciphertext FROM message WHERE channel = 'box'")
    found: dict[UUID, Letter] = {}
    async with transaction(room.context.database, ENGINE) as connection:
        for row in rows:
            person = row["person_id"]
            key = await find_person_key(connection, room.context.keys, person=person)
            found[person] = open_letter(row["ciphertext"], person=person, key=key or b"")
    return found


async def use(room: Room, person: UUID, language: str) -> None:
    async with transaction(room.context.database, ENGINE) as connection:
        await keep_language(connection, room.context.keys, person=person, language=language)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_message_is_in_the_language_that_its_reader_last_used(room: Room, language: str) -> None:
    for each in ("en", "zh", language):
        await use(room, room.applicant, each)
    case = await room.submit(plan_of(item("card", step("review", "approval")), notices=(told(),)))
    await room.look(case)
    assert (await letters(room))[room.applicant].title == TITLES[language]
    languages = await room.rows("SELECT DISTINCT language FROM message")
    assert languages == [{"language": language}]


async def test_whoever_has_agreed_is_told_in_his_own_language(room: Room) -> None:
    case, father = await case_with_father(room, consent="given")
    await use(room, father, "en")
    await room.look(case)
    found = await letters(room)
    assert {person: letter.title for person, letter in found.items()} == {father: TITLES["en"]}
    sent = await room.rows("SELECT person_id, state FROM message WHERE channel = 'sms'")
    assert sent == [{"person_id": father, "state": "sent"}]


@pytest.mark.parametrize("consent", ["refused", "void"])
async def test_who_is_no_party_to_the_case_is_not_told_and_nothing_stands_still(
    room: Room, consent: str
) -> None:
    case, _ = await case_with_father(room, consent=consent)
    before = await room.events(case)
    await room.look(case)
    assert await letters(room) == {}
    assert room.ledger.done == {}
    assert set((await room.effects(case)).values()) == {"answered"}
    assert await room.events(case) == before
    assert await room.rows("SELECT 1 FROM incident") == []


async def case_with_father(room: Room, *, consent: str) -> tuple[CaseChange, UUID]:
    """A case whose notice goes to the father, who was asked for his consent in the draft."""
    plan = plan_of(item("card", step("review", "approval")), notices=(told("father"),))
    case = await room.submit(plan)
    details = {"name": "王大明", "number": None, "phone": "+8613800002222"}
    async with transaction(room.context.database, ENGINE) as connection:
        father = await insert_person(connection, room.context.keys, details=details)
        application, now = uuid4(), await room.now()
        await connection.execute(
            insert(Application).values(
                id=application,
                owner=room.applicant,
                matter=plan.matter,
                plan=case.row.plan,
                ciphertext=b"",
                wrapped_key=b"",
                kid="test-1",
            )
        )
        await connection.execute(
            insert(Consent).values(
                application_id=application,
                code="father",
                subject="father",
                person_id=father,
                state=consent,
                digest=b"",
                asked_at=now,
                expires_at=now,
                answered_at=now,
            )
        )
        parties = [room.applicant, father] if consent == "given" else [room.applicant]
        update = text("UPDATE matter_case SET application = :application, parties = :parties WHERE id = :id")
        await connection.execute(update, {"application": application, "parties": parties, "id": case.id})
    return case, father
