"""The simulated treasury: what was sent arrives, or goes back; the list of the day says which."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from departments.contract import Accepted, Answered, CallbackAnswer
from departments.simulated.answers.treasury import FUND_ACCOUNTS

SOON = 5.0
ACCOUNT = FUND_ACCOUNTS["330110000000"]
SUM = 1_234_500


@pytest.fixture
def treasury(departments):
    return departments.connector("treasury")


async def _send(treasury, ask_for, *, account: str = ACCOUNT) -> None:
    sent = await treasury.send(
        ask_for("fund_transfer", key="t", amount_fen=SUM, account=account), timeout=SOON
    )
    assert isinstance(sent, Answered)
    assert sent.outcome == "done"


async def _expect(treasury, ask_for, *, account: str = ACCOUNT) -> None:
    request = ask_for("arrival_expect", key="a", amount_fen=SUM, account=account, transfer_key="t")
    assert isinstance(await treasury.send(request, timeout=SOON), Accepted)


async def _told(treasury, receiver) -> Answered:
    [(headers, body)] = await receiver.wait_for(1)
    told = treasury.verify_callback(headers, body)
    assert isinstance(told, CallbackAnswer)
    assert told.key == "a"
    return told.answered


async def _lines(treasury) -> dict[str, tuple[str, int | None]]:
    listed = await treasury.reconcile(datetime.now(ZoneInfo("Asia/Shanghai")).date(), timeout=SOON)
    return {each.key: (each.state, each.amount_fen) for each in listed if each.kind == "arrival_expect"}


async def test_what_was_sent_arrives_and_stands_in_the_list(treasury, ask_for, receiver):
    await _send(treasury, ask_for)
    await _expect(treasury, ask_for)
    assert (await _told(treasury, receiver)).data["amount_fen"] == SUM
    assert await _lines(treasury) == {"a": ("done", SUM)}


async def test_money_for_an_account_that_nobody_has_goes_back(treasury, ask_for, receiver):
    await _send(treasury, ask_for, account="3301100000099")
    await _expect(treasury, ask_for, account="3301100000099")
    assert (await _told(treasury, receiver)).outcome == "returned"
    assert (await _lines(treasury))["a"][0] == "returned"


async def test_on_a_bad_day_less_arrives_than_was_sent(departments, treasury, ask_for, receiver):
    await departments.control("treasury", short_fen=100)
    await _send(treasury, ask_for)
    await _expect(treasury, ask_for)
    assert (await _told(treasury, receiver)).data["amount_fen"] == SUM - 100


async def test_what_is_not_expected_any_more_goes_back(treasury, ask_for, receiver):
    await _send(treasury, ask_for)
    await _expect(treasury, ask_for)
    await _told(treasury, receiver)
    closed = await treasury.send(ask_for("arrival_close", key="c", arrival_key="a"), timeout=SOON)
    assert isinstance(closed, Answered)
    assert closed.data == {"returned_fen": SUM}
    assert (await _lines(treasury))["a"][0] == "returned"


async def test_what_nobody_has_sent_is_waited_for(treasury, ask_for):
    await _expect(treasury, ask_for)
    assert isinstance(await treasury.ask("a", timeout=SOON), Accepted)
    assert (await _lines(treasury))["a"][0] == "awaiting"
