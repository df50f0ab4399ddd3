"""Money: paid, paid twice, too late, too much, or nothing to pay."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import text

from departments.contract import Accepted, Answered, Request
from engine.callbacks import take_answer
from engine.case_change import CaseChange
from engine.change import change_case
from engine.outcome import Outcome
from engine.who import Who
from matter_definitions.acts.deciding import RedoStep
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.offers import SplitPart
from refusals import Unknown
from tests.engine_room import PAY, REGION, Room, item, plan_of, step


async def test_a_callback_is_taken_once_and_an_unknown_key_is_unknown(room: Room) -> None:
    room.ledger.later = {"payment_create"}
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    result = await room.look(case)
    assert not result.done
    payment = (await room.rows("SELECT state, pay_url FROM payment"))[0]
    assert payment == {"state": "open", "pay_url": "http://127.0.0.1/pay"}
    paid = Outcome("done", {"amount_fen": 500, "transaction_no": "t1"})
    key = f"{case.case_no}/card/it/1"
    for webhook in ("w1", "w1", "w2"):
        await take_answer(
            room.context,
            connector="payment",
            key=key,
            kind="payment_create",
            webhook_id=webhook,
            outcome=paid,
        )
    assert await room.standing(case) == "completed"
    assert await room.rows("SELECT 1 FROM incident") == []
    assert (await room.events(case)).count("STEP_DONE") == 1
    with pytest.raises(Unknown):
        await take_answer(
            room.context,
            connector="payment",
            key="x/y/z/1",
            kind="payment_create",
            webhook_id="w3",
            outcome=paid,
        )
    with pytest.raises(Unknown):
        await take_answer(
            room.context, connector="courier", key=key, kind="payment_create", webhook_id="w4", outcome=paid
        )


async def test_a_second_payment_for_one_demand_goes_back_and_a_supervisor_is_told(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    await room.look(case)
    twice = Outcome("done", {"amount_fen": 500, "transaction_no": "another"})
    key = f"{case.case_no}/card/it/1"
    await take_answer(
        room.context, connector="payment", key=key, kind="payment_create", webhook_id="w1", outcome=twice
    )
    assert (await room.look_until_done(case)).done
    assert room.ledger.done[f"{key}/refund/paid_twice/500"] == 1
    assert [each["reason"] for each in await room.rows("SELECT reason FROM incident")] == ["paid_twice"]


async def test_money_that_comes_for_an_unwanted_demand_is_refunded(room: Room) -> None:
    room.ledger.later = {"payment_create"}
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    await room.look(case)
    async with change_case(room.context, case.id, by=Who("applicant", str(room.applicant))) as change:
        change.apply(Withdraw())
    assert await room.standing(case) == "withdrawn"
    assert (await room.rows("SELECT state FROM payment"))[0]["state"] == "expired"
    key = f"{case.case_no}/card/it/1"
    assert (await room.effects(case))["card/it/1/payment_cancel"] == "planned"
    paid = Outcome("done", {"amount_fen": 500, "transaction_no": "t1"})
    await take_answer(
        room.context, connector="payment", key=key, kind="payment_create", webhook_id="w1", outcome=paid
    )
    assert "OUTCOME_RECORDED_BUT_UNWANTED" in await room.events(case)
    await room.look_until_done(case)
    assert (await room.rows("SELECT state FROM payment"))[0]["state"] == "refunded"
    assert room.ledger.done[f"{key}/refund/paid_too_late/500"] == 1


async def test_paying_too_much_gives_the_surplus_back_and_goes_on(room: Room) -> None:
    room.ledger.answers["payment_create"] = {"amount_fen": 700, "transaction_no": "t1"}
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    assert (await room.look_until_done(case)).done
    assert await room.standing(case) == "completed"
    assert room.ledger.done[f"{case.case_no}/card/it/1/refund/paid_too_much/200"] == 1
    assert (await room.rows("SELECT kind, reason FROM incident")) == [
        {"kind": "overpaid", "reason": "paid_too_much"}
    ]


async def test_nothing_to_pay_is_paid_without_asking_anybody(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=0)
    assert (await room.look(case)).done
    assert room.ledger.calls == []
    assert await room.standing(case) == "completed"


async def redo(room: Room, case: CaseChange) -> None:
    async with change_case(room.context, case.id, by=Who("supervisor", str(room.applicant))) as change:
        change.apply(RedoStep("card", "it"))


async def payments(room: Room) -> list[tuple[str, str]]:
    rows = await room.rows("SELECT effect_key, state FROM payment ORDER BY effect_key")
    return [(row["effect_key"].rpartition("/")[2], row["state"]) for row in rows]


async def test_of_two_rounds_of_a_payment_only_the_newer_can_be_paid(room: Room) -> None:
    room.ledger.later = {"payment_create"}
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    await room.look(case)
    for _ in range(2):
        await redo(room, case)
        await room.look_until_done(case)
    assert await payments(room) == [("1", "expired"), ("2", "expired"), ("3", "open")]
    assert room.ledger.done[f"{case.case_no}/card/it/1/payment_cancel"] == 1


async def test_a_demand_that_was_on_its_way_when_it_was_made_anew_does_not_come_to_life(room: Room) -> None:
    """And money that comes for it all the same has its row, and goes back."""
    room.ledger.later = {"payment_create"}
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    key, send = f"{case.case_no}/card/it/1", room.ledger.send

    async def send_and_be_overtaken(request: Request, *, timeout: float) -> Answered | Accepted:
        answer = await send(request, timeout=timeout)
        if request.key == key:
            await redo(room, case)
        return answer

    room.ledger.send = send_and_be_overtaken  # type: ignore[method-assign]
    await room.look(case)
    assert await payments(room) == [("2", "open")]
    paid = Outcome("done", {"amount_fen": 500, "transaction_no": "t1"})
    await take_answer(
        room.context, connector="payment", key=key, kind="payment_create", webhook_id="w1", outcome=paid
    )
    await room.move_time(timedelta(minutes=2))  # the call that was under way is waited for
    await room.look_until_done(case)
    assert await payments(room) == [("1", "refunded"), ("2", "open")]


SPLIT = replace(
    PAY,
    split=(SplitPart("library", "card.library_share"), SplitPart("police", "card.police_share")),
)


async def demanded(room: Room, **fees: Any) -> list[Mapping[str, Any]]:
    """What the provider was asked for when the case was looked at."""
    asked: list[Mapping[str, Any]] = []
    send = room.ledger.send

    async def remember(request: Request, *, timeout: float) -> Answered | Accepted:
        asked.append(request.payload)
        return await send(request, timeout=timeout)

    room.ledger.send = remember  # type: ignore[method-assign]
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=SPLIT))), **fees)
    await room.look(case)
    return asked


async def test_one_sum_for_two_departments_is_demanded_once_with_the_share_of_each(room: Room) -> None:
    asked = await demanded(room, fee=500, library_share=200, police_share=300)
    assert [(each["amount_fen"], each["shares"]) for each in asked] == [
        (500, {f"library@{REGION}": 200, f"police@{REGION}": 300})
    ]
    assert len(await room.rows("SELECT 1 FROM payment")) == 1


async def test_shares_that_do_not_add_up_are_demanded_of_nobody(room: Room) -> None:
    assert await demanded(room, fee=500, library_share=200, police_share=299) == []
    assert [each["kind"] for each in await room.rows("SELECT kind FROM incident")] == ["nonsense"]
    assert await room.rows("SELECT 1 FROM payment") == []


async def test_a_fee_of_a_granted_item_that_is_overdue_is_shown_to_a_supervisor_and_still_taken(
    room: Room,
) -> None:
    room.ledger.later = {"payment_create"}
    steps = (step("it", "system_call"), step("fee", "payment", "it", payment=PAY, stage="after_grant"))
    case = await room.submit(replace(plan_of(item("card", *steps)), format=2), fee=500)
    await room.look_until_done(case)
    await room.move_time(timedelta(days=40))
    await room.look_until_done(case)
    shown = await room.rows("SELECT kind, reason, detail, item_key FROM incident")
    assert shown == [{"kind": "stuck", "reason": "unpaid", "detail": "fee", "item_key": "card"}]
    assert (await room.events(case)).count("PAYMENT_REMINDED") == 2
    assert await room.rows("SELECT standing FROM case_item") == [{"standing": "granted"}]
    assert [row["state"] for row in await room.rows("SELECT state FROM payment")] == ["open"]
    for webhook in ("w1", "w2"):  # it is told twice
        await take_answer(
            room.context,
            connector="payment",
            key=f"{case.case_no}/card/fee/1",
            kind="payment_create",
            webhook_id=webhook,
            outcome=Outcome("done", {"amount_fen": 500, "transaction_no": "t1"}),
        )
    assert [row["state"] for row in await room.rows("SELECT state FROM payment")] == ["paid"]
    ended = await room.rows("SELECT state, resolution, closed_by, closed_at IS NULL AS open FROM incident")
    assert ended == [{"state": "ended", "resolution": "paid", "closed_by": None, "open": False}]
    assert (await room.events(case)).count("INCIDENT_SETTLED") == 1
    assert await room.standing(case) == "completed"


async def test_a_demand_is_met_by_what_was_demanded_also_when_the_form_was_changed_since(room: Room) -> None:
    room.ledger.later = {"payment_create"}
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    await room.look(case)
    async with change_case(room.context, case.id, by=Who("officer", str(room.applicant))) as change:
        change.set_values({"card.fee": 700})
    await take_answer(
        room.context,
        connector="payment",
        key=f"{case.case_no}/card/it/1",
        kind="payment_create",
        webhook_id="w1",
        outcome=Outcome("done", {"amount_fen": 500, "transaction_no": "t1"}),
    )
    assert [row["state"] for row in await room.rows("SELECT state FROM payment")] == ["paid"]
    assert await room.standing(case) == "completed"


async def test_what_was_paid_before_arrivals_were_counted_is_known_so_only_new_money_goes_back(
    room: Room,
) -> None:
    """The migration writes down what came until then: here 700 for 500, of which 200 went back."""
    room.ledger.answers["payment_create"] = {"amount_fen": 700, "transaction_no": "t1"}
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    await room.look_until_done(case)
    await room.as_owner(text("DELETE FROM payment_arrival"))
    await room.as_owner(text(import_module("migrations.versions.0020_one_sum").KNOWN_ARRIVALS))
    assert await room.rows("SELECT transaction_no, amount_fen FROM payment_arrival") == [
        {"transaction_no": "t1", "amount_fen": 700}
    ]
    for webhook, transaction in (("w1", "t1"), ("w2", "t2")):
        await take_answer(
            room.context,
            connector="payment",
            key=f"{case.case_no}/card/it/1",
            kind="payment_create",
            webhook_id=webhook,
            outcome=Outcome("done", {"amount_fen": 500, "transaction_no": transaction}),
        )
    await room.look_until_done(case)
    refunds = await room.rows("SELECT reason, amount_fen FROM refund ORDER BY amount_fen")
    assert refunds == [
        {"reason": "paid_too_much", "amount_fen": 200},
        {"reason": "paid_twice", "amount_fen": 500},
    ]
