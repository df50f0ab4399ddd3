"""An application by its pages: what is known is shown, what is wrong is linked, nothing typed is lost."""

import re

from tests.web.portal.conftest import Site, agree, fill_in, submit

STEP = re.compile(r'<li class="(\w+)"[^>]*>\s*(?:<a[^>]*>)?<span>\d<span class="label"> ([^<]*)</span>')


def between(text: str, start: str, end: str, *, after: str = "") -> str:
    rest = text.partition(after)[2] if after else text
    return rest.partition(start)[2].partition(end)[0]


async def test_a_draft_shows_what_departments_know_and_asks_only_for_the_rest(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    page = await mother.get(f"{base}/form")
    assert "医院分娩记录" in page.text
    assert 'name="form.child.1.birth_record_no"' not in page.text
    assert 'name="form.child.1.name"' in page.text


async def test_a_wrong_number_stays_in_the_form_with_its_reason_beside_it(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    page = await mother.send(f"{base}/form", **{"form.father.id_number": "123"})
    assert 'value="123"' in page.text
    assert 'href="#form-father.id_number"' in page.text
    assert 'aria-describedby="form-father.id_number-error"' in page.text


async def test_no_step_is_done_before_the_questions_say_what_it_will_ask_for(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    started = await mother.send("/matters/newborn/start")
    assert [state for state, _ in STEP.findall(started.text)] == ["current", "later", "later", "later"]
    finished = await mother.get(f"{await fill_in(mother)}/form")
    assert ("done", "材料") in STEP.findall(finished.text)


async def test_an_answer_with_an_exit_says_where_to_go_instead(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    started = await mother.send("/matters/newborn/start")
    page = await mother.send(started.url.path, **{"answers.born_where": "abroad"})
    assert "此情况不能在这里办理" in page.text
    assert "派出所窗口" in page.text


async def test_the_check_page_lists_every_problem_with_a_link_to_its_place(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    page = await mother.get(f"{base}/check")
    assert f'href="{base}/consent?checked=1#consents-father"' in page.text


async def test_submitting_an_incomplete_draft_leads_back_to_what_is_missing(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    page = await mother.send(f"{base}/submitted")
    assert page.url.path == f"{base}/check"


async def test_a_file_that_is_no_picture_is_refused_on_the_same_page(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    page = await mother.hand_in(f"{base}/materials/maternity_invoice", b"not a picture")
    assert "请上传 JPG、PNG" in page.text
    assert 'href="#materials-maternity_invoice"' in page.text


async def test_a_refused_consent_names_the_other_way(site: Site) -> None:
    mother, father = await site.browser().sign_in("mother"), await site.browser().sign_in("father")
    base = await fill_in(mother)
    await mother.send(f"{base}/consent/father")
    asked = await father.get("/cases")
    path = asked.text.partition('href="/consents/')[2].partition('"')[0]
    digest = (
        (await father.get(f"/consents/{path}")).text.partition('name="digest" value="')[2].partition('"')[0]
    )
    await father.send(f"/consents/{path}", decision="refuse", digest=digest)
    page = await mother.get(f"{base}/consent")
    assert "也可以上传父亲的身份证和结婚证代替" in page.text
    assert "再问一次" in page.text


async def test_nobody_else_opens_the_draft(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    stranger = await site.browser().sign_in("reader")
    assert (await stranger.get(f"{base}/form")).status_code == 404


async def test_the_password_is_shown_once_and_reloading_leads_to_the_case(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    await agree(mother, await site.browser().sign_in("father"), base)
    first = await mother.send(f"{base}/submitted")
    assert "case-password" in first.text
    again = await mother.send(f"{base}/submitted")
    assert again.url.path.startswith("/cases/")
    assert "case-password" not in again.text


async def test_the_number_and_the_password_show_the_progress_to_anybody(site: Site) -> None:
    _, submitted = await submit(site)
    anybody = site.browser()
    await anybody.get("/track")
    page = await anybody.send("/track", case_no=submitted.case_no, password=submitted.password)
    assert "办理中" in page.text
    assert "李小雨" not in page.text


async def test_a_wrong_password_is_refused_in_words(site: Site) -> None:
    _, submitted = await submit(site)
    anybody = site.browser()
    page = await anybody.send("/track", case_no=submitted.case_no, password="WRONGWRONG")
    assert page.status_code == 404
    assert "办件编号或查询密码不正确" in page.text


async def test_what_is_taken_back_needs_a_reason_first(site: Site) -> None:
    mother, submitted = await submit(site)
    path = f"/cases/{submitted.case_no}/withdraw"
    page = await mother.send(path, items=["social-card.1"])
    assert page.status_code == 422
    assert "请写明原因" in page.text
    page = await mother.send(path, items=["social-card.1"], reason="不需要了")
    assert "已撤回" in page.text
