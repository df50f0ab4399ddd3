"""What people read at the awkward moments: whose field it is, what was changed, where to go on."""

import re

import pytest

from portal.officer import desk
from tests.web.portal.conftest import Browser, Site, fill_in, submit
from tests.web.portal.test_office_pages import open_task, version_on


async def ask_to_correct(site: Site, case_no: str) -> Browser:
    """Both departments that look first do so; the police officer marks the father's number."""
    health = await site.browser().sign_in("officer-health-xihu")
    police = await site.browser().sign_in("officer-police")
    insurance = await site.browser().sign_in("officer-medical-insurance")
    for officer in (health, insurance):
        task = await open_task(officer, case_no)
        await officer.send(f"{task}/decide", outcome="accept", version=await version_on(officer, task))
    task = await open_task(police, case_no)
    mark = {"mark.field.father.mobile": "号码无法接通"}
    await police.send(f"{task}/decide", outcome="correct", version=await version_on(police, task), **mark)
    return police


async def test_a_marked_field_says_whose_it_is(site: Site) -> None:
    mother, submitted = await submit(site)
    await ask_to_correct(site, submitted.case_no)
    page = await mother.get(f"/cases/{submitted.case_no}/correction")
    assert "父亲 · 手机号码" in page.text
    assert "号码无法接通" in page.text
    wrong = await mother.send(page.url.path, **{"fields.father.mobile": "123"})
    assert "父亲 · 手机号码：请输入 11 位中国大陆手机号码" in wrong.text


async def test_an_officer_sees_what_the_applicant_has_corrected_and_nothing_else_as_changed(
    site: Site,
) -> None:
    mother, submitted = await submit(site)
    police = await ask_to_correct(site, submitted.case_no)
    path = f"/cases/{submitted.case_no}/correction"
    await mother.send(path, **{"fields.father.mobile": "13900020003"})
    page = await police.get(await open_task(police, submitted.case_no))
    assert page.text.count("已补正") == 1
    assert "139****0003" in page.text


async def test_what_is_agreed_to_says_whose_it_is_and_shows_no_codes(site: Site) -> None:
    mother, father = await site.browser().sign_in("mother"), await site.browser().sign_in("father")
    base = await fill_in(mother)
    await mother.send(f"{base}/consent/father")
    assert "有人请您同意" in (await father.get("/")).text
    path = re.findall(r'href="(/consents/[^"]+)"', (await father.get("/cases")).text)[0]
    page = await father.get(path)
    assert re.search(r"<h3>父亲</h3>\s*<dl class=\"facts\"><div><dt>姓名</dt>", page.text)
    assert "330110000000" not in page.text


async def test_what_was_typed_wrongly_is_said_also_when_there_are_new_fields(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    wrong = {"form.father.mobile": "abc", "delivery.mode": "mail"}
    page = await mother.send(f"{base}/form", **wrong)
    assert page.url.query == b"said=more"
    assert "父亲：请输入 11 位中国大陆手机号码" in page.text
    assert "请填写收件人" not in page.text


async def test_a_number_is_shown_as_people_write_it(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    assert "+86" not in (await mother.get(f"{base}/form")).text
    assert "138 0001 0001" in (await mother.get(f"{base}/check")).text


async def test_an_incomplete_draft_offers_to_put_it_right_instead_of_submitting(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    page = await mother.get(f"{base}/check")
    assert f'action="{base}/submitted"' not in page.text
    assert f'href="{base}/consent?checked=1"' in page.text


async def test_an_address_that_cannot_be_is_not_found_in_words(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    for path in ("/applications/x", "/tasks/x", "/nothing-here"):
        page = await mother.get(path)
        assert page.status_code in (403, 404), path
        assert "登录</a>" not in page.text
        assert "返回首页" in page.text


async def test_switching_the_language_after_a_refused_form_leads_back_to_the_form(site: Site) -> None:
    mother = await site.browser(referer="http://127.0.0.1:8600/track?said=x").sign_in("mother")
    page = await mother.send("/track", case_no="1", password="2")
    assert 'name="return_to" value="/track?said=x"' in page.text


async def test_a_long_desk_goes_on_on_a_second_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    mother, submitted = await submit(site)
    police = await ask_to_correct(site, submitted.case_no)
    await mother.send(f"/cases/{submitted.case_no}/correction", **{"fields.father.mobile": "13900020003"})
    task = await open_task(police, submitted.case_no)
    await police.send(f"{task}/decide", outcome="accept", version=await version_on(police, task))
    monkeypatch.setattr(desk, "SHOWN_AT_MOST", 1)
    first = await police.get("/desk?queue=done")
    more = re.findall(r'href="([^"]+)" rel="next"', first.text)
    second = await police.get(more[0].replace("&amp;", "&"))
    tasks = [re.findall(r'href="(/tasks/[^"]+)"', page.text) for page in (first, second)]
    assert [len(each) for each in tasks] == [1, 1]
    assert tasks[0] != tasks[1]
    assert 'rel="next"' not in second.text
