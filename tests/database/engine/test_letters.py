"""Letters between departments: a number for each, per department and year, and none left out."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

import activities.papers.making as paper_room
import activities.seal as seal_room
from activities.carrier import Carrier
from clocks.clock import Limit
from database.session import ENGINE, Identity, transaction
from documents.press import PressedPaper
from engine.callbacks import take_answer
from engine.case_change import CaseChange
from engine.change import change_case, take_case
from engine.new_case import open_new_case
from engine.outcome import Outcome
from engine.who import Who
from engine.writing import write_changes
from forms.form_plan import Text
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.advance import ItemOpening
from matter_definitions.events import LATE_OUTCOME
from matter_definitions.offers import LetterPlan
from matter_definitions.plan import Plan
from refusals import NotNow
from tests.database.engine.test_crashes import crash, dies_after, dies_before, dies_with
from tests.engine_room import LIBRARY, REGION, Room, item, plan_of, step
from tests.unit.files.upload_examples import pdf

XIHU = "330106000000"
POLICE = f"police@{XIHU}"
LETTER = LetterPlan("police", "'330106000000'", Limit(5, "working_day"), "verification", "letter")
ASKS = replace(
    plan_of(
        item("card", step("ask", "letter", letter=LETTER), step("decide", "approval", "ask", decides=True))
    ),
    format=2,
)
SENDER = Who(
    "officer", "00000000-0000-0000-0000-000000000001", role="officer", department=LIBRARY, region=REGION
)
ANSWERER = Who(
    "officer", "00000000-0000-0000-0000-000000000002", role="officer", department=POLICE, region=XIHU
)


class MachineFailed(Exception):
    """After everything was written, before it was committed."""


async def opened(room: Room) -> CaseChange:
    """A case whose item asks the police of another place."""
    opening = ItemOpening("card", "card", 1, REGION, LIBRARY, places={"ask:to": (POLICE, XIHU)})
    new = replace(room.new_case(ASKS, await room.publish(ASKS)), openings=[opening])
    async with transaction(room.context.database, ENGINE) as connection:
        return await open_new_case(room.context, connection, new, by=Who("applicant", str(room.applicant)))


async def send(room: Room, case: CaseChange) -> None:
    async with change_case(room.context, case.id, by=SENDER) as change:
        words = change.add_text("letter", "请核实")
        change.apply(SendLetter("card", "ask", str(words)))


async def send_and_fail(room: Room, case: CaseChange) -> None:
    async with transaction(room.context.database, ENGINE) as connection:
        change = await take_case(room.context, connection, case.id, by=SENDER)
        change.apply(SendLetter("card", "ask"))
        await write_changes(change)
        raise MachineFailed


async def test_fifty_letters_at_once_take_fifty_numbers_without_a_gap(room: Room) -> None:
    cases = [await opened(room) for _ in range(50)]
    await asyncio.gather(*(send(room, case) for case in cases))
    year = (await room.now()).year
    rows = await room.rows("SELECT number FROM letter")
    assert {row["number"] for row in rows} == {f"{LIBRARY}〔{year}〕{n}号" for n in range(1, 51)}


async def test_a_letter_that_is_refused_or_lost_takes_no_number(room: Room) -> None:
    first, second = await opened(room), await opened(room)
    await send(room, first)
    with pytest.raises(NotNow):
        await send(room, first)
    with pytest.raises(MachineFailed):
        await send_and_fail(room, second)
    await send(room, second)
    numbers = [row["number"] for row in await room.rows("SELECT number FROM letter ORDER BY sent_at, number")]
    assert [each.rpartition("〕")[2] for each in numbers] == ["1号", "2号"]


async def test_every_department_counts_for_itself_and_anew_each_year(room: Room) -> None:
    first, second = await opened(room), await opened(room)
    await send(room, first)
    async with change_case(room.context, first.id, by=ANSWERER) as change:
        change.apply(AnswerLetter("card", "ask", "confirmed"))
    year = (await room.now()).year
    await room.move_time(timedelta(days=366))
    await send(room, second)
    rows = await room.rows("SELECT number, kind, state, answers FROM letter ORDER BY sent_at, round")
    assert [row["number"] for row in rows] == [
        f"{LIBRARY}〔{year}〕1号",
        f"{POLICE}〔{year}〕1号",
        f"{LIBRARY}〔{year + 1}〕1号",
    ]
    assert [row["state"] for row in rows] == ["answered", "sent", "sent"]
    assert rows[1]["kind"] == "answer"
    assert rows[1]["answers"] is not None


async def test_the_officers_of_the_other_place_see_the_case_and_have_the_letter_on_their_desk(
    room: Room,
) -> None:
    case = await opened(room)
    await send(room, case)
    police = Identity(staff_role="officer", department=POLICE, region=XIHU)
    others = Identity(staff_role="officer", department=f"tax@{XIHU}", region=XIHU)
    assert await seen(room, police) == {"matter_case": 1, "letter": 1, "task": 1}
    assert await seen(room, others) == {"matter_case": 0, "letter": 0, "task": 0}


async def seen(room: Room, identity: Identity) -> dict[str, int]:
    counts: dict[str, int] = {}
    async with transaction(room.context.database, identity) as connection:
        for table in ("matter_case", "letter", "task"):
            row = await connection.execute(text(f"SELECT count(*) FROM {table}"))
            counts[table] = row.scalar_one()
    return counts


async def test_a_letter_that_nobody_answers_is_shown_to_the_supervisor_once(room: Room) -> None:
    case = await opened(room)
    await send(room, case)
    await room.move_time(timedelta(days=30))
    for _ in range(2):
        async with change_case(room.context, case.id, by=SENDER):
            pass
    rows = await room.rows("SELECT kind, reason, detail, region, state FROM incident")
    assert rows == [
        {"kind": "stuck", "reason": "letter_unanswered", "detail": POLICE, "region": REGION, "state": "open"}
    ]


@pytest.fixture
def drawn(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are drawn at once; what they say is tested where they are drawn."""

    async def draw(*_: object, **__: object) -> PressedPaper:
        return PressedPaper(pdf(), "00", 1)

    monkeypatch.setattr(room.outside.press, "press", draw)


