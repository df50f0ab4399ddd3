"""The pages by which officers, supervisors and applicants do what the life of a case needs."""

import re
from pathlib import Path

import httpx
import pytest

from engine.change import change_case
from engine.who import Who
from matter_definitions.acts.receiving import DecideReceipt
from tests.conftest import Database
from tests.web.api.conftest import US, Town
from tests.web.api.shop import KEEPER, LAW, OFFICER, PERMIT, SUPERIOR, Shop, open_shop
from tests.web.portal.conftest import Browser, Site


@pytest.fixture
async def shop(site: Site, seeded_database: Database, tmp_path: Path) -> Shop:
    """An accepted permit, brought there through the API of the same application."""
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    town = Town(site.app, http, http, seeded_database, tmp_path)
    shop = await open_shop(town)
    await shop.is_accepted()
    return shop


async def test_what_cannot_be_undone_is_read_and_confirmed_by_the_applicant(
    site: Site, seeded_database: Database, tmp_path: Path
) -> None:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    town = Town(site.app, http, http, seeded_database, tmp_path)
    shop = await open_shop(town, delivery={"mode": "mail"})
    await shop.is_accepted()
    await shop.is_granted()
    await town.effect_is_done(f"{shop.case_no}/{PERMIT}/paper/1")
    keeper = await site.browser().sign_in(KEEPER)
    path = f"/cases/{shop.case_no}/confirmations/{PERMIT}/post"

    case = await keeper.get(f"/cases/{shop.case_no}")
    asked = await keeper.get(path)
    confirmed = await keeper.send(path)

    assert f'href="{path}"' in case.text
    assert "寄出后不能更改" in asked.text
    assert "将继续办理" in confirmed.text
    assert "STEP_CONFIRMED_BY_APPLICANT" in await shop.events()
    assert str((await keeper.get(path)).url).endswith(f"/cases/{shop.case_no}")


async def opened(browser: Browser, shop: Shop) -> tuple[str, str]:
    """The page of the task on this officer's desk, and the version that it shows."""
    desk = await browser.get(f"/desk?q={shop.case_no}")
    task = re.findall(r'href="(/tasks/[^"]+)"', desk.text)[0]
    page = await browser.get(task)
    return task, re.findall(r'name="version" value="(\d+)"', page.text)[0]


def version_in(page: httpx.Response) -> str:
    return re.findall(r'name="version" value="(\d+)"', page.text)[0]


async def test_a_denial_without_law_comes_back_with_what_was_typed(site: Site, shop: Shop) -> None:
    officer = await site.browser().sign_in(OFFICER)
    task, version = await opened(officer, shop)

    page = await officer.send(f"{task}/decide", outcome="deny", version=version, comment="场所不符合")

    assert page.status_code == 422
    assert "行政许可法第三十八条" in page.text
    assert "场所不符合" in page.text
    denied = await officer.send(
        f"{task}/decide", outcome="deny", version=version, comment="场所不符合", legal_basis=LAW
    )
    assert denied.status_code == 200
    assert (await shop.item())["state"] == "denied"


async def test_a_suspension_asks_for_its_kind_and_the_item_rests(site: Site, shop: Shop) -> None:
    officer = await site.browser().sign_in(OFFICER)
    task, version = await opened(officer, shop)
    assert 'id="outcome-suspend"' in (await officer.get(task)).text

    lacking = await officer.send(f"{task}/decide", outcome="suspend", version=version, comment="台风")
    await officer.send(
        f"{task}/decide",
        outcome="suspend",
        version=version,
        comment="台风",
        **{"ask.choice.kind": "force_majeure", "ask.yes_no.stop_clock": "true"},
    )

    assert lacking.status_code == 422
    assert 'href="#kind-suspend"' not in lacking.text
    item = await shop.item()
    assert (item["state"], item["clocks"]["paused"]) == ("suspended", True)


async def test_the_result_is_looked_at_before_it_is_granted(site: Site, shop: Shop) -> None:
    officer = await site.browser().sign_in(OFFICER)
    task, version = await opened(officer, shop)
    typed = {"data.number_text.shop.permit_no": "JY13301100000001"}

    blind = await officer.send(f"{task}/decide", outcome="grant", version=version, **typed)
    paper = await officer.send(f"{task}/preview", **typed)
    await officer.send(f"{task}/decide", outcome="grant", version=version, **typed)

    assert blind.status_code == 409
    assert "请先预览" in blind.text
    assert "JY13301100000001" in blind.text
    assert "JY13301100000001" in paper.text
    assert "default-src 'none'" in paper.headers["Content-Security-Policy"]
    assert (await shop.item())["state"] == "granted"


async def test_the_page_of_a_case_offers_what_is_possible_now_and_nothing_else(
    site: Site, shop: Shop
) -> None:
    officer = await site.browser().sign_in(OFFICER)

    page = await officer.get(f"/office/cases/{shop.case_no}")

    offered = set(re.findall(r'id="act-shop-permit-([a-z_]+)"', page.text))
    assert offered == {"ask_extension", "ask_void"}


async def test_a_request_for_more_time_is_decided_on_the_supervisors_page(site: Site, shop: Shop) -> None:
    officer = await site.browser().sign_in(OFFICER)
    supervisor = await site.browser().sign_in("supervisor")
    office = f"/office/cases/{shop.case_no}"
    version = version_in(await officer.get(office))

    lacking = await officer.send(f"{office}/items/{PERMIT}/ask_extension", version=version)
    await officer.send(f"{office}/items/{PERMIT}/ask_extension", version=version, reason="检测排队")
    page = await supervisor.get(office)
    overview = f"/overview/cases/{shop.case_no}/items/{PERMIT}"
    done = await supervisor.send(f"{overview}/grant_extension", version=version_in(page))

    assert lacking.status_code == 422
    assert f'href="#act-{PERMIT}-ask_extension-reason"' in lacking.text
    assert "检测排队" not in lacking.text
    assert f"{overview}/grant_extension" in page.text
    assert "同意延期" in done.text
    assert "EXTENSION_GRANTED" in await shop.events()


