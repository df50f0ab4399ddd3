"""Approval by several levels, each by another person of the rank that it needs."""

from typing import Any

from tests.web.api.conftest import Town
from tests.web.api.shop import PERMIT, Shop, open_shop

LARGE = 600
DATA: dict[str, Any] = {"data": {"shop.permit_no": "JY13301100000001"}}


async def passed(town: Town) -> Shop:
    """The first level has agreed; the head of the office comes next."""
    shop = await open_shop(town, area=LARGE)
    await shop.is_accepted()
    await shop.decide("pass", **DATA)
    return shop


async def test_a_large_shop_is_passed_by_the_first_level_and_granted_by_the_head(town: Town) -> None:
    shop = await open_shop(town, area=LARGE)
    await shop.is_accepted()
    outcomes = [each["code"] for each in (await shop.task())["outcomes"]]
    assert outcomes[:2] == ["pass", "deny"]
    assert "grant" not in outcomes

    await shop.decide("pass", **DATA)

    superior = await shop.superior()
    task = await shop.task(of=superior)
    await superior.post(f"/tasks/{task['id']}/preview", DATA)
    granted = await superior.post(f"/tasks/{task['id']}/decide", {"outcome": "grant", **DATA})
    assert granted["item_state"] == "granted"


async def test_the_first_level_may_not_decide_for_the_head(town: Town) -> None:
    shop = await passed(town)
    officer = await shop.officer()
    task = await shop.task(of=officer)
    assert not {"grant", "deny", "send_back"} & {each["code"] for each in task["outcomes"]}
    await officer.post(f"/tasks/{task['id']}/preview", DATA)

    refused = await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "grant", **DATA}, status=409)

    assert refused["type"] in ("urn:onematter:problem:rank-too-low", "urn:onematter:problem:same-person")
    assert (await shop.item())["state"] == "accepted"


async def test_the_head_sends_it_back_to_the_first_level_with_a_reason(town: Town) -> None:
    shop = await passed(town)
    superior = await shop.superior()
    [asked] = [
        each["asks"] for each in (await shop.task(of=superior))["outcomes"] if each["code"] == "send_back"
    ]
    assert [each["code"] for each in asked[0]["options"]] == ["decide_first"]

    lacking = await shop.decide("return", of=superior, status=422)
    unknown = await shop.decide(
        "return", of=superior, status=422, comment="请补充面积说明", data={"to": "no-such-step"}
    )
    await shop.decide("return", of=superior, comment="请补充面积说明", data={"to": "decide_first"})

    assert {each["pointer"] for each in lacking["errors"]} == {"/comment", "/data/to"}
    assert [each["pointer"] for each in unknown["errors"]] == ["/data/to"]
    assert town.sql("SELECT count(*) FROM case_event WHERE kind = 'STEP_SENT_BACK'") == [(1,)]
    assert (await shop.task(of=await shop.officer()))["step"] == "decide_first"


async def test_who_passed_a_level_takes_it_back_while_the_next_one_waits(town: Town) -> None:
    shop = await passed(town)
    officer = await shop.officer()
    assert "take_back" in (await shop.item(of=officer))["allowed"]

    acted = await officer.post(f"{shop.at()}/take-back", {"step": "decide_first", "reason": "面积看错了"})

    assert acted["item_state"] == "accepted"
    steps = {each["code"]: each["state"] for each in (await shop.item(PERMIT))["steps"]}
    assert (steps["decide_first"], steps["decide_chief"]) == ("open", "pending")
