"""Answers that come later: signed, repeated, early, double, out of order, wrong."""

import asyncio
import json

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from cloudevents.core.formats.json import JSONFormat

from departments.contract import (
    Accepted,
    Answered,
    CallbackAnswer,
    CallbackProgress,
    CallbackRefused,
    DepartmentNonsense,
)

SOON = 5.0


async def test_a_later_answer_comes_by_a_signed_callback(departments, ask_for, receiver):
    connector = departments.connector("social_card")
    await departments.control("social_card", answer_later_seconds=0.2)
    accepted = await connector.send(ask_for("card_make"), timeout=SOON)
    assert isinstance(accepted, Accepted)
    assert await connector.ask("case-1/step/1", timeout=SOON) == accepted
    [(headers, body)] = await receiver.wait_for(1)
    told = connector.verify_callback(headers, body)
    assert isinstance(told, CallbackAnswer)
    assert (told.key, told.kind, told.answered.outcome) == ("case-1/step/1", "card_make", "done")
    assert await connector.ask("case-1/step/1", timeout=SOON) == told.answered


async def test_an_independent_reader_understands_the_callback_as_a_cloud_event(
    departments, ask_for, receiver
):
    await departments.control("tax", answer_later_seconds=0)
    await departments.connector("tax").send(ask_for("premium_assess"), timeout=SOON)
    [(headers, body)] = await receiver.wait_for(1)
    event = from_structured_event(HTTPMessage(headers, body), JSONFormat())
    assert event.get_subject() == "case-1/step/1"
    assert event.get_type() == "cn.onematter.task.answered"


async def test_the_sender_repeats_with_the_same_id_until_it_is_taken(departments, ask_for, receiver):
    receiver.answers = [404, 503, 429]
    await departments.control("tax", answer_later_seconds=0)
    await departments.connector("tax").send(ask_for("premium_assess"), timeout=SOON)
    received = await receiver.wait_for(4)
    assert len({headers["webhook-id"] for headers, _ in received}) == 1
    await asyncio.sleep(0.3)
    assert len(receiver.received) == 4


async def test_a_refused_callback_is_not_repeated(departments, ask_for, receiver):
    receiver.answers = [401]
    await departments.control("tax", answer_later_seconds=0)
    await departments.connector("tax").send(ask_for("premium_assess"), timeout=SOON)
    await receiver.wait_for(1)
    await asyncio.sleep(0.3)
    assert len(receiver.received) == 1


async def test_a_callback_that_nobody_took_is_sent_again_after_a_restart(departments, ask_for, receiver):
    receiver.answers = [503] * 1000
    await departments.control("tax", answer_later_seconds=0)
    await departments.connector("tax").send(ask_for("premium_assess"), timeout=SOON)
    await receiver.wait_for(1)
    departments.stop()
    before = len(receiver.received)
    receiver.answers = []
    departments.start()
    received = await receiver.wait_for(before + 1)
    assert len({headers["webhook-id"] for headers, _ in received}) == 1


async def test_duplicates_carry_one_id_and_one_answer(departments, ask_for, receiver):
    connector = departments.connector("tax")
    await departments.control("tax", answer_later_seconds=0, duplicate_callbacks=3)
    await connector.send(ask_for("premium_assess"), timeout=SOON)
    received = await receiver.wait_for(4)
    assert len({connector.verify_callback(headers, body).webhook_id for headers, body in received}) == 1


async def test_an_early_callback_is_there_before_the_answer_to_the_call(departments, ask_for, receiver):
    await departments.control("tax", early_callback=True)
    answer = await departments.connector("tax").send(ask_for("premium_assess"), timeout=SOON)
    assert isinstance(answer, Accepted)
    assert len(receiver.received) == 1


async def test_out_of_order_lets_a_later_task_overtake(departments, ask_for, receiver):
    connector = departments.connector("tax")
    await departments.control("tax", answer_later_seconds=0.3, out_of_order=True)
    for key in ("first", "second"):
        await connector.send(ask_for("premium_assess", key=key), timeout=SOON)
    received = await receiver.wait_for(2)
    assert [json.loads(body)["subject"] for _, body in received] == ["second", "first"]


async def test_a_contradictory_department_answers_twice_and_differently(departments, ask_for, receiver):
    connector = departments.connector("tax")
    await departments.control("tax", answer_later_seconds=0, contradictory=True)
    await connector.send(ask_for("premium_assess"), timeout=SOON)
    told = [connector.verify_callback(headers, body) for headers, body in await receiver.wait_for(2)]
    assert len({one.webhook_id for one in told}) == 2
    amounts = {one.answered.data["amount_fen"] for one in told if isinstance(one, CallbackAnswer)}
    assert amounts == {40_000, 40_001}


