"""The administrator's pages of definitions: forms, text, pictures, trying out, publishing."""

import re
from html import unescape

import httpx

from tests.web.portal.conftest import Browser, Site, submit
from tests.web.portal.test_words_for_people import ask_to_correct

NEWBORN = "/definitions/matter/newborn"
DRAFT = "/definitions/matter/second-child/versions/1"


async def test_a_published_matter_leads_to_its_guide_and_names_the_versions_it_is_built_of(
    site: Site,
) -> None:
    administrator = await site.browser().sign_in("administrator")
    whole = await administrator.get(NEWBORN)
    assert 'href="/matters/newborn"' in whole.text
    version = await administrator.get(f"{NEWBORN}/versions/1")
    assert (
        'href="/definitions/item/birth-certificate/versions/1">出生医学证明首次签发</a> · 第 1 版'
        in version.text
    )
    item = await administrator.get("/definitions/item/birth-certificate/versions/1")
    assert "组成版本" not in item.text


async def copied(site: Site) -> Browser:
    administrator = await site.browser().sign_in("administrator")
    await administrator.get(NEWBORN)
    page = await administrator.send(f"{NEWBORN}/copy", new_code="second-child")
    assert page.url.path == f"{DRAFT}/edit"
    return administrator


def revision_in(page: httpx.Response) -> str:
    return re.findall(r'name="revision" value="(\d+)"', page.text)[0]


