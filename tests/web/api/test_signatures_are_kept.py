"""What was signed goes with the case: onto its application form and into its archive package."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from activities.archive import Archive
from activities.handler import Job
from activities.papers.notices import variables_of
from activities.papers.words import read_words
from database.queries.effect_rows import find_by_keys
from database.session import ENGINE, transaction
from departments.simulated.people import XU_SHUHAN
from documents.archiving.verify import problems_of, read_zip
from documents.papers import PAPERS
from documents.render import render_html
from documents.sealing.cms import check_statement
from documents.sealing.signing import Signatory, read_trusted
from documents.template_texts import example_of
from engine.archive_export import read_package
from engine.case_box import CaseErased
from engine.change import read_case
from engine.signatures import read_signatures
from files.opening import open_store
from tests.web.api.conftest import Town, settings_for
from tests.web.api.flat import FORM, Flat, open_flat

TENANT = Signatory("person", XU_SHUHAN.name, XU_SHUHAN.id_number)


async def signed_case(town: Town) -> tuple[Flat, str, str]:
    """The flat, its case number and the text that was signed."""
    flat = await open_flat(town)
    text = (await flat.sign())["statement"]
    return flat, (await flat.submit())["case_no"], text


async def test_the_application_form_prints_the_text_and_who_signed_it(town: Town) -> None:
    _, case_no, text = await signed_case(town)
    [(key,)] = town.sql("SELECT key FROM effect WHERE template = 'application_form'")
    async with read_case(town.app.state.parts.engine, _id_of(town, case_no)) as case:
        [effect] = await find_by_keys(case.connection, [key])
        words = await read_words(case)
        variables = await variables_of(case, effect, words, public_url="http://127.0.0.1:8600")

    data = example_of(PAPERS["application_form"])
    printed = render_html("application_form", replace(data, variables=variables))

    [statement] = variables["statements"]  # pyright: ignore[reportGeneralTypeIssues, reportIndexIssue]
    assert statement["text"] == text
    for words_of in (XU_SHUHAN.name, "个人电子签名", statement["serial"], "没有法律效力", "合租 / A room"):
        assert words_of in printed


async def test_the_archive_has_text_signature_and_content_and_its_check_names_a_changed_one(
    town: Town,
) -> None:
    flat, case_no, text = await signed_case(town)
    files = await _archived(town, flat, case_no)

    stem = "application/statements/applicant"
    assert files[f"{stem}.txt"].decode() == text
    content = files[f"{stem}.json"]
    assert sha256(content).hexdigest() in text
    assert json.loads(content)["values"]["flat.rent"] == FORM["flat.rent"]
    assert files["signing-ca.pem"] == b"".join(read_trusted(town.data_dir))
    await asyncio.to_thread(
        check_statement, files[f"{stem}.p7s"], text.encode(), trusted=[files["signing-ca.pem"]],
        signatory=TENANT, asked_at=datetime.now(UTC), now=datetime.now(UTC),
    )  # fmt: skip
    whole = [each for each in problems_of(files) if "statement" in each.where or "signature" in each.where]
    assert whole == []


@pytest.mark.parametrize("ending", ["txt", "p7s"])
async def test_a_signature_or_text_that_is_not_the_one_of_the_log_is_named(town: Town, ending: str) -> None:
    flat, case_no, _ = await signed_case(town)
    files = await _archived(town, flat, case_no)
    path = f"application/statements/applicant.{ending}"
    files[path] += b" "
    manifest = json.loads(files["manifest.json"])
    entry = next(each for each in manifest["files"] if each["path"] == path)
    entry |= {"sha256": sha256(files[path]).hexdigest(), "size": len(files[path])}
    files["manifest.json"] = json.dumps(manifest).encode()  # even where the manifest was made to agree

    assert "is not what the log says was signed" in {
        each.en for each in problems_of(files) if each.where == path
    }


async def test_after_a_lawful_deletion_nobody_reads_what_was_signed(town: Town) -> None:
    _, case_no, _ = await signed_case(town)
    [(sealed,)] = town.sql("SELECT ciphertext FROM signed_statement")
    assert XU_SHUHAN.name.encode() not in bytes(sealed)
    town.sql("DELETE FROM case_key RETURNING 1")
    async with read_case(town.app.state.parts.engine, _id_of(town, case_no)) as case:
        with pytest.raises(CaseErased):
            await read_signatures(case.connection, case.box, case.id)


def _id_of(town: Town, case_no: str) -> int:
    return town.sql("SELECT id FROM matter_case WHERE case_no = %s", case_no)[0][0]


async def _archived(town: Town, flat: Flat, case_no: str) -> dict[str, bytes]:
    """As the worker makes it, after everything else has come to an end."""
    await (await flat.tenant()).post(f"/cases/{case_no}/withdraw", {"reason": "不租了"})
    await (await town.person("administrator", level="L2")).post(f"/cases/{case_no}/archive", status=202)
    town.sql("UPDATE effect SET state = 'answered', try_after = NULL WHERE kind <> 'archive' RETURNING 1")
    engine = town.app.state.parts.engine
    store = open_store(settings_for(town.database, town.data_dir), keys=engine.keys)
    archive = Archive(engine, store, trusted_signers=lambda: read_trusted(town.data_dir))
    async with transaction(engine.database, ENGINE) as connection:
        [effect] = await find_by_keys(connection, [f"{case_no}/case/archive_asked/1"])
    await archive.carry_out(Job(effect, ask_first=False, seconds=15))
    async with transaction(engine.database, ENGINE) as connection:
        return read_zip(await read_package(connection, case_no, keys=engine.keys, files=store))
