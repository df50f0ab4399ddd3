"""An agent in a case: its log names him and the principal, the paper is drawn, both are told."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from database.queries.person_rows import find_person_key, insert_person
from database.session import ENGINE, transaction
from documents.press import PressedPaper
from documents.refusals import PaperUnavailable
from documents.render import check_paper
from engine.agents import name_agent
from engine.authorisation_box import AgencyNames, seal_names
from engine.case_change import CaseChange
from engine.change import change_case
from engine.messages import open_letter
from engine.new_case import open_new_case
from engine.verify_log import verify_log
from engine.who import Who
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.plan import NoticePlan
from tests.database.engine.archiving_room import PHOTO, ArchivingRoom
from tests.database.engine.archiving_room import PLAN as ARCHIVED
from tests.engine_room import Room, item, plan_of, step

PLAN = plan_of(
    item("card", step("review", "approval")),
    notices=(NoticePlan("ITEM_ACCEPTED", "case_accepted", ("box", "sms")),),
)
_INSERT = text("""
    INSERT INTO authorisation (id, principal, agent, actions, begins_at, ends_at, assurance, ciphertext,
        wrapped_key, kid, granted_at, accepted_at)
    SELECT :id, :principal, :agent, CAST(:actions AS text[]), now() + clock_offset - interval '1 day',
        now() + clock_offset + interval '30 days', 'L2', :ciphertext, :wrapped_key, :kid,
        now() + clock_offset, now() + clock_offset
    FROM installation
""")


async def agent_of(room: Room, *, actions: tuple[str, ...] = ("see", "submit", "receive")) -> Who:
    """Somebody who acts for the room's applicant."""
    authorisation = uuid4()
    names = AgencyNames("李小雨", "330106199605180026", "何志强", "330106199001010017")
    sealed = seal_names(room.context.keys, authorisation, names)
    async with transaction(room.context.database, ENGINE) as connection:
        agent = await insert_person(connection, room.context.keys, details={"name": "何志强"})
        row = {
            "id": authorisation,
            "principal": room.applicant,
            "agent": agent,
            "actions": list(actions),
            "ciphertext": sealed.ciphertext,
            "wrapped_key": sealed.wrapped_key,
            "kid": sealed.kid,
        }
        await connection.execute(_INSERT, row)
    return Who("applicant", str(agent), on_behalf_of=room.applicant, authorisation=authorisation)


async def submit_by(room: Room, agent: Who) -> CaseChange:
    new = room.new_case(PLAN, await room.publish(PLAN))
    async with transaction(room.context.database, ENGINE) as connection:
        return await open_new_case(room.context, connection, new, by=agent)


async def titles(room: Room) -> dict[UUID, set[str]]:
    """Of the messages in the boxes, by person."""
    rows = await room.rows("SELECT person_id, ciphertext FROM message WHERE channel = 'box'")
    found: dict[UUID, set[str]] = {}
    async with transaction(room.context.database, ENGINE) as connection:
        for row in rows:
            person = row["person_id"]
            key = await find_person_key(connection, room.context.keys, person=person)
            letter = open_letter(row["ciphertext"], person=person, key=key or b"")
            found.setdefault(person, set()).add(letter.title)
    return found


NAMED, OVER, ACCEPTED = "代办人已为您办理", "代办的事项已办结", "您的申请已受理"


async def test_every_event_of_an_agents_act_says_for_whom_and_the_chain_holds(room: Room) -> None:
    agent = await agent_of(room)
    case = await submit_by(room, agent)

    rows = await room.rows("SELECT kind, actor, data FROM case_event ORDER BY number")

    assert {row["actor"] for row in rows} == {agent.id}
    assert {row["data"]["on_behalf_of"] for row in rows} == {str(room.applicant)}
    assert {row["data"]["authorisation"] for row in rows} == {str(agent.authorisation)}
    assert [row["kind"] for row in rows].count("AGENT_NAMED_BY_APPLICANT") == 1
    async with transaction(room.context.database, ENGINE) as connection:
        assert await verify_log(connection, case_no=case.case_no) == []