async def test_what_is_not_possible_now_is_said_above_what_is(site: Site, shop: Shop) -> None:
    supervisor = await site.browser().sign_in("supervisor")
    await supervisor.get(f"/office/cases/{shop.case_no}")

    refused = await supervisor.send(
        f"/overview/cases/{shop.case_no}/items/{PERMIT}/reopen",
        version=str((await shop.case())["version"]),
        decision="余政复〔2026〕12 号",
    )

    assert refused.status_code == 409
    assert "行政复议法" in refused.text
    assert (await shop.item())["state"] == "accepted"


async def test_offices_that_have_no_part_in_a_case_find_no_page_of_it(site: Site, shop: Shop) -> None:
    stranger = await site.browser().sign_in("officer-medical-insurance")
    keeper = await site.browser().sign_in(KEEPER)

    assert (await stranger.get(f"/office/cases/{shop.case_no}")).status_code == 404
    assert (await keeper.get(f"/office/cases/{shop.case_no}")).status_code == 403


async def test_before_withdrawing_one_sees_what_ends_and_what_comes_back(site: Site, shop: Shop) -> None:
    keeper = await site.browser().sign_in(KEEPER)
    path = f"/cases/{shop.case_no}/withdraw"

    page = await keeper.get(path)
    looked = await keeper.send(path, items=[PERMIT], look="yes")

    for shown in (page, looked):
        assert shown.status_code == 200
        assert "¥50.00将退还" in shown.text
    assert (await shop.item())["state"] == "accepted"
    await keeper.send(path, items=[PERMIT], reason="不办了")
    assert (await shop.item())["state"] == "withdrawn"


async def test_a_holder_is_told_heard_and_then_the_result_revoked_on_the_page(site: Site, shop: Shop) -> None:
    await shop.is_granted()
    officer = await site.browser().sign_in(OFFICER)
    superior = await site.browser().sign_in(SUPERIOR)
    address = f"/office/cases/{shop.case_no}"
    acts = f"{address}/items/{PERMIT}"
    page = await officer.get(address)
    assert f"{acts}/give_prior_notice" in page.text
    assert f"{acts}/record_heard" not in page.text

    empty = await officer.send(f"{acts}/give_prior_notice", version=version_in(page), reason="")
    assert empty.status_code == 422
    await officer.send(
        f"{acts}/give_prior_notice", version=version_in(page), reason="检测报告系伪造，拟依法撤销"
    )
    page = await officer.get(address)
    assert "事先告知" in page.text
    assert f"{acts}/give_prior_notice" not in page.text
    await officer.send(f"{acts}/record_heard", version=version_in(page), reason="没有异议")
    page = await superior.get(address)
    await superior.send(
        f"{acts}/revoke", version=version_in(page), kind="revoked", reason="检测报告系伪造", legal_basis=LAW
    )

    assert (await shop.item())["state"] == "revoked"


async def test_the_limit_of_the_departments_together_is_lengthened_on_the_page(
    site: Site, seeded_database: Database, tmp_path: Path
) -> None:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    shop = await open_shop(Town(site.app, http, http, seeded_database, tmp_path), answers={"taxes": True})
    await shop.is_accepted()
    officer = await site.browser().sign_in(OFFICER)
    supervisor = await site.browser().sign_in("supervisor")
    keeper = await site.browser().sign_in(KEEPER)
    address = f"/office/cases/{shop.case_no}"
    ask = f"{address}/joint/ask_joint_extension"
    page = await officer.get(address)
    assert ask in page.text
    assert "多个部门联合办理" in (await keeper.get(f"/cases/{shop.case_no}")).text

    lacking = await officer.send(ask, version=version_in(page), reason="")
    assert lacking.status_code == 422
    await officer.send(ask, version=version_in(page), reason="检验排期较长")
    page = await supervisor.get(address)
    decide = f"/overview/cases/{shop.case_no}/joint/grant_joint_extension"
    assert decide in page.text
    done = await supervisor.send(decide, version=version_in(page))

    assert "期限已经批准延长" in done.text
    assert "检验排期较长" in (await keeper.get(f"/cases/{shop.case_no}")).text


async def test_what_was_built_on_a_revoked_result_is_listed_at_the_incident_desk(
    site: Site, seeded_database: Database, tmp_path: Path
) -> None:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    town = Town(site.app, http, http, seeded_database, tmp_path)
    shop = await open_shop(town, answers={"taxes": True})
    await shop.is_accepted()
    await shop.is_granted()
    await town.effect_is_done(f"{shop.case_no}/{PERMIT}/paper/1")
    tax = "shop-tax"
    async with change_case(site.app.state.parts.engine, shop.case_no, by=Who("engine", "")) as case:
        case.apply(DecideReceipt(tax, "accept"))
    officer, supervisor = await shop.officer(), await site.browser().sign_in("supervisor")
    await officer.post(f"{shop.at()}/prior-notice", {"reason": "报告系伪造"})
    await officer.post(f"{shop.at()}/heard", {"said": "没有意见"})
    revocation = {"kind": "revoked", "reason": "以欺骗手段取得", "legal_basis": LAW}
    await (await shop.superior()).post(f"{shop.at()}/revoke", revocation)

    chinese = (await supervisor.get("/overview")).text

    assert "其他事项以其为依据" in chinese
    assert "<li>税务信息确认</li>" in chinese
    assert (await shop.item(tax))["state"] == "accepted"
