"""What everybody can read without signing in."""

from tests.web.portal.conftest import Site


async def test_the_first_page_lists_the_matters(site: Site) -> None:
    page = await site.browser().get("/")
    assert page.status_code == 200
    assert "新生儿" in page.text
    assert 'href="/matters/newborn"' in page.text


async def test_a_guide_tells_what_will_be_done_and_what_is_needed(site: Site) -> None:
    page = await site.browser().get("/matters/newborn")
    assert page.status_code == 200
    assert "出生" in page.text


async def test_a_matter_that_does_not_exist_is_a_page_in_words(site: Site) -> None:
    page = await site.browser().get("/matters/no-such-matter")
    assert page.status_code == 404
    assert "返回首页" in page.text


async def test_the_language_follows_the_browser_and_the_switch_wins(site: Site) -> None:
    browser = site.browser(**{"accept-language": "en-GB,en;q=0.9"})
    assert "What do you want to get done?" in (await browser.get("/")).text
    await browser.send("/language", language="zh", return_to="/")
    assert "您要办什么事" in (await browser.get("/")).text


async def test_the_guide_says_in_one_sentence_what_is_saved(site: Site) -> None:
    page = await site.browser().get("/matters/newborn")
    assert "举个例子：9 件事分开办，要找 5 个部门" in page.text
    assert "一次也不用跑。" in page.text
