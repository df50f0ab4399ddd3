"""What cannot be undone waits until the applicant has confirmed it."""

from datetime import datetime

from casework.words import deadline_words
from engine.due import run_due_deadlines
from tests.web.api.conftest import Town
from tests.web.api.shop import PERMIT, Shop, open_shop


async def waiting(town: Town) -> Shop:
    """The permit is issued, and nothing is posted yet."""
    shop = await open_shop(town, delivery={"mode": "mail"})
    await shop.is_accepted()
    await shop.is_granted()
    await town.effect_is_done(f"{shop.case_no}/{PERMIT}/paper/1")
    return shop


async def test_the_parcel_goes_only_after_the_applicant_confirmed_its_address(town: Town) -> None:
    shop = await waiting(town)
    keeper = await shop.keeper()
    post = f"{shop.case_no}/{PERMIT}/post/1"
    view = await shop.case()
    [asked] = [each for each in view["to_do"] if each["kind"] == "confirmation"]
    assert (asked["item"], asked["step"]) == (PERMIT, "post")
    assert "寄出后不能更改" in asked["text"]
    day = deadline_words(datetime.fromisoformat(asked["until"]), language="zh")
    assert f"请在{day}前确认“" in asked["text"]
    assert "confirm" in view["allowed"]
    assert town.sql("SELECT count(*) FROM effect WHERE key = %s", post) == [(0,)]

    await keeper.post(f"/cases/{shop.case_no}/confirmations/{PERMIT}/post")

    assert town.sql("SELECT count(*) FROM effect WHERE key = %s", post) == [(1,)]
    assert "STEP_CONFIRMED_BY_APPLICANT" in await shop.events()
    assert (await keeper.post(f"/cases/{shop.case_no}/confirmations/{PERMIT}/post", status=409))["type"]


async def test_when_the_time_is_over_it_is_shown_and_may_be_confirmed_still(town: Town) -> None:
    shop = await waiting(town)
    await town.move_time(30)
    await run_due_deadlines(town.app.state.parts.engine)
    [asked] = [each for each in (await shop.case())["to_do"] if each["kind"] == "confirmation"]
    assert asked["until"] is None
    assert "CONFIRMATION_OVERDUE" in await shop.events()
    supervisor = await shop.supervisor()
    [shown] = (await supervisor.get("/supervision/incidents", case_no=shop.case_no))["items"]
    assert (shown["reason"], shown["detail"]) == ("unconfirmed", "post")

    await (await shop.keeper()).post(f"/cases/{shop.case_no}/confirmations/{PERMIT}/post")

    assert (await supervisor.get("/supervision/incidents", case_no=shop.case_no))["items"] == []


async def test_nobody_confirms_for_the_applicant(town: Town) -> None:
    shop = await waiting(town)
    path = f"/cases/{shop.case_no}/confirmations/{PERMIT}/post"

    await (await town.person("mother")).post(path, status=404)
    await (await shop.officer()).post(path, status=403)
    await (await town.person("reader", level="L1")).post(path, status=403)
