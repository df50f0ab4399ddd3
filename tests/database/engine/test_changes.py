"""The transaction around `advance`: locks, refusals, projections, the log."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from database.session import ENGINE, transaction
from engine.change import change_case
from engine.claims import TakenAlready
from engine.due import run_due_deadlines
from engine.new_case import UniqueItem, open_new_case
from engine.verify_log import verify_log
from engine.who import Who
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.state import from_document
from refusals import Busy, NotNow, Unknown
from tests.engine_room import OFFICER, Room, item, plan_of, step

MANY = 200


async def test_two_hundred_decisions_on_one_case_at_once_end_without_a_deadlock(room: Room) -> None:
    """Forty tasks, five officers at each: every task is decided once, and nobody waits for ever."""
    tasks = 40
    steps = [step(f"s{number}", "approval") for number in range(tasks)]
    case = await room.submit(plan_of(item("card", *steps)))

    async def decide(number: int) -> str:
        try:
            await room.decide(case, f"s{number % tasks}")
        except NotNow:
            return "refused"
        except Busy:
            return "busy"
        return "decided"

    answers = Counter(await asyncio.gather(*(decide(number) for number in range(MANY))))
    while answers["busy"]:  # 503 asks to come again
        again = Counter(await asyncio.gather(*(decide(number) for number in range(tasks))))
        answers = answers - Counter(busy=answers["busy"]) + again
    assert answers["decided"] == tasks
    assert await room.standing(case) == "completed"
    log = await room.rows("SELECT number FROM case_event ORDER BY number")
    assert [row["number"] for row in log] == list(range(1, len(log) + 1))


async def test_a_second_decision_is_refused_with_what_is_allowed(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("review", "approval"))))
    with pytest.raises(NotNow) as refused:
        await room.decide(case, "review", "grant")
    assert refused.value.allowed == ["pass", "deny"]
    await room.decide(case, "review")
    with pytest.raises(NotNow) as refused:
        await room.decide(case, "review")
    assert refused.value.status == 409


async def test_a_case_whose_lock_is_held_is_busy(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("review", "approval"))))
    async with change_case(room.context, case.id, by=OFFICER):
        with pytest.raises(Busy):
            await room.decide(case, "review")


async def test_a_case_that_does_not_exist_is_unknown(room: Room) -> None:
    with pytest.raises(Unknown):
        async with change_case(room.context, "330110-9999", by=OFFICER):
            pass


async def test_a_refused_act_leaves_nothing_behind(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("review", "approval"))))
    before = await room.rows("SELECT doc, version, event_count FROM matter_case")

    async def try_in_vain() -> None:
        async with change_case(room.context, case.id, by=OFFICER) as change:
            change.add_text("comment", "never kept")
            change.apply(DecideStep("card", "nothing", "pass"))

    with pytest.raises(NotNow):
        await try_in_vain()
    assert await room.rows("SELECT doc, version, event_count FROM matter_case") == before
    assert await room.rows("SELECT 1 FROM case_text") == []


async def test_the_projections_say_what_the_state_says(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("review", "approval"), acceptance="officer")))
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideReceipt("card", "accept"))
    await room.decide(case, "review")
    row = (await room.rows("SELECT doc, standing, ended_at, promised_at, next_due_at FROM matter_case"))[0]
    state = from_document(row["doc"])
    assert (row["standing"], row["ended_at"]) == (state.standing, state.ended_at)
    assert (row["promised_at"], row["next_due_at"]) == (state.promised_at, None)
    items = await room.rows("SELECT key, standing, accepted_at, decided_at, due_at, light FROM case_item")
    assert items == [
        {
            "key": "card",
            "standing": "granted",
            "accepted_at": state.items["card"].accepted_at,
            "decided_at": state.items["card"].decided_at,
            "due_at": None,
            "light": "none",
        }
    ]
    tasks = await room.rows("SELECT step, state, outcome FROM task ORDER BY opened_at")
    assert tasks == [
        {"step": "receipt", "state": "done", "outcome": "accept"},
        {"step": "review", "state": "done", "outcome": "pass"},
    ]


async def test_deadlines_are_dated_at_themselves_whoever_notices_them(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("review", "approval"), acceptance="officer")))
    due = (await room.rows("SELECT next_due_at FROM matter_case"))[0]["next_due_at"]
    await room.move_time(timedelta(days=30))
    await room.decide(case, "review")  # silence has accepted; the next act finds its task open
    silence = await room.rows("SELECT at FROM case_event WHERE kind = 'ITEM_ACCEPTED_BY_SILENCE'")
    assert silence == [{"at": due}]
    assert await run_due_deadlines(room.context) == 0


async def test_values_are_kept_by_version_and_only_encrypted(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("review", "approval"))), fee=100, number="secret-1")
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.set_values({"card.number": "secret-2"})
        note = change.add_text("comment", "a secret remark")
    forms = await room.rows("SELECT version, ciphertext FROM case_form ORDER BY version")
    assert [row["version"] for row in forms] == [1, 2]
    texts = await room.rows("SELECT ciphertext FROM case_text WHERE id = :id", id=note)
    assert b"secret" not in b"".join(row["ciphertext"] for row in [*forms, *texts])
    async with change_case(room.context, case.id, by=OFFICER) as change:
        assert change.values["card.number"] == "secret-2"
        assert change.state.versions["field:card.number"] == 1
        assert change.box.open_text(texts[0]["ciphertext"]) == "a secret remark"


async def test_what_is_taken_is_refused_until_its_item_ends_without_a_result(room: Room) -> None:
    plan = plan_of(item("card", step("review", "approval", decides=True)))
    unique = UniqueItem("card", "card", b"digest")
    case = await room.submit(plan, unique=[unique])
    new = room.new_case(plan, await room.publish(plan), unique=[unique])
    who = Who("applicant", str(room.applicant))
    with pytest.raises(TakenAlready):
        async with transaction(room.context.database, ENGINE) as connection:
            await open_new_case(room.context, connection, new, by=who)
    await room.decide(case, "review", "deny")
    async with transaction(room.context.database, ENGINE) as connection:
        await open_new_case(room.context, connection, new, by=who)


async def test_the_chain_of_a_case_verifies(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("first"), step("review", "approval", "first"))))
    await room.look(case)
    await room.decide(case, "review")
    async with transaction(room.context.database, ENGINE) as connection:
        assert await verify_log(connection, case_no=case.case_no) == []
