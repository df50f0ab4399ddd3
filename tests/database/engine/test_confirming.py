"""A step to be confirmed, to the end of its time: reminded by the box, lapsed, or shown to the supervisor."""

from dataclasses import replace
from datetime import timedelta

from clocks.calendar import in_shanghai
from database.queries.person_rows import find_person_key
from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.change import change_case
from engine.messages import open_letter
from engine.who import Who
from matter_definitions.acts.deciding import ConfirmStep
from matter_definitions.plan import NoticePlan, Plan, StepPlan
from tests.engine_room import Room, both, item, plan_of, step

REMINDED = NoticePlan("CONFIRMATION_REMINDED", "confirmation_reminded", ("box", "sms"))
ASKED = step("print", "system_call", confirm=both("it cannot be changed"))
AFTER = step("print", "system_call", "decide", confirm=both("it cannot be changed"), stage="after_grant")


def of(*steps: StepPlan) -> Plan:
    return replace(plan_of(item("card", *steps), notices=(REMINDED,)), format=2)


async def letters(room: Room) -> dict[str, str]:
    """In the box of the applicant: title and words."""
    rows = await room.rows("SELECT ciphertext FROM message WHERE channel = 'box'")
    async with transaction(room.context.database, ENGINE) as connection:
        key = await find_person_key(connection, room.context.keys, person=room.applicant)
    opened = [open_letter(row["ciphertext"], person=room.applicant, key=key or b"") for row in rows]
    return {each.title: each.body for each in opened}


async def test_who_never_confirms_is_reminded_with_the_day_and_then_the_item_lapses(room: Room) -> None:
    case = await room.submit(of(ASKED))
    await room.look_until_done(case)
    [until] = [each.answer_until for each in case.state.notices]
    assert until is not None
    await room.move_time(until - await room.now() - timedelta(minutes=1))
    await room.look_until_done(case)
    assert await room.standing(case) == "open"
    assert (await room.events(case)).count("CONFIRMATION_REMINDED") == 1
    found = await letters(room)
    assert set(found) == {"请您确认后继续办理", "提醒您确认"}
    day = f"{in_shanghai(until):%Y-%m-%d}"
    assert all(f"请在 {day} 前登录核对并确认" in body for body in found.values())
    channels = await room.rows("SELECT channel FROM message WHERE case_id = :id", id=case.id)
    assert sorted(row["channel"] for row in channels) == ["box", "box", "sms", "sms"]

    await room.move_time(timedelta(minutes=1))
    await room.look_until_done(case)

    assert await room.rows("SELECT standing FROM case_item") == [{"standing": "lapsed"}]
    assert await room.standing(case) == "refused"
    assert "ITEM_LAPSED" in await room.events(case)


async def granted_and_overdue(room: Room) -> CaseChange:
    case = await room.submit(of(step("decide", "approval", decides=True), AFTER))
    await room.decide(case, "decide", "grant")
    await room.look_until_done(case)
    await room.move_time(timedelta(days=60))
    await room.look_until_done(case)
    return case


async def test_what_was_granted_waits_on_and_a_supervisor_is_shown_it_until_she_confirms(room: Room) -> None:
    case = await granted_and_overdue(room)
    assert await room.rows("SELECT standing FROM case_item") == [{"standing": "granted"}]
    shown = await room.rows("SELECT kind, reason, detail, item_key, state FROM incident")
    assert shown == [
        {"kind": "stuck", "reason": "unconfirmed", "detail": "print", "item_key": "card", "state": "open"}
    ]

    async with change_case(room.context, case.id, by=Who("applicant", str(room.applicant))) as change:
        change.apply(ConfirmStep("card", "print"))
    await room.look_until_done(case)

    ended = await room.rows("SELECT state, resolution FROM incident")
    assert ended == [{"state": "ended", "resolution": "confirmed"}]
    assert (await room.events(case)).count("INCIDENT_SETTLED") == 1
    assert await room.standing(case) == "completed"
