"""The simulated signing provider: the signer sees the text, shows that it is he, signs once."""

import asyncio
import hashlib
from base64 import b64decode
from datetime import UTC, datetime

import httpx
import pytest

from departments.contract import Accepted, Answered, CallbackAnswer
from departments.simulated.people import LI_XIAOYU
from documents.sealing.cms import check_statement
from documents.sealing.signing import Signatory, read_trusted

SOON = 5.0
TEXT = "本人声明：<b>所填内容</b>真实。"
PIN = LI_XIAOYU.id_number[-6:]
MOTHER = Signatory("person", LI_XIAOYU.name, LI_XIAOYU.id_number)
BACK = "http://127.0.0.1:1/applications/x/sign"
BROWSER = {"Accept": "text/html"}


def request_of(ask_for, **change: object):
    asked: dict[str, object] = {
        "title": "办读者证",
        "statement": TEXT,
        "statement_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "signer_kind": "person",
        "signer_name": LI_XIAOYU.name,
        "signer_number": LI_XIAOYU.id_number,
        "return_url": BACK,
    }
    return ask_for("statement_sign", key="application/1/sign:1/1", **(asked | change))


@pytest.fixture
async def page(departments, ask_for) -> str:
    accepted = await departments.connector("signing").send(request_of(ask_for), timeout=SOON)
    assert isinstance(accepted, Accepted)
    return str(accepted.data["sign_url"])


async def test_the_page_shows_the_very_text_and_says_that_it_is_simulated(departments, page: str) -> None:
    shown = await departments.client.get(page)
    assert "本人声明：&lt;b&gt;所填内容&lt;/b&gt;真实。" in shown.text
    assert LI_XIAOYU.id_number not in shown.text
    assert "模拟" in shown.text
    assert shown.headers["X-OneMatter-Simulated"] == "true"


async def test_the_signature_is_told_by_callback_and_is_the_signers(departments, page: str, receiver) -> None:
    asked_at = datetime.now(UTC)
    answer = await departments.client.post(page, data={"pin": PIN}, headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, BACK)
    [(headers, body)] = await receiver.wait_for(1)
    told = departments.connector("signing").verify_callback(headers, body)
    assert isinstance(told, CallbackAnswer)
    signature = b64decode(str(told.answered.data["signature"]))
    facts = await asyncio.to_thread(
        check_statement, signature, TEXT.encode(), trusted=read_trusted(departments.data_dir),
        signatory=MOTHER, asked_at=asked_at, now=datetime.now(UTC),
    )  # fmt: skip
    assert "没有法律效力" in facts.authority


async def test_signing_twice_is_signing_once(departments, page: str, receiver) -> None:
    for _ in range(2):
        assert (await departments.client.post(page, data={"pin": PIN})).json()["state"] == "done"
    await receiver.wait_for(1)
    [line] = await departments.ledger("signing")
    assert line["effects"] == 1


async def test_a_wrong_pin_does_not_sign_and_some_close_the_request(departments, page: str) -> None:
    first = await departments.client.post(page, data={"pin": "000000"}, headers=BROWSER)
    assert first.status_code == 403
    assert "口令不正确" in first.text
    states = [(await departments.client.post(page, data={"pin": "000000"})).json()["state"] for _ in range(4)]
    assert states == ["wrong_pin", "wrong_pin", "wrong_pin", "locked"]
    assert (await departments.client.post(page, data={"pin": PIN})).json()["state"] == "locked"


async def test_the_signer_may_decline(departments, page: str, receiver) -> None:
    answer: httpx.Response = await departments.client.post(f"{page}/decline")
    assert answer.json()["state"] == "declined"
    assert (await departments.client.post(page, data={"pin": PIN})).json()["state"] == "declined"
    await receiver.wait_for(1)


async def test_asked_again_by_the_same_key_it_is_the_same_page(departments, ask_for, page: str) -> None:
    again = await departments.connector("signing").send(request_of(ask_for), timeout=SOON)
    assert isinstance(again, Accepted)
    assert again.data["sign_url"] == page
    asked = await departments.connector("signing").ask(
        "application/1/sign:1/1", timeout=SOON, kind="statement_sign"
    )
    assert isinstance(asked, Accepted)


async def test_a_text_with_another_digest_is_not_shown_to_anybody(departments, ask_for) -> None:
    request = request_of(ask_for, statement_sha256="0" * 64)
    answer = await departments.connector("signing").send(request, timeout=SOON)
    assert isinstance(answer, Answered)
    assert answer.outcome == "refused"
