"""A published matter tells which versions it was built of, also when these are no longer the newest."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from casework.defining.composition import composition_of
from database.session import ENGINE, transaction
from engine.definition_rows import Ref, find_version
from tests.database.engine.dogs import ITEM, TODAY, Dogs, open_dogs, promising


@pytest.fixture
async def dogs(app_engine: AsyncEngine) -> Dogs:
    return await open_dogs(app_engine)


async def items_of(dogs: Dogs, matter: Ref) -> list[tuple[str, int]]:
    async with transaction(dogs.engine, ENGINE) as connection:
        version = await find_version(connection, matter)
        assert version is not None
        built = await composition_of(connection, version, language="en")
    assert built is not None
    return [(each.code, each.version) for each in built.parts if each.kind == "item"]


async def test_it_names_the_item_as_it_was_when_the_matter_was_built_and_not_as_it_became(dogs: Dogs) -> None:
    first = await dogs.opens()
    assert await items_of(dogs, first) == [("dog-licence", 1)]

    dogs.a_day_passes()
    faster = await dogs.draft(ITEM.replace("promised: 3", "promised: 2"))
    await dogs.publish(faster)
    assert await items_of(dogs, first) == [("dog-licence", 1)]

    dogs.a_day_passes()
    second = await dogs.draft(promising(5))
    await dogs.publish(second)
    assert await items_of(dogs, second) == [("dog-licence", 2)]
    assert await items_of(dogs, first) == [("dog-licence", 1)]


async def test_a_matter_that_follows_its_item_is_built_of_the_new_one(dogs: Dogs) -> None:
    first = await dogs.opens()
    dogs.a_day_passes()
    await dogs.publish(await dogs.draft(ITEM.replace("promised: 3", "promised: 1")), with_matters=True)
    assert await items_of(dogs, first) == [("dog-licence", 2)]


async def test_what_its_items_use_belongs_to_it_and_a_draft_is_built_of_nothing(dogs: Dogs) -> None:
    first, draft = await dogs.opens(), await dogs.draft(promising(5))
    async with transaction(dogs.engine, ENGINE) as connection:
        published, unpublished = [await find_version(connection, each) for each in (first, draft)]
        assert published is not None
        assert unpublished is not None
        built = await composition_of(connection, published, language="zh")
        nothing = await composition_of(connection, unpublished, language="zh")
    assert nothing is None
    assert built is not None
    assert built.day == TODAY
    assert {each.kind for each in built.parts} == {"item", "element"}
    assert all(each.version == 1 for each in built.parts)
