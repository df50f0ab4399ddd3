"""Several fees as one sum: shown with its departments, paid once at the provider, each settled by itself."""

from datetime import datetime
from uuid import uuid4

import pytest

from clocks.calendar import SHANGHAI
from engine.reconciliation import TheirLine, reconcile
from matter_definitions.offers import RefundRule
from tests.web.api.conftest import Town
from tests.web.api.two_fees import FIRST, ITEM, SECOND, Payer, two_demands

RECONCILED = ("payment_create", "refund")


@pytest.fixture
async def payer(town: Town) -> Payer:
    return await two_demands(town)


async def open_order(payer: Payer, **body: object) -> dict[str, object]:
    """Asked for, prepared by the worker, asked for again: the second answer."""
    mother = await payer.town.person("mother")
    path = f"/cases/{payer.case_no}/payments"
    first = await mother.post(path, body, status=201)
    await payer.carry("payment_order")
    second = await mother.post(path, body, status=201)
    assert second["order"] == first["order"]
    return second


async def test_one_sum_says_what_it_is_made_of_and_which_department_gets_what(payer: Payer) -> None:
    mother = await payer.town.person("mother")
    seen = await mother.get(f"/cases/{payer.case_no}/payments")
    assert seen["amount_fen"] == FIRST + SECOND
    assert sorted(each["amount_fen"] for each in seen["lines"]) == [SECOND, FIRST]
    parts = {each["department"].partition("@")[0]: each["amount_fen"] for each in seen["departments"]}
    assert parts == {"health": 700, "police": 300, "medical-insurance": SECOND}
    assert all(each["department_name"] for each in seen["departments"])
    assert (seen["order"], seen["pay_url"]) == (None, None)
    assert payer.town.sql("SELECT 1 FROM payment_order") == []


async def test_paid_once_settles_both_and_the_case_says_what_was_paid_together(payer: Payer) -> None:
    started = await open_order(payer)
    await payer.pay_at(str(started["pay_url"]))
    await payer.carry("payment_order")  # the callback was lost; the worker asks
    assert payer.states() == {FIRST: "paid", SECOND: "paid"}
    case = await (await payer.town.person("mother")).get(f"/cases/{payer.case_no}")
    [order] = case["payment_orders"]
    assert (order["amount_fen"], order["state"], order["state_words"]) == (1400, "paid", "已合并缴费")
    assert set(order["payments"]) == {each["id"] for each in case["payments"]}
    officer = await payer.town.person("officer-medical-insurance")
    assert (await officer.get(f"/cases/{payer.case_no}"))["payment_orders"] == []


async def test_only_those_chosen_are_paid_and_one_alone_needs_no_order(payer: Payer) -> None:
    [(chosen, _), _] = [payer.payments()[each] for each in (SECOND, FIRST)]
    mother = await payer.town.person("mother")
    started = await mother.post(f"/cases/{payer.case_no}/payments", {"payments": [chosen]}, status=201)
    alone = await mother.post(f"/cases/{payer.case_no}/payments/{chosen}/start")
    assert (started["amount_fen"], started["order"]) == (SECOND, None)
    assert started["pay_url"] == alone["pay_url"]


async def test_what_is_paid_alone_meanwhile_goes_back_once_and_is_reconciled(payer: Payer) -> None:
    mother = await payer.town.person("mother")
    started = await open_order(payer)
    payment, _ = payer.payments()[FIRST]
    alone = await mother.post(f"/cases/{payer.case_no}/payments/{payment}/start")
    await payer.pay_at(alone["pay_url"])
    await payer.pay_at(str(started["pay_url"]))
    await payer.carry("payment", "payment_cancel", "refund")
    await payer.carry("payment", "payment_order", "payment_cancel", "refund")
    assert payer.states() == {FIRST: "paid", SECOND: "paid"}
    assert payer.town.sql("SELECT reason, amount_fen, state FROM refund") == [("paid_twice", FIRST, "done")]


async def test_the_accounts_of_the_day_agree_line_by_line(payer: Payer) -> None:
    started = await open_order(payer)
    await payer.pay_at(str(started["pay_url"]))
    await payer.carry("payment_order")
    connector = payer.town.app.state.outside.connectors["payment"]
    today = datetime.now(SHANGHAI).date()
    listed = await connector.reconcile(today, timeout=5)
    theirs = [TheirLine(each.key, each.state, each.amount_fen) for each in listed if each.kind in RECONCILED]
    assert sorted((each.state, each.amount_fen) for each in theirs) == [("paid", SECOND), ("paid", FIRST)]
    engine = payer.town.app.state.parts.engine
    assert await reconcile(engine, connector="payment", day=today, theirs=theirs) == []


async def test_nothing_to_pay_no_such_payment_and_one_already_paid_are_refused(payer: Payer) -> None:
    mother = await payer.town.person("mother")
    path = f"/cases/{payer.case_no}/payments"
    await mother.post(path, {"payments": [str(uuid4())]}, status=404)
    started = await open_order(payer)
    await payer.pay_at(str(started["pay_url"]))
    await payer.carry("payment_order")
    assert (await mother.post(path, status=409))["type"].endswith("not-to-be-paid")
    payment, _ = payer.payments()[FIRST]
    assert (await mother.post(path, {"payments": [payment]}, status=409))["detail"] == "已缴费"
    seen = await mother.get(path)
    assert (seen["amount_fen"], seen["lines"], seen["departments"]) == (0, [], [])


async def test_nobody_else_sees_or_opens_the_sum(payer: Payer) -> None:
    path = f"/cases/{payer.case_no}/payments"
    stranger, father = await payer.town.person("second-mother"), await payer.town.person("father")
    assert (await stranger.call("GET", path)).status_code == 404
    await stranger.post(path, status=404)
    await father.post(path, status=403)
    assert payer.town.sql("SELECT 1 FROM payment_order") == []


@pytest.mark.parametrize(("share", "back"), [(100, 1400), (30, 420)])
async def test_before_withdrawing_one_sees_the_whole_sum_that_comes_back_and_its_lines(
    town: Town, share: int, back: int
) -> None:
    payer = await two_demands(town, refund=RefundRule(share_percent=share))
    started = await open_order(payer)
    await payer.pay_at(str(started["pay_url"]))
    await payer.carry("payment_order")
    mother = await town.person("mother")
    seen = await mother.get(f"/cases/{payer.case_no}/withdraw", items=ITEM)
    assert (seen["refund_fen"], seen["kept_fen"]) == (back, 1400 - back)
    assert sum(each["amount_fen"] for each in seen["refunds"]) == back
    assert len(seen["refunds"]) == 2
    await mother.post(f"/cases/{payer.case_no}/withdraw", {"reason": "不需要了", "items": [ITEM]})
    await payer.carry("refund")
    done = town.sql("SELECT sum(amount_fen)::int FROM refund WHERE state = 'done'")
    assert done == [(back,)]
