"""Decisions taken back, results put right, revoked or made void; and the look before what stays done."""

from typing import Any

from tests.web.api.conftest import Town
from tests.web.api.shop import LAW, PERMIT, TAX, open_shop

REASON = {"reason": "录错了申请人的店名"}
DENIAL: dict[str, Any] = {"reasons": ["conditions_not_met"], "legal_basis": LAW}


async def test_the_decider_takes_a_denial_back_before_it_was_told_and_what_ended_with_it_comes_back(
    town: Town,
) -> None:
    shop = await open_shop(town, answers={"taxes": True})
    await shop.is_accepted()
    await shop.decide("deny", **DENIAL)
    assert (await shop.item(TAX))["state"] == "not_pursued"
    officer = await shop.officer()
    assert "take_back" in (await shop.item(of=officer))["allowed"]

    acted = await officer.post(f"{shop.at()}/take-back", REASON)

    assert (acted["item_state"], acted["state"]) == ("accepted", "open")
    assert (await shop.item(TAX))["state"] == "received"
    assert "DECISION_TAKEN_BACK" in await shop.events()


async def test_a_colleague_of_the_same_rank_may_not_take_it_back_but_the_superior_may(town: Town) -> None:
    shop = await open_shop(town)
    await shop.decide("refuse", **DENIAL)
    town.sql(
        "UPDATE officer SET department = 'health@330110000000', region = '330110000000'"
        " WHERE subject = 'officer-police-xihu'"
    )
    colleague, superior = await town.person("officer-police-xihu"), await shop.superior()

    refused = await colleague.post(f"{shop.at()}/take-back", REASON, status=409)
    acted = await superior.post(f"{shop.at()}/take-back", REASON)

    assert refused["type"] == "urn:onematter:problem:not-the-decider"
    assert acted["item_state"] == "received"


async def test_what_is_not_decided_cannot_be_taken_back_and_the_answer_says_what_is_possible(
    town: Town,
) -> None:
    shop = await open_shop(town)

    refused = await (await shop.officer()).post(f"{shop.at()}/take-back", REASON, status=409)

    assert refused["type"] == "urn:onematter:problem:not-now"
    assert {"accept", "correct", "refuse", "not_applicable"} <= set(refused["allowed"])


