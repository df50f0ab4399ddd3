"""An accepted item rests, waits for the applicant, goes through a special procedure, and goes on."""

from tests.web.api.conftest import Town
from tests.web.api.shop import PERMIT, open_shop

MARK = {"field": "shop.address", "message": "请写明门牌号"}


async def test_a_suspension_of_a_kind_that_may_pause_stops_the_clock_until_it_is_resumed(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    officer = await shop.officer()
    due = (await shop.item())["due_at"]

    decided = await shop.decide(
        "suspend", data={"kind": "force_majeure", "stop_clock": True}, comment="台风停工"
    )

    assert decided["item_state"] == "suspended"
    assert (await shop.item())["clocks"]["paused"] is True
    await town.move_time(7)
    resumed = await officer.post(f"{shop.at()}/resume")
    assert resumed["item_state"] == "accepted"
    assert (await shop.item())["due_at"] > due
    assert "ITEM_RESUMED" in await shop.events()


async def test_a_kind_that_may_not_pause_is_refused_with_the_words_of_the_rule(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    body = {"kind": "dispute", "reason": "邻里纠纷", "stop_clock": True}

    refused = await (await shop.officer()).post(f"{shop.at()}/suspend", body, status=409)

    assert refused["type"] == "urn:onematter:problem:kind-may-not-pause"
    assert (await shop.item())["state"] == "accepted"


async def test_a_kind_that_the_item_does_not_offer_is_named_at_its_place(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    body = {"kind": "waiting_for_payment", "reason": "等", "stop_clock": False}

    refused = await (await shop.officer()).post(f"{shop.at()}/suspend", body, status=422)

    assert [each["pointer"] for each in refused["errors"]] == ["/kind"]


async def test_an_item_that_is_not_accepted_cannot_rest_and_says_what_is_possible(town: Town) -> None:
    shop = await open_shop(town)
    body = {"kind": "force_majeure", "reason": "台风", "stop_clock": True}

    refused = await (await shop.officer()).post(f"{shop.at()}/suspend", body, status=409)

    assert refused["type"] == "urn:onematter:problem:not-now"
    assert "accept" in refused["allowed"]
    assert "suspend" not in refused["allowed"]


async def test_a_supervisor_may_find_that_there_was_no_ground(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    due = (await shop.item())["due_at"]
    await shop.decide("suspend", data={"kind": "force_majeure", "stop_clock": True}, comment="台风停工")
    await town.move_time(3)
    supervisor = await shop.supervisor()
    path = f"/supervision{shop.at()}/reject-suspension"

    assert "reject_suspension" in (await shop.item(of=supervisor))["allowed"]
    rejected = await supervisor.post(path, {"reason": "台风没有影响本区"})

    assert rejected["item_state"] == "accepted"
    assert (await shop.item())["due_at"] == due


async def test_a_special_procedure_needs_its_kind_and_its_days(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()

    refused = await shop.decide("special_procedure", data={"kind": "auction"}, status=422)
    too_long = await shop.decide(
        "special_procedure", data={"kind": "testing", "expected_days": 400}, status=409
    )
    begun = await shop.decide("special_procedure", data={"kind": "testing", "expected_days": 10})

    assert {each["pointer"] for each in refused["errors"]} == {"/data/kind", "/data/expected_days"}
    assert too_long["type"] == "urn:onematter:problem:above-maximum"
    assert "45" in too_long["detail"]
    assert begun["item_state"] == "special_procedure"
    assert [each["code"] for each in (await shop.task())["outcomes"]] == ["special_result", "extend"]
    ended = await shop.decide("special_result", comment="检测合格")
    assert ended["item_state"] == "accepted"


async def test_a_correction_after_acceptance_waits_for_the_applicant(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()

    asked = await shop.decide("correct", marks=[MARK])

    assert asked["item_state"] == "correcting_late"
    view = await shop.case()
    [to_do] = [each for each in view["to_do"] if each["kind"] == "correction"]
    assert (to_do["notice"], [each["key"] for each in to_do["marks"]]) == (
        "late_correction",
        ["shop.address"],
    )
    keeper = await shop.keeper()
    fields = {"shop.address": "余杭区南苑街道迎宾路 1 号 2 幢"}
    answered = await keeper.post(f"/cases/{shop.case_no}/corrections", {"fields": fields})
    assert answered["left"] == []
    assert (await shop.item())["state"] == "accepted"


async def test_a_second_demand_is_refused_and_the_attempt_is_shown_to_the_supervisor(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await shop.decide("correct", marks=[MARK])
    keeper = await shop.keeper()
    fields = {"shop.address": "余杭区南苑街道迎宾路 1 号 2 幢"}
    await keeper.post(f"/cases/{shop.case_no}/corrections", {"fields": fields})

    again = [{"field": "shop.shop_name", "message": "店名太长"}]
    refused = await shop.decide("correct", status=409, marks=again)
    await shop.decide("correct", status=409, marks=again)

    assert refused["type"] == "urn:onematter:problem:second-demand"
    assert "32" in refused["detail"]
    supervisor = await shop.supervisor()
    found = (await supervisor.get("/supervision/incidents", kind="second_demand"))["items"]
    assert [(each["case_no"], each["item"]) for each in found] == [(shop.case_no, PERMIT)]
    assert town.sql("SELECT count(*) FROM case_text WHERE starts_with(kind, 'mark')") == [(1,)]


async def test_the_higher_authoritys_answer_lets_the_item_go_on(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()

    forwarded = await shop.decide("forward", comment="疑难事项")

    assert forwarded["item_state"] == "forwarded"
    assert (await shop.item())["holder"]["code"] == "health@330100000000"
    answered = await shop.decide("forward_answer", data={"answer": "approved"})
    assert answered["item_state"] == "accepted"


async def test_another_departments_officer_learns_nothing_and_one_of_the_case_may_not(town: Town) -> None:
    shop = await open_shop(town, answers={"sign": True})
    body = {"kind": "force_majeure", "reason": "台风", "stop_clock": True}
    stranger = await town.person("officer-medical-insurance")
    police = await town.person("officer-police")

    await stranger.post(f"{shop.at()}/suspend", body, status=404)
    await police.post(f"{shop.at()}/suspend", body, status=403)
    await (await shop.keeper()).post(f"{shop.at()}/suspend", body, status=403)
    await town.stranger.post(f"{shop.at()}/suspend", body, status=401)


async def test_what_has_changed_since_is_not_overwritten(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    body = {"kind": "force_majeure", "reason": "台风", "stop_clock": True}

    await (await shop.officer()).post(f"{shop.at()}/suspend", body, status=412, If_Match='"1"')
