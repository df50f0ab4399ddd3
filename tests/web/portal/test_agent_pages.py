"""The pages on which somebody acts for somebody else, and the banner that never lets him forget it."""

import re
from datetime import date, datetime, timedelta

from clocks.calendar import SHANGHAI
from departments.simulated.people import HE_ZHIQIANG, LI_XIAOYU
from forms.values.resident_id import make_resident_id
from tests.web.api.conftest import picture
from tests.web.portal.conftest import Browser, Site, agree, fill_in

BANNER = "您正在代李小雨办理"


async def grants(mother: Browser, *, until: str = "", **more: str | list[str]) -> None:
    form: dict[str, str | list[str]] = {
        "agent_name": HE_ZHIQIANG.name,
        "agent_number": HE_ZHIQIANG.id_number,
        "matter": "newborn",
        "actions": ["submit", "supply"],
        "until": until or (datetime.now(SHANGHAI).date() + timedelta(days=30)).isoformat(),
    }
    page = await mother.send("/authorisations", **{**form, **more})
    assert page.status_code == 200, page.text


async def agent_of_the_mother(
    site: Site, *, actions: list[str] | None = None
) -> tuple[Browser, Browser, str]:
    """Both browsers, and the authorisation that he has accepted."""
    mother = await site.browser().sign_in("mother")
    await mother.get("/authorisations")
    await site.browser().sign_in("second-father")
    await grants(mother, actions=actions or ["submit", "supply"])
    agent = await site.browser().sign_in("second-father")
    page = await agent.get("/authorisations")
    [authorisation] = re.findall(r'action="/authorisations/([^/"]+)/accept"', page.text)
    accepted = await agent.send(f"/authorisations/{authorisation}/accept")
    assert 'action="/acting"' in accepted.text
    return mother, agent, authorisation


async def test_an_agent_changes_to_the_principal_and_sees_on_every_page_for_whom_he_acts(site: Site) -> None:
    _, agent, authorisation = await agent_of_the_mother(site)

    cases = await agent.send("/acting", authorisation=authorisation)
    started = await agent.send("/matters/newborn/start")
    messages = await agent.get("/messages")

    for page in (cases, started, messages, await agent.get("/")):
        assert page.status_code == 200
        assert BANNER in page.text
    assert LI_XIAOYU.name in started.text
    back = await agent.send("/acting", authorisation="")
    assert BANNER not in back.text
    assert f"代{LI_XIAOYU.name}办理" in back.text, "her draft is among his, with her name"
    without_a_choice = await agent.get(str(started.url.path))
    assert BANNER in without_a_choice.text, "what is hers says so, also when he came to it by himself"


async def test_whoever_may_only_pay_begins_nothing_and_still_sees_what_is_hers(site: Site) -> None:
    mother, agent, authorisation = await agent_of_the_mother(site, actions=["pay"])
    await mother.send("/matters/newborn/start")

    cases = await agent.send("/acting", authorisation=authorisation)
    refused = await agent.send("/matters/newborn/start")

    assert cases.status_code == 200
    assert re.findall(r'href="/applications/[^"]+"', cases.text)
    assert (await agent.get("/")).status_code == 200
    assert refused.status_code == 403
    assert "委托范围不包括" in refused.text


async def test_on_the_page_of_her_case_he_finds_what_he_may_do_and_she_finds_him(site: Site) -> None:
    mother, agent, authorisation = await agent_of_the_mother(site)
    base = await fill_in(mother)
    await agree(mother, await site.browser().sign_in("father"), base)
    submitted = await mother.send(f"{base}/submitted")
    [case_no] = re.findall(r'id="case-no">([^<]+)<', submitted.text)
    await agent.send("/acting", authorisation=authorisation)

    page = await agent.get(f"/cases/{case_no}")
    urged = await agent.send(f"/cases/{case_no}/urge")
    log = await mother.get(f"/cases/{case_no}/access-log")
    hers = await mother.get(f"/cases/{case_no}")

    assert page.status_code == 200
    assert f'action="/cases/{case_no}/urge"' in page.text
    assert f"/cases/{case_no}/withdraw" not in page.text
    assert f"/cases/{case_no}/access-log" not in page.text
    assert urged.status_code == 200
    assert "代办人（代申请人）" in log.text
    assert HE_ZHIQIANG.name in hers.text
    assert "代办人按您的委托开始代您办理" in hers.text


async def test_while_he_acts_for_her_he_cannot_authorise_others(site: Site) -> None:
    _, agent, authorisation = await agent_of_the_mother(site)
    await agent.send("/acting", authorisation=authorisation)

    page = await agent.get("/authorisations")
    refused = await agent.send("/authorisations", agent_name="x", agent_number="1", until="2026-01-01")

    assert 'name="agent_number"' not in page.text
    assert refused.status_code == 403


async def test_revoked_in_the_middle_his_next_page_is_refused_and_then_he_is_himself(site: Site) -> None:
    mother, agent, authorisation = await agent_of_the_mother(site)
    await agent.send("/acting", authorisation=authorisation)
    started = await agent.send("/matters/newborn/start")
    draft = str(started.url.path).removesuffix("/questions")

    ended = await mother.send(f"/authorisations/{authorisation}/end")

    assert "已解除" in ended.text
    refused = await agent.get(draft)
    assert refused.status_code == 403
    assert "委托已解除或到期" in refused.text
    assert BANNER not in refused.text
    assert (await agent.get(f"{draft}/questions")).status_code == 404
    assert (await agent.get("/cases")).status_code == 200
    assert (await mother.get(f"{draft}/questions")).status_code == 200
    again = await agent.send("/acting", authorisation=authorisation)
    assert again.status_code == 403


async def test_what_is_wrong_with_a_grant_stands_at_its_input(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    await mother.get("/authorisations")

    page = await mother.send("/authorisations", agent_name="", agent_number="123", until="")

    assert page.status_code == 422
    for anchor in ("#agent_name", "#agent_number", "#until", "#actions", "#matters"):
        assert f'href="{anchor}"' in page.text, anchor


async def test_the_clerk_records_a_guardian_from_the_counter(site: Site) -> None:
    await site.browser().sign_in("mother")
    clerk = await site.browser().sign_in("window")
    form = await clerk.get("/window/authorisations")
    fields = {
        "kind": "guardian",
        "principal_name": "李小满",
        "principal_number": make_resident_id(region="330110", birth=date(2015, 5, 5), sequence=22),
        "agent_name": LI_XIAOYU.name,
        "agent_number": LI_XIAOYU.id_number,
        "matter": "*",
        "actions": "submit",
        "until": "2033-05-04",
        "evidence_kind": "household_register",
    }

    without_a_file = await clerk.send("/window/authorisations", **fields)
    files = {"file": ("paper.jpg", picture(), "image/jpeg")}
    sent = {"csrf_token": clerk.token, **fields}
    unchecked = await clerk.client.post("/window/authorisations", data=sent, files=files)
    checked = {**sent, "identity_checked": "yes"}
    recorded = await clerk.client.post("/window/authorisations", data=checked, files=files)

    assert form.status_code == 200
    assert without_a_file.status_code == 422
    assert unchecked.status_code == 409
    assert 'value="李小满"' in unchecked.text
    assert recorded.status_code == 200
    assert "已登记" in recorded.text
    mother = await site.browser().sign_in("mother")
    assert "李小满" in (await mother.get("/authorisations")).text
