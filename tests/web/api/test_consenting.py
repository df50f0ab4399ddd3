"""The father signs in, sees exactly what he agrees to, and answers once."""

from tests.web.api.conftest import Town, picture


async def test_he_sees_exactly_what_he_agrees_to(town: Town) -> None:
    draft = await town.draft()
    mother, father = await town.person("mother"), await town.person("father")

    asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)

    shown = await father.get(f"/consents/{asked['id']}")
    assert {each["key"]: each["value"] for each in shown["shows"]}["child.1.name"] == "王子涵"
    assert shown["asked_by"] == "李*雨"
    assert shown["allowed"] == ["give", "refuse"]
    assert [each["id"] for each in (await father.get("/consents"))["items"]] == [asked["id"]]


async def test_he_is_told_by_a_short_message_that_names_nobody(town: Town) -> None:
    draft = await town.draft()

    asked = await (await town.person("mother")).post(
        f"/applications/{draft['id']}/consents/father", status=201
    )

    [(key, connector)] = town.sql("SELECT key, connector FROM effect")
    assert key == f"application/{draft['id']}/consent:{asked['id']}/1"
    assert connector == "sms"


async def test_after_he_agrees_departments_may_be_asked_about_him(town: Town) -> None:
    draft = await town.draft()
    mother, father = await town.person("mother"), await town.person("father")
    assert "father_identity" not in {each["key"] for each in draft["lookups"]}
    asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)

    await father.post(f"/consents/{asked['id']}", {"decision": "give"})

    after = await mother.get(f"/applications/{draft['id']}")
    assert {each["key"]: each["state"] for each in after["lookups"]}["father_identity"] == "found"
    assert after["can_submit"] is True


async def test_when_he_refuses_papers_may_stand_in_the_place_of_his_consent(town: Town) -> None:
    draft = await town.draft()
    mother, father = await town.person("mother"), await town.person("father")
    path = f"/applications/{draft['id']}"
    asked = await mother.post(f"{path}/consents/father", status=201)
    await father.post(f"/consents/{asked['id']}", {"decision": "refuse"})
    refused = await mother.get(path)
    assert refused["can_submit"] is False
    assert refused["consents"][0]["state"] == "refused"

    for material in refused["consents"][0]["alternative_materials"]:
        await mother.put_file(f"{path}/materials/{material}", picture())

    assert (await mother.get(path))["can_submit"] is True


async def test_an_answer_is_final_and_the_same_again_is_no_error(town: Town) -> None:
    draft = await town.draft()
    mother, father = await town.person("mother"), await town.person("father")
    asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)
    path = f"/consents/{asked['id']}"
    await father.post(path, {"decision": "give"})

    await father.post(path, {"decision": "give"})
    refused = await father.post(path, {"decision": "refuse"}, status=409)
    assert refused["allowed"] == ["withdraw"]


async def test_what_was_given_may_be_taken_back_until_it_is_submitted(town: Town) -> None:
    draft_id = await town.complete_draft()
    mother, father = await town.person("mother"), await town.person("father")
    path = f"/applications/{draft_id}"
    [asked] = (await mother.get(path))["consents"]
    consent = f"/consents/{asked['id']}"
    assert (await father.get(consent))["allowed"] == ["withdraw"]

    await father.post(consent, {"decision": "withdraw"})

    view = await mother.get(path)
    assert (view["consents"][0]["state"], view["can_submit"]) == ("not_asked", False)
    assert "father_identity" not in {each["key"] for each in view["lookups"]}
    again = await mother.post(f"{path}/consents/father", status=201)
    assert again["id"] != asked["id"]


async def test_nothing_is_answered_or_taken_back_after_it_was_submitted(town: Town) -> None:
    await town.submit()
    father = await town.person("father")
    [consent] = (await father.get("/consents"))["items"]
    assert consent["allowed"] == []
    for decision in ("give", "refuse", "withdraw"):
        await father.post(f"/consents/{consent['id']}", {"decision": decision}, status=409)


async def test_a_question_about_a_draft_that_was_thrown_away_is_gone(town: Town) -> None:
    draft_id = await town.complete_draft()
    mother, father = await town.person("mother"), await town.person("father")
    assert (await mother.call("DELETE", f"/applications/{draft_id}")).status_code == 204
    assert (await father.get("/consents"))["items"] == []


async def test_a_weak_login_asks_nobody(town: Town) -> None:
    draft = await town.draft()
    weak = await town.person("mother", level="L1")
    await weak.post(f"/applications/{draft['id']}/consents/father", status=403)


async def test_a_consent_is_void_when_what_he_agreed_to_changes(town: Town) -> None:
    draft_id = await town.complete_draft()
    mother, father = await town.person("mother"), await town.person("father")
    path = f"/applications/{draft_id}"

    saved = await mother.patch(path, {"form": {"child.1.name": "王小明"}})

    assert saved["consents"][0]["state"] == "not_asked"
    assert saved["can_submit"] is False
    asked = await mother.post(f"{path}/consents/father", status=201)
    shown = await father.get(f"/consents/{asked['id']}")
    assert {each["key"]: each["value"] for each in shown["shows"]}["child.1.name"] == "王小明"


async def test_an_answer_to_what_he_did_not_see_is_refused(town: Town) -> None:
    draft = await town.draft()
    mother, father = await town.person("mother"), await town.person("father")
    asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)

    await father.post(f"/consents/{asked['id']}", {"decision": "give", "digest": "00"}, status=412)


async def test_after_seven_days_it_is_too_late_and_she_may_ask_again(town: Town) -> None:
    draft = await town.draft()
    mother, father = await town.person("mother"), await town.person("father")
    path = f"/applications/{draft['id']}"
    asked = await mother.post(f"{path}/consents/father", status=201)
    await town.move_time(8)

    await father.post(f"/consents/{asked['id']}", {"decision": "give"}, status=409)

    assert (await mother.get(path))["consents"][0]["state"] == "expired"
    again = await mother.post(f"{path}/consents/father", status=201)
    assert again["id"] != asked["id"]


async def test_nobody_else_sees_what_he_was_asked(town: Town) -> None:
    draft = await town.draft()
    asked = await (await town.person("mother")).post(
        f"/applications/{draft['id']}/consents/father", status=201
    )

    other = await town.person("second-father")

    assert (await other.call("GET", f"/consents/{asked['id']}")).status_code == 404
    answer = await other.call("POST", f"/consents/{asked['id']}", json={"decision": "give"})
    assert answer.status_code == 404


async def test_a_weak_login_may_look_but_not_agree(town: Town) -> None:
    draft = await town.draft()
    asked = await (await town.person("mother")).post(
        f"/applications/{draft['id']}/consents/father", status=201
    )

    weak = await town.person("father", level="L1")

    await weak.get(f"/consents/{asked['id']}")
    await weak.post(f"/consents/{asked['id']}", {"decision": "give"}, status=403)


async def test_the_father_is_never_asked_when_the_parents_are_not_married(town: Town) -> None:
    mother = await town.person("unmarried-mother")
    answers = {"married": False, "household_follows": "mother", "children": 1}

    draft = await mother.post("/applications", {"matter": "newborn", "answers": answers}, status=201)

    assert draft["consents"] == []
    await mother.post(f"/applications/{draft['id']}/consents/father", status=409)