async def test_a_wrong_signature_is_refused(departments, ask_for, receiver):
    connector = departments.connector("tax")
    await departments.control("tax", answer_later_seconds=0, wrong_signature=True)
    await connector.send(ask_for("premium_assess"), timeout=SOON)
    [(headers, body)] = await receiver.wait_for(1)
    with pytest.raises(CallbackRefused):
        connector.verify_callback(headers, body)


async def test_a_signed_but_senseless_callback_is_nonsense_about_its_key(departments, ask_for, receiver):
    connector = departments.connector("tax")
    await departments.control("tax", answer_later_seconds=0, nonsense=True)
    with pytest.raises(DepartmentNonsense):
        await connector.send(ask_for("premium_assess"), timeout=SOON)
    [(headers, body)] = await receiver.wait_for(1)
    with pytest.raises(DepartmentNonsense) as senseless:
        connector.verify_callback(headers, body)
    assert senseless.value.key == "case-1/step/1"


async def test_a_callback_of_another_department_is_refused(departments, ask_for, receiver):
    await departments.control("tax", answer_later_seconds=0)
    await departments.connector("tax").send(ask_for("premium_assess"), timeout=SOON)
    [(headers, body)] = await receiver.wait_for(1)
    with pytest.raises(CallbackRefused):
        departments.connector("insurance").verify_callback(headers, body)


async def test_a_parcel_tells_how_it_travels(departments, ask_for, receiver):
    connector = departments.connector("courier")
    await departments.control("courier", progress_seconds=0.1)
    request = ask_for("parcel_send", recipient="李小雨", address="余杭")
    assert isinstance(await connector.send(request, timeout=SOON), Answered)
    told = [connector.verify_callback(headers, body) for headers, body in await receiver.wait_for(3)]
    stages = [(one.stage, one.sequence) for one in told if isinstance(one, CallbackProgress)]
    assert stages == [("collected", 1), ("in_transit", 2), ("delivered", 3)]


async def test_a_parcel_out_of_order_still_numbers_its_stages(departments, ask_for, receiver):
    connector = departments.connector("courier")
    await departments.control("courier", progress_seconds=0.2, out_of_order=True)
    await connector.send(ask_for("parcel_send", recipient="李小雨", address="余杭"), timeout=SOON)
    told = [connector.verify_callback(headers, body) for headers, body in await receiver.wait_for(3)]
    assert [one.sequence for one in told if isinstance(one, CallbackProgress)] == [3, 2, 1]


async def test_a_recalled_parcel_is_never_delivered(departments, ask_for, receiver):
    connector = departments.connector("courier")
    await departments.control("courier", progress_seconds=0.5)
    await connector.send(ask_for("parcel_send", recipient="李小雨", address="余杭"), timeout=SOON)
    recall = ask_for("parcel_recall", key="recall", parcel_key="case-1/step/1")
    answer = await connector.send(recall, timeout=SOON)
    assert isinstance(answer, Answered)
    assert answer.outcome == "done"
    await asyncio.sleep(1.8)
    assert receiver.received == []


async def test_a_message_is_in_the_outbox_and_its_receipt_follows(departments, ask_for, receiver):
    connector = departments.connector("sms")
    request = ask_for("sms_send", phone="13800010001", template="ACCEPTED", text="您的办件已受理。")
    assert isinstance(await connector.send(request, timeout=SOON), Answered)
    [(headers, body)] = await receiver.wait_for(1)
    told = connector.verify_callback(headers, body)
    assert isinstance(told, CallbackProgress)
    assert (told.event, told.stage) == ("message.receipt", "delivered")
    outbox = (await departments.client.get(f"{departments.url}/outbox")).json()
    assert [item["text"] for item in outbox["items"]] == ["您的办件已受理。"]
    page = await departments.client.get(f"{departments.url}/outbox", headers={"Accept": "text/html"})
    assert "您的办件已受理。" in page.text


async def test_payment_by_callback_after_the_pay_page(departments, ask_for, receiver):
    connector = departments.connector("payment")
    request = ask_for("payment_create", amount_fen=40_000, description="城乡居民医保费")
    accepted = await connector.send(request, timeout=SOON)
    assert isinstance(accepted, Accepted)
    pay_url = str(accepted.data["pay_url"])
    page = await departments.client.get(pay_url)
    assert "400.00" in page.text
    assert "模拟" in page.text
    for _ in range(2):
        paid = await departments.client.post(pay_url)
        assert paid.json()["state"] == "paid"
    [(headers, body)] = await receiver.wait_for(1)
    told = connector.verify_callback(headers, body)
    assert isinstance(told, CallbackAnswer)
    assert told.answered.data["amount_fen"] == 40_000
    assert [line["effects"] for line in await departments.ledger("payment")] == [1]
