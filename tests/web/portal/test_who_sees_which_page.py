"""Strangers, wrong roles, foreign forms and forged ones: each gets an answer in words."""

from tests.web.portal.conftest import Site


async def test_a_stranger_is_led_to_the_sign_in_and_back(site: Site) -> None:
    page = await site.browser().client.get("/cases", follow_redirects=False)
    assert page.status_code == 303
    assert page.headers["location"] == "/login?return_to=/cases"


async def test_an_officer_on_an_applicants_page_reads_why_not(site: Site) -> None:
    officer = await site.browser().sign_in("officer-police")
    page = await officer.get("/messages")
    assert page.status_code == 403
    assert "此功能仅供申请人使用" in page.text


async def test_a_form_without_the_sessions_token_is_refused(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    mother.token = "forged"
    page = await mother.send("/matters/newborn/start")
    assert page.status_code == 403
    assert "请刷新页面" in page.text


async def test_a_form_of_another_site_is_refused(site: Site) -> None:
    mother = await site.browser(**{"sec-fetch-site": "cross-site"}).sign_in("mother")
    assert (await mother.send("/matters/newborn/start")).status_code == 403


async def test_pages_take_no_bearer_token(site: Site) -> None:
    answer = await site.browser().client.post("/api/v1/dev/token", json={"persona": "mother"})
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    page = await site.browser(**headers).client.get("/cases", follow_redirects=False)
    assert page.status_code == 303


async def test_a_page_that_does_not_exist_is_answered_in_the_readers_language(site: Site) -> None:
    page = await site.browser(**{"accept-language": "en"}).get("/nowhere")
    assert page.status_code == 404
    assert "Please check the address" in page.text


async def test_every_page_forbids_foreign_scripts_and_caching(site: Site) -> None:
    page = await site.browser().get("/")
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert page.headers["cache-control"] == "no-store"


async def test_static_files_are_kept_for_ever_and_nothing_else_is_served(site: Site) -> None:
    browser = site.browser()
    style = await browser.get("/static/tokens.css")
    assert "immutable" in style.headers["cache-control"]
    assert (await browser.get("/static/vendor/vendor.lock.json")).status_code == 404
    assert (await browser.get("/static/../rendering.py")).status_code == 404
