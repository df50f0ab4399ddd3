"""A stored file and its row: written together, found again by its owner, unreadable once its key is gone."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.session import ENGINE, Identity, transaction
from database.tables.stored_file import StoredFile
from files.intake import take_in
from files.refusals import FileGone
from files.scan import NoScanner
from files.store import FileStore, SealedFile, objects_in_folder
from settings import get_settings
from tests.database.rows import insert_person
from tests.unit.files.upload_examples import in_chunks, pdf

COLUMNS = [StoredFile.__table__.c[each.name] for each in fields(SealedFile)]


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(objects_in_folder(tmp_path), keys=get_settings().master_keys)


async def taken(store: FileStore) -> SealedFile:
    sealed, _ = await take_in(in_chunks(pdf()), declared_name="授权书.pdf", store=store, scanner=NoScanner())
    return sealed


async def found(connection: AsyncConnection, sealed: SealedFile) -> SealedFile | None:
    row = (await connection.execute(select(*COLUMNS).where(StoredFile.id == sealed.id))).mappings().first()
    return None if row is None else SealedFile(**row)


async def test_its_owner_finds_a_file_again_and_a_stranger_does_not(
    app_engine: AsyncEngine, store: FileStore
) -> None:
    sealed = await taken(store)
    async with transaction(app_engine, ENGINE) as connection:
        owner, stranger = await insert_person(connection), await insert_person(connection)
        await connection.execute(insert(StoredFile).values(owner=owner, **asdict(sealed)))
    async with transaction(app_engine, Identity(person=owner)) as connection:
        mine = await found(connection, sealed)
    assert mine == sealed
    assert mine is not None
    assert await store.open(mine) == pdf()
    async with transaction(app_engine, Identity(person=stranger)) as connection:
        assert await found(connection, sealed) is None


async def test_destroying_the_key_in_the_row_leaves_nothing_to_open_the_file_with(
    app_engine: AsyncEngine, store: FileStore
) -> None:
    sealed = await taken(store)
    async with transaction(app_engine, ENGINE) as connection:
        owner = await insert_person(connection)
        await connection.execute(insert(StoredFile).values(owner=owner, **asdict(sealed)))
        await connection.execute(update(StoredFile).values(wrapped_key=None, kid=None))
        left = await found(connection, sealed)
    assert left is not None
    with pytest.raises(FileGone):
        await store.open(left)
    with pytest.raises(FileGone):
        store.name_of(left)


async def test_a_scan_state_that_does_not_exist_is_refused(app_engine: AsyncEngine, store: FileStore) -> None:
    values = asdict(await taken(store)) | {"scan": "perhaps"}
    with pytest.raises(IntegrityError):
        async with transaction(app_engine, ENGINE) as connection:
            await connection.execute(
                insert(StoredFile).values(owner=await insert_person(connection), **values)
            )
