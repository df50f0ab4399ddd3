"""The organisation's pages as an administrator uses them, and setting up an installation that is empty."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import psycopg

from access.first_administrator import issue_code
from tests.conftest import Database
from tests.web.portal.conftest import Browser, Site, submit

YUHANG, XIHU, HANGZHOU = "330110000000", "330106000000", "330100000000"
TABLE = "code,name_zh,name_en,valid_from\n330113000000,杭州市临平区,Linping District,2025-06-01\n"
SOON = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()


def sql(database: Database, statement: str, *values: object) -> list[tuple[object, ...]]:
    url = database.owner_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url) as connection:
        connection.execute("SET LOCAL ROLE onematter_engine")
        cursor = connection.execute(statement.encode(), values)
        return cursor.fetchall() if cursor.description else []


async def admin_of(site: Site) -> Browser:
    return await site.browser().sign_in("administrator")


async def test_every_page_of_the_organisation_opens_in_both_languages(site: Site) -> None:
    admin = await admin_of(site)
    registers = ("regions", "departments", "halls", "posts", "people", "responsibility", "remedies")
    pages = ["/organisation", "/organisation/people", "/organisation/responsibility", "/setup", "/posts",
             "/organisation/reorganisations", f"/organisation/reorganisations/new?department=health@{XIHU}",
             *(f"/organisation/registers/{each}{more}" for each in registers
               for more in ("", "/entry", "/import"))]  # fmt: skip
    for language in ("zh", "en"):
        await admin.send("/language", language=language, return_to="/organisation")
        for path in pages:
            page = await admin.get(path)
            assert page.status_code == 200, path
            assert "<h1>" in page.text, path


async def test_a_region_is_typed_in_and_what_is_wrong_stands_beside_its_input(site: Site) -> None:
    admin = await admin_of(site)
    path = "/organisation/registers/regions/entry"
    await admin.get(path)
    wrong = await admin.send(
        path, code="330113", name_zh="临平", name_en="Linping", kind="division", version="0"
    )
    assert wrong.status_code == 422
    assert 'value="临平"' in wrong.text
    assert 'id="cell-code-error"' in wrong.text
    right = {"code": "330113000000", "name_zh": "临平区", "name_en": "Linping", "kind": "division",
             "valid_from": "2025-06-01", "reason": "国函〔2021〕0号"}  # fmt: skip
    done = await admin.send(path, version="0", **right)
    assert done.url.path == "/organisation/registers/regions"
    assert "临平区" in done.text
    again = await admin.send(path, version="0", **{**right, "name_zh": "另一个"})
    assert again.status_code == 412
    assert 'value="另一个"' in again.text
    assert "临平区" in again.text


async def test_a_table_is_looked_at_before_it_is_written(site: Site) -> None:
    admin = await admin_of(site)
    path = "/organisation/registers/regions/import"
    await admin.get(path)
    refused = await admin.send(path, table=TABLE.replace("330113000000", "33011"))
    assert "12 位" in refused.text or "格式不正确" in refused.text
    assert 'name="digest"' not in refused.text
    seen = await admin.send(path, table=TABLE)
    digest = re.findall(r'name="digest" value="([0-9a-f]+)"', seen.text)[0]
    done = await admin.send(f"{path}/apply", table=TABLE, digest=digest, reason="导入")
    assert done.url.path == "/organisation/registers/regions"
    assert "330113000000" in done.text


async def test_hostile_files_are_refused_in_words(site: Site) -> None:
    admin = await admin_of(site)
    path = "/organisation/registers/regions/import"
    await admin.get(path)
    for content, words in (
        (b"PK\x03\x04 a spreadsheet", "CSV UTF-8"),
        ("编码,名称\n".encode("gb18030"), "UTF-8"),
        (b"code,name_zh\n" + b"1" * 1_100_000, "表格过大"),
        (TABLE.replace("杭州市临平区", "=HYPERLINK(1)").encode(), "公式"),
        (b"surname,pin\na,b\n", "列名"),
    ):
        page = await admin.hand_in(path, content)
        assert words in page.text, content[:20]
        assert 'name="digest"' not in page.text


async def test_the_grid_leads_to_a_cell_and_a_column_is_filled(site: Site) -> None:
    admin = await admin_of(site)
    await admin.get("/organisation/registers/regions/import")
    seen = await admin.send("/organisation/registers/regions/import", table=TABLE)
    digest = re.findall(r'name="digest" value="([0-9a-f]+)"', seen.text)[0]
    await admin.send(
        "/organisation/registers/regions/import/apply", table=TABLE, digest=digest, reason="导入"
    )
    shown = f"/organisation/responsibility?parent={HANGZHOU}&matter=newborn"
    grid = await admin.get(shown)
    assert "330113000000" in grid.text
    empty = grid.text.count('class="state bad"')
    assert empty
    filled = await admin.send(
        "/organisation/responsibility/fill", parent=HANGZHOU, matter="newborn", item="birth-registration",
        department=f"police@{YUHANG}", reason="代办",
    )  # fmt: skip
    assert filled.text.count('class="state bad"') == empty - 1


async def test_an_administrator_reads_what_an_officer_may_do_and_why(site: Site) -> None:
    await submit(site)
    admin = await admin_of(site)
    await admin.get("/organisation/people")
    found = await admin.send("/organisation/people", q="officer-health-xihu")
    person = re.findall(r'href="(/organisation/people/[0-9a-f-]{36})"', found.text)[0]
    page = await admin.get(person)
    assert "办理任务" in page.text
    assert "限本部门" in page.text
    left = await admin.send(f"{person}/leave", version="1", last_day=SOON, reason="调动")
    assert left.url.path == person
    assert "不再在岗" in left.text


async def test_a_column_of_few_words_says_which_these_are_before_a_table_is_written(site: Site) -> None:
    admin = await admin_of(site)
    page = await admin.get("/organisation/registers/regions/import")
    assert "<code>division</code> 行政区划" in page.text


async def test_people_are_listed_and_found_by_the_name_of_their_department(site: Site) -> None:
    admin = await admin_of(site)
    everybody = await admin.get("/organisation/people")
    assert "余杭区公安分局户籍窗口" in everybody.text
    assert "杭州市" in everybody.text  # of the supervisor, who belongs to no department
    found = await admin.send("/organisation/people", q="西湖区公安分局")
    assert found.text.count("西湖区公安分局") > 1
    assert "余杭区" not in found.text


async def test_a_department_that_ends_is_ordered_with_its_heir_and_cancelled(site: Site) -> None:
    admin = await admin_of(site)
    order = {"department": f"health@{XIHU}", "version": "1", "kind": "merge", "source": "编办〔2026〕1号"}
    await admin.get(f"/organisation/reorganisations/new?department=health@{XIHU}")
    refused = await admin.send("/organisation/reorganisations", **order, effective_on=SOON)
    assert refused.status_code == 422
    assert 'id="successor-error"' in refused.text
    done = await admin.send(
        "/organisation/reorganisations", **order, effective_on=SOON, successor=f"health@{YUHANG}"
    )
    assert "编办〔2026〕1号" in done.text
    cancel = re.findall(r'action="(/organisation/reorganisations/[^/]+/cancel)"', done.text)[0]
    page = await admin.send(cancel, reason="暂缓")
    assert cancel not in page.text


async def test_an_empty_installation_has_its_first_administrator_by_a_code_printed_once(
    site: Site, seeded_database: Database
) -> None:
    """Emptied by hand, since this stack comes with a town."""
    sql(seeded_database, "DELETE FROM responsibility")
    sql(seeded_database, "DELETE FROM department")
    sql(seeded_database, "DELETE FROM region")
    sql(seeded_database, "DELETE FROM officer WHERE role = 'administrator'")
    code = await asyncio.to_thread(issue_code, seeded_database.owner_url)
    somebody = await site.browser().sign_in("reader")
    await somebody.get("/setup/code")
    wrong = await somebody.send("/setup/code", code="AAAAA-BBBBB")
    assert wrong.status_code == 422
    page = await somebody.send("/setup/code", code=code.lower())
    assert page.url.path == "/setup"
    assert "还没有地区" in page.text
    other = await site.browser().sign_in("mother")
    await other.get("/setup/code")
    assert (await other.send("/setup/code", code=code)).status_code == 409

    # It is left here and gone on with later: what is there is counted.
    await somebody.get("/organisation/registers/regions/import")
    path = "/organisation/registers/regions/import"
    seen = await somebody.send(path, table=TABLE)
    digest = re.findall(r'name="digest" value="([0-9a-f]+)"', seen.text)[0]
    await somebody.send(f"{path}/apply", table=TABLE, digest=digest, reason="导入")
    page = await somebody.get("/setup")
    assert "还没有地区" not in page.text
    assert "还没有部门" in page.text
