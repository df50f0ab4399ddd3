"""What the law gives several departments together is shown, and lengthened once by another person."""

from tests.web.api.conftest import Town
from tests.web.api.shop import Shop, open_shop

REASON = {"reason": "检验机构排期较长"}


async def together(town: Town) -> Shop:
    shop = await open_shop(town, answers={"taxes": True})
    await shop.is_accepted()
    return shop


async def test_it_is_shown_beside_the_promise_and_lengthened_by_a_supervisor_who_says_why(town: Town) -> None:
    shop = await together(town)
    officer, supervisor = await shop.officer(), await shop.supervisor()
    path = f"/cases/{shop.case_no}"
    before = (await shop.case())["joint_limit"]
    assert (before["extended"], before["overdue"], before["allowed"]) == (False, False, [])
    assert (await officer.get(path))["joint_limit"]["allowed"] == ["ask_joint_extension"]
    await supervisor.post(f"{path}/joint-extension", REASON, status=403)

    await officer.post(f"{path}/joint-extension", REASON)
    await officer.post(f"{path}/joint-extension/decide", {"granted": True}, status=403)
    await supervisor.post(f"{path}/joint-extension/decide", {"granted": False}, status=422)
    asked = (await supervisor.get(path))["joint_limit"]
    acted = await supervisor.post(f"{path}/joint-extension/decide", {"granted": True})

    assert asked["allowed"] == ["grant_joint_extension", "refuse_joint_extension"]
    assert asked["asked_at"] is not None
    after = (await shop.case())["joint_limit"]
    assert after["due_at"] == acted["due_at"] > before["due_at"]
    told = [each for each in (await shop.case())["timeline"] if each["event"] == "JOINT_EXTENSION_GRANTED"]
    assert "检验机构排期较长" in told[0]["text"]
    again = await officer.post(f"{path}/joint-extension", REASON, status=409)
    assert again["type"] == "urn:onematter:problem:no-extension-left"


async def test_one_department_alone_has_no_such_limit(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    officer = await shop.officer()
    assert (await shop.case())["joint_limit"] is None
    refused = await officer.post(f"/cases/{shop.case_no}/joint-extension", REASON, status=409)
    assert refused["type"] == "urn:onematter:problem:not-now"


async def test_a_case_whose_departments_together_are_late_is_red_for_the_supervisor(town: Town) -> None:
    shop = await together(town)
    supervisor = await shop.supervisor()
    assert (await supervisor.get("/supervision/cases", light="red"))["items"] == []
    town.sql("UPDATE case_item SET due_at = NULL, light = 'none'")
    town.sql("UPDATE matter_case SET joint_due_at = now() - interval '1 hour'")

    [late] = (await supervisor.get("/supervision/cases", light="red"))["items"]

    assert (late["case_no"], late["light"], late["overdue_items"]) == (shop.case_no, "red", [])
    town.sql("UPDATE matter_case SET joint_due_at = now() + interval '2 days', joint_light = 'yellow'")
    [soon] = (await supervisor.get("/supervision/cases", light="yellow"))["items"]
    assert soon["light"] == "yellow"
