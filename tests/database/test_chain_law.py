"""The hash of an event survives the way through PostgreSQL, whatever its data."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import ENGINE, transaction
from engine.chain import append_events, digest, hash_of, salt_of
from engine.verify_log import verify_log
from engine.who import Who
from matter_definitions.consequences import Event
from tests.database.rows import AT, insert_case, insert_person, log_events

# JSONB keeps no NUL and no half of a surrogate pair.
WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)
DATA = st.dictionaries(WORDS, st.none() | st.booleans() | st.integers() | WORDS, max_size=4)
ZONES = st.integers(min_value=-12, max_value=14).map(lambda hours: timezone(timedelta(hours=hours)))
TIMES = st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2100, 1, 1), timezones=ZONES)
EVENTS = st.lists(st.builds(Event, kind=WORDS, at=TIMES, item=st.none() | WORDS, data=DATA), max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
async def test_whatever_is_logged_verifies_when_read_again(
    app_engine: AsyncEngine, events: list[Event]
) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        case = await insert_case(connection, applicant=await insert_person(connection))
        logged = [(Who("engine"), event) for event in events]
        head = await append_events(connection, case.id, 1, None, logged)
        if events:
            await log_events(connection, case, count=1, first=len(events) + 1, head=head)
        assert await verify_log(connection, case_no=case.case_no) == []


def test_the_same_event_hashes_differently_in_another_case_and_after_another_event() -> None:
    row = {"number": 1, "at": AT, "kind": "K", "actor": None, "actor_kind": "engine", "item_key": None,
           "step": None, "data": {}}  # fmt: skip
    hashes = {hash_of(row, case_id=1, previous=None), hash_of(row, case_id=2, previous=None),
              hash_of(row, case_id=1, previous=b"1" * 32)}  # fmt: skip
    assert len(hashes) == 3
    assert hash_of({**row, "at": AT.astimezone(UTC)}, case_id=1, previous=None) in hashes


def test_a_digest_says_nothing_without_the_cases_key() -> None:
    assert digest("好", salt_of(b"1" * 32)) == digest("好", salt_of(b"1" * 32))
    assert digest("好", salt_of(b"1" * 32)) != digest("好", salt_of(b"2" * 32))