PAPERS = "SELECT kind, template, number, issuer, sealed, state FROM document ORDER BY issued_at, number"


@pytest.mark.usefixtures("drawn")
async def test_a_letter_and_its_answer_are_papers_sealed_by_who_sends_them(room: Room) -> None:
    case = await opened(room)
    await send(room, case)
    await room.look_until_done(case)
    async with change_case(room.context, case.id, by=ANSWERER) as change:
        change.apply(AnswerLetter("card", "ask", "confirmed"))
    await room.look_until_done(case)
    year = (await room.now()).year
    letter, answer = await room.rows(PAPERS)
    same = {"kind": "letter", "sealed": True, "state": "valid"}
    assert letter == same | {"template": "letter", "number": f"{LIBRARY}〔{year}〕1号", "issuer": LIBRARY}
    assert answer == same | {
        "template": "letter_answer",
        "number": f"{POLICE}〔{year}〕1号",
        "issuer": POLICE,
    }
    happened = await room.events(case)
    assert (happened.count("LETTER_DRAWN"), happened.count("DOCUMENT_ISSUED")) == (2, 0)


@pytest.mark.needs_pdf
async def test_a_letter_and_its_answer_can_be_drawn_from_what_is_written(room: Room) -> None:
    case = await opened(room)
    await send(room, case)
    async with change_case(room.context, case.id, by=ANSWERER) as change:
        words = change.add_text("letter", "情况属实")
        change.apply(AnswerLetter("card", "ask", "confirmed", str(words)))
    await room.look_until_done(case)
    assert [each["template"] for each in await room.rows(PAPERS)] == ["letter", "letter_answer"]
    assert await room.rows("SELECT 1 FROM incident") == []


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("how", [dies_before, dies_after])
@pytest.mark.parametrize(
    ("place", "name"), [(paper_room, "record_paper"), (seal_room, "record_seal")], ids=["drawing", "sealing"]
)
async def test_a_letter_is_drawn_and_sealed_once_wherever_the_process_dies(
    room: Room, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, how: Any
) -> None:
    case = await opened(room)
    await send(room, case)
    await crash(room, monkeypatch, case, place=place, name=name, how=how)
    await room.look_until_done(case)
    assert [each["state"] for each in await room.rows(PAPERS)] == ["valid"]
    assert len(await room.rows("SELECT 1 FROM letter")) == 1
    assert len(await room.rows("SELECT 1 FROM seal_use")) == 1


