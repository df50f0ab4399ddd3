"""A permit granted while a paper is still missing: nothing is issued before it has come and is in order."""

from typing import Any

from tests.web.api.conftest import Town, picture
from tests.web.api.shop import PERMIT, Shop, open_shop

LEASE = "lease"
NUMBER = {"shop.permit_no": "JY13301100000001"}


async def granted_without_the_lease(town: Town) -> Shop:
    """Seen before by whoever grants it, as every permit."""
    shop = await open_shop(town, promises=("shop-permit/lease_later",))
    await shop.is_accepted()
    officer, task = await shop.officer(), await shop.task()
    await officer.post(f"/tasks/{task['id']}/preview", {"data": NUMBER})
    body = {"outcome": "grant_with_late_supply", "data": NUMBER}
    acted = await officer.post(f"/tasks/{task['id']}/decide", body)
    assert acted["item_state"] == "granted_with_late_supply"
    return shop


async def brings_the_lease(shop: Shop) -> None:
    keeper = await shop.keeper()
    taken = await keeper.put_file(f"/cases/{shop.case_no}/promised/{LEASE}", picture())
    await keeper.post(f"{shop.at()}/late-supply", {"materials": {LEASE: taken["file_id"]}})


async def looks_at_it(shop: Shop, outcome: str, *, status: int = 200, **more: object) -> Any:
    officer = await shop.officer()
    lines = (await officer.get("/tasks", q=shop.case_no))["items"]
    [task] = [each for each in lines if each["kind"] == "commitment"]
    return await officer.post(f"/tasks/{task['id']}/decide", {"outcome": outcome, **more}, status=status)


def issuing(shop: Shop) -> list[tuple[str]]:
    return shop.town.sql("SELECT key FROM effect WHERE key LIKE %s", f"{shop.case_no}/{PERMIT}/paper/%")


async def test_the_permit_is_issued_only_when_the_promised_paper_is_there_and_in_order(town: Town) -> None:
    shop = await granted_without_the_lease(town)
    assert issuing(shop) == []

    await brings_the_lease(shop)
    assert issuing(shop) == []
    await looks_at_it(shop, "conforms")

    assert (await shop.item())["state"] == "granted"
    assert issuing(shop) == [(f"{shop.case_no}/{PERMIT}/paper/1",)]
    events = await shop.events()
    told = ["GRANTED_WITH_LATE_SUPPLY", "LATE_SUPPLY_HANDED_IN", "LATE_SUPPLY_COMPLETE", "ITEM_GRANTED"]
    assert [each for each in events if each in told] == told


async def test_a_paper_that_is_not_in_order_is_said_to_be_so_and_may_be_brought_again(town: Town) -> None:
    shop = await granted_without_the_lease(town)
    await brings_the_lease(shop)

    await looks_at_it(shop, "lacks", status=422)
    await looks_at_it(shop, "lacks", comment="合同未签字")
    assert (await shop.item())["state"] == "granted_with_late_supply"
    assert [each["kind"] for each in (await shop.case())["to_do"]] == ["late_supply"]

    await brings_the_lease(shop)
    await looks_at_it(shop, "conforms")
    assert (await shop.item())["state"] == "granted"


async def test_who_does_not_bring_it_in_time_loses_the_permit_after_a_reminder(town: Town) -> None:
    shop = await granted_without_the_lease(town)

    await town.move_time(20)

    item, events = await shop.item(), await shop.events()
    assert item["state"] == "lapsed"
    assert events.index("LATE_SUPPLY_REMINDED") < events.index("LATE_SUPPLY_MISSED")
    assert issuing(shop) == []
