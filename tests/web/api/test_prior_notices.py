"""Before something is decided against her, a person reads what is intended, and may speak to it."""

from typing import Any

import pytest

from tests.web.api.conftest import Town
from tests.web.api.shop import PERMIT, Shop, open_shop


@pytest.fixture
async def shop(town: Town) -> Shop:
    """What the keeper promised was found not to be so, and is ordered to be put right: a prior notice."""
    shop = await open_shop(town, promises=("shop-permit/trained",))
    await shop.is_accepted()
    await shop.is_granted()
    await settle(shop, "failed", comment="抽查时无培训记录")
    await settle(shop, "order", comment="请在期限内补训", data={"until_days": 10})
    return shop


async def settle(shop: Shop, outcome: str, **more: object) -> None:
    officer = await shop.officer()
    lines = (await officer.get("/tasks", q=shop.case_no))["items"]
    [line] = [each["id"] for each in lines if each["kind"] == "commitment"]
    await officer.post(f"/tasks/{line}/decide", {"outcome": outcome, **more})


async def notices(shop: Shop) -> list[dict[str, Any]]:
    return await (await shop.keeper()).get(f"/cases/{shop.case_no}/prior-notices")


async def test_the_person_reads_why_and_until_when_and_the_office_reads_her_words(shop: Shop) -> None:
    keeper, officer = await shop.keeper(), await shop.officer()
    [notice] = await notices(shop)
    path = f"/cases/{shop.case_no}/prior-notices/{notice['number']}/statement"

    await keeper.post(path, {"text": "证书丢失，正在补办"}, status=204)

    [to_do] = [each for each in (await shop.case())["to_do"] if each["kind"] == "prior_notice"]
    assert (notice["item"], notice["reason"]) == (PERMIT, "请在期限内补训")
    assert (to_do["item"], to_do["until"]) == (PERMIT, notice["until"])
    seen = await officer.get(f"/cases/{shop.case_no}")
    assert "证书丢失，正在补办" in [each["note"] for each in seen["timeline"]]


async def test_what_was_heard_is_not_asked_again(shop: Shop) -> None:
    [notice] = await notices(shop)
    await settle(shop, "heard", comment="当事人说明了情况")

    assert await notices(shop) == []
    path = f"/cases/{shop.case_no}/prior-notices/{notice['number']}/statement"
    late = await (await shop.keeper()).post(path, {"text": "x"}, status=409)
    assert late["type"] == "urn:onematter:problem:nothing-intended"


async def test_nobody_else_may_speak_for_her(town: Town, shop: Shop) -> None:
    [notice] = await notices(shop)
    path = f"/cases/{shop.case_no}/prior-notices/{notice['number']}/statement"
    stranger, officer = await town.person("second-mother"), await shop.officer()

    assert (await stranger.call("POST", path, json={"text": "x"})).status_code == 404
    assert (await officer.call("POST", path, json={"text": "x"})).status_code == 403
