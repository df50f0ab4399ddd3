"""The pages on which a mark on somebody's credit is read, spoken about and signed."""

import re
from pathlib import Path

import httpx
import pytest

from tests.conftest import Database
from tests.web.api.conftest import US, Town
from tests.web.api.shop import KEEPER, OFFICER, PERMIT, SUPERIOR, Shop, open_shop
from tests.web.portal.conftest import Browser, Site

PROPOSED = (
    "INSERT INTO person_flag (id, person_id, kind, case_id, item_key, commitment, reason, proposed_at)"
    " SELECT gen_random_uuid(), applicant, 'false_promise', id, %s, 'trained', 'text:x', now()"
    " FROM matter_case WHERE case_no = %s"
)


@pytest.fixture
async def shop(site: Site, seeded_database: Database, tmp_path: Path) -> Shop:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    town = Town(site.app, http, http, seeded_database, tmp_path)
    shop = await open_shop(town, promises=("shop-permit/trained",))
    town.sql(PROPOSED, PERMIT, shop.case_no)
    return shop


def forms_in(page: httpx.Response) -> list[str]:
    return re.findall(r'action="(/office/cases/[^"]+/flag)"', page.text)


async def sign(browser: Browser) -> httpx.Response:
    """From the notice on the desk to the signature."""
    desk = await browser.get("/desk")
    assert 'href="/office/flags"' in desk.text
    [form] = forms_in(await browser.get("/office/flags"))
    return await browser.send(form)


async def test_two_officers_sign_and_the_person_reads_and_speaks_in_between(site: Site, shop: Shop) -> None:
    officer = await site.browser().sign_in(OFFICER)
    superior = await site.browser().sign_in(SUPERIOR)
    keeper = await site.browser().sign_in(KEEPER)

    first = await sign(officer)
    again = await officer.get("/desk")
    cases = await keeper.get("/cases")
    own = await keeper.get("/flags")
    [form] = re.findall(r'action="(/flags/[^"]+)"', own.text)
    said = await keeper.send(form, words="我已安排培训")
    second = await sign(superior)
    over = await keeper.get("/flags")

    assert "还需另一名上级人员签署" in first.text
    assert 'href="/office/flags"' not in again.text
    assert 'href="/flags"' in cases.text
    assert "尚未生效" in own.text
    assert "签署人会看到您的意见" in said.text
    assert "自今日起生效" in second.text
    assert "我已安排培训" in (await superior.get(f"/office/cases/{shop.case_no}")).text
    assert "生效中" in over.text
    assert 'action="/flags/' not in over.text


async def test_who_has_no_mark_reads_that_there_is_none(site: Site) -> None:
    mother = await site.browser().sign_in("second-mother")

    assert "没有关于您的信用记录" in (await mother.get("/flags")).text
    assert 'href="/flags"' not in (await mother.get("/cases")).text
