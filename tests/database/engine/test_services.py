"""Told only when it is proved: the box with consent, the box when it is opened, a registered letter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

import activities.notify as notify_room
from activities.carrier import Carrier
from activities.service import postal_address
from database.queries.person_rows import keep_postal_address
from database.session import ENGINE, transaction
from engine import services
from engine.callbacks import Progress, take_progress
from engine.case_change import CaseChange
from engine.change import change_case
from engine.messages import record_reading, take_next_channels
from forms.form_plan import DeliveryPlan
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.acts.telling import RecordTold
from matter_definitions.consequences import ServiceWanted
from matter_definitions.events import NOTICE_SENT
from matter_definitions.plan import NoticePlan, Plan
from matter_definitions.state import Mark
from tests.database.engine.test_crashes import crash, dies_after, dies_before, dies_with
from tests.engine_room import FORM, OFFICER, Room, item, plan_of, step

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


def asked_to_correct(*items: str) -> Plan:
    """Of the second format; its notice of corrections counts when it is told."""
    message = NoticePlan(NOTICE_SENT, "correction_notice", ("box",), legal=True)
    plans = [item(code, step("review", "approval"), acceptance="officer") for code in items]
    return replace(plan_of(*plans, notices=(message,)), format=2, legal_service=True)


async def correcting(room: Room, *items: str) -> CaseChange:
    """Every item has something to be corrected; the notice has left and is not proved."""
    case = await room.submit(asked_to_correct(*items))
    marks = (Mark("field:card.number", "text"),)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        for code in items:
            change.apply(DecideReceipt(code, "correct", marks))
    await room.look_until_done(case)
    return case


async def until_must_by(room: Room, channel: str, *, short_of: timedelta = timedelta()) -> None:
    [row] = await room.rows("SELECT must_by FROM notice_service WHERE channel = :channel", channel=channel)
    await room.move_time(row["must_by"] - await room.now() - short_of)


async def tasks_of_call(room: Room) -> list[Mapping[str, Any]]:
    return await room.rows("SELECT title_zh, state FROM task WHERE kind = 'call'")


async def test_where_no_address_is_known_the_counter_is_asked_and_nothing_is_an_incident(room: Room) -> None:
    case = await correcting(room, "card", "pass")
    await until_must_by(room, "box")
    await take_next_channels(room.context)
    await room.look_until_done(case)  # there is no address to write to
    assert (await channels(room))["letter"]["state"] == "failed"
    assert await tasks_of_call(room) == [{"title_zh": "card、pass：告知当事人", "state": "open"}]
    assert await room.rows("SELECT 1 FROM incident") == []
    await until_must_by(room, "letter")
    await run_due(room, case)
    assert len(await tasks_of_call(room)) == 1, "at the limit it is not asked for a second time"


async def run_due(room: Room, case: CaseChange) -> None:
    async with change_case(room.context, case.id, by=OFFICER):
        pass


async def test_the_counter_is_asked_at_the_limit_of_a_letter_that_is_still_on_its_way(room: Room) -> None:
    case = await correcting(room, "card")
    await state_address(room)
    await until_must_by(room, "box")
    await take_next_channels(room.context)
    await room.look_until_done(case)
    assert (await channels(room))["letter"]["state"] == "sent"
    await until_must_by(room, "letter", short_of=timedelta(minutes=1))
    await run_due(room, case)
    assert await tasks_of_call(room) == []
    await room.move_time(timedelta(minutes=1))
    await run_due(room, case)
    await take_next_channels(room.context)
    assert [each["state"] for each in await tasks_of_call(room)] == ["open"]
    assert await room.rows("SELECT 1 FROM incident") == []


async def test_a_denial_that_no_channel_could_bring_is_told_by_the_counter(room: Room) -> None:
    message = NoticePlan("ITEM_DENIED", "item_denied", ("box",), legal=True)
    card = item("card", step("review", "approval", decides=True))
    case = await room.submit(replace(plan_of(card, notices=(message,)), format=2))
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideStep("card", "review", "deny", "reason", legal_basis="law"))
    await room.look_until_done(case)
    await until_must_by(room, "box")
    await take_next_channels(room.context)
    await room.look_until_done(case)
    assert await tasks_of_call(room) == [{"title_zh": "card：告知当事人", "state": "open"}]
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(RecordTold("visit", "task:1", item="card", whole_call=True))
    assert (await room.events(case)).count("DECISION_TOLD") == 1
    assert await room.rows("SELECT 1 FROM incident") == []


async def test_a_letter_goes_where_she_has_said_that_mail_reaches_her(room: Room) -> None:
    case = await tell(room, replace(PLAN, notices=()), address="别处")
    await state_address(room)
    await room.look_until_done(case)
    [payload] = [each.payload for each in room.ledger.requests if "/service/" in each.key]
    assert payload["address"] == ADDRESS


async def state_address(room: Room) -> None:
    async with transaction(room.context.database, ENGINE) as connection:
        await keep_postal_address(connection, room.context.keys, person=room.applicant, address=ADDRESS)


async def test_a_form_without_a_mailing_step_is_asked_for_its_delivery_address(room: Room) -> None:
    fields = (*FORM.fields, replace(FORM.fields[1], key="card.address", value_type="address"))
    form = replace(FORM, fields=fields, delivery=DeliveryPlan(("mail",), ("card.address",)))
    plan = replace(plan_of(item("card", step("review", "approval"))), form=form)
    case = await room.submit(plan, address=ADDRESS)
    assert postal_address(case) == ADDRESS
    elsewhere = replace(plan, form=replace(form, delivery=None))
    assert postal_address(await room.submit(elsewhere, address=ADDRESS)) is None


@pytest.mark.parametrize("how", [dies_before, dies_after])
async def test_a_notice_in_the_box_is_told_once_wherever_the_process_dies(
    room: Room, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    await agree(room)
    case = await room.submit(asked_to_correct("card"))
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideReceipt("card", "correct", (Mark("field:card.number", "text"),)))
    await crash(room, monkeypatch, case, place=notify_room, name="record_message", how=how)
    await room.look_until_done(case)
    assert len(await room.rows("SELECT 1 FROM message")) == 1
    assert (await room.events(case)).count("NOTICE_TOLD") == 1
    assert (await channels(room))["electronic"]["state"] == "delivered"


async def test_a_receipt_that_comes_twice_or_before_the_answer_tells_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await correcting(room, "card")
    await state_address(room)
    await until_must_by(room, "box")
    await take_next_channels(room.context)
    await crash(room, monkeypatch, case, place=Carrier, name="record", how=dies_with("service"))
    key = (await channels(room))["letter"]["effect_key"]
    for webhook_id in ("parcel-1", "parcel-1", "parcel-2"):
        await take_progress(
            room.context,
            connector="courier",
            key=key,
            webhook_id=webhook_id,
            progress=Progress("parcel.progress", "delivered", 3, await room.now()),
        )
    await room.look_until_done(case)
    assert list(letters(room).values()) == [1], "asked about, and not sent again"
    assert (await room.events(case)).count("NOTICE_TOLD") == 1
    after = await channels(room)
    assert (after["letter"]["state"], after["letter"]["proof"]) == ("delivered", "letter")


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
