"""The pages of the data-sharing list, the catalogue of elements, and of what was not supplied."""

import re

from database.session import ENGINE, legal_now, transaction
from engine.data_sharing import Supply, record_supplies
from engine.sweep import sweep
from tests.web.portal.conftest import Site

ADDRESS = "/data-sharing/promises/household/household_lookup/household_no"
TYPED = {
    "answer_within": "3",
    "found_percent": "75",
    "fresh_days": "",
    "basis_zh": "共享协议第三条",
    "basis_en": "Agreement, article 3",
    "in_force": "yes",
}


async def test_an_administrator_reads_and_changes_what_is_promised(site: Site) -> None:
    admin = await site.browser().sign_in("administrator")
    page = await admin.get("/data-sharing")
    assert "数据共享责任清单" in page.text
    await admin.get(ADDRESS)
    wrong = await admin.send(ADDRESS, **{**TYPED, "found_percent": "120"})
    assert wrong.status_code == 422
    assert "共享协议第三条" in wrong.text

    await admin.get(ADDRESS)
    saved = await admin.send(ADDRESS, **TYPED)

    assert "已保存" in saved.text
    assert "共享协议第三条" in saved.text
    catalogue = await admin.get("/data-sharing/elements?q=ethnic_group")
    assert "GB/T 3304-1991" in catalogue.text
    again = await admin.send("/data-sharing/take-over")
    assert "清单已按现行定义补齐" in again.text


async def test_an_element_is_found_by_its_name_and_its_owner(site: Site) -> None:
    admin = await site.browser().sign_in("administrator")
    whole = await admin.get("/data-sharing/elements")
    more = re.findall(r'href="([^"]+)" rel="next"', whole.text)
    assert more, "hundreds of elements are no page for a phone"
    first = set(re.findall(r'quiet">([a-z0-9_]+)</span>', whole.text))
    second = await admin.get(more[0].replace("&amp;", "&"))
    assert not first & set(re.findall(r'quiet">([a-z0-9_]+)</span>', second.text))
    found = await admin.get("/data-sharing/elements?q=MOBILE&owner=applicant")
    assert ">mobile</span>" in found.text
    assert ">household_no</span>" not in found.text
    none = await admin.get("/data-sharing/elements?q=mobile&owner=police")
    assert "没有找到" in none.text


async def test_a_supervisor_goes_from_the_figure_to_what_fell_short(site: Site) -> None:
    supply = Supply("household", "household_lookup", "330110000000", ["household_no"], "unanswered")
    async with transaction(site.app.state.parts.database, ENGINE) as connection:
        await record_supplies(connection, [supply] * 5, at=await legal_now(connection))
    await sweep(site.app.state.parts.engine, temporal_is_away=False)
    supervisor = await site.browser().sign_in("supervisor")

    overview = await supervisor.get("/overview")
    assert 'href="/overview/data-sharing"' in overview.text
    page = await supervisor.get("/overview/data-sharing")

    assert "数据提供部门没有在承诺时间内答复" in page.text
    assert "5 次中 5 次" in page.text
    assert (await supervisor.get("/data-sharing")).status_code == 200
    assert (await supervisor.get(ADDRESS)).status_code == 403
