"""The simulated payment provider: fail, close, refund, the list of the day."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from departments.contract import Accepted, Answered, CallbackAnswer
from departments.simulated.simulation import JOURNAL_PATH

SOON = 5.0


async def _open_order(connector, ask_for) -> str:
    request = ask_for("payment_create", key="pay", amount_fen=40_000, description="医保费")
    accepted = await connector.send(request, timeout=SOON)
    assert isinstance(accepted, Accepted)
    return str(accepted.data["pay_url"])


async def test_a_payment_that_the_bank_refuses_is_told_as_failed(departments, ask_for, receiver):
    connector = departments.connector("payment")
    pay_url = await _open_order(connector, ask_for)
    await departments.client.post(f"{pay_url}/fail")
    [(headers, body)] = await receiver.wait_for(1)
    told = connector.verify_callback(headers, body)
    assert isinstance(told, CallbackAnswer)
    assert told.answered.outcome == "failed"
    assert (await departments.client.post(pay_url)).json()["state"] == "failed"


async def test_a_closed_order_can_no_longer_be_paid(departments, ask_for):
    connector = departments.connector("payment")
    pay_url = await _open_order(connector, ask_for)
    closed = await connector.send(ask_for("payment_cancel", key="c", payment_key="pay"), timeout=SOON)
    assert isinstance(closed, Answered)
    assert closed.outcome == "done"
    assert (await departments.client.post(pay_url)).json()["state"] == "closed"


async def test_a_paid_order_is_not_closed_but_refunded_once(departments, ask_for):
    connector = departments.connector("payment")
    await departments.client.post(await _open_order(connector, ask_for))
    closed = await connector.send(ask_for("payment_cancel", key="c", payment_key="pay"), timeout=SOON)
    assert isinstance(closed, Answered)
    assert closed.outcome == "already_paid"
    refund = ask_for("refund", key="r1", payment_key="pay", amount_fen=40_000)
    done = await connector.send(refund, timeout=SOON)
    assert isinstance(done, Answered)
    assert done.data["amount_fen"] == 40_000
    again = await connector.send(ask_for("refund", key="r2", payment_key="pay", amount_fen=1), timeout=SOON)
    assert isinstance(again, Answered)
    assert again.outcome == "refused"


async def test_an_amount_of_nothing_is_refused(departments, ask_for):
    request = ask_for("payment_create", amount_fen=0, description="医保费")
    answer = await departments.connector("payment").send(request, timeout=SOON)
    assert isinstance(answer, Answered)
    assert answer.outcome == "refused"


async def test_the_list_of_the_day_shows_keys_amounts_and_states(departments, ask_for):
    connector = departments.connector("payment")
    await departments.client.post(await _open_order(connector, ask_for))
    other = ask_for("payment_create", key="pay-2", amount_fen=7, description="医保费")
    await connector.send(other, timeout=SOON)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    lines = await connector.reconcile(today, timeout=SOON)
    assert [(line.key, line.amount_fen, line.state) for line in lines] == [
        ("pay", 40_000, "paid"),
        ("pay-2", 7, "awaiting"),
    ]


async def test_an_open_order_survives_a_restart_and_is_paid_once(departments, ask_for, receiver):
    connector = departments.connector("payment")
    pay_url = await _open_order(connector, ask_for)
    departments.stop()
    departments.start()
    await departments.client.post(pay_url)
    await receiver.wait_for(1)
    departments.stop()
    departments.start()
    await departments.client.post(pay_url)
    assert [line["effects"] for line in await departments.ledger("payment")] == [1]


async def test_shares_of_a_sum_are_taken_only_when_they_add_up(departments, ask_for):
    connector = departments.connector("payment")
    shares = {"library@330110000000": 300, "police@330110000000": 200}
    taken = ask_for("payment_create", key="s1", amount_fen=500, description="x", shares=shares)
    assert isinstance(await connector.send(taken, timeout=SOON), Accepted)
    wrong = ask_for("payment_create", key="s2", amount_fen=501, description="x", shares=shares)
    answer = await connector.send(wrong, timeout=SOON)
    assert isinstance(answer, Answered)
    assert answer.outcome == "refused"


async def test_the_list_of_the_day_shows_what_was_paid_that_day(departments, ask_for):
    """Also when it was asked for on another day: the day of the payment is what both sides count by."""
    pay_url = await _open_order(departments.connector("payment"), ask_for)
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    departments.stop()
    journal = departments.data_dir / JOURNAL_PATH
    long_ago = f'"accepted_at": "{(now - timedelta(days=3)).isoformat()}"'
    journal.write_text(re.sub(r'"accepted_at": ?"[^"]+"', long_ago, journal.read_text("utf-8")), "utf-8")
    departments.start()
    connector = departments.connector("payment")
    assert await connector.reconcile(now.date(), timeout=SOON) == ()
    await departments.client.post(pay_url)
    paid = await connector.reconcile(datetime.now(ZoneInfo("Asia/Shanghai")).date(), timeout=SOON)
    assert [(line.key, line.state) for line in paid] == [("pay", "paid")]
