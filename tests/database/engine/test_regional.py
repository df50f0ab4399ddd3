"""What a region overrides is in force there, on whatever version of the matter, and follows it."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from database.queries.plans_in_force import find_plan_in_force
from database.session import ENGINE, transaction
from engine.definition_rows import Ref
from engine.plans import Plans
from engine.publish import DefinitionRefused
from tests.database.engine.dogs import (
    CITY_PREFIX,
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
CITY = "330100000000"


def override(region: str, body: str) -> str:
    return f'override: dog\nregion: "{region}"\n{body}\n'


def days(number: int) -> str:
    return f"items: [{{item: dog-licence, limits: {{promised: {number} working days}}}}]"


@pytest.fixture
async def dogs(app_engine: AsyncEngine) -> Dogs:
    return await open_dogs(app_engine)


async def terms(dogs: Dogs, place: str, *, day: date = TODAY) -> tuple[int, int] | None:
    """What a new case there is promised: days for the whole, days for the licence."""
    async with transaction(dogs.engine, ENGINE) as connection:
        found = await find_plan_in_force(connection, matter="dog", day=day, place=place)
        if found is None:
            return None
        plan = await Plans().get(connection, found.plan)
    assert plan.promise is not None
    return plan.promise.amount, plan.item("dog-licence").promised.amount


async def test_a_region_overrides_its_part_and_follows_the_rest(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(YUHANG, days(2))))

    assert [await terms(dogs, each) for each in (YUHANG, XIHU, "")] == [(4, 2), (4, 3), (4, 3)]

    await dogs.publish(await dogs.draft(promising(6)))

    assert [await terms(dogs, each) for each in (YUHANG, XIHU)] == [(6, 2), (6, 3)]
    assert await dogs.in_force(YUHANG) == 2


async def test_an_item_that_changes_reaches_the_region_with_its_matter(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(YUHANG, "promise: 3 working days")))
    await dogs.publish(await dogs.draft(ITEM.replace("promised: 3", "promised: 1")), with_matters=True)

    assert [await terms(dogs, each) for each in (YUHANG, XIHU)] == [(3, 1), (4, 1)]


async def test_nobody_follows_twice_what_has_not_changed(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(YUHANG, days(2))))

    done = await dogs.publish(await dogs.draft(ITEM), with_matters=True)

    assert done.republished == ()


async def test_a_matter_that_breaks_an_override_is_refused_and_names_it(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(YUHANG, "promise: 3 working days")))
    slower = await dogs.draft(ITEM.replace("promised: 3", "promised: 4"))

    with pytest.raises(DefinitionRefused, match=rf"override/dog@{YUHANG}:3"):
        await dogs.publish(slower)
    with pytest.raises(DefinitionRefused, match=rf"override/dog@{YUHANG}:3"):
        await dogs.publish(slower, await dogs.draft(promising(5)))

    assert [await terms(dogs, each) for each in (YUHANG, XIHU)] == [(3, 3), (4, 3)]


async def test_the_county_stands_on_the_city_whichever_was_published_last(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(YUHANG, days(2))))
    await dogs.publish(await dogs.draft(override(CITY, "promise: 3 working days")))

    assert [await terms(dogs, each) for each in (YUHANG, XIHU)] == [(3, 2), (3, 3)]

    await dogs.publish(await dogs.draft(override(YUHANG, days(1))))
    assert await terms(dogs, YUHANG) == (3, 1)


async def test_a_version_for_one_county_first_keeps_what_is_overridden_there(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(CITY, days(2))))
    await dogs.publish(await dogs.draft(promising(5)), regions=(YUHANG_PREFIX,))

    assert [await terms(dogs, each) for each in (YUHANG, XIHU)] == [(5, 2), (4, 2)]

    await dogs.publish(await dogs.draft(override(CITY, days(1))))
    assert [await terms(dogs, each) for each in (YUHANG, XIHU)] == [(5, 1), (4, 1)]
    assert [await dogs.in_force(each) for each in (YUHANG, XIHU)] == [2, 1]


async def test_an_override_of_a_day_to_come_waits_and_stands_on_what_is_published_meanwhile(
    dogs: Dogs,
) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(YUHANG, days(2))), day=TOMORROW)
    assert [await terms(dogs, YUHANG, day=day) for day in (TODAY, TOMORROW)] == [(4, 3), (4, 2)]

    await dogs.publish(await dogs.draft(promising(5)))

    assert [await terms(dogs, YUHANG, day=day) for day in (TODAY, TOMORROW)] == [(5, 3), (5, 2)]


async def test_an_override_holds_on_beneath_a_version_of_a_day_to_come(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(promising(5)), day=TOMORROW)

    county = await dogs.draft(override(YUHANG, days(2)))
    await dogs.publish(county)
    assert [await terms(dogs, YUHANG, day=day) for day in (TODAY, TOMORROW)] == [(4, 2), (5, 2)]

    await dogs.retire(county)
    assert [await terms(dogs, YUHANG, day=day) for day in (TODAY, TOMORROW)] == [(4, 3), (5, 3)]


async def test_an_override_that_is_taken_back_before_its_day_never_holds(dogs: Dogs) -> None:
    await dogs.opens()
    county = await dogs.draft(override(YUHANG, days(2)))
    await dogs.publish(county, day=TOMORROW)

    await dogs.retire(county)

    assert await terms(dogs, YUHANG, day=TOMORROW) == (4, 3)


async def test_a_county_whose_trial_ends_keeps_what_it_overrides(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(YUHANG, days(2))))
    trial = await dogs.draft(promising(5))
    await dogs.publish(trial, regions=(CITY_PREFIX,))

    await dogs.retire(trial)

    assert [await terms(dogs, each) for each in (YUHANG, XIHU)] == [(4, 2), (4, 3)]


async def test_an_override_of_a_day_to_come_holds_when_the_version_of_that_day_is_taken_back(
    dogs: Dogs,
) -> None:
    await dogs.opens()
    second = await dogs.draft(promising(5))
    await dogs.publish(second, day=TOMORROW)
    await dogs.publish(await dogs.draft(override(YUHANG, days(2))), day=TOMORROW)

    await dogs.retire(second)

    assert [await terms(dogs, YUHANG, day=day) for day in (TODAY, TOMORROW)] == [(4, 3), (4, 2)]


async def test_a_city_whose_trial_ends_leaves_the_trial_of_its_county(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(CITY, days(2))))
    city = await dogs.draft(promising(5))
    await dogs.publish(city, regions=(CITY_PREFIX,))
    await dogs.publish(await dogs.draft(promising(6)), regions=(YUHANG_PREFIX,))

    done = await dogs.retire(city)

    assert [await terms(dogs, each) for each in (YUHANG, XIHU, "")] == [(6, 2), (4, 2), (4, 3)]
    assert [(each.region, each.since, each.version) for each in done.follows] == [(CITY_PREFIX, TODAY, 1)]


async def test_a_version_for_a_county_from_a_day_to_come_is_not_replaced_by_what_is_published_today(
    dogs: Dogs,
) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(YUHANG, days(2))))
    await dogs.publish(await dogs.draft(promising(6)), regions=(YUHANG_PREFIX,), day=TOMORROW)

    await dogs.publish(await dogs.draft(promising(5)))

    assert [await terms(dogs, YUHANG, day=day) for day in (TODAY, TOMORROW)] == [(5, 2), (6, 2)]
    assert await terms(dogs, XIHU, day=TOMORROW) == (5, 3)


async def test_a_retired_override_leaves_the_level_above(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.publish(await dogs.draft(override(CITY, "promise: 3 working days")))
    county = await dogs.draft(override(YUHANG, days(2)))
    await dogs.publish(county)

    await dogs.retire(county)

    assert [await terms(dogs, each) for each in (YUHANG, XIHU)] == [(3, 3), (3, 3)]


async def test_what_is_not_in_force_there_cannot_be_overridden(dogs: Dogs) -> None:
    await dogs.opens()
    await dogs.retire(Ref("matter", "dog", 1))
    await dogs.publish(await dogs.draft(MATTER), regions=("330106",))

    with pytest.raises(DefinitionRefused, match="is not published"):
        await dogs.publish(await dogs.draft(override(YUHANG, days(2))))


async def test_matter_and_override_go_together_in_any_order(dogs: Dogs) -> None:
    await dogs.opens()
    first = await dogs.draft(override(YUHANG, days(2)))
    second = await dogs.draft(promising(5))

    await dogs.publish(first, second, regions=(CITY_PREFIX,))

    assert [await terms(dogs, each) for each in (YUHANG, XIHU, "")] == [(5, 2), (5, 3), (4, 3)]
