"""A longer limit is asked for before the limit ends, and decided by another person."""

from tests.web.api.conftest import Town
from tests.web.api.shop import Shop, open_shop

REASON = {"reason": "检测排队，需要更多时间"}


async def asked(town: Town) -> Shop:
    shop = await open_shop(town)
    await shop.is_accepted()
    await (await shop.officer()).post(f"{shop.at()}/extend", REASON)
    return shop


async def test_a_superior_of_the_same_office_lengthens_the_limit(town: Town) -> None:
    shop = await asked(town)
    before = (await shop.item())["due_at"]
    superior = await shop.superior()
    lines = (await superior.get("/tasks", q=shop.case_no))["items"]
    [request] = [each for each in lines if each["kind"] == "request"]

    decided = await superior.post(f"/tasks/{request['id']}/decide", {"outcome": "approve"})

    assert decided["outcome"] == "approve"
    assert (await shop.item())["due_at"] > before
    assert "EXTENSION_GRANTED" in await shop.events()


async def test_nobody_approves_what_he_asked_for_himself(town: Town) -> None:
    shop = await asked(town)
    officer = await shop.officer()
    lines = (await officer.get("/tasks", q=shop.case_no))["items"]
    [request] = [each for each in lines if each["kind"] == "request"]

    refused = await officer.post(f"/tasks/{request['id']}/decide", {"outcome": "approve"}, status=409)

    assert refused["type"] in (
        "urn:onematter:problem:same-person",
        "urn:onematter:problem:not-yours-to-do",
    )
    assert "EXTENSION_GRANTED" not in await shop.events()


async def test_a_supervisor_may_refuse_it_with_a_reason(town: Town) -> None:
    shop = await asked(town)
    before = (await shop.item())["due_at"]
    supervisor = await shop.supervisor()
    path = f"/supervision{shop.at()}/approve"

    assert {"grant_extension", "refuse_extension"} <= set((await shop.item(of=supervisor))["allowed"])
    refused = await supervisor.post(path, {"granted": False}, status=422)
    await supervisor.post(path, {"granted": False, "reason": "没有必要"})

    assert [each["pointer"] for each in refused["errors"]] == ["/reason"]
    assert (await shop.item())["due_at"] == before
    nothing = await supervisor.post(path, {"granted": True}, status=409)
    assert nothing["type"] == "urn:onematter:problem:nothing-requested"


async def test_it_is_asked_for_once_only_and_not_too_late(town: Town) -> None:
    shop = await asked(town)
    officer, supervisor = await shop.officer(), await shop.supervisor()
    await supervisor.post(f"/supervision{shop.at()}/approve", {})

    again = await officer.post(f"{shop.at()}/extend", REASON, status=409)

    assert again["type"] == "urn:onematter:problem:no-extension-left"
    assert "42" in again["detail"]


async def test_on_the_last_day_it_is_too_late_to_ask(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await town.move_time(60)

    refused = await (await shop.officer()).post(f"{shop.at()}/extend", REASON, status=409)

    assert refused["type"] == "urn:onematter:problem:asked-too-late"
