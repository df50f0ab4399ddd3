"""Complaints and bad ratings on the pages of the three people who have to do with them."""

import re

from tests.web.portal.conftest import Browser, Site, submit


def version_on(page: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', page)[0]


async def does(browser: Browser, number: str, act: str, **fields: str) -> str:
    page = await browser.get(f"/tickets/{number}")
    sent = await browser.send(f"/tickets/{number}/acts", act=act, version=version_on(page.text), **fields)
    assert sent.status_code == 200, sent.text
    return sent.text


async def test_a_complaint_is_written_given_out_answered_and_judged_on_pages(site: Site) -> None:
    mother, submitted = await submit(site)
    case = await mother.get(f"/cases/{submitted.case_no}")
    assert f"/cases/{submitted.case_no}/tickets" in case.text

    missing = await mother.send(f"/cases/{submitted.case_no}/complain", text="等了三天")
    assert missing.status_code == 422
    assert "请选择投诉的方面" in missing.text
    assert "等了三天" in missing.text
    made = await mother.send(f"/cases/{submitted.case_no}/complain", text="等了三天", about="delay")
    number = made.url.path.rpartition("/")[2]
    assert number == f"{submitted.case_no}-T01"

    supervisor = await site.browser().sign_in("supervisor")
    assert f"/tickets/{number}" in (await supervisor.get("/tickets")).text
    assert "/tickets?state=open" in (await supervisor.get("/overview")).text
    await does(supervisor, number, "dispatch", department="police@330110000000")

    officer = await site.browser().sign_in("officer-police")
    [task] = set(re.findall(r'href="(/tasks/[^"]+)"[^>]*>[^<]*投诉办理', (await officer.get("/desk")).text))
    assert f'href="/tickets/{number}"' in (await officer.get(task)).text
    await does(officer, number, "take")
    await does(officer, number, "contact", text="已电话联系")
    await does(officer, number, "verify", text="确有拖延", finding="founded")
    await does(officer, number, "rectify", text="立即办理")
    await does(officer, number, "answer", text="已办好，向您致歉")

    waiting = await mother.get(f"/cases/{submitted.case_no}")
    assert "部门已答复您的评价或投诉" in waiting.text
    answered = await mother.get(f"/tickets/{number}")
    assert "已办好，向您致歉" in answered.text
    assert "确有拖延" not in answered.text
    assert "满意" in await does(mother, number, "accept")


async def test_what_is_missing_stands_beside_its_input_and_nothing_typed_is_lost(site: Site) -> None:
    mother, submitted = await submit(site)
    made = await mother.send(f"/cases/{submitted.case_no}/complain", text="等了三天", about="delay")
    number = made.url.path.rpartition("/")[2]
    supervisor = await site.browser().sign_in("supervisor")
    page = await supervisor.get(f"/tickets/{number}")

    path, version = f"/tickets/{number}/acts", version_on(page.text)
    refused = await supervisor.send(path, act="dispatch", version=version, text="请尽快")

    assert refused.status_code == 422
    assert 'href="#dispatch-department"' in refused.text
    assert "请尽快" in refused.text
    stranger = await site.browser().sign_in("reader")
    assert (await stranger.get(f"/tickets/{number}")).status_code == 404
