"""Letters, visits, hearings and publicity on the pages."""

import re
from datetime import timedelta

import httpx
from sqlalchemy import text

from clocks.calendar import SHANGHAI
from database.queries.effect_rows import find_by_keys
from database.session import ENGINE, legal_now, transaction
from engine.case_change import CaseChange
from engine.papers import IssuedPaper, record_paper
from forms.form_plan import Text
from tests.web.api.others_have_a_say import HEALTH, POLICE, POLICE_XIHU, XIHU, YUHANG, open_case
from tests.web.api.test_letters import ASKS, ASKS_OUTSIDE
from tests.web.api.test_publicity import SHOWS
from tests.web.api.test_visits import HEARS, LOOKS
from tests.web.portal.conftest import Browser, Site, agree, fill_in


async def only_task(browser: Browser, case_no: str) -> str:
    """The path of the one task of the case on this desk."""
    desk = await browser.get("/desk")
    rows = [row for row in re.split(r"<tr|<li", desk.text) if case_no in row]
    [path] = {path for row in rows for path in re.findall(r'href="(/tasks/[^"/]+)"', row)}
    return path


def ok(page: httpx.Response) -> str:
    assert page.status_code == 200, page.text
    return page.text


async def test_a_letter_is_written_and_answered_on_the_pages(site: Site) -> None:
    case = await open_case(site, ASKS, places={"ask:to": (POLICE_XIHU, XIHU)})
    police = await site.browser().sign_in("officer-police")
    task = await only_task(police, case.case_no)
    assert f"{task}/letter" in ok(await police.get(task))
    ok(await police.get(f"{task}/letter"))
    ok(await police.send(f"{task}/letter", words="请核实户籍"))
    there = await site.browser().sign_in("officer-police-xihu")
    incoming = await only_task(there, case.case_no)
    assert "请核实户籍" in ok(await there.get(f"{incoming}/letter"))
    ok(await there.send(f"{incoming}/letter/answer", words="情况属实", outcome="confirmed"))
    assert '/letter"' not in ok(await police.get(await only_task(police, case.case_no)))


async def test_a_visit_is_agreed_on_the_pages(site: Site) -> None:
    case = await open_case(site, LOOKS, places={"look:health": (HEALTH, YUHANG)})
    police = await site.browser().sign_in("officer-police")
    lead = await only_task(police, case.case_no)
    async with transaction(site.app.state.parts.engine.database, ENGINE) as connection:
        at = (await legal_now(connection)).astimezone(SHANGHAI) + timedelta(days=1)
    ok(await police.get(f"{lead}/visit"))
    ok(await police.send(f"{lead}/visit/times", time=[f"{at:%Y-%m-%dT%H:%M}", ""]))
    health = await site.browser().sign_in("officer-health")
    other = await only_task(health, case.case_no)
    [time] = re.findall(r'name="time" value="([^"]+)"', ok(await health.get(f"{other}/visit")))
    assert time == f"{at:%Y-%m-%dT%H:%M}:00+08:00"
    assert 'name="time"' not in ok(await health.send(f"{other}/visit/consent", time=time))
    early = await police.send(f"{lead}/visit/record", words="符合要求")
    assert early.status_code == 409


async def test_everybody_reads_what_is_public_and_objects_when_signed_in(site: Site) -> None:
    case = await open_case(site, SHOWS, holder="李小雨")
    stranger = site.browser()
    [path] = re.findall(r'href="(/publicity/[^"]+)"', ok(await stranger.get("/publicity")))
    page = ok(await stranger.get(path))
    assert "李*雨" in page
    assert "李小雨" not in page
    assert "<textarea" not in page
    other = await site.browser().sign_in("second-mother")
    ok(await other.get(path))
    assert "card" in ok(await other.send(f"{path}/objections", words="我有异议"))
    police = await site.browser().sign_in("officer-police")
    task = await only_task(police, case.case_no)
    assert f"{task}/objection" in ok(await police.get(task))
    assert "我有异议" in ok(await police.get(f"{task}/objection"))


async def test_the_applicant_asks_for_a_hearing_on_the_page_of_her_case(site: Site) -> None:
    case = await open_case(site, HEARS)
    mother = await site.browser().sign_in("mother")
    police = await site.browser().sign_in("officer-police")
    assert case.case_no not in ok(await police.get("/desk")), "nobody has asked for it yet"
    path = f"/cases/{case.case_no}/hearings/card/listen"
    assert path in ok(await mother.get(f"/cases/{case.case_no}"))
    assert path not in ok(await mother.send(path))
    task = await only_task(police, case.case_no)
    assert "datetime-local" in ok(await police.get(f"{task}/hearing"))


