"""The administrator's pages of calendars, and the page on how an item's time is counted."""

from datetime import UTC, datetime

from tests.web.portal.conftest import Site, submit

YEAR = datetime.now(UTC).year + 1
FILE = f"day,kind,source\n{YEAR}-01-01,off,国办发明电〔2026〕0号\n"
HANGZHOU = "330100000000"


async def test_an_administrator_drafts_a_year_sees_what_moves_and_publishes_it(site: Site) -> None:
    await submit(site)
    admin = await site.browser().sign_in("administrator")
    page = await admin.get("/calendars")
    assert "2026" in page.text

    seen = await admin.send("/calendars/drafts", year=str(YEAR), csv=FILE)
    assert seen.url.path.startswith("/calendars/drafts/")
    done = await admin.send(f"{seen.url.path}/publish")

    assert done.url.path == "/calendars"
    assert str(YEAR) in done.text
    assert "国办发明电〔2026〕0号" in done.text


async def test_a_file_with_a_mistake_comes_back_as_it_was_typed(site: Site) -> None:
    admin = await site.browser().sign_in("administrator")
    await admin.get("/calendars")
    page = await admin.send("/calendars/drafts", year=str(YEAR), csv=FILE.replace("-01-01", "-13-01"))
    assert page.status_code == 422
    assert f"{YEAR}-13-01" in page.text
    assert "csv:2" in page.text


async def test_a_day_that_cannot_be_is_told_with_its_line_at_the_box_of_the_days(site: Site) -> None:
    admin = await site.browser().sign_in("administrator")
    page = await admin.get("/calendars")
    assert "2026-01-04,work,国办发明电〔2025〕7号" in page.text
    other = f"{YEAR + 1}-01-01,off,国办发明电〔2026〕0号"
    refused = await admin.send("/calendars/drafts", year=str(YEAR), csv=f"{FILE}{other}\n")
    assert refused.status_code == 422
    assert 'id="csv-error"' in refused.text
    assert f"{other}：不在该年度内" in refused.text
    for wrong, words in (
        (FILE.removeprefix("day,kind,source\n"), "第一行缺少 day, kind, source"),
        (FILE.replace(f"{YEAR}-01-01", f"{YEAR}/1/1"), "csv:2：日期应写成 2026-01-01 的样子"),
        ("", "第一行缺少"),
    ):
        again = await admin.send("/calendars/drafts", year=str(YEAR), csv=wrong)
        assert words in again.text


async def test_a_draft_is_dropped(site: Site) -> None:
    admin = await site.browser().sign_in("administrator")
    await admin.get("/calendars")
    seen = await admin.send("/calendars/drafts", year=str(YEAR), csv=FILE)
    page = await admin.send(f"{seen.url.path}/drop")
    assert seen.url.path not in page.text


async def test_days_of_a_region_and_an_emergency_stand_on_the_page(site: Site) -> None:
    admin = await site.browser().sign_in("administrator")
    await admin.get("/calendars")
    nothing = await admin.send("/calendars/standstills", region=HANGZHOU)
    assert nothing.status_code == 422

    day = f"{YEAR}-04-19"
    await admin.send(
        "/calendars/regional-days", region=HANGZHOU, day=day, kind="off", source="杭政办〔2026〕0号"
    )
    page = await admin.send(
        "/calendars/standstills",
        region=HANGZHOU,
        first=f"{YEAR}-07-01",
        last=f"{YEAR}-07-02",
        decision_no="杭防指〔2026〕1号",
        source="杭州市人民政府",
    )
    assert "杭政办" in page.text
    assert page.text.count("杭防指〔2026〕1号") == 2


async def test_a_supervisor_reads_the_calendar_and_changes_nothing(site: Site) -> None:
    supervisor = await site.browser().sign_in("supervisor")
    page = await supervisor.get("/calendars")
    assert page.status_code == 200
    assert "<form" not in page.text.partition("<main")[2].partition("</main")[0]
    assert (await supervisor.send("/calendars/drafts", year=str(YEAR), csv=FILE)).status_code == 403


async def test_an_applicant_reads_how_the_time_is_counted(site: Site) -> None:
    mother, submitted = await submit(site)
    page = await mother.get(f"/cases/{submitted.case_no}/items/fertility-registration/account")
    assert page.status_code == 200
    assert "<details>" in page.text
    assert "今天" in page.text
