"""Sending and asking: what every department promises to every caller."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from departments.connector import HttpConnector
from departments.contract import Accepted, Answered, DepartmentNonsense, DepartmentUnavailable, Unknown
from departments.signatures import new_secret
from departments.simulated.people import LI_XIAOYU

SOON = 5.0


async def test_a_known_person_is_confirmed(departments, ask_for):
    request = ask_for("identity_check", id_number=LI_XIAOYU.id_number, name="李小雨")
    answer = await departments.connector("identity").send(request, timeout=SOON)
    assert isinstance(answer, Answered)
    assert answer.outcome == "done"


async def test_another_name_is_a_mismatch_with_a_reason_in_both_languages(departments, ask_for):
    request = ask_for("identity_check", id_number=LI_XIAOYU.id_number, name="李大雨")
    answer = await departments.connector("identity").send(request, timeout=SOON)
    assert isinstance(answer, Answered)
    assert answer.outcome == "mismatch"
    assert answer.reason_zh
    assert answer.reason_en


async def test_the_same_key_again_gives_the_same_answer_and_no_second_effect(departments, ask_for):
    connector = departments.connector("social_card")
    first = await connector.send(ask_for("card_make"), timeout=SOON)
    assert await connector.send(ask_for("card_make"), timeout=SOON) == first
    assert await connector.ask("case-1/step/1", timeout=SOON) == first
    [line] = await departments.ledger("social_card")
    assert (line["effects"], line["calls"]) == (1, 2)


async def test_twenty_calls_at_once_with_one_key_make_one_card(departments, ask_for):
    connector = departments.connector("social_card")
    calls = [connector.send(ask_for("card_make"), timeout=SOON) for _ in range(20)]
    answers = await asyncio.gather(*calls)
    assert all(answer == answers[0] for answer in answers)
    assert [line["effects"] for line in await departments.ledger("social_card")] == [1]


async def test_the_same_key_with_another_content_is_refused(departments, ask_for):
    connector = departments.connector("social_card")
    await connector.send(ask_for("card_make", name="甲"), timeout=SOON)
    with pytest.raises(DepartmentNonsense, match="409"):
        await connector.send(ask_for("card_make", name="乙"), timeout=SOON)


async def test_a_key_that_was_never_seen_is_unknown(departments):
    asked = await departments.connector("payment").ask("newborn/33/0001/pay:1", timeout=SOON)
    assert asked == Unknown("newborn/33/0001/pay:1")


async def test_a_404_that_does_not_say_unknown_is_not_taken_for_it(departments):
    known = departments.connector("payment")
    astray = HttpConnector("payment", f"{departments.url}/nowhere", known._secret, departments.client)
    with pytest.raises(DepartmentNonsense):
        await astray.ask("case-1/pay/1", timeout=SOON)


async def test_a_request_that_is_signed_with_another_secret_does_nothing(departments, ask_for):
    stranger = HttpConnector(
        "social_card", f"{departments.url}/social_card", new_secret(), departments.client
    )
    with pytest.raises(DepartmentNonsense, match="401"):
        await stranger.send(ask_for("card_make"), timeout=SOON)
    assert await departments.ledger("social_card") == []


async def test_a_missing_member_of_the_payload_is_refused_at_once(departments, ask_for):
    with pytest.raises(DepartmentNonsense, match="422"):
        await departments.connector("identity").send(ask_for("identity_check", name="李小雨"), timeout=SOON)


async def test_a_kind_of_another_department_is_refused(departments, ask_for):
    with pytest.raises(DepartmentNonsense, match="422"):
        await departments.connector("tax").send(ask_for("card_make"), timeout=SOON)


async def test_a_department_that_is_down_is_unavailable_and_comes_back(departments, ask_for):
    connector = departments.connector("social_card")
    await departments.control("social_card", fail=True)
    with pytest.raises(DepartmentUnavailable) as down:
        await connector.send(ask_for("card_make"), timeout=SOON)
    assert down.value.retry_after_seconds == 1
    assert await departments.ledger("social_card") == []
    await departments.client.post(f"{departments.url}/control/reset")
    assert isinstance(await connector.send(ask_for("card_make"), timeout=SOON), Answered)


async def test_too_many_requests_is_unavailable_and_says_when_to_come_back(departments, ask_for):
    await departments.control("tax", fail=429)
    with pytest.raises(DepartmentUnavailable) as busy:
        await departments.connector("tax").send(ask_for("premium_assess"), timeout=SOON)
    assert busy.value.retry_after_seconds == 1


async def test_a_slow_department_is_unavailable_after_the_time_out(departments, ask_for):
    await departments.control("tax", latency_ms=2000)
    with pytest.raises(DepartmentUnavailable, match="Timeout"):
        await departments.connector("tax").send(ask_for("premium_assess"), timeout=0.1)


async def test_a_department_without_a_server_is_unavailable(departments, ask_for):
    nobody = HttpConnector("tax", "http://127.0.0.1:9/tax", new_secret(), departments.client)
    with pytest.raises(DepartmentUnavailable):
        await nobody.send(ask_for("premium_assess"), timeout=SOON)


async def test_nonsense_is_nonsense_and_the_work_behind_it_is_found_later(departments, ask_for):
    connector = departments.connector("social_card")
    await departments.control("social_card", nonsense=True)
    with pytest.raises(DepartmentNonsense) as senseless:
        await connector.send(ask_for("card_make"), timeout=SOON)
    assert senseless.value.key == "case-1/step/1"
    await departments.control("social_card")
    assert isinstance(await connector.ask("case-1/step/1", timeout=SOON), Answered)
    assert [line["effects"] for line in await departments.ledger("social_card")] == [1]


async def test_an_answer_that_is_lost_is_found_by_asking(departments, ask_for):
    connector = departments.connector("courier")
    await departments.control("courier", lose_answer=True)
    request = ask_for("parcel_send", recipient="李小雨", address="余杭")
    with pytest.raises(DepartmentUnavailable):
        await connector.send(request, timeout=SOON)
    found = await connector.ask(request.key, timeout=SOON)
    assert isinstance(found, Answered)
    assert [line["effects"] for line in await departments.ledger("courier")] == [1]


async def test_a_kind_can_be_made_to_be_refused_with_words(departments, ask_for):
    reason = {"zh": "名字里有规范字表之外的字", "en": "A character outside the permitted set."}
    reject = {"birth_certificate_issue": {"outcome": "name_not_permitted", "reason": reason}}
    await departments.control("hospital", reject=reject)
    request = ask_for("birth_certificate_issue", record_no="B1", child_name="王𠮷")
    answer = await departments.connector("hospital").send(request, timeout=SOON)
    assert answer == Answered(
        "name_not_permitted", {}, reason["zh"], reason["en"], getattr(answer, "reference", None)
    )
    assert [line["effects"] for line in await departments.ledger("hospital")] == [0]


async def test_contradictory_data_disagree_with_the_truth(departments, ask_for):
    connector = departments.connector("household")
    true = await connector.send(ask_for("household_lookup", id_number=LI_XIAOYU.id_number), timeout=SOON)
    await departments.control("household", contradictory=True)
    request = ask_for("household_lookup", key="k2", id_number=LI_XIAOYU.id_number)
    other = await connector.send(request, timeout=SOON)
    assert isinstance(true, Answered)
    assert isinstance(other, Answered)
    assert true.data["head_name"] == "王大明"
    assert other.data["head_name"] != true.data["head_name"]


async def test_a_restart_remembers_what_was_answered(departments, ask_for):
    connector = departments.connector("social_card")
    before = await connector.send(ask_for("card_make"), timeout=SOON)
    departments.stop()
    departments.start()
    assert await connector.send(ask_for("card_make"), timeout=SOON) == before
    other = await connector.send(ask_for("card_make", key="case-2/step/1"), timeout=SOON)
    assert isinstance(before, Answered)
    assert isinstance(other, Answered)
    assert other.data != before.data
    assert [line["effects"] for line in await departments.ledger("social_card")] == [1, 1]


async def test_what_was_accepted_is_answered_after_a_restart(departments, ask_for, receiver):
    connector = departments.connector("social_card")
    await departments.control("social_card", answer_later_seconds=1)
    assert isinstance(await connector.send(ask_for("card_make"), timeout=SOON), Accepted)
    departments.stop()
    departments.start()
    await receiver.wait_for(1)
    assert isinstance(await connector.ask("case-1/step/1", timeout=SOON), Answered)
    assert [line["effects"] for line in await departments.ledger("social_card")] == [1]


async def test_the_list_of_the_day_holds_what_was_done_today(departments, ask_for):
    connector = departments.connector("social_card")
    await connector.send(ask_for("card_make"), timeout=SOON)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    [line] = await connector.reconcile(today, timeout=SOON)
    assert (line.key, line.state) == ("case-1/step/1", "done")
    assert await connector.reconcile(today.replace(year=2001, day=1), timeout=SOON) == ()


async def test_every_answer_says_that_it_is_simulated(departments):
    for path in ("/", "/openapi.json", "/outbox", "/tax/ledger", "/nowhere"):
        answer: httpx.Response = await departments.client.get(departments.url + path)
        assert answer.headers["X-OneMatter-Simulated"] == "true"
    page = await departments.client.get(departments.url, headers={"Accept": "text/html"})
    assert "模拟" in page.text
