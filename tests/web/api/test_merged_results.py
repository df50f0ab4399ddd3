"""One paper for several results: each part keeps its number, its validity and its state."""

from typing import Any

from activities.papers.item_notices import item_variables
from activities.papers.words import read_words
from database.queries.effect_rows import find_by_keys
from documents.verification import grouped
from engine.change import read_case
from tests.web.api.boats import LAKE_OFFICE, Boat, launch
from tests.web.api.conftest import Town

LICENCE = "boat-licence"
LAW = "测试规则第三条"


def papers(town: Town) -> list[dict[str, Any]]:
    """The merged ones, the oldest first."""
    rows = town.sql(
        "SELECT verify_code, state, valid_to FROM document WHERE template = 'merged_result'"
        " ORDER BY issued_at, effect_key"
    )
    return [{"code": code, "state": state, "valid_to": valid_to} for code, state, valid_to in rows]


async def verified(town: Town, code: str) -> dict[str, Any]:
    return await town.stranger.get(f"/verify/{grouped(code)}")


def states(verified: dict[str, Any]) -> dict[str, str]:
    return {each["number"]: each["status"] for each in verified["parts"]}


async def said_of(town: Town, boat: Boat, template: str) -> dict[str, Any]:
    """What the one paper of a template says, which was issued in this case."""
    [(key, case_id)] = town.sql(
        "SELECT e.key, c.id FROM effect e JOIN matter_case c ON c.case_no = e.subject"
        " JOIN document d ON d.effect_key = e.key WHERE e.template = %s AND c.case_no = %s",
        template,
        boat.case_no,
    )
    async with read_case(town.app.state.parts.engine, case_id) as case:
        [effect] = await find_by_keys(case.connection, [key])
        return await item_variables(case, effect, await read_words(case), public_url="http://127.0.0.1")


async def decide_about_the_licence(boat: Boat, word: str, **body: object) -> None:
    """By the superior of the lake's office, who has not granted it."""
    boat.town.sql(
        "UPDATE officer SET department = 'tax@330110000000', rank = 2 WHERE subject = 'officer-police-2'"
    )
    superior = await boat.town.person("officer-police-2")
    await superior.post(f"/cases/{boat.case_no}/items/{LICENCE}/{word}", body)


async def test_it_is_written_once_when_all_its_parts_are_there_and_names_each(town: Town) -> None:
    boat = await launch(town)
    await boat.is_surveyed()
    await boat.is_registered()
    assert papers(town) == []
    await boat.is_licensed(until="2027-06-30")
    [paper] = papers(town)
    found = await verified(town, paper["code"])
    assert [each["number"] for each in found["parts"]] == ["S-1", "R-1", "L-1"]
    assert set(states(found).values()) == {"valid"}
    assert found["parts"][2]["valid_to"] == "2027-06-30"
    ends = [each["valid_to"] for each in found["parts"]]
    assert found["earliest_end"] == min(ends)
    assert found["valid_to"] == max(ends), "the paper is one as long as a part is valid"
    assert found["title"] == "船舶多证合一证书"
    await boat.papers_are_made()
    assert len(papers(town)) == 1


async def test_a_part_that_is_suspended_is_suspended_alone_and_the_paper_is_written_anew(town: Town) -> None:
    boat = await launch(town)
    await boat.is_on_the_lake()
    [first] = papers(town)
    reason = {"reason": "未按规定配备救生衣"}
    await decide_about_the_licence(boat, "prior-notice", **reason)
    await decide_about_the_licence(boat, "heard", said="已补齐")
    await decide_about_the_licence(boat, "suspend-result", **reason, legal_basis=LAW)
    await boat.papers_are_made()

    old, new = papers(town)
    assert (old["code"], old["state"], new["state"]) == (first["code"], "replaced", "valid")
    assert (await verified(town, old["code"]))["successor"] == new["code"]
    assert states(await verified(town, new["code"])) == {"S-1": "valid", "R-1": "valid", "L-1": "suspended"}
    decision = await said_of(town, boat, "result_suspension_decision")
    assert (decision["reason"].zh, decision["legal_basis"].zh) == ("未按规定配备救生衣", LAW)
    assert decision["remedies"], "she is told where to contest it"

    await decide_about_the_licence(boat, "restore-result", reason="已经整改")
    await boat.papers_are_made()
    latest = papers(town)[-1]
    assert set(states(await verified(town, latest["code"])).values()) == {"valid"}
    assert [each["state"] for each in papers(town)] == ["replaced", "replaced", "valid"]
    assert (await said_of(town, boat, "result_restoration_notice"))["reason"].zh == "已经整改"


async def test_who_granted_a_result_does_not_suspend_it_and_nobody_is_suspended_unheard(town: Town) -> None:
    boat = await launch(town)
    await boat.is_on_the_lake()
    officer = await town.person(LAKE_OFFICE)
    body = {"reason": "理由", "legal_basis": LAW}
    path = f"/cases/{boat.case_no}/items/{LICENCE}"
    unheard = await officer.post(f"{path}/suspend-result", body, status=409)
    assert unheard["type"].endswith("not-heard-yet")
    survey = await town.person("officer-health")
    await survey.post(f"/cases/{boat.case_no}/items/boat-survey/suspend-result", body, status=409)


async def test_a_revoked_part_falls_alone(town: Town) -> None:
    boat = await launch(town)
    await boat.is_on_the_lake()
    reason = {"reason": "以欺骗手段取得"}
    await decide_about_the_licence(boat, "prior-notice", **reason)
    await decide_about_the_licence(boat, "heard", said="没有意见")
    await decide_about_the_licence(boat, "revoke", **reason, kind="revoked", legal_basis=LAW)
    await boat.papers_are_made()
    latest = papers(town)[-1]
    assert latest["state"] == "valid"
    assert states(await verified(town, latest["code"])) == {"S-1": "valid", "R-1": "valid", "L-1": "revoked"}


async def test_a_part_that_has_fallen_makes_the_paper_last_no_longer(town: Town) -> None:
    boat = await launch(town)
    await boat.is_surveyed()
    await boat.is_registered()
    await boat.is_licensed(until="2099-06-30")
    assert (await verified(town, papers(town)[0]["code"]))["valid_to"] == "2099-06-30"
    reason = {"reason": "以欺骗手段取得"}
    await decide_about_the_licence(boat, "prior-notice", **reason)
    await decide_about_the_licence(boat, "heard", said="没有意见")
    await decide_about_the_licence(boat, "revoke", **reason, kind="revoked", legal_basis=LAW)
    await boat.papers_are_made()
    found = await verified(town, papers(town)[-1]["code"])
    ends = {each["number"]: each["valid_to"] for each in found["parts"]}
    assert found["valid_to"] == ends["R-1"], "of the parts that still count, the last to end"