@pytest.mark.needs_pdf
async def test_the_authorisation_is_drawn_and_lies_with_the_case_without_a_seal(room: Room) -> None:
    case = await submit_by(room, await agent_of(room))
    await room.look_until_done(case)
    papers = await room.rows("SELECT template, state, sealed, title_zh, holder_masked FROM document")
    assert papers == [
        {
            "template": "agency_authorisation",
            "state": "valid",
            "sealed": False,
            "title_zh": "代办服务委托书",
            "holder_masked": "李*雨",
        }
    ]


@pytest.fixture
def no_press(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def draw(template: str, data: Any, **_: object) -> PressedPaper:
        check_paper(template, data)
        raise PaperUnavailable("pango")

    monkeypatch.setattr(room.outside.press, "press", draw)


@pytest.mark.usefixtures("no_press")
async def test_the_principal_hears_of_it_and_the_agent_hears_what_she_hears(room: Room) -> None:
    agent = await agent_of(room)
    case = await submit_by(room, agent)
    await room.look_until_done(case)
    assert agent.id is not None
    assert await titles(room) == {room.applicant: {NAMED, ACCEPTED}, UUID(agent.id): {ACCEPTED}}


@pytest.mark.usefixtures("no_press")
async def test_whose_authorisation_reaches_not_so_far_is_told_nothing(room: Room) -> None:
    agent = await agent_of(room, actions=("see", "submit"))
    await room.look_until_done(await submit_by(room, agent))
    assert await titles(room) == {room.applicant: {NAMED, ACCEPTED}}


@pytest.mark.usefixtures("no_press")
async def test_after_the_end_the_agent_is_told_nothing_and_she_is_told_that_it_is_over(room: Room) -> None:
    agent = await agent_of(room)
    case = await submit_by(room, agent)
    await room.as_owner(text("UPDATE authorisation SET ended_at = now()"))
    await room.look_until_done(case)
    async with change_case(room.context, case.id, by=Who("applicant", str(room.applicant))) as change:
        change.apply(Withdraw(("card",)))
    await room.look_until_done(case)
    assert await titles(room) == {room.applicant: {NAMED, ACCEPTED, OVER}}


async def test_a_second_agent_is_named_in_his_turn_and_the_first_only_once(room: Room) -> None:
    first, second = await agent_of(room), await agent_of(room)
    case = await submit_by(room, first)
    for agent in (first, second, second):
        async with change_case(room.context, case.id, by=agent) as change:
            await name_agent(change)
    events = await room.rows(
        "SELECT actor FROM case_event WHERE kind = 'AGENT_NAMED_BY_APPLICANT' ORDER BY number"
    )
    assert [each["actor"] for each in events] == [first.id, second.id]
    [row] = await room.rows("SELECT authorisation FROM matter_case")
    assert row["authorisation"] == second.authorisation


async def test_the_paper_and_what_both_signed_go_into_the_archive(archiving: ArchivingRoom) -> None:
    room = archiving.room
    case = await room.submit(ARCHIVED, number="A-17")
    photo = await archiving.hand_in(case, PHOTO)
    agent = await agent_of(room)
    await room.as_owner(text("UPDATE authorisation SET evidence = :file, origin = 'window'"), file=photo)
    async with change_case(room.context, case.id, by=agent) as change:
        await name_agent(change)
    await room.look_until_done(case)
    await room.decide(case, "review", "grant")
    await room.look_until_done(case)

    await archiving.archive(case)

    kept, files = await archiving.package_of(case)
    assert (kept.complete, kept.missing) == (True, [])
    assert "papers/agency_authorisation-1.pdf" in files
    assert files["application/materials/agency.authorisation-1.jpg"] == PHOTO
