"""The administrator's pages of what regions do otherwise in a matter."""

from tests.web.portal.conftest import Browser, Site
from tests.web.portal.test_definition_pages import NEWBORN, revision_in, typed_in

YUHANG, HANGZHOU = "330110000000", "330100000000"
REGIONS = f"{NEWBORN}/regions"
OVERRIDE = f"/definitions/override/newborn@{YUHANG}"
DRAFT = f"{OVERRIDE}/versions/1"
OTHERWISE = f"""override: newborn
region: "{YUHANG}"
items:
  - item: vaccination-record
    limits: {{promised: 1 working day}}
hints:
  questions:
    born_where: {{zh: 以出院小结为准, en: By the discharge summary}}
"""


async def begun(site: Site) -> Browser:
    browser = await site.browser().sign_in("administrator")
    assert REGIONS in (await browser.get(NEWBORN)).text
    assert "没有地方差异" in (await browser.get(REGIONS)).text
    page = await browser.send(REGIONS, region=YUHANG)
    assert page.url.path == f"{DRAFT}/edit"
    return browser


async def write(browser: Browser, draft: str, source: str) -> None:
    page = await browser.get(f"{draft}/text")
    saved = await browser.send(f"{draft}/text", source=source, revision=revision_in(page))
    assert "已保存" in saved.text


async def test_a_region_is_chosen_from_the_tree_and_has_one_of_its_own_at_most(site: Site) -> None:
    browser = await begun(site)
    city = await browser.get(f"{REGIONS}?within={HANGZHOU}")
    assert f"within={YUHANG}" in city.text
    assert "为杭州市新建" in city.text
    again = await browser.send(REGIONS, region=YUHANG)
    assert again.url.path == OVERRIDE
    assert "新生儿出生“一件事” · 杭州市余杭区" in (await browser.get("/definitions?kind=override")).text
    wrong = await browser.send(REGIONS, region="999999999999")
    assert wrong.status_code == 422
    assert "请选择地区" in wrong.text
    assert (await browser.get("/definitions/matter/no-such/regions")).status_code == 404
    assert (await browser.send("/definitions/matter/no-such/regions", region=YUHANG)).status_code == 404


async def test_a_shorter_promise_is_typed_in_a_form_compared_and_published_for_the_region(site: Site) -> None:
    browser = await begun(site)
    assert "目前与上级没有不同" in (await browser.get(f"{DRAFT}/above")).text
    page = await browser.get(f"{DRAFT}/edit?at=items")
    entry = await browser.send(
        f"{DRAFT}/entries",
        do="add",
        first="birth-registration",
        entries="items",
        at="items",
        revision=revision_in(page),
    )
    limits = {"items.0.limits.promised.amount": "1", "items.0.limits.promised.unit": "working days"}
    sent = {"at": "items.0", "revision": revision_in(entry), **typed_in(entry, **limits)}
    await browser.send(f"{DRAFT}/edit", **sent)
    above = await browser.get(f"{DRAFT}/above")
    assert "承诺时限" in above.text
    assert (await browser.get(f"{DRAFT}/preview/-/questions")).status_code == 200

    done = await browser.send(f"{DRAFT}/publish", reason="提速")
    assert "杭州市余杭区 · 第 1 版" in done.text
    page = await browser.get(REGIONS)
    assert f'href="{OVERRIDE}">' in page.text
    assert "承诺时限" in page.text
    assert "全国" in page.text


async def test_a_longer_limit_than_the_laws_is_told_beside_its_input(site: Site) -> None:
    browser = await begun(site)
    source = OTHERWISE.replace("promised: 1 working day", "statutory: 90 working days")
    await write(browser, DRAFT, source)
    page = await browser.get(f"{DRAFT}/edit?at=items.0")
    assert "法定时限不能长于上级规定" in page.text
    assert "法定时限不能长于上级规定" in (await browser.get(f"{DRAFT}/above")).text
    assert (await browser.send(f"{DRAFT}/publish")).status_code == 422


async def test_a_change_that_breaks_a_regions_own_says_so_with_a_link_and_goes_together_with_its_mending(
    site: Site,
) -> None:
    browser = await begun(site)
    await write(browser, DRAFT, OTHERWISE)
    assert "已发布" in (await browser.send(f"{DRAFT}/publish")).text

    await browser.send(f"{NEWBORN}/versions")
    draft = f"{NEWBORN}/versions/2"
    page = await browser.get(f"{draft}/edit?at=questions.0")
    renamed = {"at": "questions.0", "new": "place_of_birth", "revision": revision_in(page)}
    await browser.send(f"{draft}/rename", **renamed)
    await browser.send(f"{OVERRIDE}/versions")
    refused = await browser.send(f"{draft}/publish")
    assert refused.status_code == 422
    assert f'href="{OVERRIDE}"' in refused.text
    assert f'name="together" value="override:newborn@{YUHANG}">' in refused.text

    mended = OTHERWISE.replace("born_where:", "place_of_birth:")
    await write(browser, f"{OVERRIDE}/versions/2", mended)
    done = await browser.send(f"{draft}/publish", together=f"override:newborn@{YUHANG}")
    assert "已发布" in done.text
    assert "不再有效" not in (await browser.get(REGIONS)).text


async def test_what_regions_do_is_for_administrators(site: Site) -> None:
    supervisor = await site.browser().sign_in("supervisor")
    assert (await supervisor.get(REGIONS)).status_code == 403
    assert (await supervisor.send(REGIONS, region=YUHANG)).status_code == 403
