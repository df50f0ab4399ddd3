"""A package from the command line: out of one installation, and as drafts into it again."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from engine.definition_rows import Ref
from engine.packages import DraftInTheWay, export_file, import_file
from matter_definitions.packaging.reading import PackageRefused
from refusals import Malformed, Unknown
from tests.conftest import Database
from tests.database.engine.dogs import ITEM, Dogs, open_dogs


@pytest.fixture
async def dogs(app_engine: AsyncEngine) -> Dogs:
    return await open_dogs(app_engine)


async def test_what_has_changed_since_is_different_and_becomes_a_draft_when_it_is_taken(
    dogs: Dogs, database: Database, tmp_path: Path
) -> None:
    await dogs.opens()
    url, file = database.owner_url, tmp_path / "dog.zip"
    await asyncio.to_thread(export_file, url, "dog", file, with_overrides=True)
    assert {each.partition(" ")[0] for each in await looked(url, file)} == {"same"}

    await dogs.publish(await dogs.draft(ITEM.replace("promised: 3", "promised: 2")))
    assert "different item:dog-licence" in await looked(url, file)

    said = await asyncio.to_thread(import_file, url, file, create=True, take=["item:dog-licence"])
    assert said[-1] == "draft item:dog-licence version 3"
    await dogs.save(Ref("item", "dog-licence", 3), ITEM.replace("promised: 3", "promised: 1"))
    with pytest.raises(DraftInTheWay):
        await asyncio.to_thread(import_file, url, file, create=True, take=["item:dog-licence"])
    with pytest.raises(Malformed):
        await asyncio.to_thread(import_file, url, file, create=True, take=["matter:dog"])


async def test_what_is_no_matter_and_what_is_no_package_is_refused(
    dogs: Dogs, database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Unknown):
        await asyncio.to_thread(export_file, database.owner_url, "dog", tmp_path / "x", with_overrides=False)
    (tmp_path / "x").write_bytes(b"no archive")
    with pytest.raises(PackageRefused):
        await looked(database.owner_url, tmp_path / "x")


async def looked(url: str, file: Path) -> list[str]:
    return await asyncio.to_thread(import_file, url, file, create=False, take=())