MINISTRY = Text("国家档案局", "National Archives")


def outside(connector: str | None) -> Plan:
    """The authority asked is not on this installation."""
    letter = LetterPlan("", "", Limit(5, "working_day"), "verification", "letter", MINISTRY, connector)
    decide = step("decide", "approval", "ask", decides=True)
    return replace(plan_of(item("card", step("ask", "letter", letter=letter), decide)), format=2)


async def sent_outside(room: Room, connector: str | None = "agencies") -> CaseChange:
    case = await room.submit(outside(connector))
    await send(room, case)
    return case


async def is_answered(room: Room, case: CaseChange, **data: object) -> None:
    """The other authority calls back."""
    await take_answer(
        room.context,
        connector="agencies",
        key=f"{case.case_no}/card/ask/1/letter",
        kind="letter_send",
        webhook_id=str(uuid4()),
        outcome=Outcome("done", data),
    )


LETTERS = """
    SELECT number, from_department, to_department, state, outcome, outside_zh FROM letter
    ORDER BY sent_at, round
"""


async def test_an_authority_outside_gets_the_letter_once_and_its_answer_goes_on_with_the_case(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.ledger.later = {"letter_send"}
    case = await sent_outside(room)
    await crash(room, monkeypatch, case, place=Carrier, name="record", how=dies_with("letter"))
    await room.look_until_done(case)
    [request] = {each.key: each for each in room.ledger.requests if each.kind == "letter_send"}.values()
    year = (await room.now()).year
    assert (request.payload["to"], request.payload["text"]) == ("国家档案局", "请核实")
    assert request.payload["number"] == f"{LIBRARY}〔{year}〕1号"
    assert await room.rows("SELECT 1 FROM task WHERE state = 'open'") == [], "nobody here has to answer"

    await is_answered(room, case, number="档函〔2026〕7号", confirmed=True, text="情况属实")
    await is_answered(room, case, number="档函〔2026〕8号", confirmed=False, text="再答")
    ours, theirs = await room.rows(LETTERS)
    assert (ours["state"], ours["outside_zh"]) == ("answered", "国家档案局")
    assert (theirs["number"], theirs["from_department"]) == ("档函〔2026〕7号", "outside")
    assert (theirs["to_department"], theirs["outcome"]) == (LIBRARY, "confirmed")
    await room.until_task(case, "decide")
    assert (await room.events(case)).count("LETTER_ANSWERED") == 1


async def test_an_answer_that_does_not_confirm_ends_the_item(room: Room) -> None:
    case = await sent_outside(room)
    room.ledger.answers["letter_send"] = {"number": "9", "confirmed": False, "text": "查无此人"}
    await room.look_until_done(case)
    assert await room.standing(case) != "open"
    assert [each["outcome"] for each in await room.rows(LETTERS)] == [None, "not_confirmed"]


async def test_where_the_connector_brings_nothing_the_answer_is_written_down_by_who_asked(room: Room) -> None:
    room.ledger.later = {"letter_send"}
    case = await sent_outside(room)
    await room.look_until_done(case)
    await room.move_time(timedelta(days=30))
    async with change_case(room.context, case.id, by=SENDER):
        pass
    [task] = await room.rows("SELECT kind, department FROM task WHERE state = 'open'")
    assert task == {"kind": "letter", "department": LIBRARY}
    async with change_case(room.context, case.id, by=SENDER) as change:
        change.apply(AnswerLetter("card", "ask", "confirmed", number="档函〔2026〕7号"))
    await is_answered(room, case, number="档函〔2026〕9号", confirmed=False, text="迟到的复函")
    assert [each["state"] for each in await room.rows(LETTERS)] == ["answered", "sent"]
    assert (await room.events(case))[-1] == LATE_OUTCOME


async def test_two_authorities_outside_may_number_alike(room: Room) -> None:
    for _ in range(2):
        case = await sent_outside(room, None)
        async with change_case(room.context, case.id, by=SENDER) as change:
            change.apply(AnswerLetter("card", "ask", "confirmed", number="12号"))
    numbers = [each["number"] for each in await room.rows(LETTERS)]
    assert numbers.count("12号") == 2
