"""Whoever publishes puts in force what he has read, and not what somebody saved behind his back."""

from tests.web.api.conftest import Person, Town
from tests.web.api.test_definitions import ITEM, MATTER, administrator, drafts, of

__all__ = ["administrator"]  # a fixture


async def test_a_draft_that_was_saved_since_it_was_read_is_not_published(
    town: Town, administrator: Person
) -> None:
    *parts, matter = await drafts(administrator)
    read = await administrator.call("GET", of(matter))
    slipped_in = MATTER.replace("4 working days", "5 working days")
    await administrator.call("PUT", of(matter), json={"source": slipped_in})
    order = {"together": parts}
    refused = await administrator.call(
        "POST", f"{of(matter)}/publish", json=order, headers={"If-Match": read.headers["ETag"]}
    )
    assert refused.status_code == 412
    assert (await administrator.get(of(matter)))["is_open"]

    again = await administrator.call("GET", of(matter))
    done = await administrator.call(
        "POST", f"{of(matter)}/publish", json=order, headers={"If-Match": again.headers["ETag"]}
    )
    assert done.status_code == 200, done.text


async def test_nor_is_what_goes_along_with_it(town: Town, administrator: Person) -> None:
    *parts, matter = await drafts(administrator)
    item = next(each for each in parts if each["kind"] == "item")
    await administrator.call("PUT", of(item), json={"source": ITEM.replace("禁养犬种", "禁养")})
    order = {"together": [{**each, "revision": 1} for each in parts]}
    refused = await administrator.call("POST", f"{of(matter)}/publish", json=order)
    assert refused.status_code == 412
