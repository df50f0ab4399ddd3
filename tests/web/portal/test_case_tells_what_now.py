"""The page of a case says of each item why it rests, who else is asked, and how its time is counted."""

import re
from pathlib import Path

import httpx
import pytest

from tests.conftest import Database
from tests.web.api.conftest import US, Town
from tests.web.api.shop import KEEPER, OFFICER, PERMIT, Shop, open_shop
from tests.web.api.test_prior_notices import settle
from tests.web.portal.conftest import Site
from tests.web.portal.test_others_have_a_say import ok


@pytest.fixture
def town(site: Site, seeded_database: Database, tmp_path: Path) -> Town:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    return Town(site.app, http, http, seeded_database, tmp_path)


async def test_a_suspended_case_says_so_to_both_sides_and_leads_to_the_account(
    site: Site, town: Town
) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await shop.decide("suspend", data={"kind": "force_majeure", "stop_clock": True}, comment="台风停工")
    keeper = await site.browser().sign_in(KEEPER)
    officer = await site.browser().sign_in(OFFICER)
    account = f"/cases/{shop.case_no}/items/{PERMIT}/account"

    page = ok(await keeper.get(f"/cases/{shop.case_no}"))
    office = ok(await officer.get(f"/office/cases/{shop.case_no}"))

    assert "起暂停办理：不可抗力（台风停工）。" in page
    assert "您不用做什么" in page
    assert "期间的每一天都不计入" in ok(await keeper.get(account))
    assert "不可抗力 · 台风停工" in office
    assert f'href="{account}"' in page
    assert f'href="{account}"' in office
    assert f'href="/office/cases/{shop.case_no}"' in ok(await officer.get(account))


async def with_all(town: Town) -> Shop:
    answers = {"rebuilt": True, "near_homes": True, "contested": True}
    shop = await open_shop(town, answers=answers, promises=("shop-permit/lease_later",))
    await shop.decide("accept")
    await shop.is_paid("application_fee", 5000)
    return shop


async def test_whoever_else_has_a_part_is_named_with_what_may_be_read(site: Site, town: Town) -> None:
    shop = await with_all(town)
    keeper = await site.browser().sign_in(KEEPER)

    page = ok(await keeper.get(f"/cases/{shop.case_no}"))
    [notice] = (await shop.case())["publicity"]

    assert "正在商定上门时间" in page
    assert "目前没有人提出异议" in page
    assert f'href="/publicity/{notice["id"]}"' in page
    assert "您承诺的“租赁合同容缺”：待履行" in page
    assert "店名：林间小店" in ok(await site.browser().get(f"/publicity/{notice['id']}"))
    assert "等您办理，请打开查看" in ok(await keeper.get("/cases"))


async def test_the_page_of_a_hearing_says_by_when_it_is_held_and_records_only_one_that_is_set(
    site: Site, town: Town
) -> None:
    shop = await with_all(town)
    keeper = await site.browser().sign_in(KEEPER)
    officer = await site.browser().sign_in(OFFICER)
    asked = ok(await keeper.send(f"/cases/{shop.case_no}/hearings/{PERMIT}/neighbours"))
    lines = (await (await shop.officer()).get("/tasks", q=shop.case_no))["items"]
    [task] = [each["id"] for each in lines if each["kind"] == "hearing"]

    page = ok(await officer.get(f"/tasks/{task}/hearing"))

    assert "已申请听证，时间会至少提前七天显示在这里" in asked
    assert "至少提前 7 天公告" in page
    assert 'action="/tasks/' + task + '/hearing/record"' not in page


async def test_what_is_intended_against_her_is_read_and_answered_on_a_page(site: Site, town: Town) -> None:
    shop = await open_shop(town, promises=("shop-permit/trained",))
    await shop.is_accepted()
    await shop.is_granted()
    await settle(shop, "failed", comment="抽查时无培训记录")
    await settle(shop, "order", comment="请在期限内补训", data={"until_days": 10})
    keeper = await site.browser().sign_in(KEEPER)
    path = f"/cases/{shop.case_no}/prior-notices"

    case = ok(await keeper.get(f"/cases/{shop.case_no}"))
    page = ok(await keeper.get(path))
    [form] = re.findall(rf'action="({path}/\d+)"', page)
    said = ok(await keeper.send(form, words="证书丢失，正在补办"))

    assert f'href="{path}"' in case
    assert "请在期限内补训" in page
    assert "部门作出决定前会看到您的意见" in said
