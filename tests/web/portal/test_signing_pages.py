"""Signing on pages: the very text, the way to the provider and back, and what follows."""

import re
from pathlib import Path

import httpx
import pytest

from departments.simulated.people import HE_ZHIQIANG, XU_SHUHAN
from tests.conftest import Database
from tests.web.api.conftest import DEPARTMENTS, US, Town, picture
from tests.web.api.flat import FORM, PARTNER, PINS, TENANT, bring_answers, publish_flat
from tests.web.portal.conftest import Browser, Site


@pytest.fixture
def town(site: Site, seeded_database: Database, tmp_path: Path) -> Town:
    """The same application through its API."""
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    return Town(site.app, http, http, seeded_database, tmp_path)


async def start(site: Site, *, shared: str = "false", required: bool = True) -> tuple[Browser, str]:
    """The tenant's draft, complete but for the signature and the consent; its path."""
    await publish_flat(site.app.state.parts.engine, required=required)
    tenant = await site.browser().sign_in(TENANT)
    started = await tenant.send("/matters/shared-flat/start")
    base = started.url.path.removesuffix("/questions")
    await tenant.send(f"{base}/questions", **{"answers.shared": shared})
    form = {f"form.{key}": str(value) for key, value in FORM.items() if not isinstance(value, bool)}
    await tenant.send(f"{base}/form", **form | {"form.flat.rent": "3500.00"})
    await tenant.hand_in(f"{base}/materials/flat.lease", picture())
    return tenant, base


async def to_provider(browser: Browser, path: str) -> str:
    """Where the button leads."""
    answer = await browser.client.post(path, data={"csrf_token": browser.token}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def sign_there(town: Town, page: str, *, pin: str) -> str:
    """Signs at the provider, which calls back; gives where it sends the signer."""
    provider = town.app.state.outside.client
    answer = await provider.post(page, data={"pin": pin}, headers={"Accept": "text/html"})
    assert answer.status_code == 303
    await bring_answers(town)
    return answer.headers["location"].removeprefix(US)


async def test_the_tenant_reads_the_text_signs_it_at_the_provider_and_submits(site: Site, town: Town) -> None:
    tenant, base = await start(site)
    page = await tenant.get(f"{base}/sign")
    assert "房屋租赁备案" in page.text
    assert "3500.00 元" in page.text
    assert "尚未签名" in page.text
    check = await tenant.get(f"{base}/check")
    assert "请先用数字证书签名" in check.text

    provider = await to_provider(tenant, f"{base}/sign")
    assert provider.startswith(f"{DEPARTMENTS}/signing/sign/")
    back = await sign_there(town, provider, pin=PINS[TENANT])

    assert back == f"{base}/sign"
    signed = await tenant.get(back)
    assert "已用数字证书签名" in signed.text
    assert "没有法律效力" in signed.text
    submitted = await tenant.send(f"{base}/submitted")
    assert submitted.status_code == 200
    assert "查询密码" in submitted.text


async def test_while_the_answer_is_on_its_way_the_page_says_so(site: Site) -> None:
    tenant, base = await start(site)
    first = await to_provider(tenant, f"{base}/sign")
    waiting = await tenant.get(f"{base}/sign")
    assert "等待签名" in waiting.text
    assert "请稍后刷新本页" in waiting.text
    assert await to_provider(tenant, f"{base}/sign") == first


async def test_a_change_after_signing_is_said_with_the_way_to_sign_again(site: Site, town: Town) -> None:
    tenant, base = await start(site)
    await sign_there(town, await to_provider(tenant, f"{base}/sign"), pin=PINS[TENANT])
    await tenant.get(f"{base}/sign")
    await tenant.send(f"{base}/form", **{"form.flat.rent": "3600.00"})
    page = await tenant.get(f"{base}/sign")
    assert "内容已变更，需重新签名" in page.text
    assert "3600.00 元" in page.text


async def test_nobody_signs_before_everything_else_is_in_order(site: Site) -> None:
    tenant, base = await start(site, shared="true")
    page = await tenant.get(f"{base}/sign")
    assert "还有其他内容未完成" in page.text
    assert await to_provider(tenant, f"{base}/sign") == f"{base}/check"


async def test_where_it_is_offered_the_last_page_leads_to_it(site: Site) -> None:
    tenant, base = await start(site, required=False)
    check = await tenant.get(f"{base}/check")
    assert "您可以用数字证书签名，也可以不签。" in check.text
    assert f'href="{base}/sign"' in check.text
    page = await tenant.get(f"{base}/sign")
    assert page.status_code == 200
    assert XU_SHUHAN.id_number not in page.text


async def test_who_is_asked_to_agree_signs_first(site: Site, town: Town) -> None:
    tenant, base = await start(site, shared="true")
    partner = await site.browser().sign_in(PARTNER)
    named = {"form.partner.name": HE_ZHIQIANG.name, "form.partner.id_number": HE_ZHIQIANG.id_number}
    await tenant.send(f"{base}/form", **named)
    await tenant.send(f"{base}/consent/partner")
    consent = (await _consents(partner))[0]
    asked = await partner.get(consent)
    assert "表示同意之前，请先在签名服务的页面上" in asked.text
    assert 'value="give"' not in asked.text
    assert 'value="refuse"' in asked.text

    back = await sign_there(town, await to_provider(partner, f"{consent}/sign"), pin=PINS[PARTNER])

    assert back == consent
    signed = await partner.get(back)
    assert 'value="give"' in signed.text


async def _consents(partner: Browser) -> list[str]:
    page = await partner.get("/cases")
    return re.findall(r'href="(/consents/[^"]+)"', page.text)