async def test_a_reopened_denial_names_the_decision_on_review(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await shop.decide("deny", **DENIAL)
    supervisor, officer = await shop.supervisor(), await shop.officer()
    path = f"/supervision{shop.at()}/reopen"

    await officer.post(path, {"decision": "余政复〔2026〕12 号"}, status=403)
    await supervisor.post(path, {"decision": ""}, status=422)
    acted = await supervisor.post(path, {"decision": "余政复〔2026〕12 号"})

    assert (acted["item_state"], acted["state"]) == ("accepted", "open")
    assert "ITEM_REOPENED" in await shop.events()


async def test_a_double_entry_is_made_void_by_another_person(town: Town) -> None:
    shop = await open_shop(town)
    window, supervisor = await town.person("window"), await shop.supervisor()

    await window.post(f"{shop.at()}/void", {"kind": "entry_error", "reason": "重复录入"})
    acted = await supervisor.post(f"/supervision{shop.at()}/approve", {"request": "void"})

    assert (acted["item_state"], acted["state"]) == ("void", "void")


async def test_nobody_makes_void_what_he_asked_to_make_void(town: Town) -> None:
    shop = await open_shop(town)
    officer = await shop.officer()
    await officer.post(f"{shop.at()}/void", {"kind": "entry_error", "reason": "重复录入"})
    lines = (await officer.get("/tasks", q=shop.case_no))["items"]
    requests = [each["id"] for each in lines if each["kind"] == "request"]

    [request] = requests
    refused = await officer.post(f"/tasks/{request}/decide", {"outcome": "approve"}, status=409)

    assert refused["type"] in ("urn:onematter:problem:same-person", "urn:onematter:problem:not-yours-to-do")
    assert (await shop.item())["state"] == "received"


async def test_a_grant_needs_the_result_to_be_seen_just_as_it_will_be(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    officer = await shop.officer()
    task = await shop.task()
    path, data = f"/tasks/{task['id']}", {"shop.permit_no": "JY13301100000001"}
    assert task["preview"] is True

    blind = await officer.post(f"{path}/decide", {"outcome": "grant", "data": data}, status=409)
    seen = await officer.post(f"{path}/preview", {"data": data})
    other = {"shop.permit_no": "JY13301100000002"}
    changed = await officer.post(f"{path}/decide", {"outcome": "grant", "data": other}, status=409)
    granted = await officer.post(f"{path}/decide", {"outcome": "grant", "data": data})

    for refused in (blind, changed):
        assert refused["type"] == "urn:onematter:problem:preview-not-opened"
        assert refused["allowed"] == ["preview"]
    assert "JY13301100000001" in seen["papers"][0]["html"]
    assert granted["item_state"] == "granted"


async def test_a_colleagues_look_at_the_result_is_not_enough(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    officer, superior = await shop.officer(), await shop.superior()
    task = await shop.task()
    path, data = f"/tasks/{task['id']}", {"shop.permit_no": "JY13301100000001"}
    await superior.post(f"{path}/preview", {"data": data})

    refused = await officer.post(f"{path}/decide", {"outcome": "grant", "data": data}, status=409)

    assert refused["type"] == "urn:onematter:problem:preview-not-opened"


async def test_a_preview_changes_nothing_and_is_on_the_list_of_who_read_what(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    before = await shop.case()
    officer, task = await shop.officer(), await shop.task()

    await officer.post(f"/tasks/{task['id']}/preview", {"data": {}}, status=422)
    await officer.post(f"/tasks/{task['id']}/preview", {"data": {"shop.permit_no": "JY1"}})

    after = await shop.case()
    assert (after["version"], after["timeline"]) == (before["version"], before["timeline"])
    log = (await (await shop.keeper()).get(f"/cases/{shop.case_no}/access-log"))["items"]
    assert "document_opened" in {each["purpose"] for each in log}


async def test_a_revocation_needs_a_reason_a_law_and_another_person_than_the_decider(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await shop.is_granted()
    officer, superior = await shop.officer(), await shop.superior()
    body = {"kind": "revoked", "reason": "以欺骗手段取得", "legal_basis": "行政许可法第六十九条"}

    await superior.post(f"{shop.at()}/revoke", {**body, "legal_basis": ""}, status=422)
    own = await officer.post(f"{shop.at()}/revoke", body, status=409)

    assert own["type"] in ("urn:onematter:problem:same-person", "urn:onematter:problem:not-heard-yet")
    assert (await shop.item())["state"] == "granted"


async def test_a_result_is_handed_over_at_the_window_and_signed_for(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await shop.is_granted()
    await town.effect_is_done(f"{shop.case_no}/{PERMIT}/paper/1")
    window = await town.person("window")
    assert "sign" in (await shop.item(of=window))["allowed"]

    await window.post(f"{shop.at()}/delivery", {"to": "徐书涵本人", "signed": True})

    item = await shop.item()
    assert item["clocks"]["signed_at"] is not None
    assert "RESULT_SIGNED_FOR" in await shop.events()


async def test_an_issued_result_is_put_right_by_a_new_one_and_not_taken_back(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await shop.is_granted()
    await town.effect_is_done(f"{shop.case_no}/{PERMIT}/paper/1")
    officer = await shop.officer()

    late = await officer.post(f"{shop.at()}/take-back", REASON, status=409)
    await officer.post(f"{shop.at()}/rectify", REASON)

    assert late["type"] == "urn:onematter:problem:already-issued"
    assert "RESULT_RECTIFIED" in await shop.events()
    wanted = town.sql(
        "SELECT key FROM effect WHERE key LIKE %s ORDER BY id", f"{shop.case_no}/{PERMIT}/paper/%"
    )
    assert [key for (key,) in wanted] == [f"{shop.case_no}/{PERMIT}/paper/{nth}" for nth in (1, 2)]


NOTICE = {"reason": "检测报告系伪造，拟依据行政许可法第六十九条撤销"}
REVOCATION = {"kind": "revoked", "reason": "以欺骗手段取得", "legal_basis": "行政许可法第六十九条"}


async def test_a_holder_is_told_and_heard_before_the_result_is_revoked(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await shop.is_granted()
    officer, superior = await shop.officer(), await shop.superior()
    assert {"give_prior_notice"} == {"give_prior_notice", "record_heard", "revoke"} & set(
        (await shop.item(of=superior))["allowed"]
    )
    unheard = await superior.post(f"{shop.at()}/revoke", REVOCATION, status=409)
    await officer.post(f"{shop.at()}/heard", {"said": "没有造假"}, status=409)

    await officer.post(f"{shop.at()}/prior-notice", NOTICE)

    assert unheard["type"] == "urn:onematter:problem:not-heard-yet"
    assert "record_heard" in (await shop.item(of=officer))["allowed"]
    told = town.sql("SELECT DISTINCT event FROM notice_service WHERE event = 'PRIOR_NOTICE_GIVEN'")
    assert told == [("PRIOR_NOTICE_GIVEN",)]
    await officer.post(f"{shop.at()}/heard", {"said": "报告是代办公司提供的"})
    acted = await superior.post(f"{shop.at()}/revoke", REVOCATION)
    assert acted["item_state"] == "revoked"
    assert {"PRIOR_NOTICE_GIVEN", "PERSON_HEARD", "RESULT_REVOKED"} <= set(await shop.events())


async def test_what_was_built_on_a_revoked_result_stands_and_is_shown_to_the_supervisor(town: Town) -> None:
    shop = await open_shop(town, answers={"taxes": True})
    await shop.is_accepted()
    await shop.is_granted()
    await town.effect_is_done(f"{shop.case_no}/{PERMIT}/paper/1")
    await town.move_time(20)
    officer, superior, supervisor = await shop.officer(), await shop.superior(), await shop.supervisor()
    await officer.post(f"{shop.at()}/prior-notice", NOTICE)
    await officer.post(f"{shop.at()}/heard", {"said": "没有意见"})
    assert (await shop.item(TAX))["state"] == "accepted"

    await superior.post(f"{shop.at()}/revoke", REVOCATION)

    assert (await shop.item(TAX))["state"] == "accepted"
    shown = (await supervisor.get("/supervision/incidents"))["items"]
    [incident] = [each for each in shown if each["kind"] == "built_on_revoked"]
    assert (incident["item"], incident["detail"], incident["allowed"]) == (PERMIT, TAX, ["resolve"])
    assert incident["dependants"] == ["税务信息确认"]
    ended = await supervisor.post(
        f"/supervision/incidents/{incident['id']}/resolve", {"outcome": "noted", "reason": "税务登记不受影响"}
    )
    assert ended["state"] == "ended"
