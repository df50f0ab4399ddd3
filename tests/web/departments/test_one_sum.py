"""The simulated provider takes one sum for several demands, and tells and lists what came line by line."""

from datetime import datetime
from zoneinfo import ZoneInfo

from departments.contract import Accepted, Answered, CallbackAnswer

SOON = 5.0
DEMANDS = {"a": 300, "b": 200}
SHARES = {"library@330110000000": 200, "police@330110000000": 100}


async def demand(connector, ask_for, key: str) -> str:
    shares = {"shares": SHARES} if key == "a" else {}
    request = ask_for("payment_create", key=key, amount_fen=DEMANDS[key], description="工本费", **shares)
    accepted = await connector.send(request, timeout=SOON)
    assert isinstance(accepted, Accepted)
    return str(accepted.data["pay_url"])


def order_for(ask_for, *, key: str = "order", amount: int = 500, **changed: object):
    lines = [
        {"key": "a", "amount_fen": 300, "description": "工本费", "shares": SHARES},
        {"key": "b", "amount_fen": 200, "description": "工本费", "shares": {"tax@330110000000": 200}},
    ]
    lines[1] |= changed
    return ask_for("payment_order", key=key, amount_fen=amount, lines=lines)


async def open_order(connector, ask_for) -> tuple[str, str, str]:
    """Where the first demand is paid alone, the second, and both together."""
    alone = [await demand(connector, ask_for, key) for key in DEMANDS]
    accepted = await connector.send(order_for(ask_for), timeout=SOON)
    assert isinstance(accepted, Accepted)
    return alone[0], alone[1], str(accepted.data["pay_url"])


async def lines_of_today(connector) -> dict[str, tuple[int | None, str]]:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    listed = await connector.reconcile(today, timeout=SOON)
    return {line.key: (line.amount_fen, line.state) for line in listed if line.kind == "payment_create"}


async def test_one_page_shows_the_sum_its_lines_and_the_departments(departments, ask_for):
    *_, pay_url = await open_order(departments.connector("payment"), ask_for)
    page = (await departments.client.get(pay_url, headers={"Accept": "text/html"})).text
    for words in ("¥ 5.00", "¥ 3.00", "police@330110000000: ¥ 1.00", "tax@330110000000: ¥ 2.00"):
        assert words in page


async def test_a_paid_order_is_told_once_with_a_transaction_for_each_line(departments, ask_for, receiver):
    connector = departments.connector("payment")
    *_, pay_url = await open_order(connector, ask_for)
    for _ in range(2):
        assert (await departments.client.post(pay_url)).json()["state"] == "paid"
    [(headers, body)] = await receiver.wait_for(1)
    told = connector.verify_callback(headers, body)
    assert isinstance(told, CallbackAnswer)
    assert (told.kind, told.answered.data["amount_fen"]) == ("payment_order", 500)
    lines = told.answered.data["lines"]
    assert isinstance(lines, list)
    assert [(each["key"], each["amount_fen"]) for each in lines] == [("a", 300), ("b", 200)]
    assert len({each["transaction_no"] for each in lines}) == 2
    for line in lines:
        asked = await connector.ask(line["key"], timeout=SOON, kind="payment_create")
        assert isinstance(asked, Answered)
        assert asked.data["transaction_no"] == line["transaction_no"]


async def test_the_list_of_the_day_has_each_line_and_refunds_are_by_line(departments, ask_for):
    connector = departments.connector("payment")
    *_, pay_url = await open_order(connector, ask_for)
    assert await lines_of_today(connector) == {"a": (300, "awaiting"), "b": (200, "awaiting")}
    await departments.client.post(pay_url)
    assert await lines_of_today(connector) == {"a": (300, "paid"), "b": (200, "paid")}
    back = await connector.send(ask_for("refund", key="r1", payment_key="b", amount_fen=200), timeout=SOON)
    assert isinstance(back, Answered)
    assert back.outcome == "done"
    assert await lines_of_today(connector) == {"a": (300, "paid"), "b": (200, "refunded")}
    more = await connector.send(ask_for("refund", key="r2", payment_key="b", amount_fen=1), timeout=SOON)
    assert isinstance(more, Answered)
    assert more.outcome == "refused"


async def test_a_line_that_was_paid_alone_meanwhile_came_twice_and_goes_back_once(departments, ask_for):
    connector = departments.connector("payment")
    alone, _, pay_url = await open_order(connector, ask_for)
    await departments.client.post(alone)
    await departments.client.post(pay_url)
    for key, outcome in (("r1", "done"), ("r2", "done"), ("r3", "refused")):
        back = await connector.send(ask_for("refund", key=key, payment_key="a", amount_fen=300), timeout=SOON)
        assert isinstance(back, Answered)
        assert back.outcome == outcome


async def test_money_for_a_line_that_was_closed_meanwhile_can_go_back(departments, ask_for):
    connector = departments.connector("payment")
    *_, pay_url = await open_order(connector, ask_for)
    await connector.send(ask_for("payment_cancel", key="c", payment_key="b"), timeout=SOON)
    await departments.client.post(pay_url)
    back = await connector.send(ask_for("refund", key="r1", payment_key="b", amount_fen=200), timeout=SOON)
    assert isinstance(back, Answered)
    assert back.outcome == "done"
    assert (await lines_of_today(connector))["b"] == (200, "refunded")


async def test_an_order_is_closed_unless_it_was_paid(departments, ask_for):
    connector = departments.connector("payment")
    *_, pay_url = await open_order(connector, ask_for)
    closed = await connector.send(ask_for("payment_cancel", key="c", payment_key="order"), timeout=SOON)
    assert isinstance(closed, Answered)
    assert closed.outcome == "done"
    assert (await departments.client.post(pay_url)).json()["state"] == "closed"
    accepted = await connector.send(order_for(ask_for, key="order-2"), timeout=SOON)
    assert isinstance(accepted, Accepted)
    await departments.client.post(str(accepted.data["pay_url"]))
    late = await connector.send(ask_for("payment_cancel", key="c2", payment_key="order-2"), timeout=SOON)
    assert isinstance(late, Answered)
    assert late.outcome == "already_paid"


async def test_an_order_for_what_cannot_be_paid_or_does_not_add_up_is_refused(departments, ask_for):
    connector = departments.connector("payment")
    for key in DEMANDS:
        await demand(connector, ask_for, key)
    a, unknown = {"key": "a", "amount_fen": 300}, {"key": "x", "amount_fen": 1}
    wrong = [
        order_for(ask_for, key="sum", amount=501),
        order_for(ask_for, key="line", amount=501, amount_fen=201),
        ask_for("payment_order", key="twice", amount_fen=600, lines=[a, a]),
        ask_for("payment_order", key="unknown", amount_fen=1, lines=[unknown]),
        ask_for("payment_order", key="empty", amount_fen=0, lines=[]),
    ]
    for request in wrong:
        answer = await connector.send(request, timeout=SOON)
        assert isinstance(answer, Answered)
        assert answer.outcome == "refused"


async def test_an_order_survives_a_restart_and_settles_its_lines(departments, ask_for, receiver):
    connector = departments.connector("payment")
    *_, pay_url = await open_order(connector, ask_for)
    departments.stop()
    departments.start()
    await departments.client.post(pay_url)
    await receiver.wait_for(1)
    departments.stop()
    departments.start()
    await departments.client.post(pay_url)
    assert await lines_of_today(departments.connector("payment")) == {"a": (300, "paid"), "b": (200, "paid")}
