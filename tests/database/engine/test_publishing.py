"""Definitions are published once and for all, from a day on, here first and there later."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import ENGINE, transaction
from engine.definition_rows import Ref, find_version
from engine.project_definitions import publish_files
from engine.publish import DefinitionRefused
from engine.publishing import NotADraft, SecondPersonNeeded
from engine.retiring import NotInForce
from refusals import Malformed
from tests.conftest import Database
from tests.database.engine.dogs import (
    ANNA,
    BERT,
    CITY_PREFIX,
    ELEMENTS,
    ITEM,
    MATTER,
    TODAY,
    XIHU,
    YUHANG,
    YUHANG_PREFIX,
    Dogs,
    open_dogs,
    promising,
)

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
async def dogs(app_engine: AsyncEngine) -> Dogs:
    return await open_dogs(app_engine)


async def scalar(dogs: Dogs, query: str, **values: object) -> Any:
    async with transaction(dogs.engine, ENGINE) as connection:
        return (await connection.execute(text(query), values)).scalar()


async def test_a_matter_goes_with_the_items_that_it_needs_or_not_at_all(dogs: Dogs) -> None:
    matter, item = await dogs.draft(MATTER), await dogs.draft(ITEM)
    with pytest.raises(DefinitionRefused, match=r"matter/dog:\d+: there is no item"):
        await dogs.publish(matter)
    assert await dogs.in_force(XIHU) is None
    elements = [await dogs.draft(each) for each in ELEMENTS.values()]

    done = await dogs.publish(*elements, item, matter)

    assert [each.ref for each in done.published] == [*elements, item, matter]
    assert await dogs.in_force(XIHU) == 1
    with pytest.raises(NotADraft):
        await dogs.publish(matter)


async def test_what_was_published_never_changes_and_neither_does_the_book(
    dogs: Dogs, owner_engine: AsyncEngine
) -> None:
    await dogs.opens()
    for statement in (
        "UPDATE definition SET source = 'x'",
        "UPDATE definition SET state = 'draft'",
        "UPDATE definition SET state = 'retired', title_zh = 'x'",
        "DELETE FROM definition",
        "UPDATE definition_event SET reason = 'x'",
        "DELETE FROM definition_event",
    ):
        with pytest.raises(DBAPIError) as refused:
            async with owner_engine.begin() as connection:
                await connection.execute(text(statement))
        assert isinstance(refused.value.orig, psycopg.errors.RestrictViolation), statement


async def test_a_county_has_a_version_first_and_then_the_province(dogs: Dogs) -> None:
    await dogs.opens()
    dogs.a_day_passes()
    second = await dogs.draft(promising(5))
    await dogs.publish(second, regions=(YUHANG_PREFIX,))

    assert await dogs.in_force(YUHANG, day=TOMORROW) == 2
    assert await dogs.in_force(XIHU, day=TOMORROW) == 1
    assert await dogs.in_force(YUHANG, day=TODAY) == 1

    third = await dogs.draft(promising(6))
    await dogs.publish(third, regions=("33",))

    assert [await dogs.in_force(each, day=TOMORROW) for each in (YUHANG, XIHU)] == [3, 3]
    assert await dogs.in_force("", day=TOMORROW) == 1


async def test_a_version_waits_for_its_day_and_none_begins_in_the_past(dogs: Dogs) -> None:
    await dogs.opens()
    second = await dogs.draft(promising(5))
    with pytest.raises(Malformed):
        await dogs.publish(second, day=date(2026, 3, 4))

    await dogs.publish(second, day=TOMORROW)

    assert [await dogs.in_force(XIHU, day=day) for day in (TODAY, TOMORROW)] == [1, 2]


async def test_back_to_an_older_one_by_publishing_it_again(dogs: Dogs) -> None:
    first = await dogs.opens()
    await dogs.publish(await dogs.draft(promising(5)))
    again = await dogs.draft(MATTER)
    await dogs.publish(again)

    async with transaction(dogs.engine, ENGINE) as connection:
        plans = [await find_version(connection, each) for each in (first, again)]
    assert again.version == 3
    assert await dogs.in_force(XIHU) == 3
    assert [each and each.plan for each in plans] == [plans[0] and plans[0].plan] * 2


async def test_who_edited_it_last_may_not_publish_it_where_two_persons_are_asked_for(dogs: Dogs) -> None:
    await dogs.opens()
    draft = await dogs.draft(promising(5), by=ANNA)
    with pytest.raises(SecondPersonNeeded):
        await dogs.publish(draft, by=ANNA, editor_may=False)
    await dogs.save(draft, promising(6), by=BERT)
    with pytest.raises(SecondPersonNeeded):
        await dogs.publish(draft, by=BERT, editor_may=False)
    await dogs.publish(draft, by=ANNA, editor_may=False)
    assert await dogs.in_force(XIHU) == 2


async def test_an_empty_cell_in_a_wanted_region_stops_publishing(dogs: Dogs) -> None:
    await dogs.opens()
    draft = await dogs.draft(promising(5))
    async with transaction(dogs.engine, ENGINE) as connection:
        await connection.execute(text("DELETE FROM responsibility WHERE region = :region"), {"region": XIHU})

    with pytest.raises(DefinitionRefused, match="330106000000 no department is responsible"):
        await dogs.publish(draft, regions=("330106",))
    await dogs.publish(draft, regions=(CITY_PREFIX,))


async def test_a_matter_goes_on_as_it_was_when_its_item_changes_until_it_is_asked_to_follow(
    dogs: Dogs,
) -> None:
    await dogs.opens()
    before = await scalar(dogs, "SELECT plan FROM matter_in_force ORDER BY sequence DESC")
    done = await dogs.publish(await dogs.draft(ITEM.replace("promised: 3", "promised: 2")))

    assert (done.also_affected, done.republished) == (("dog",), ())
    assert await scalar(dogs, "SELECT plan FROM matter_in_force ORDER BY sequence DESC") == before

    done = await dogs.publish(await dogs.draft(ITEM.replace("promised: 3", "promised: 1")), with_matters=True)

    assert done.republished == ("dog",)
    assert await scalar(dogs, "SELECT plan FROM matter_in_force ORDER BY sequence DESC") != before
    assert await dogs.in_force(XIHU) == 1


async def test_an_item_that_would_break_a_matter_is_refused_unless_the_matter_goes_with_it(
    dogs: Dogs,
) -> None:
    await dogs.opens()
    slower = await dogs.draft(ITEM.replace("promised: 3", "promised: 9"))
    with pytest.raises(DefinitionRefused, match="matter/dog:"):
        await dogs.publish(slower)

    await dogs.publish(slower, await dogs.draft(promising(10)))

    assert await dogs.in_force(XIHU) == 2


async def test_a_retired_matter_takes_no_new_cases_and_may_come_back(dogs: Dogs) -> None:
    first = await dogs.opens()
    plan = await scalar(dogs, "SELECT plan FROM matter_in_force ORDER BY sequence DESC")
    await dogs.retire(first)

    assert await dogs.in_force(XIHU) is None
    assert await scalar(dogs, "SELECT count(*) FROM plan WHERE name = :name", name=plan) == 1
    with pytest.raises(NotInForce):
        await dogs.retire(first)

    await dogs.publish(await dogs.draft(MATTER))
    assert await dogs.in_force(XIHU) == 2


async def test_retiring_one_version_leaves_the_county_that_has_another(dogs: Dogs) -> None:
    first = await dogs.opens()
    await dogs.publish(await dogs.draft(promising(5)), regions=(YUHANG_PREFIX,))
    await dogs.retire(first)

    assert await dogs.in_force(XIHU) is None
    assert await dogs.in_force(YUHANG) == 2


async def test_a_trial_that_ends_leaves_the_county_what_the_region_around_it_has(dogs: Dogs) -> None:
    first = await dogs.opens()
    city = await dogs.draft(promising(5))
    await dogs.publish(city, regions=(CITY_PREFIX,))
    county = await dogs.draft(promising(6))
    await dogs.publish(county, regions=(YUHANG_PREFIX,))

    await dogs.retire(county)
    assert [await dogs.in_force(each) for each in (YUHANG, XIHU, "")] == [2, 2, 1]
    await dogs.retire(city)
    assert [await dogs.in_force(each) for each in (YUHANG, XIHU, "")] == [1, 1, 1]
    await dogs.retire(first)
    assert [await dogs.in_force(each) for each in (YUHANG, XIHU, "")] == [None, None, None]


async def test_a_version_that_is_taken_back_before_its_day_leaves_the_one_before(dogs: Dogs) -> None:
    await dogs.opens()
    second = await dogs.draft(promising(5))
    item = await dogs.draft(ITEM.replace("promised: 3", "promised: 2"))
    await dogs.publish(second, item, day=TOMORROW)
    await dogs.retire(second)
    await dogs.retire(item)

    assert await dogs.in_force(XIHU, day=TOMORROW) == 1
    async with transaction(dogs.engine, ENGINE) as connection:
        stock = await dogs.catalogue.stock(connection, day=TOMORROW)
    assert stock.texts["item"]["dog-licence"] == ITEM


async def test_a_retired_item_is_gone_for_what_is_published_next_and_the_matter_goes_on(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.retire(Ref("item", "dog-licence", 1))

    assert await dogs.in_force(XIHU) == 1
    with pytest.raises(DefinitionRefused, match="there is no item"):
        await dogs.publish(await dogs.draft(promising(5)))


async def test_another_process_sees_at_once_what_was_published(dogs: Dogs) -> None:
    """Each has its own catalogue, and neither is told."""
    await dogs.opens()
    other = Dogs(dogs.engine)
    async with transaction(dogs.engine, ENGINE) as connection:
        assert "dog-tag" not in (await other.catalogue.stock(connection, day=TODAY)).texts["item"]
    await dogs.publish(await dogs.draft(ITEM.replace("item: dog-licence", "item: dog-tag")))
    async with transaction(dogs.engine, ENGINE) as connection:
        assert "dog-tag" in (await other.catalogue.stock(connection, day=TODAY)).texts["item"]


async def test_two_who_publish_one_draft_at_once_publish_it_once(dogs: Dogs) -> None:
    await dogs.opens()
    draft = await dogs.draft(promising(5))

    done = await asyncio.gather(dogs.publish(draft), dogs.publish(draft), return_exceptions=True)

    assert sorted(type(each).__name__ for each in done) == ["NotADraft", "Publication"]
    published = "SELECT count(*) FROM definition_event WHERE act = 'published' AND version = 2"
    assert await scalar(dogs, published) == 1


async def test_files_become_versions_of_their_own_and_the_same_files_change_nothing(
    dogs: Dogs, database: Database, tmp_path: Path
) -> None:
    parts = {
        "elements.yaml": "elements:\n" + "".join(each.partition("\n")[2] for each in ELEMENTS.values()),
        "dog-licence.yaml": ITEM,
        "dog.yaml": MATTER,
    }
    for name, content in parts.items():
        (tmp_path / name).write_text(content, encoding="utf-8")

    first = await asyncio.to_thread(publish_files, database.owner_url, [tmp_path])
    again = await asyncio.to_thread(publish_files, database.owner_url, [tmp_path])

    assert [each.split()[0] for each in first] == ["item", "dog", "element", "element"]
    assert again == []
    today = await scalar(dogs, "SELECT max(effective_from) FROM definition")
    assert await dogs.in_force(XIHU, day=today) == 1
