"""Several fees paid as one sum: each is settled by itself, once, and what is no longer wanted goes back."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from activities.carrier import Carrier
from database.queries.effect_rows import find_by_keys
from departments.contract import Accepted, Answered, Request
from engine.change import change_case
from engine.outcome import Outcome
from engine.outcomes import give_up
from engine.who import THE_ENGINE
from tests.database.engine.paying_room import BADGE, CARD, FEE, Payer, two_demands
from tests.database.engine.test_crashes import crash, dies_with
from tests.engine_room import LIBRARY, Room


@pytest.fixture
async def payer(room: Room) -> Payer:
    return await two_demands(room)


async def test_one_order_asks_for_the_sum_with_a_line_for_each_demand(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    asked = payer.asked[payer.order()]
    assert asked["amount_fen"] == 2 * FEE
    assert [(each["key"], each["amount_fen"], each["shares"]) for each in asked["lines"]] == [
        (payer.demand(CARD), FEE, {LIBRARY: FEE}),
        (payer.demand(BADGE), FEE, {LIBRARY: FEE}),
    ]
    [order] = await payer.room.rows("SELECT amount_fen, pay_url, state FROM payment_order")
    assert order == {"amount_fen": 2 * FEE, "pay_url": "http://127.0.0.1/pay", "state": "open"}


async def test_an_order_that_is_paid_settles_each_demand_by_itself_once(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    for webhook in ("w1", "w1", "w2"):
        await payer.pay_order(webhook=webhook)
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}
    assert await payer.orders() == ["paid"]
    assert (await payer.room.look_until_done(payer.case)).done
    assert await payer.room.standing(payer.case) == "completed"
    assert (await payer.room.events(payer.case)).count("STEP_DONE") == 2
    assert await payer.refunds() == []
    assert await payer.room.rows("SELECT 1 FROM incident") == []


async def test_the_callback_may_come_before_the_answer(payer: Payer) -> None:
    send = payer.room.ledger.send

    async def pay_at_once(request: Request, *, timeout: float) -> Answered | Accepted:
        answer = await send(request, timeout=timeout)
        if request.kind == "payment_order":
            await payer.pay_order()
        return answer

    payer.room.ledger.send = pay_at_once  # type: ignore[method-assign]
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}
    assert await payer.orders() == ["paid"]
    assert payer.room.ledger.calls.count(payer.order()) == 1


async def test_a_process_that_dies_after_opening_an_order_does_not_open_another(
    payer: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await payer.open_order()
    how = dies_with("payment_order")
    await crash(payer.room, monkeypatch, payer.case, place=Carrier, name="record", how=how)
    assert [row["pay_url"] for row in await payer.room.rows("SELECT pay_url FROM payment_order")] == [None]
    await payer.room.look_until_done(payer.case)
    assert payer.room.ledger.calls.count(payer.order()) == 1, "it was asked about, not repeated"
    assert [row["pay_url"] for row in await payer.room.rows("SELECT pay_url FROM payment_order")] == [
        "http://127.0.0.1/pay"
    ]
    await payer.pay_order()
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}


async def test_a_lost_callback_is_asked_for(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    payer.room.ledger.said[payer.order()] = Answered("done", payer.order_paid().data)
    await payer.room.move_time(timedelta(minutes=2))
    await payer.room.look_until_done(payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}


async def test_a_line_that_was_withdrawn_meanwhile_goes_back_and_the_other_is_paid(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    await payer.withdraw(BADGE)
    assert await payer.orders() == ["closed"]
    for webhook in ("w1", "w2"):
        await payer.pay_order(webhook=webhook)
    await payer.room.look_until_done(payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "refunded"}
    assert await payer.refunds() == [(BADGE, "paid_too_late", FEE)]
    assert payer.room.ledger.done[f"{payer.order()}/payment_cancel"] == 1


async def test_a_line_that_expired_meanwhile_goes_back_and_the_case_stays_as_it_is(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    await payer.room.move_time(timedelta(days=30))
    await payer.room.look_until_done(payer.case)
    assert await payer.payments() == {CARD: "expired", BADGE: "expired"}
    await payer.pay_order()
    await payer.room.look_until_done(payer.case)
    assert await payer.refunds() == [(BADGE, "paid_too_late", FEE), (CARD, "paid_too_late", FEE)]
    standings = await payer.room.rows("SELECT DISTINCT standing FROM case_item")
    assert [row["standing"] for row in standings] == ["lapsed"]


async def test_what_was_closed_at_the_provider_before_the_order_was_paid_goes_back_too(payer: Payer) -> None:
    """The demand's own answer came first; the order's line is other money all the same."""
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    await payer.withdraw(BADGE)
    await payer.tell(payer.demand(BADGE), "payment_create", Outcome("closed"))
    await payer.pay_order()
    await payer.room.look_until_done(payer.case)
    assert await payer.refunds() == [(BADGE, "paid_too_late", FEE)]


async def test_an_order_paid_before_it_was_closed_is_told_by_the_answer_to_closing_it(payer: Payer) -> None:
    """Its own callback is lost for ever."""
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    payer.room.ledger.outcomes["payment_cancel"] = "already_paid"
    payer.room.ledger.said[payer.order()] = Answered("done", payer.order_paid().data)
    for each in (CARD, BADGE):
        data = {"amount_fen": FEE, "transaction_no": f"T1-{each}"}
        payer.room.ledger.said[payer.demand(each)] = Answered("done", data)
    await payer.withdraw(BADGE)
    await payer.room.look_until_done(payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "refunded"}
    assert await payer.refunds() == [(BADGE, "paid_too_late", FEE)]
    assert await payer.orders() == ["paid"]


async def test_what_was_paid_alone_and_in_an_order_goes_back_once(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    await payer.pay_alone(CARD)
    assert await payer.orders() == ["closed"]
    assert (await payer.payments())[CARD] == "paid"
    for webhook in ("w1", "w2"):
        await payer.pay_order(webhook=webhook)
    await payer.room.look_until_done(payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}
    assert await payer.refunds() == [(CARD, "paid_twice", FEE)]


async def test_an_order_whose_page_was_paid_twice_gives_the_second_sum_back_line_by_line(
    payer: Payer,
) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    for transaction in ("first", "second", "second", "third"):
        await payer.pay_order(transaction=transaction)
    await payer.room.look_until_done(payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}
    twice = [(item, "paid_twice", FEE) for item in (BADGE, BADGE, CARD, CARD)]
    assert await payer.refunds() == twice


async def test_of_two_orders_for_the_same_demands_there_is_one(payer: Payer) -> None:
    first, second = await asyncio.gather(payer.open_order(), payer.open_order())
    assert first == second
    await payer.room.look_until_done(payer.case)
    assert await payer.orders() == ["open"]
    assert payer.order(2) not in payer.asked


async def test_an_order_for_other_demands_takes_the_place_of_the_first(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    await payer.open_order(CARD)
    await payer.room.look_until_done(payer.case)
    assert await payer.orders() == ["closed", "open"]
    assert payer.room.ledger.done[f"{payer.order(1)}/payment_cancel"] == 1


async def test_two_orders_that_were_both_paid_leave_one_payment_of_each_demand(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    await payer.open_order(CARD)
    await payer.room.look_until_done(payer.case)
    line = {"key": payer.demand(CARD), "amount_fen": FEE, "transaction_no": "second"}
    await payer.tell(payer.order(2), "payment_order", Outcome("done", {"amount_fen": FEE, "lines": [line]}))
    await payer.pay_order(1)
    await payer.room.look_until_done(payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}
    assert await payer.refunds() == [(CARD, "paid_twice", FEE)]


async def test_an_order_that_never_left_the_house_is_just_dropped(payer: Payer) -> None:
    await payer.open_order()
    await payer.withdraw(BADGE)
    await payer.room.look_until_done(payer.case)
    assert payer.order() not in payer.asked
    assert f"{payer.order()}/payment_cancel" not in payer.room.ledger.done


async def test_an_order_whose_answer_was_lost_is_closed_all_the_same(payer: Payer) -> None:
    payer.room.ledger.away = {"payment_order"}
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    assert (await payer.room.effects(payer.case))["case/payment_order/1"] == "planned"
    await payer.withdraw(BADGE)
    await payer.room.look_until_done(payer.case)
    assert payer.room.ledger.done[f"{payer.order()}/payment_cancel"] == 1


async def test_an_order_the_bank_refuses_leaves_the_demands_to_be_paid(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    await payer.tell(payer.order(), "payment_order", Outcome("failed"))
    assert await payer.payments() == {CARD: "open", BADGE: "open"}
    assert await payer.orders() == ["failed"]
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    assert await payer.orders() == ["failed", "open"]
    assert payer.order(2) in payer.asked


async def test_an_order_that_was_given_up_is_not_waited_for_for_ever(payer: Payer) -> None:
    await payer.open_order()
    async with change_case(payer.room.context, payer.case.id, by=THE_ENGINE) as case:
        [effect] = await find_by_keys(case.connection, [payer.order()])
        await give_up(case, effect, kind="exhausted", reason="unavailable")
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    assert await payer.orders() == ["closed", "open"]
    assert payer.order(2) in payer.asked


async def test_the_form_may_have_been_changed_since_the_fees_were_demanded(payer: Payer) -> None:
    async with change_case(payer.room.context, payer.case.id, by=THE_ENGINE) as case:
        case.set_values({"card.fee": 1})
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    lines = payer.asked[payer.order()]["lines"]
    assert [(each["amount_fen"], "shares" in each) for each in lines] == [(FEE, True), (FEE, True)]


async def test_an_order_that_speaks_of_other_lines_pays_nothing_and_is_shown(payer: Payer) -> None:
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    paid = payer.order_paid()
    lines = paid.data["lines"]
    assert isinstance(lines, list)
    lines[0]["key"] = "somebody/elses/fee/1"
    await payer.tell(payer.order(), "payment_order", paid)
    assert await payer.payments() == {CARD: "open", BADGE: "open"}
    assert [row["kind"] for row in await payer.room.rows("SELECT kind FROM incident")] == ["nonsense"]


async def test_a_process_that_dies_while_an_order_is_recorded_has_recorded_nothing_of_it(
    payer: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both demands are settled in one transaction, or none: the provider tells it again."""
    await payer.open_order()
    await payer.room.look_until_done(payer.case)
    dead = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with monkeypatch.context() as crashing:

        async def die(change: object, *_: object, **__: object) -> object:
            await change.connection.execute(dead)  # type: ignore[attr-defined]
            raise AssertionError("unreachable")

        crashing.setattr("engine.change.write_changes", die)
        with pytest.raises(DBAPIError):
            await payer.pay_order()
    assert await payer.payments() == {CARD: "open", BADGE: "open"}
    await payer.pay_order()
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}
