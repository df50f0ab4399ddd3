"""Once a minute: lights, what is stuck, Temporal's silence, the daily root."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import text

from clocks.calendar import SHANGHAI, close_of
from clocks.published import load_published
from database.session import ENGINE, transaction
from engine.sweep import nearly_due, sweep
from tests.engine_room import PAY, Room, item, plan_of, step

PLAN = plan_of(item("card", step("review", "approval"), acceptance="officer"))


async def lights(room: Room) -> tuple[str, str]:
    items = await room.rows("SELECT light FROM case_item")
    tasks = await room.rows("SELECT light FROM task WHERE state = 'open'")
    return items[0]["light"], tasks[0]["light"]


async def test_lights_turn_yellow_and_red_as_the_limit_comes(room: Room) -> None:
    await room.submit(PLAN)
    await sweep(room.context, temporal_is_away=False)
    assert await lights(room) == ("green", "green")
    due = (await room.rows("SELECT due_at FROM case_item"))[0]["due_at"]
    await room.move_time(due - await room.now() - timedelta(hours=2))
    await sweep(room.context, temporal_is_away=False)
    assert await lights(room) == ("yellow", "yellow")
    await room.move_time(timedelta(hours=3))
    await sweep(room.context, temporal_is_away=False)
    assert await lights(room) == ("red", "red")


def test_a_working_day_before_the_limit_is_nearly_due_also_over_a_weekend() -> None:
    calendar = load_published()
    friday_noon = datetime(2026, 3, 6, 12, 0, tzinfo=SHANGHAI)
    friday_evening = datetime(2026, 3, 6, 18, 0, tzinfo=SHANGHAI)
    assert nearly_due(friday_noon, calendar) == close_of(friday_noon.date())
    assert nearly_due(friday_evening, calendar) == close_of(datetime(2026, 3, 9, tzinfo=SHANGHAI).date())


async def test_a_case_whose_workflow_does_not_look_is_an_incident_until_it_goes_on(room: Room) -> None:
    case = await room.submit(PLAN)
    await room.as_owner(text("UPDATE matter_case SET relay_tries = 5"))
    for _ in range(2):
        await sweep(room.context, temporal_is_away=False)
    found = await room.rows("SELECT kind, reason, case_no, state FROM incident")
    stuck = {"kind": "stuck", "reason": "workflow_does_not_look", "case_no": case.case_no, "state": "open"}
    assert found == [stuck]
    await room.look(case)
    await sweep(room.context, temporal_is_away=False)
    assert (await room.rows("SELECT state FROM incident")) == [{"state": "ended"}]


async def test_what_a_granted_item_still_waits_for_stays_shown_and_hides_no_workflow_that_does_not_look(
    room: Room,
) -> None:
    room.ledger.later = {"payment_create"}
    steps = (step("it", "system_call"), step("fee", "payment", "it", payment=PAY, stage="after_grant"))
    case = await room.submit(replace(plan_of(item("card", *steps)), format=2), fee=500)
    await room.look_until_done(case)
    await room.move_time(timedelta(days=40))
    await room.look_until_done(case)
    await sweep(room.context, temporal_is_away=False)
    unpaid = {"reason": "unpaid", "state": "open"}
    assert await room.rows("SELECT reason, state FROM incident") == [unpaid]
    await room.as_owner(text("UPDATE matter_case SET relay_tries = 5, wake_wanted = wake_seen + 1"))
    for _ in range(2):
        await sweep(room.context, temporal_is_away=False)
    found = await room.rows("SELECT reason, state FROM incident ORDER BY reason")
    assert found == [unpaid, {"reason": "workflow_does_not_look", "state": "open"}]


async def test_temporals_silence_is_one_incident_and_ends_by_itself(room: Room) -> None:
    for _ in range(2):
        await sweep(room.context, temporal_is_away=True)
    assert (await room.rows("SELECT reason, state FROM incident")) == [
        {"reason": "temporal_silent", "state": "open"}
    ]
    await sweep(room.context, temporal_is_away=False)
    assert (await room.rows("SELECT state FROM incident")) == [{"state": "ended"}]


async def test_one_worker_sweeps_at_a_time_and_a_day_has_one_root(room: Room) -> None:
    case = await room.submit(PLAN)
    async with transaction(room.context.database, ENGINE) as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('onematter_sweep'))"))
        assert not await sweep(room.context, temporal_is_away=False)
    await sweep(room.context, temporal_is_away=False)
    await sweep(room.context, temporal_is_away=False)
    # How many cases it holds hangs on what else the server has open; `test_case_log.py` waits for that.
    roots = await room.rows("SELECT day FROM daily_root")
    assert len(roots) == 1
    assert case.id