def shown_in(page: httpx.Response) -> dict[str, str]:
    """What the page has shown in each input, as a browser sends it along."""
    found = re.findall(r'name="(was\.[^"]+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def typed_in(page: httpx.Response, **changes: str) -> dict[str, str]:
    """A whole form as a browser sends it."""
    was = shown_in(page)
    which = re.findall(r'name="which" value="([^"]*)"', page.text)[0]
    return {
        "which": which,
        **was,
        **{name.removeprefix("was."): text for name, text in was.items()},
        **changes,
    }


async def edited(browser: Browser, at: str, **changes: str) -> httpx.Response:
    page = await browser.get(f"{DRAFT}/edit?at={at}")
    typed = typed_in(page, **changes)
    return await browser.send(f"{DRAFT}/edit", at=at, revision=revision_in(page), **typed)


async def text_of(browser: Browser) -> str:
    page = await browser.get(f"{DRAFT}/text")
    return unescape(re.findall(r'name="source"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)[0])


async def test_the_catalogue_is_for_administrators_and_finds_by_kind_and_word(site: Site) -> None:
    supervisor = await site.browser().sign_in("supervisor")
    assert (await supervisor.get("/definitions")).status_code == 403
    assert (await supervisor.send("/definitions/new", kind="matter", code="mine")).status_code == 403
    administrator = await site.browser().sign_in("administrator")
    page = await administrator.get("/definitions?kind=item&q=接种")
    assert "vaccination-record" in page.text
    assert "birth-registration" not in page.text
    assert "没有找到" in (await administrator.get("/definitions?q=nothing-of-the-kind")).text


async def test_a_form_changes_its_own_lines_of_the_text(site: Site) -> None:
    browser = await copied(site)
    before = await text_of(browser)
    page = await edited(browser, "questions.2", **{"questions.2.title.zh": "生了几个？"})
    assert "已保存" in page.text
    after = await text_of(browser)
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        line.replace("这次生了几个宝宝？", "生了几个？")
        for line in before.splitlines()
        if "这次生了几个宝宝？" in line
    ]


async def test_entries_are_added_moved_renamed_and_removed(site: Site) -> None:
    browser = await copied(site)
    page = await browser.get(f"{DRAFT}/edit?at=questions")
    where = {"entries": "questions", "at": "questions"}
    added = await browser.send(
        f"{DRAFT}/entries", do="add", first="vegan", revision=revision_in(page), **where
    )
    number = re.findall(r"at=questions\.(\d+)", str(added.url))[0]
    moved = await browser.send(
        f"{DRAFT}/entries", do="up", number=number, revision=revision_in(added), **where
    )
    above = str(int(number) - 1)
    renamed = await browser.send(
        f"{DRAFT}/rename", at=f"questions.{above}", new="vegetarian", revision=revision_in(moved)
    )
    assert "code: vegetarian" in await text_of(browser)
    await browser.send(f"{DRAFT}/entries", do="remove", number=above, revision=revision_in(renamed), **where)
    assert "vegetarian" not in await text_of(browser)


async def test_the_second_of_two_administrators_is_told_and_loses_nothing(site: Site) -> None:
    first, second = await copied(site), await site.browser().sign_in("administrator")
    page = await second.get(f"{DRAFT}/edit?at=questions.2")
    await edited(first, "questions.2", **{"questions.2.title.zh": "先写的", "questions.2.minimum": "2"})

    late = typed_in(page, **{"questions.2.title.zh": "后写的"})
    told = await second.send(f"{DRAFT}/edit", at="questions.2", revision=revision_in(page), **late)
    assert told.status_code == 412
    assert 'value="后写的"' in told.text  # what was typed
    assert "<q>先写的</q>" in told.text  # what the other one has written
    assert 'name="questions.2.minimum" id="f-questions-2-minimum" value="2"' in told.text

    again = typed_in(told, **{"questions.2.title.zh": "后写的"})
    await second.send(f"{DRAFT}/edit", at="questions.2", revision=revision_in(told), **again)
    after = await text_of(second)
    assert "后写的" in after
    assert "minimum: 2" in after

    # The entry has another number by now: what was typed follows it, and no other one is changed.
    page = await second.get(f"{DRAFT}/edit?at=questions.2")
    list_page = await first.get(f"{DRAFT}/edit?at=questions")
    sent = {"entries": "questions", "at": "questions", "revision": revision_in(list_page)}
    await first.send(f"{DRAFT}/entries", do="remove", number="0", **sent)
    late = typed_in(page, **{"questions.2.title.zh": "跟着走"})
    told = await second.send(f"{DRAFT}/edit", at="questions.2", revision=revision_in(page), **late)
    assert 'name="questions.1.title.zh" id="f-questions-1-title-zh" value="跟着走"' in told.text


async def test_a_text_that_is_refused_comes_back_with_its_line_or_with_what_others_changed(
    site: Site,
) -> None:
    first, second = await copied(site), await site.browser().sign_in("administrator")
    page = await second.get(f"{DRAFT}/text")
    source = await text_of(second)
    sent = {"base": source, "revision": revision_in(page)}
    wrong = await second.send(f"{DRAFT}/text", source=f"{source}\nlead: [", **sent)
    assert wrong.status_code == 422
    assert "lead: [" in wrong.text
    found = re.search(r"第 (\d+) 行：不是正确的 YAML", wrong.text)
    assert found is not None
    assert int(found[1]) - len(source.splitlines()) in (1, 2, 3), "after the last line of what was there"

    await edited(first, "basics", correction_days="7")
    late = await second.send(f"{DRAFT}/text", source=f"{source}# mine\n", **sent)
    assert late.status_code == 412
    assert "# mine" in late.text
    assert "+correction_days: 7" in late.text


async def test_problems_stand_beside_their_input_and_their_line(site: Site) -> None:
    browser = await copied(site)
    page = await edited(browser, "basics", **{"promise.amount": "1"})
    assert re.search(r'id="f-promise-error">[^<]*最长路径', page.text)
    lines = await browser.get(f"{DRAFT}/text")
    assert re.search(r'class="wrong"><code>promise: 1 working day</code><strong[^>]*>← 最长路径', lines.text)
    checked = await browser.send(f"{DRAFT}/check")
    assert "还不能发布" in checked.text
    refused = await browser.send(f"{DRAFT}/publish")
    assert refused.status_code == 422
    assert "最长路径" in refused.text


async def test_the_form_is_walked_through_and_nothing_is_stored(site: Site) -> None:
    browser = await copied(site)
    page = await browser.get(f"{DRAFT}/preview/-/questions")
    assert "宝宝在哪里出生" in page.text
    answers = {"answers.born_where": "home"}
    left = await browser.send(f"{DRAFT}/preview/-/questions", **answers)
    assert "born_where=home" in str(left.url)
    assert "需要先做亲子鉴定" in left.text
    form = await browser.get(f"{DRAFT}/preview/married=true;children=2/form")
    assert "姓名" in form.text
    assert (await browser.get(f"{DRAFT}/preview/married=true/materials")).status_code == 200
    mother = await site.browser().sign_in("mother")
    assert "second-child" not in (await mother.get("/cases")).text


async def test_pictures_and_an_imaginary_case_show_what_will_happen(site: Site) -> None:
    browser = await site.browser().sign_in("administrator")
    page = await browser.get(f"{NEWBORN}/versions/1/picture")
    assert page.text.count("<svg") == 2
    assert "公安机关" in page.text
    played = await browser.get(f"{NEWBORN}/versions/1/simulate?example=one-child&play=yes")
    assert "办理经过" in played.text
    assert "提交申请" in played.text
    wrong = await browser.get(f"{NEWBORN}/versions/1/simulate?answers.children=2&play=yes")
    assert wrong.status_code == 422


async def test_what_a_version_changes_is_said_in_words(site: Site) -> None:
    browser = await site.browser().sign_in("administrator")
    await browser.get(NEWBORN)
    await browser.send(f"{NEWBORN}/versions")
    page = await browser.get(f"{NEWBORN}/versions/2/edit?at=basics")
    typed = typed_in(page, correction_days="7")
    await browser.send(f"{NEWBORN}/versions/2/edit", at="basics", revision=revision_in(page), **typed)
    difference = await browser.get(f"{NEWBORN}/versions/2/difference?old=1")
    assert "7" in difference.text
    assert "-correction_days: 5" in difference.text


async def test_a_new_item_goes_with_the_matter_that_uses_it(site: Site) -> None:
    browser = await copied(site)
    made = await browser.send("/definitions/new", kind="item", code="family-photo")
    assert made.url.path == "/definitions/item/family-photo/versions/1/edit"
    page = await browser.get(f"{DRAFT}/edit?at=items")
    where = {"entries": "items", "at": "items", "revision": revision_in(page)}
    await browser.send(f"{DRAFT}/entries", do="add", first="family-photo", **where)
    publish = await browser.get(f"{DRAFT}/publish")
    assert 'value="item:family-photo" checked' in publish.text


async def test_running_cases_are_counted_and_what_was_sent_back_without_words_about_one_person(
    site: Site,
) -> None:
    _, submitted = await submit(site)
    await ask_to_correct(site, submitted.case_no)
    browser = await site.browser().sign_in("administrator")
    item = "/definitions/item/birth-registration"
    await browser.get(item)
    await browser.send(f"{item}/versions")
    page = await browser.get(f"{item}/versions/2/edit?at=fields")
    assert page.text.count("近一年 1 件中有 1 件因此被退回补正") == 1
    assert "号码无法接通" not in page.text
    picture = await browser.get(f"{NEWBORN}/versions/1/picture")
    assert "在办 1" in picture.text


async def test_a_matter_of_one_county_is_there_for_who_lives_there(site: Site) -> None:
    browser = await copied(site)
    await edited(browser, "basics", **{"title.zh": "二孩出生"})
    done = await browser.send(f"{DRAFT}/publish", region="330106000000", reason="试点")
    assert "已发布" in done.text
    anybody = site.browser()
    assert "二孩出生" not in (await anybody.get("/")).text
    assert "二孩出生" not in (await anybody.get("/?region=330110000000")).text
    assert "二孩出生" in (await anybody.get("/?region=330106000000")).text
    mother = await site.browser().sign_in("mother")
    await mother.get("/matters/second-child?region=330106000000")
    started = await mother.send("/matters/second-child/start", region="330106000000")
    assert started.url.path.endswith("/questions")
    page = await browser.get("/definitions/matter/second-child")
    assert "停用后新申请适用的版本如下" in page.text
    assert "不再接收新申请</li>" in page.text
    ended = await browser.send(f"{DRAFT}/retire", reason="试点结束")
    assert "已停用" in ended.text
    assert "停用后新申请适用的版本如下" not in ended.text


async def test_what_is_no_longer_valid_stands_in_the_catalogue_and_goes_on(site: Site) -> None:
    browser = await site.browser().sign_in("administrator")
    item = "/definitions/item/birth-registration"
    assert "从今天起新发布的定义不能再用它" in (await browser.get(item)).text
    await browser.send(f"{item}/versions/1/retire", reason="法规修改")
    listed = await browser.get("/definitions?kind=matter&q=newborn")
    assert "事项“birth-registration”已停用" in listed.text
    assert "事项“birth-registration”已停用" in (await browser.get(NEWBORN)).text
    assert (await site.browser().get("/matters/newborn")).status_code == 200
