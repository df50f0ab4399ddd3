"""The page for publishing puts in force what it has shown."""

import re

import httpx

from tests.web.portal.conftest import Site
from tests.web.portal.test_definition_pages import DRAFT, copied, edited


def seen_in(page: httpx.Response) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', page.text)


async def test_what_was_saved_after_the_page_was_made_is_not_published_from_it(site: Site) -> None:
    browser = await copied(site)
    page = await browser.get(f"{DRAFT}/publish")
    await edited(browser, "basics", **{"title.zh": "改过的名字"})
    refused = await browser.send(f"{DRAFT}/publish", seen=seen_in(page))
    assert refused.status_code == 412
    again = await browser.get(f"{DRAFT}/publish")
    done = await browser.send(f"{DRAFT}/publish", seen=seen_in(again))
    assert "已发布" in done.text
