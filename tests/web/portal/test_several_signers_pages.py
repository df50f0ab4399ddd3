"""Several people sign: the applicant sees who has, reminds one, and takes one out."""

from pathlib import Path

import httpx
import pytest

from departments.simulated.people import HE_ZHIQIANG, WANG_DAMING
from tests.conftest import Database
from tests.web.api.conftest import US, Town
from tests.web.api.garden import GARDENER, open_garden
from tests.web.portal.conftest import Site


@pytest.fixture
def town(site: Site, seeded_database: Database, tmp_path: Path) -> Town:
    """The same application through its API."""
    http = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=US)
    return Town(site.app, http, http, seeded_database, tmp_path)


async def test_the_applicant_sees_who_has_signed_and_takes_one_out(site: Site, town: Town) -> None:
    garden = await open_garden(town, shows_of_all=())
    await garden.agree(1, "father")
    await garden.ask(2)
    browser = await site.browser().sign_in(GARDENER)
    base = garden.path

    page = await browser.get(f"{base}/consent")
    assert "3 人中已有 1 人同意" in page.text
    assert f"共有人同意 · {WANG_DAMING.name}" in page.text
    assert f"{base}/consent/owners.2/remind" not in page.text  # he was asked today

    await town.move_time(1)
    reminded = await browser.send(f"{base}/consent/owners.2/remind")
    assert "已发出提醒" in reminded.text

    removed = await browser.send(f"{base}/people/owner/2/remove")
    assert "已删除该人员" in removed.text
    assert "2 人中已有 1 人同意" in removed.text
    assert HE_ZHIQIANG.name not in removed.text
