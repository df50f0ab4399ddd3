"""A counter looks whether the papers are complete, gives back what is not, and passes on what is."""

from tests.web.api.conftest import Town, picture
from tests.web.api.shop import SIGN, Shop, open_shop

MARK = {"material": "sign_drawing", "message": "请上传彩色设计图"}


async def with_a_sign(town: Town) -> Shop:
    return await open_shop(town, answers={"sign": True})


async def test_what_is_given_back_comes_again_under_the_same_number(town: Town) -> None:
    shop = await with_a_sign(town)
    police, keeper = await town.person("officer-police"), await shop.keeper()
    assert (await shop.item(SIGN))["state"] == "prechecking"
    assert [each["code"] for each in (await shop.task(SIGN, of=police))["outcomes"]] == ["pass", "return"]

    given_back = await shop.decide("return", item=SIGN, of=police, marks=[MARK])

    assert given_back["item_state"] == "returned"
    item = await shop.item(SIGN)
    assert (item["state"], item["holder"]["kind"]) == ("returned", "applicant")
    path = f"/cases/{shop.case_no}"
    taken = await keeper.put_file(f"{path}/materials/sign_drawing", picture())
    body = {"materials": {"sign_drawing": taken["file_id"]}}
    answered = await keeper.post(f"{path}/corrections", body)
    assert answered["left"] == []
    assert (await shop.item(SIGN))["state"] == "prechecking"
    await shop.decide("pass", item=SIGN, of=police)
    assert (await shop.item(SIGN))["state"] == "received"


async def test_giving_back_says_at_each_place_what_is_missing(town: Town) -> None:
    shop = await with_a_sign(town)
    police = await town.person("officer-police")

    refused = await shop.decide("return", item=SIGN, of=police, status=422, comment="不全")

    assert [each["pointer"] for each in refused["errors"]] == ["/marks"]


async def test_the_window_may_look_but_what_follows_is_the_offices(town: Town) -> None:
    shop = await with_a_sign(town)
    window = await town.person("window")

    passed = await shop.decide("pass", item=SIGN, of=window)

    assert passed["item_state"] == "received"
    refused = await shop.decide("accept", item=SIGN, of=window, status=409)
    assert refused["type"] == "urn:onematter:problem:not-yours-to-do"
