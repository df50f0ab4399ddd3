"""Told only when it is proved: the box with consent, the box when it is opened, a registered letter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from activities.carrier import Carrier
from engine import services
from engine.callbacks import Progress, take_progress
from engine.case_change import CaseChange
from engine.change import change_case
from engine.messages import record_reading, take_next_channels
from matter_definitions.consequences import ServiceWanted
from matter_definitions.plan import NoticePlan, Plan
from tests.database.engine.test_crashes import crash, dies_with
from tests.engine_room import Room, item, plan_of, step

SUBMITTED = "SUBMITTED_BY_APPLICANT"
NOTICE = NoticePlan(SUBMITTED, "case_submitted", ("box", "sms"))
POSTS = step("post", "mailing", "review", send={"recipient": "=x", "address": "card.number"})
PLAN = plan_of(item("card", step("review", "approval"), POSTS), notices=(NOTICE,))
ADDRESS = "杭州市余杭区仓前街道文一西路1500号"
TEN_DAYS = timedelta(days=10)


async def agree(room: Room, *, given: bool = True) -> None:
    statement = text("""
        INSERT INTO service_consent (person_id, given, at, version) VALUES (:person, :given, now(), '1')
        ON CONFLICT (person_id) DO UPDATE SET given = :given
    """)
    await room.as_owner(statement, person=room.applicant, given=given)


async def tell(room: Room, plan: Plan = PLAN, *, address: str = ADDRESS) -> CaseChange:
    """A case whose first message is a notice of law; it has to be proved within ten days."""
    case = await room.submit(plan, number=address)
    async with change_case(room.context, case.id, by=case.by) as change:
        change.out.effects_wanted.extend(case.out.effects_wanted)
        change.out.services_wanted.append(ServiceWanted(None, None, SUBMITTED))
        await services.follow(change)
        change.out.effects_wanted.clear()
        change.out.services_wanted.clear()
    return case


async def channels(room: Room) -> dict[str, Mapping[str, Any]]:
    rows = await room.rows("SELECT * FROM notice_service ORDER BY nth")
    return {row["channel"]: row for row in rows}


async def test_with_consent_a_notice_counts_as_told_when_it_lies_in_the_box(room: Room) -> None:
    await agree(room)
    case = await tell(room)
    before = await channels(room)
    assert before["electronic"]["told_at"] is None
    await room.look_until_done(case)
    after = await channels(room)
    assert after["electronic"]["told_at"] is not None
    assert (after["electronic"]["state"], after["letter"]["state"]) == ("delivered", "given_up")


async def test_without_consent_neither_the_box_nor_an_sms_that_arrived_proves_anything(room: Room) -> None:
    case = await tell(room)
    await room.look_until_done(case)
    key = (await channels(room))["sms"]["effect_key"]
    await take_progress(
        room.context,
        connector="sms",
        key=key,
        webhook_id="receipt-1",
        progress=Progress("message.receipt", "delivered", 1, await room.now()),
    )
    assert {row["told_at"] for row in (await channels(room)).values()} == {None}


async def test_opening_the_message_proves_it_once(room: Room) -> None:
    case = await tell(room)
    await room.look_until_done(case)
    key = (await channels(room))["box"]["effect_key"]
    await record_reading(room.context, room.applicant, effect_keys={key})
    told = (await channels(room))["box"]["told_at"]
    assert told is not None
    await room.move_time(timedelta(days=1))
    await record_reading(room.context, room.applicant, effect_keys={key})
    assert (await channels(room))["box"]["told_at"] == told


async def test_an_unopened_notice_goes_out_as_a_registered_letter_whose_delivery_proves_it(
    room: Room,
) -> None:
    case = await tell(room)
    await room.look_until_done(case)
    assert await take_next_channels(room.context) == 0, "there is still time to open it"
    await room.move_time(TEN_DAYS / 2)
    await take_next_channels(room.context)
    await take_next_channels(room.context)  # a second round sends no second letter
    await room.look_until_done(case)
    letter = (await channels(room))["letter"]
    assert letter["state"] == "sent"
    assert letters(room) == {letter["effect_key"]: 1}
    assert letter["told_at"] is None
    await take_progress(
        room.context,
        connector="courier",
        key=letter["effect_key"],
        webhook_id="parcel-1",
        progress=Progress("parcel.progress", "delivered", 3, await room.now()),
    )
    assert (await channels(room))["letter"]["told_at"] is not None


async def test_when_no_channel_brings_proof_in_time_people_are_told(room: Room) -> None:
    case = await tell(room, address="")
    await room.look_until_done(case)
    await room.move_time(TEN_DAYS / 2)
    await take_next_channels(room.context)
    await room.look_until_done(case)  # there is no address to write to
    (incident,) = await room.rows("SELECT kind, reason FROM incident")
    assert incident == {"kind": "delivery", "reason": services.NOT_TOLD}
    assert (await room.events(case)).count("SERVICE_FAILED") == 1
    assert {row["state"] for row in (await channels(room)).values()} == {"failed"}


async def test_a_withdrawn_consent_holds_from_the_next_notice(room: Room) -> None:
    await agree(room)
    first = await tell(room)
    await agree(room, given=False)
    second = await tell(room)
    rows = await room.rows("SELECT case_id, channel FROM notice_service WHERE nth = 1")
    assert {row["case_id"]: row["channel"] for row in rows} == {first.id: "electronic", second.id: "box"}


async def test_a_notice_without_a_message_of_its_own_begins_with_the_letter(room: Room) -> None:
    case = await tell(room, replace(PLAN, notices=()))
    await room.look_until_done(case)
    assert [(row["channel"], row["state"]) for row in (await channels(room)).values()] == [("letter", "sent")]


async def test_a_letter_goes_out_once_also_when_the_process_dies_before_it_is_written_down(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await tell(room, replace(PLAN, notices=()))
    await crash(room, monkeypatch, case, place=Carrier, name="record", how=dies_with("service"))
    await room.look_until_done(case)
    assert list(letters(room).values()) == [1]
    assert (await channels(room))["letter"]["state"] == "sent"


def letters(room: Room) -> dict[str, int]:
    return {key: times for key, times in room.ledger.done.items() if "/service/" in key}
