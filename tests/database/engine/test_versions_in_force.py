"""Whatever is published and retired in whatever order: in a place and on a day holds what was said last, and
where that was retired, what the region around it has."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import ENGINE, transaction
from engine.definition_rows import Ref
from engine.retiring import NotInForce
from tests.database.engine.dogs import (
    CITY_PREFIX,
    TODAY,
    XIHU,
    XIHU_PREFIX,
    YUHANG,
    YUHANG_PREFIX,
    Dogs,
    open_dogs,
    promising,
)

PLACES = (XIHU, YUHANG, "330100000000", "440300000000")
DAYS = tuple(TODAY + timedelta(days=number) for number in range(6))
REGIONS = ("", "33", CITY_PREFIX, XIHU_PREFIX, YUHANG_PREFIX)
_numbers = count(1)


@dataclass(frozen=True)
class Publish:
    region: str
    in_days: int


@dataclass(frozen=True)
class Retire:
    version: int


@dataclass(frozen=True)
class Wait:
    pass


Act = Publish | Retire | Wait
ACTS = st.lists(
    st.one_of(
        st.builds(Publish, st.sampled_from(REGIONS), st.integers(0, 2)),
        st.builds(Retire, st.integers(1, 3)),
        st.just(Wait()),
    ),
    min_size=1,
    max_size=6,
)


@dataclass(frozen=True)
class Word:
    since: date
    region: str
    version: int


@dataclass
class Told:
    """What the acts mean: the words, in the order said, and from which day on each version is over."""

    words: list[Word] = field(default_factory=list[Word])
    over: dict[int, date] = field(default_factory=dict[int, date])

    def holds(self, place: str, day: date, *, narrower_than: int = 13) -> int | None:
        """The last of the latest day; of a version that is over, what a wider region has."""
        said = [word for word in self.words if word.since <= day and place.startswith(word.region)]
        said = [word for word in said if len(word.region) < narrower_than]
        if not said:
            return None
        last = [word for word in said if word.since == max(each.since for each in said)][-1]
        if self.over.get(last.version, date.max) > day:
            return last.version
        return self.holds(place, day, narrower_than=len(last.region))

    def publish(self, act: Publish, version: int, *, today: date) -> None:
        self.words.append(Word(today + timedelta(days=act.in_days), act.region, version))

    def retire(self, version: int, *, today: date) -> None:
        self.words = [word for word in self.words if word.since <= today or word.version != version]
        self.over[version] = today


@pytest.fixture
async def dogs(app_engine: AsyncEngine) -> Dogs:
    dogs = await open_dogs(app_engine)
    await dogs.opens()
    return dogs


async def plans(dogs: Dogs, matter: str) -> dict[int, str]:
    """The plan of each version, as cases that have it know it."""
    query = text("SELECT version, plan FROM definition WHERE code = :code AND plan IS NOT NULL")
    async with transaction(dogs.engine, ENGINE) as connection:
        return {row.version: row.plan for row in await connection.execute(query, {"code": matter})}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
async def test_what_holds_is_what_was_said_last_and_no_plan_ever_changes(dogs: Dogs, acts: list[Act]) -> None:
    matter, told, now = f"dog-{next(_numbers)}", Told(), dogs.now
    known: dict[int, str] = {}
    for act in acts:
        today = dogs.now.date()
        match act:
            case Publish():
                ref = await dogs.draft(promising(4 + len(known), matter))
                done = await dogs.publish(ref, regions=(act.region,), day=today + timedelta(days=act.in_days))
                told.publish(act, ref.version, today=today)
                known[ref.version] = done.published[0].plan or ""
            case Retire(version=version) if version in known:
                try:
                    done = await dogs.retire(Ref("matter", matter, version))
                except NotInForce:
                    continue
                told.retire(version, today=today)
                for each in done.follows:
                    assert told.holds(each.region, each.since) == each.version
            case _:
                dogs.a_day_passes()
    dogs.now = now
    found = {(p, d): await dogs.in_force(p, day=d, matter=matter) for p in PLACES for d in DAYS}
    assert found == {(place, day): told.holds(place, day) for place in PLACES for day in DAYS}
    assert await plans(dogs, matter) == known
