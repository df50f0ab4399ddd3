"""Paying for a case on its pages: one sum, its departments in words, one button, also without JavaScript."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Executable, text

import portal.applicant.pay_pages as pay_pages
from database.session import ENGINE, transaction
from tests.conftest import Database
from tests.web.api.conftest import US, Town
from tests.web.api.two_fees import FIRST, SECOND, two_demands
from tests.web.api.two_fees import ITEM as PAID_ITEM
from tests.web.portal.conftest import Browser, Site, submit

ITEM = "insurance-premium.1"
_EFFECT = text("""
    INSERT INTO effect (key, case_id, subject, item_key, step, round, kind, connector, state, planned_at)
    SELECT :key, id, case_no, :item, 'pay', :round, 'payment', 'payment', 'awaiting', now()
    FROM matter_case WHERE case_no = :case_no
""")
_PAYMENT = text("""
    INSERT INTO payment (id, case_id, effect_key, item_key, amount_fen, pay_url, demanded_at, expires_at)
    SELECT :id, id, :key, :item, :fen, 'http://pay.example/alone', now(), now() + interval '15 days'
    FROM matter_case WHERE case_no = :case_no
""")
_ORDER = text("UPDATE payment_order SET pay_url = 'http://pay.example/together'")
_PAID = text("UPDATE payment_order SET state = 'paid', paid_at = now()")


async def demand(site: Site, case_no: str, *sums: int) -> list[UUID]:
    """Demands that the provider has taken, as the worker writes them."""
    ids = [uuid4() for _ in sums]
    async with transaction(site.app.state.parts.engine.database, ENGINE) as connection:
        for number, (payment, fen) in enumerate(zip(ids, sums, strict=True), start=1):
            where = {"key": f"{case_no}/{ITEM}/pay/{number}", "item": ITEM, "case_no": case_no}
            await connection.execute(_EFFECT, {**where, "round": number})
            await connection.execute(_PAYMENT, {**where, "id": payment, "fen": fen})
    return ids


async def run(site: Site, statement: Executable) -> None:
    async with transaction(site.app.state.parts.engine.database, ENGINE) as connection:
        await connection.execute(statement)


@pytest.fixture
async def mother(site: Site, monkeypatch: pytest.MonkeyPatch) -> tuple[Browser, str]:
    monkeypatch.setattr(pay_pages, "PAUSE_SECONDS", 0)
    browser, submitted = await submit(site)
    return browser, submitted.case_no


async def test_the_case_asks_once_for_the_sum_of_what_is_to_be_paid(
    site: Site, mother: tuple[Browser, str]
) -> None:
    browser, case_no = mother
    await demand(site, case_no, 40000, 1500)
    page = (await browser.get(f"/cases/{case_no}")).text
    assert "请为 2 个事项缴费，合计 ¥415.00" in page
    assert page.count("一次缴清") == 1
    assert "去缴费" not in page.partition('<dl class="facts">')[0].replace("去缴费页面", "")
    summed = (await browser.get(f"/cases/{case_no}/payments")).text
    assert "合计 ¥415.00" in summed
    assert re.search(r"<dt>[^<]*税务[^<]*</dt><dd>¥415.00</dd>", summed)
    assert summed.count('type="checkbox" name="payments"') == 2


async def test_one_payment_alone_is_paid_as_before(site: Site, mother: tuple[Browser, str]) -> None:
    browser, case_no = mother
    [payment] = await demand(site, case_no, 40000)
    page = (await browser.get(f"/cases/{case_no}")).text
    assert f'action="/cases/{case_no}/payments/{payment}"' in page
    assert "一次缴清" not in page


async def test_the_button_leads_to_the_providers_page_when_that_is_ready(
    site: Site, mother: tuple[Browser, str]
) -> None:
    browser, case_no = mother
    chosen = [str(each) for each in await demand(site, case_no, 40000, 1500)]
    await browser.get(f"/cases/{case_no}/payments")
    waiting = await browser.send(f"/cases/{case_no}/payments", payments=chosen)
    assert "缴费页面正在生成" in waiting.text
    await run(site, _ORDER)
    form = {"csrf_token": browser.token, "payments": chosen}
    started = await browser.client.post(f"/cases/{case_no}/payments", data=form, follow_redirects=False)
    assert (started.status_code, started.headers["location"]) == (303, "http://pay.example/together")
    await run(site, _PAID)
    assert "合并缴费</dt><dd>¥415.00" in (await browser.get(f"/cases/{case_no}")).text


async def test_less_can_be_chosen_and_is_counted_before_it_is_paid(
    site: Site, mother: tuple[Browser, str]
) -> None:
    browser, case_no = mother
    first, second = (str(each) for each in await demand(site, case_no, 40000, 1500))
    await browser.get(f"/cases/{case_no}/payments")
    counted = await browser.send(f"/cases/{case_no}/payments", payments=[second], look="yes")
    assert "合计 ¥15.00" in counted.text
    assert re.search(f'value="{second}" checked', counted.text)
    assert not re.search(f'value="{first}" checked', counted.text)
    nothing = await browser.send(f"/cases/{case_no}/payments")
    assert nothing.status_code == 422
    assert "请至少选择一项费用" in nothing.text


async def test_when_nothing_is_to_be_paid_the_page_says_so(mother: tuple[Browser, str]) -> None:
    browser, case_no = mother
    assert "目前没有需要缴纳的费用" in (await browser.get(f"/cases/{case_no}/payments")).text


async def test_before_withdrawing_the_page_says_what_comes_back_altogether(
    site: Site, seeded_database: Database, tmp_path: Path
) -> None:
    api = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    town = Town(site.app, api, site.app.state.outside.client, seeded_database, tmp_path)
    payer = await two_demands(town)
    for code, fen in (("pay", FIRST), ("stamp", SECOND)):
        key = f"{payer.case_no}/{PAID_ITEM}/{code}/1"
        await town.effect_is_done(key, amount_fen=fen, transaction_no=f"{code}-1")
    browser = await site.browser().sign_in("mother")
    page = (await browser.get(f"/cases/{payer.case_no}/withdraw")).text
    assert page.count("将退还") >= 2
    assert "合计退还 ¥14.00。" in page
