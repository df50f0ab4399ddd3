"""The counter tells the applicant what no channel could prove: one task, in every way that it may end."""

from typing import Any

import pytest

from engine.due import run_due_deadlines
from tests.web.api.conftest import Person, Town
from tests.web.api.shop import PERMIT, Shop, open_shop

MARKS = [{"field": "shop.shop_name", "message": "请与招牌一致"}]
LETTER = "RA123456785CN"


@pytest.fixture
async def shop(town: Town) -> Shop:
    """To be corrected; nobody has read the notice and no letter has proved it until the time of the call."""
    shop = await open_shop(town)
    await shop.decide("correct", marks=MARKS)
    town.sql("UPDATE installation SET clock_offset = (SELECT max(must_by) FROM notice_service) - now()")
    await run_due_deadlines(town.app.state.parts.engine)
    return shop


async def window_of(shop: Shop) -> Person:
    return await shop.town.person("window")


async def call_of(shop: Shop) -> dict[str, Any]:
    """As the counter finds it."""
    window = await window_of(shop)
    [line] = (await window.get("/tasks", q=shop.case_no, kind="call"))["items"]
    return await window.get(f"/tasks/{line['id']}")


async def record(shop: Shop, outcome: str, *, status: int = 200, **more: object) -> Any:
    call, window = await call_of(shop), await window_of(shop)
    return await window.post(f"/tasks/{call['id']}/decide", {"outcome": outcome, **more}, status=status)


def proofs(shop: Shop) -> list[tuple[str, str, str | None]]:
    rows = shop.town.sql(
        "SELECT channel, state, proof FROM notice_service WHERE nth > 3 ORDER BY nth, channel"
    )
    return [(channel, state, proof) for channel, state, proof in rows]


async def test_the_counter_finds_one_call_that_names_what_is_to_be_told(shop: Shop) -> None:
    call = await call_of(shop)
    assert (call["kind"], call["state"]) == ("call", "open")
    assert [each["key"] for each in call["to_tell"]] == [PERMIT]
    assert {each["code"] for each in call["outcomes"]} == {"reached", "visited", "posted", "not_reached"}


async def test_who_was_reached_has_been_told_and_has_her_time_to_answer(shop: Shop) -> None:
    decided = await record(shop, "reached", comment="本人接听，已说明需要补正的内容")
    assert decided["outcome"] == "reached"
    assert "NOTICE_TOLD" in await shop.events()
    [proof] = proofs(shop)
    assert (proof[0], proof[1]) == ("call", "delivered")
    assert (await (await window_of(shop)).get("/tasks", q=shop.case_no, kind="call"))["items"] == []
    assert (await shop.item())["state"] == "correcting"


async def test_who_was_not_reached_is_called_again(shop: Shop) -> None:
    before = await call_of(shop)
    answer = await record(shop, "not_reached", comment="无人接听")
    assert answer["version"] == before["version"], "the task is where it was"
    assert (await call_of(shop))["id"] == before["id"]
    assert "NOTICE_TOLD" not in await shop.events()
    await record(shop, "visited")
    assert [each[:2] for each in proofs(shop)] == [("visit", "delivered")]


async def test_a_paper_posted_by_hand_tells_when_its_receipt_comes(shop: Shop) -> None:
    await record(shop, "receipt_came", status=409)  # nothing was posted
    await record(shop, "posted", data={"parcel_no": "RA123456786CN"}, status=422)  # its check digit is wrong
    await record(shop, "posted", status=422)
    await record(shop, "posted", data={"parcel_no": "ra 123456785 cn"})
    assert proofs(shop) == [("letter", "sent", LETTER)]
    assert "NOTICE_TOLD" not in await shop.events()
    await record(shop, "receipt_came")
    assert proofs(shop) == [("letter", "delivered", LETTER)]
    assert "NOTICE_TOLD" in await shop.events()


async def test_only_the_counter_of_the_place_and_the_office_see_the_call(shop: Shop) -> None:
    call = (await call_of(shop))["id"]
    elsewhere = await shop.town.person("window-xihu")
    await elsewhere.post(f"/tasks/{call}/decide", {"outcome": "reached"}, status=404)
    assert (await (await shop.officer()).get(f"/tasks/{call}"))["kind"] == "call"
    await (await shop.keeper()).post(f"/tasks/{call}/decide", {"outcome": "reached"}, status=403)
