"""Desk, task and overview: what stands there, and what a decision needs."""

import re

from tests.web.portal.conftest import Browser, Site, submit


async def open_task(officer: Browser, case_no: str) -> str:
    desk = await officer.get(f"/desk?q={case_no}")
    return re.findall(r'href="(/tasks/[^"]+)"', desk.text)[0]


async def version_on(officer: Browser, task: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', (await officer.get(task)).text)[0]


async def test_a_submitted_case_stands_on_the_desks_at_once(site: Site) -> None:
    _, submitted = await submit(site)
    police = await site.browser().sign_in("officer-police")
    assert "出生登记" in (await police.get("/")).text
    assert submitted.case_no in (await police.get("/desk")).text


async def test_a_task_masks_numbers_and_shows_one_in_full_for_a_reason(site: Site) -> None:
    mother, submitted = await submit(site)
    police = await site.browser().sign_in("officer-police")
    task = await open_task(police, submitted.case_no)
    page = await police.get(task)
    assert "330106199605180245" not in page.text
    shown = await police.send(f"{task}/unmask", field="mother.id_number", reason="核对户口簿")
    assert "330106199605180245" in shown.text
    log = await mother.get(f"/cases/{submitted.case_no}/access-log")
    assert "核对户口簿" in log.text


async def test_what_the_office_enters_is_one_form_on_the_page(site: Site) -> None:
    _, submitted = await submit(site)
    police = await site.browser().sign_in("officer-police")
    page = await police.get(await open_task(police, submitted.case_no))
    form = page.text.partition("受理表单")[2].partition("</dl>")[0]
    assert "新生儿：公民身份号码" in form
    assert "出生登记" in form
    assert "社会保障卡" not in form, "another office enters that"


async def test_another_departments_task_does_not_exist(site: Site) -> None:
    _, submitted = await submit(site)
    police = await site.browser().sign_in("officer-police")
    task = await open_task(police, submitted.case_no)
    tax = await site.browser().sign_in("officer-tax")
    assert (await tax.get(task)).status_code == 404


async def test_a_correction_without_a_mark_comes_back_with_what_was_typed(site: Site) -> None:
    _, submitted = await submit(site)
    police = await site.browser().sign_in("officer-police")
    task = await open_task(police, submitted.case_no)
    version = await version_on(police, task)
    page = await police.send(f"{task}/decide", outcome="correct", version=version, comment="请尽快")
    assert page.status_code == 422
    assert "请指出需要补正的内容" in page.text
    assert "请尽快" in page.text


async def test_a_task_that_was_decided_is_not_decided_again(site: Site) -> None:
    _, submitted = await submit(site)
    first = await site.browser().sign_in("officer-police")
    second = await site.browser().sign_in("officer-police-2")
    task = await open_task(first, submitted.case_no)
    version = await version_on(second, task)
    await first.send(f"{task}/decide", outcome="accept", version=version)
    page = await second.send(f"{task}/decide", outcome="accept", version=version)
    assert page.status_code in (403, 409)
    assert "返回首页" in page.text


async def test_a_task_is_taken_and_given_back(site: Site) -> None:
    _, submitted = await submit(site)
    police = await site.browser().sign_in("officer-police")
    task = await open_task(police, submitted.case_no)
    assert "由您办理" in (await police.send(f"{task}/claim")).text
    assert "退回本组" in (await police.send(f"{task}/release")).text


async def test_the_overview_counts_and_each_figure_opens_its_cases(site: Site) -> None:
    _, submitted = await submit(site)
    supervisor = await site.browser().sign_in("supervisor")
    page = await supervisor.get("/overview")
    assert "没有故障" in page.text
    assert 'href="/overview/cases?state=open"' in page.text
    assert submitted.case_no in (await supervisor.get("/overview/cases?state=open")).text
