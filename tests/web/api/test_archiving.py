"""Who may have a case archived, who may read the package, and who is told of it."""

import asyncio
import io
import zipfile

import pytest

from activities.archive import Archive
from activities.handler import Job, Recorded
from database.queries.effect_rows import EffectRow, find_by_keys
from database.session import ENGINE, transaction
from documents.archiving.verify import problems_of, read_zip
from engine.archive_export import NoPackage, export_package
from files.opening import open_store
from tests.web.api.conftest import Town, settings_for


async def withdrawn_case(town: Town) -> str:
    case_no = (await town.submit())["case_no"]
    await (await town.person("mother")).post(f"/cases/{case_no}/withdraw", {"reason": "改到窗口办理"})
    return case_no


async def planned(town: Town, case_no: str) -> EffectRow:
    async with transaction(town.app.state.parts.engine.database, ENGINE) as connection:
        [effect] = await find_by_keys(connection, [f"{case_no}/case/archive_asked/1"])
    return effect


async def archived(town: Town, case_no: str) -> None:
    """The worker has made the package, after everything else of the case had come to an end."""
    town.sql("UPDATE effect SET state = 'answered', try_after = NULL WHERE kind <> 'archive'")
    engine = town.app.state.parts.engine
    store = open_store(settings_for(town.database, town.data_dir), keys=engine.keys)
    done = await Archive(engine, store).carry_out(
        Job(await planned(town, case_no), ask_first=False, seconds=15)
    )
    assert isinstance(done, Recorded)


async def test_an_administrator_has_a_case_archived_and_sees_only_what_is_in_the_package(town: Town) -> None:
    case_no = await withdrawn_case(town)
    administrator = await town.person("administrator", level="L2")
    before = await administrator.get(f"/cases/{case_no}/archive")
    assert before["state"] == "none"

    asked = await administrator.post(f"/cases/{case_no}/archive", status=202)

    assert asked["state"] == "under_way"
    await administrator.post(f"/cases/{case_no}/archive", status=202)
    await archived(town, case_no)
    now = await administrator.get(f"/cases/{case_no}/archive")
    assert (now["state"], now["version"]) == ("incomplete", 1)
    assert all(each.startswith("paper ") for each in now["missing"]), "no paper was drawn here"
    assert now["files"] > 5


async def test_an_administrator_never_reads_a_package(town: Town) -> None:
    case_no = await withdrawn_case(town)
    administrator = await town.person("administrator", level="L2")
    answer = await administrator.call("GET", f"/cases/{case_no}/archive/package")
    assert answer.status_code == 403


@pytest.mark.parametrize("reader", ["officer-health", "supervisor"])
async def test_the_lead_department_and_supervision_read_it_and_the_applicant_sees_that(
    town: Town, reader: str
) -> None:
    case_no = await withdrawn_case(town)
    await (await town.person("administrator", level="L2")).post(f"/cases/{case_no}/archive", status=202)
    await archived(town, case_no)
    officer = await town.person(reader)

    answer = await officer.call("GET", f"/cases/{case_no}/archive/package")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{case_no}.zip"')
    files = read_zip(answer.content)
    seen = await officer.get(f"/cases/{case_no}/archive")
    assert [str(each.where) for each in problems_of(files, seen["manifest_sha256"])] == seen["missing"]
    assert "王子涵" in files["application/form.json"].decode()
    log = await (await town.person("mother")).get(f"/cases/{case_no}/access-log")
    assert log["items"][0]["purpose"] == "document_opened"


async def test_nobody_else_reads_it(town: Town) -> None:
    case_no = await withdrawn_case(town)
    await (await town.person("administrator", level="L2")).post(f"/cases/{case_no}/archive", status=202)
    await archived(town, case_no)
    for persona, status in (
        ("officer-police", 403),
        ("mother", 403),
        ("officer-library", 404),
        ("stranger", 401),
    ):
        person = town.stranger if persona == "stranger" else await town.person(persona)
        answer = await person.call("GET", f"/cases/{case_no}/archive/package")
        assert answer.status_code == status, persona


async def test_an_open_case_cannot_be_archived(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    administrator = await town.person("administrator", level="L2")
    refused = await administrator.post(f"/cases/{case_no}/archive", status=409)
    assert refused["type"] == "urn:onematter:problem:still-open"
    assert (await administrator.get(f"/cases/{case_no}/archive"))["state"] == "none"


async def test_only_an_administrator_asks_for_it_and_only_for_a_case_that_exists(town: Town) -> None:
    case_no = await withdrawn_case(town)
    for persona in ("officer-health", "supervisor", "mother"):
        await (await town.person(persona)).post(f"/cases/{case_no}/archive", status=403)
    await (await town.person("administrator", level="L1")).post(f"/cases/{case_no}/archive", status=403)
    administrator = await town.person("administrator", level="L2")
    for number in ("330110000000000000000", "nonsense", "%00"):
        answer = await administrator.call("POST", f"/cases/{number}/archive")
        assert answer.status_code == 404


async def test_without_a_package_there_is_nothing_to_read(town: Town) -> None:
    case_no = await withdrawn_case(town)
    answer = await (await town.person("supervisor")).call("GET", f"/cases/{case_no}/archive/package")
    assert answer.status_code == 409


async def test_an_operator_exports_the_package_and_the_applicant_sees_that(town: Town) -> None:
    case_no = await withdrawn_case(town)
    await (await town.person("administrator", level="L2")).post(f"/cases/{case_no}/archive", status=202)
    await archived(town, case_no)

    content = await exported(town, case_no)

    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    log = await (await town.person("mother")).get(f"/cases/{case_no}/access-log")
    assert log["items"][0]["purpose"] == "document_opened"


async def test_there_is_nothing_to_export_of_a_case_that_was_not_archived(town: Town) -> None:
    case_no = await withdrawn_case(town)
    with pytest.raises(NoPackage):
        await exported(town, case_no)


async def exported(town: Town, case_no: str) -> bytes:
    return await asyncio.to_thread(export_package, settings_for(town.database, town.data_dir), case_no)
