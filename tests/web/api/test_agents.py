"""Somebody acts for somebody else: granted and accepted, used within its scope, and over at once."""

from departments.simulated.people import HE_ZHIQIANG, XU_SHUHAN
from tests.web.api.agents import AGENT, MATTER, STRANGER, accepted, granted, shop_of_agent, status_of, today
from tests.web.api.conftest import Person, Town, picture
from tests.web.api.shop import KEEPER, PERMIT, publish_shop


async def test_an_agent_applies_and_submits_and_the_case_is_the_principals(town: Town) -> None:
    authorisation = await accepted(town)
    shop = await shop_of_agent(town, authorisation)
    keeper, agent = await town.person(KEEPER), await town.person(AGENT)

    hers = (await keeper.get("/cases"))["items"]
    his = (await agent.get("/cases"))["items"]
    case = await keeper.get(f"/cases/{shop.case_no}")

    assert [(each["case_no"], each["own"], each["on_behalf_of"]) for each in hers] == [
        (shop.case_no, True, None)
    ]
    assert [(each["case_no"], each["on_behalf_of"]) for each in his] == [(shop.case_no, XU_SHUHAN.name)]
    assert case["agent"]["name"] == HE_ZHIQIANG.name
    events = {each["event"]: each["actor"] for each in case["timeline"]}
    assert events["SUBMITTED_BY_APPLICANT"] == "agent"
    assert "AGENT_NAMED_BY_APPLICANT" in events
    rows = town.sql(
        "SELECT actor, data->>'on_behalf_of', data->>'authorisation' FROM case_event WHERE number = 1"
    )
    [[agent_id]] = town.sql("SELECT id::text FROM person WHERE subject = %s", AGENT)
    assert rows == [(agent_id, authorisation["principal"], authorisation["id"])]


async def test_the_form_knows_the_principal_and_not_the_agent(town: Town) -> None:
    authorisation = await accepted(town)
    agent = await town.person(AGENT)

    body = {"matter": MATTER, "on_behalf_of": authorisation["principal"]}
    draft = await agent.post("/applications", body, status=201)

    known = {each["value"] for each in draft["prefilled"].values() if isinstance(each["value"], str)}
    assert XU_SHUHAN.name in known
    assert HE_ZHIQIANG.name not in known
    lines = (await agent.get("/applications"))["items"]
    assert [each["on_behalf_of"] for each in lines] == [XU_SHUHAN.name]


async def test_the_paper_and_the_word_to_the_principal_are_planned_with_the_submission(town: Town) -> None:
    shop = await shop_of_agent(town, await accepted(town))
    rows = town.sql(
        "SELECT e.kind, e.template, e.recipient FROM effect e JOIN matter_case c ON c.id = e.case_id"
        " WHERE c.case_no = %s AND e.step LIKE 'AGENT_NAMED%%'",
        shop.case_no,
    )
    assert set(rows) == {
        ("paper", "agency_authorisation", None),
        ("notify", "agent_named", "applicant"),
    }


async def test_the_officer_sees_that_an_agent_acts_and_by_what(town: Town) -> None:
    authorisation = await accepted(town)
    shop = await shop_of_agent(town, authorisation)
    officer = await shop.officer()

    task = await shop.task()

    assert task["agent"]["authorisation"] == authorisation["id"]
    assert task["agent"]["state"] == "in_force"
    assert task["agent"]["has_evidence"] is False
    assert "agency.authorisation" not in {each["key"] for each in task["materials"]}
    shown = await officer.get(f"/authorisations/{authorisation['id']}")
    assert shown["role"] == "office"


async def test_revoked_in_the_middle_the_next_request_is_refused_and_the_draft_stays_hers(town: Town) -> None:
    authorisation = await accepted(town)
    shop = await shop_of_agent(town, authorisation)
    keeper, agent = await town.person(KEEPER), await town.person(AGENT)
    body = {"matter": MATTER, "on_behalf_of": authorisation["principal"]}
    draft = (await agent.post("/applications", body, status=201))["id"]
    await agent.get(f"/cases/{shop.case_no}")

    ended = await keeper.post(f"/authorisations/{authorisation['id']}/end")

    assert ended["state"] == "ended"
    assert await status_of(agent, "GET", f"/cases/{shop.case_no}") == 404
    assert await status_of(agent, "GET", f"/applications/{draft}") == 404
    assert await status_of(agent, "PATCH", f"/applications/{draft}", json={"form": {}}) == 404
    file = {"file": ("a.jpg", picture(), "image/jpeg")}
    assert await status_of(agent, "PUT", f"/applications/{draft}/materials/lease", files=file) == 404
    assert await status_of(agent, "POST", "/applications", json=body) == 403
    assert (await agent.get("/cases"))["items"] == []
    assert (await agent.get("/applications"))["items"] == []
    assert (await keeper.get(f"/applications/{draft}"))["state"] == "draft"
    assert (await agent.post(f"/authorisations/{authorisation['id']}/accept", status=409))["allowed"] == []


