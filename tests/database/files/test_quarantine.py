"""A file that could not be scanned stays locked away until a scanner has looked at it."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from database.session import ENGINE, make_engine, transaction
from database.tables.stored_file import StoredFile
from engine.context import EngineContext, open_context
from files.intake import take_in
from files.refusals import ScannerUnavailable
from files.scan import NoScanner, Verdict
from files.store import FileStore, objects_in_folder
from settings import get_settings
from tests.conftest import Database
from tests.database.rows import insert_person
from tests.unit.files.upload_examples import in_chunks, pdf
from worker_process.uploads import scan_quarantined


class Away:
    async def scan(self, content: bytes) -> Verdict:
        raise ScannerUnavailable


class Alarmed:
    async def scan(self, content: bytes) -> Verdict:
        return Verdict(clean=False, by="test", found="Eicar")


@pytest.fixture
async def context(database: Database) -> AsyncIterator[EngineContext]:
    context = open_context(make_engine(database.app_url, pool_size=2), keys=get_settings().master_keys)
    yield context
    await context.database.dispose()


@pytest.fixture
async def store(context: EngineContext, tmp_path: Path) -> FileStore:
    """With one file in quarantine."""
    store = FileStore(objects_in_folder(tmp_path), keys=get_settings().master_keys)
    sealed, _ = await take_in(in_chunks(pdf()), declared_name="a.pdf", store=store, scanner=Away())
    async with transaction(context.database, ENGINE) as connection:
        owner = await insert_person(connection)
        await connection.execute(insert(StoredFile).values(owner=owner, **asdict(sealed)))
    return store


async def state(context: EngineContext) -> tuple[str, str]:
    async with transaction(context.database, ENGINE) as connection:
        row = (await connection.execute(text("SELECT scan, storage_key FROM stored_file"))).one()
    return row.scan, row.storage_key.partition("/")[0]


async def test_while_the_scanner_is_away_it_stays_where_it_is(
    context: EngineContext, store: FileStore
) -> None:
    assert await scan_quarantined(context, store=store, scanner=Away()) == 0
    assert await state(context) == ("quarantine", "quarantine")


async def test_a_clean_one_is_released_once(context: EngineContext, store: FileStore) -> None:
    assert await scan_quarantined(context, store=store, scanner=NoScanner()) == 1
    assert await state(context) == ("clean", "clean")
    assert await scan_quarantined(context, store=store, scanner=NoScanner()) == 0


async def test_an_infected_one_is_gone_and_its_row_says_so(
    context: EngineContext, store: FileStore, tmp_path: Path
) -> None:
    assert await scan_quarantined(context, store=store, scanner=Alarmed()) == 1
    assert (await state(context))[0] == "refused"
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]
