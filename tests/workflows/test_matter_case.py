"""Cases driven by real workflows on a real server."""

from datetime import timedelta
from typing import Any

from temporalio.client import Client

from engine.change import change_case
from engine.due import run_due_deadlines
from matter_definitions.acts.receiving import DecideReceipt
from tests.conftest import Database
from tests.engine_room import OFFICER, PAY, Room, item, plan_of, step
from tests.workflows.conftest import running
from tests.workflows.runs import event_names, handle_of, until_closed, until_started
from worker_process.machine import Machine

STEPS = (
    step("identity", "identity_check"),
    step("certificate", "certificate_lookup", "identity"),
    step("credit", "data_check", "identity"),
    step("review", "approval", "certificate", "credit"),
    step("pay", "payment", "review", payment=PAY),
    step("make", "system_call", "pay", decides=True),
    step("post", "mailing", "make"),
)
CARD = plan_of(item("card", *STEPS))
REVIEWED_CARD = plan_of(item("card", *STEPS, acceptance="officer"))


async def test_a_case_of_the_neutral_matter_reaches_its_end(
    room: Room, machine: Machine, temporal_env: Any
) -> None:
    case = await room.submit(CARD, fee=500)
    await room.until_task(case, "review")
    await until_closed(temporal_env.client, room, case)
    await room.decide(case, "review")
    await room.until_standing(case, "completed")
    await until_closed(temporal_env.client, room, case)
    assert set(room.ledger.done.values()) == {1}
    assert len(await event_names(temporal_env.client, room, case)) == 6, "a run of one look"


async def test_a_timer_lets_silence_accept_without_anybody_doing_anything(
    room: Room, machine: Machine, temporal_env: Any
) -> None:
    """Nobody reviews the form; the workflow's own timer rings and the law's answer is given."""
    case = await room.submit(REVIEWED_CARD, fee=0)
    await until_timer_is_set(room)
    await room.move_time(timedelta(days=20))
    await temporal_env.fast_forward(handle_of(temporal_env.client, room, case), timedelta(days=20))
    await room.until_task(case, "review")
    item_row = (await room.rows("SELECT standing, accepted_at, received_at FROM case_item"))[0]
    assert item_row["standing"] == "accepted"
    assert item_row["accepted_at"] == item_row["received_at"]
    events = await room.rows("SELECT at FROM case_event WHERE kind = 'ITEM_ACCEPTED_BY_SILENCE'")
    now = await room.now()
    assert now - events[0]["at"] > timedelta(days=8), "dated at the deadline, not when it was processed"


async def test_moved_time_lets_what_is_due_happen_without_a_timer(
    room: Room, machine: Machine, temporal_env: Any
) -> None:
    case = await room.submit(REVIEWED_CARD, fee=0)
    await until_timer_is_set(room)
    await room.move_time(timedelta(days=20))
    assert await run_due_deadlines(room.context) == 1
    await room.until_task(case, "review")
    assert await run_due_deadlines(room.context) == 0


async def test_slow_effects_run_beside_each_other_and_none_is_waited_for(
    room: Room, machine: Machine
) -> None:
    """An answer that takes long does not keep the case from its next wake-up."""
    plan = plan_of(
        item("card", step("slow", quick=False), step("review", "approval")),
        item("other", step("quick"), step("after", "system_call", "quick")),
    )
    room.ledger.slowness = 0.5
    case = await room.submit(plan)
    await room.decide(case, "review", "pass")
    await room.until_standing(case, "completed")
    assert set(room.ledger.done.values()) == {1}


async def test_a_quick_effect_that_fails_is_tried_again_by_an_ordinary_activity(
    room: Room, machine: Machine, temporal_env: Any
) -> None:
    room.ledger.unavailable = 1
    case = await room.submit(plan_of(item("card", step("it"))))

    async def failed_once() -> bool:
        return (await room.effects(case)) == {"card/it/1": "planned"} and room.ledger.unavailable == 0

    await room.until(failed_once)
    await until_timer_is_set(room)
    await room.move_time(timedelta(seconds=11))
    await temporal_env.fast_forward(handle_of(temporal_env.client, room, case), timedelta(seconds=11))
    await room.until_standing(case, "completed")
    assert room.ledger.done == {f"{case.case_no}/card/it/1": 1}


async def test_people_who_answer_while_the_look_lingers_cost_no_timer_and_no_wake_up(
    patient_room: Room, database: Database, temporal_env: Any
) -> None:
    """One case of three: a machine that is too busy for a quick effect leaves it to an ordinary activity."""
    room, client = patient_room, temporal_env.client
    async with running(room, client, installation=room.installation, app_url=database.app_url):
        lengths = [await _events_of_a_case_answered_at_once(room, client) for _ in range(3)]
    assert 6 in lengths, "one run of one look"


async def _events_of_a_case_answered_at_once(room: Room, client: Client) -> int | None:
    """None: it took more than one run."""
    case = await room.submit(REVIEWED_CARD, fee=0)
    first_run = await until_started(client, room, case)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideReceipt("card", "accept"))
    await room.until_task(case, "review")
    await room.decide(case, "review")
    await room.until_standing(case, "completed")
    last_run = await until_closed(client, room, case)
    return len(await event_names(client, room, case)) if last_run == first_run else None


async def until_timer_is_set(room: Room) -> None:
    async def is_set() -> bool:
        row = (await room.rows("SELECT timer_at, wake_seen, wake_wanted FROM matter_case"))[0]
        return row["timer_at"] is not None and row["wake_seen"] == row["wake_wanted"]

    await room.until(is_set)