async def test_a_kept_answer_is_not_repeated_to_who_may_act_no_more(town: Town) -> None:
    authorisation = await accepted(town)
    agent = await town.person(AGENT)
    body = {"matter": MATTER, "on_behalf_of": authorisation["principal"]}
    key = {"Idempotency_Key": "one"}
    first = await agent.post("/applications", body, status=201, **key)
    assert await agent.post("/applications", body, status=201, **key) == first

    await agent.post(f"/authorisations/{authorisation['id']}/end")

    assert (await agent.post("/applications", body, status=404, **key))["type"].endswith("unknown")


async def test_the_agent_may_lay_it_down_himself(town: Town) -> None:
    authorisation = await accepted(town)
    agent = await town.person(AGENT)
    assert (await agent.post(f"/authorisations/{authorisation['id']}/end"))["state"] == "ended"
    body = {"matter": MATTER, "on_behalf_of": authorisation["principal"]}
    assert (await agent.post("/applications", body, status=403))["type"].endswith("no-authorisation")


async def test_expired_a_minute_ago_is_expired(town: Town) -> None:
    authorisation = await accepted(town)
    shop = await shop_of_agent(town, authorisation)
    agent = await town.person(AGENT)
    now = "(SELECT now() + clock_offset FROM installation)"
    until = f"UPDATE authorisation SET ends_at = {now} {{}} interval '1 minute'"

    town.sql(until.format("+"))
    assert await status_of(agent, "GET", f"/cases/{shop.case_no}") == 200
    town.sql(until.format("-"))
    assert await status_of(agent, "GET", f"/cases/{shop.case_no}") == 404
    assert await status_of(agent, "POST", f"/cases/{shop.case_no}/urge") == 404
    assert (await agent.get("/authorisations"))["items"][0]["state"] == "over"


async def test_what_lies_outside_the_scope_is_refused_in_words_that_name_it(town: Town) -> None:
    authorisation = await accepted(town, actions=["submit"])
    shop = await shop_of_agent(town, authorisation)
    agent = await town.person(AGENT)
    path = f"/cases/{shop.case_no}"

    refused = await agent.post(f"{path}/withdraw", {"reason": "x"}, status=403, Accept_Language="zh-CN")
    rated = await agent.post(f"{path}/ratings", {"score": 5}, status=403, Accept_Language="zh-CN")

    assert refused["type"].endswith("out-of-scope")
    assert "撤回申请" in refused["detail"]
    assert "填写和提交申请" in refused["detail"]
    assert "本人" in rated["detail"]
    assert await status_of(agent, "GET", f"{path}/access-log") == 403
    assert set((await agent.get(path))["allowed"]) == set()


async def test_within_his_scope_an_agent_supplies_and_withdraws(town: Town) -> None:
    shop = await shop_of_agent(town, await accepted(town))
    agent = await town.person(AGENT)
    await shop.decide("correct", marks=[{"field": "shop.shop_name", "message": "请写全称"}])
    case = await agent.get(f"/cases/{shop.case_no}")

    assert "correct" in case["allowed"]
    mended = {"fields": {"shop.shop_name": "林间小店（南苑店）"}}
    await agent.post(f"/cases/{shop.case_no}/corrections", mended)
    await agent.post(f"/cases/{shop.case_no}/withdraw", {"reason": "不开了"})

    case = await (await town.person(KEEPER)).get(f"/cases/{shop.case_no}")
    did = {each["event"] for each in case["timeline"] if each["actor"] == "agent"}
    assert {"CORRECTIONS_SUPPLIED_BY_APPLICANT", "ITEM_WITHDRAWN_BY_APPLICANT"} <= did


async def test_the_principal_reads_in_the_log_that_her_agent_looked(town: Town) -> None:
    authorisation = await accepted(town)
    shop = await shop_of_agent(town, authorisation)
    await (await town.person(AGENT)).get(f"/cases/{shop.case_no}")

    rows = (await (await town.person(KEEPER)).get(f"/cases/{shop.case_no}/access-log", limit=200))["items"]

    looked = [each for each in rows if each["role"] == "agent"]
    assert {"draft_opened", "case_opened"} <= {each["purpose"] for each in looked}
    assert {each["authorisation"] for each in looked} == {authorisation["id"]}


