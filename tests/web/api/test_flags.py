"""A mark on a person's credit: read by everybody it concerns, spoken about by the person, signed by two."""

from typing import Any

import pytest

from tests.web.api.conftest import Person, Town
from tests.web.api.shop import LAW, PERMIT, Shop, open_shop

FLAG = f"/items/{PERMIT}/commitments/trained/flag"


@pytest.fixture
async def shop(town: Town) -> Shop:
    """A granted permit whose keeper promised falsely that the staff is trained; the mark is proposed."""
    shop = await open_shop(town, promises=("shop-permit/trained",))
    await shop.is_accepted()
    await shop.is_granted()
    for outcome, more in (
        ("failed", {"comment": "抽查时无培训记录"}),
        ("order", {"comment": "请补训", "data": {"until_days": 10}}),
        ("heard", {"comment": "当事人说明了情况"}),
        ("false", {"comment": "查实承诺不实", "legal_basis": LAW}),
    ):
        await _settle(shop, outcome, more)
    return shop


async def _settle(shop: Shop, outcome: str, more: dict[str, Any]) -> None:
    officer = await shop.officer()
    lines = (await officer.get("/tasks", q=shop.case_no))["items"]
    [line] = [each for each in lines if each["kind"] == "commitment"]
    await officer.post(f"/tasks/{line['id']}/decide", {"outcome": outcome, **more})


async def the_flag(shop: Shop, of: Person) -> dict[str, Any]:
    [flag] = await of.get(f"/cases/{shop.case_no}/flags")
    return flag


async def test_everybody_reads_why_by_which_law_and_who_may_sign_now(shop: Shop) -> None:
    officer, superior, keeper = await shop.officer(), await shop.superior(), await shop.keeper()

    proposed = await the_flag(shop, officer)
    await officer.post(f"/cases/{shop.case_no}{FLAG}")
    signed_here, signed_there = await the_flag(shop, officer), await the_flag(shop, superior)
    await superior.post(f"/cases/{shop.case_no}{FLAG}")
    [mine] = await keeper.get("/flags")

    assert (proposed["state"], proposed["why"], proposed["may_sign"]) == ("proposed", "查实承诺不实", True)
    assert "行政许可法" in proposed["law"]
    assert (signed_here["state"], signed_here["may_sign"]) == ("signed", False)
    assert signed_there["may_sign"] is True
    assert (mine["state"], mine["may_sign"]) == ("in_force", False)
    assert mine["until_day"] > mine["from_day"]


async def test_the_person_speaks_before_the_second_signature_and_not_after(shop: Shop) -> None:
    officer, superior, keeper = await shop.officer(), await shop.superior(), await shop.keeper()
    statement = f"/cases/{shop.case_no}{FLAG}/statement"

    await keeper.post(statement, {"text": "培训证书在补办"}, status=204)
    read = await superior.get(f"/cases/{shop.case_no}")
    await officer.post(f"/cases/{shop.case_no}{FLAG}")
    await superior.post(f"/cases/{shop.case_no}{FLAG}")
    late = await keeper.post(statement, {"text": "再说一次"}, status=409)

    assert "培训证书在补办" in [each["note"] for each in read["timeline"]]
    assert late["type"] == "urn:onematter:problem:flag-holds"


async def test_nobody_else_reads_it_or_speaks_about_it(town: Town, shop: Shop) -> None:
    stranger = await town.person("second-mother")

    assert await stranger.get("/flags") == []
    for method, path, body in (
        ("GET", f"/cases/{shop.case_no}/flags", None),
        ("POST", f"/cases/{shop.case_no}{FLAG}/statement", {"text": "x"}),
    ):
        assert (await stranger.call(method, path, json=body)).status_code == 404


async def test_a_mark_that_nobody_proposed_cannot_be_spoken_about(shop: Shop) -> None:
    path = f"/cases/{shop.case_no}/items/{PERMIT}/commitments/lease_later/flag/statement"

    assert (await (await shop.keeper()).call("POST", path, json={"text": "x"})).status_code == 404