async def test_a_matter_is_handed_in_at_a_counter_of_another_place(site: Site) -> None:
    mother, father = await site.browser().sign_in("mother"), await site.browser().sign_in("father")
    base = await fill_in(mother)
    await agree(mother, father, base)
    assert f'value="{XIHU}"' in ok(await mother.get(f"{base}/check"))
    page = ok(await mother.send(f"{base}/submitted", counter=XIHU))
    [case_no] = re.findall(r'id="case-no">([^<]+)<', page)
    window = await site.browser().sign_in("window-xihu")
    assert case_no in ok(await window.get("/desk"))
    police = await site.browser().sign_in("officer-police")
    assert case_no not in ok(await police.get("/desk"))


async def test_a_letter_to_an_authority_outside_is_printed_and_its_answer_written_down(site: Site) -> None:
    case = await open_case(site, ASKS_OUTSIDE)
    police = await site.browser().sign_in("officer-police")
    task = await only_task(police, case.case_no)
    ok(await police.get(f"{task}/letter"))
    ok(await police.send(f"{task}/letter", words="请核实档案"))
    recording = f"{await only_task(police, case.case_no)}/letter"
    assert "该机关不在本平台" in ok(await police.get(recording))
    ok(
        await police.send(
            f"{recording}/answer", words="档案属实", outcome="confirmed", number="档函〔2026〕7号"
        )
    )
    received = ok(await police.get("/office/letters?direction=received"))
    assert "档函〔2026〕7号" in received
    assert "国家档案局" in received


async def test_the_register_of_letters_is_filtered_on_its_page_and_downloaded(site: Site) -> None:
    case = await open_case(site, ASKS, places={"ask:to": (POLICE_XIHU, XIHU)})
    police = await site.browser().sign_in("officer-police")
    task = await only_task(police, case.case_no)
    ok(await police.get(f"{task}/letter"))
    ok(await police.send(f"{task}/letter", words="请核实户籍"))
    page = ok(await police.get(f"/office/letters?q={case.case_no}&first=nonsense&standing=open"))
    assert f'href="/office/cases/{case.case_no}"' in page
    assert "请核实户籍" not in page, "what a letter says stands in the case"
    assert "没有" in ok(await police.get("/office/letters?q=nothing-like-it"))
    file = await police.get("/office/letters.csv?direction=sent")
    assert case.case_no in file.text
    assert file.headers["content-disposition"].startswith("attachment")
    mother = await site.browser().sign_in("mother")
    assert (await mother.get("/office/letters")).status_code == 403


async def test_the_sealed_letter_is_opened_by_both_authorities_and_by_nobody_else(site: Site) -> None:
    case = await open_case(site, ASKS, places={"ask:to": (POLICE_XIHU, XIHU)})
    police = await site.browser().sign_in("officer-police")
    task = await only_task(police, case.case_no)
    ok(await police.get(f"{task}/letter"))
    ok(await police.send(f"{task}/letter", words="请核实户籍"))
    document = await drawn(site, case)
    path = f"/cases/{case.case_no}/documents/{document}"
    there = await site.browser().sign_in("officer-police-xihu")
    incoming = await only_task(there, case.case_no)
    assert path in ok(await there.get(f"{incoming}/letter"))
    for reader in (police, there):
        assert (await reader.get(path)).content == b"%PDF-1.7"
    mother = await site.browser().sign_in("mother")
    assert (await mother.get(path)).status_code == 404
    assert document not in ok(await mother.get(f"/cases/{case.case_no}"))


async def drawn(site: Site, case: CaseChange) -> str:
    """As the worker would draw it; its id."""
    engine = site.app.state.parts.engine
    async with transaction(engine.database, ENGINE) as connection:
        found = text("SELECT * FROM effect WHERE case_id = :case AND kind = 'paper'")
        keys = [row.key for row in (await connection.execute(found, {"case": case.id})).all()]
        [effect] = await find_by_keys(connection, keys)
        [number] = (await connection.execute(text("SELECT number FROM letter"))).scalars()
    title = Text("协助函", "Letter of assistance")
    paper = IssuedPaper("letter", "letter", 1, title, "CODE", b"%PDF-1.7", "00", POLICE, "李*", number)
    await record_paper(engine, effect, paper)
    async with transaction(engine.database, ENGINE) as connection:
        return str((await connection.execute(text("SELECT id FROM document"))).scalar_one())