async def test_an_agent_cannot_authorise_another_nor_take_what_was_not_given_to_him(town: Town) -> None:
    authorisation = await granted(town)
    agent, stranger = await town.person(AGENT), await town.person(STRANGER)

    for path in ("", "/accept", "/end", "/evidence"):
        method = "POST" if path in ("/accept", "/end") else "GET"
        address = f"/authorisations/{authorisation['id']}{path}"
        assert await status_of(stranger, method, address) == 404, path
    body = {"matter": MATTER, "on_behalf_of": authorisation["principal"]}
    assert await status_of(stranger, "POST", "/applications", json=body) == 403
    assert await status_of(agent, "POST", "/applications", json=body) == 403, "not accepted yet"
    assert (await agent.get("/authorisations"))["items"][0]["allowed"] == ["accept", "end"]


async def test_another_name_than_the_one_proven_accepts_nothing(town: Town) -> None:
    authorisation = await granted(town, agent_name="何志刚")
    agent = await town.person(AGENT)
    refused = await agent.post(f"/authorisations/{authorisation['id']}/accept", status=409)
    assert refused["type"].endswith("agent-is-another")


async def test_a_grant_names_all_that_is_wrong_with_it(town: Town) -> None:
    await publish_shop(town)
    keeper = await town.person(KEEPER)
    day = await today(town)
    body = {
        "agent_name": " ",
        "agent_number": XU_SHUHAN.id_number,
        "actions": ["submit"],
        "until": day.replace(year=day.year + 2, day=1).isoformat(),
        "matters": ["no-such-matter"],
    }
    refused = await keeper.post("/authorisations", body, status=422)
    pointers = {each["pointer"] for each in refused["errors"]}
    assert pointers == {"/agent_name", "/agent_number", "/until", "/matters"}


async def test_an_agent_without_an_account_finds_it_when_he_first_signs_in(town: Town) -> None:
    await publish_shop(town)
    keeper = await town.person(KEEPER)
    body = {
        "agent_name": HE_ZHIQIANG.name,
        "agent_number": HE_ZHIQIANG.id_number,
        "all_matters": True,
        "actions": ["submit"],
        "until": (await today(town)).isoformat(),
    }
    town.sql("UPDATE person SET subject = NULL, number_hash = NULL WHERE subject = %s", AGENT)
    await keeper.post("/authorisations", body, status=201)

    agent = await town.person(AGENT)

    assert [each["state"] for each in (await agent.get("/authorisations"))["items"]] == ["asked"]
    [row] = town.sql("SELECT * FROM authorisation")
    assert HE_ZHIQIANG.id_number.encode() not in b"|".join(
        bytes(each) if isinstance(each, bytes) else str(each).encode() for each in row
    )


async def test_signing_and_results_take_a_scope_of_their_own(town: Town) -> None:
    authorisation = await accepted(town, actions=["submit"])
    shop = await shop_of_agent(town, authorisation)
    agent = await town.person(AGENT)
    body = {"matter": MATTER, "on_behalf_of": authorisation["principal"]}
    draft = (await agent.post("/applications", body, status=201))["id"]
    town.sql(
        "INSERT INTO document (id, case_id, item_key, effect_key, kind, template, title_zh, title_en,"
        " verify_code, sha256, ciphertext, issuer, issued_at)"
        " SELECT gen_random_uuid(), id, %s, 'x', 'result', 'x', 'x', 'x', 'x', '', '', 'x', now()"
        " FROM matter_case",
        PERMIT,
    )
    [[result]] = town.sql("SELECT id FROM document")

    signed = await agent.call("PATCH", f"/applications/{draft}", json={"commitments": {"x/y": None}})
    opened = await agent.call("GET", f"/cases/{shop.case_no}/documents/{result}")

    for refused in (signed, opened):
        assert refused.status_code == 403
        assert refused.json()["type"].endswith("out-of-scope")


async def may_answer_for_the_father(town: Town, actions: list[str]) -> Person:
    """Somebody whom the father of a newborn has authorised."""
    father, agent = await town.person("father"), await town.person(AGENT)
    body = {
        "agent_name": HE_ZHIQIANG.name,
        "agent_number": HE_ZHIQIANG.id_number,
        "matters": ["newborn"],
        "actions": actions,
        "until": (await today(town)).isoformat(),
    }
    authorisation = await father.post("/authorisations", body, status=201)
    await agent.post(f"/authorisations/{authorisation['id']}/accept")
    return agent


async def test_a_consent_is_given_in_anothers_name_only_by_who_may_sign(town: Town) -> None:
    draft = await town.draft()
    mother = await town.person("mother")
    asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)
    path = f"/consents/{asked['id']}"

    agent = await may_answer_for_the_father(town, ["submit", "supply"])
    assert await status_of(agent, "GET", path) == 404
    assert await status_of(agent, "POST", path, json={"decision": "give"}) == 404
    await may_answer_for_the_father(town, ["sign"])
    await agent.post(path, {"decision": "give"})

    assert (await mother.get(f"/applications/{draft['id']}"))["consents"][0]["state"] == "given"
