"""What a draft wants from outside and does not get at once is done by the worker, as an errand."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from activities.department_calls import DepartmentCalls
from activities.registry import Outside
from api.app_factory import create_app
from database.queries.person_rows import keep_language
from database.session import ENGINE, transaction
from departments.simulated.people import LI_XIAOYU, WANG_DAMING
from secrecy.lookup import number_hash
from tests.conftest import Database
from tests.shared_press import shared_press
from tests.web.api.conftest import ANSWERS, DEPARTMENTS, US, Town, settings_for, simulated_departments
from tests.workflows.conftest import working
from worker_process.machine import make_machine
from worker_process.process import read_installation

LATE = "household_of_mother"


@pytest.fixture
async def town(seeded_database: Database, tmp_path: Path, temporal_env: Any) -> AsyncIterator[Town]:
    """The web process, the simulated departments, and a worker that carries out what waits."""
    async with simulated_departments(tmp_path) as departments:
        peers = httpx.AsyncClient(transport=departments)
        app = create_app(settings_for(seeded_database, tmp_path), client=peers)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=US) as api,
            httpx.AsyncClient(transport=departments, base_url=DEPARTMENTS) as city,
        ):
            engine = app.state.parts.engine
            calls = DepartmentCalls(app.state.outside.connectors, f"{US}/api/v1/callbacks")
            machine = make_machine(
                engine,
                temporal_env.client,
                Outside(calls, shared_press(), US),
                installation=await read_installation(engine),
            )
            async with working(machine, app_url=seeded_database.app_url):
                yield Town(app, api, city, seeded_database, tmp_path)


def standing_of(draft: dict[str, Any]) -> str:
    return next(each["state"] for each in draft["lookups"] if each["key"] == LATE)


async def seen_when(town: Town, draft: str, standing: str) -> dict[str, Any]:
    """The draft as she sees it when its look-up stands so."""
    mother = await town.person("mother")
    async with asyncio.timeout(20):
        while standing_of(seen := await mother.get(f"/applications/{draft}")) != standing:
            await asyncio.sleep(0.1)
    return seen


def pages_of(draft: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in draft["materials"] if each["key"] == "household_pages")


async def test_a_look_up_that_is_late_reaches_the_draft_by_itself(town: Town) -> None:
    mother = await town.person("mother")
    await town.behave("household", fail=True)
    body = {"matter": "newborn", "answers": dict(ANSWERS)}
    draft = await mother.post("/applications", body, status=201)
    assert standing_of(draft) == "unanswered"
    assert (pages_of(draft)["required"], pages_of(draft)["replaced"]) == (True, False), "she may upload it"
    await town.behave("household")
    # The errand may have been tried while the department was away; then its next try is due now.
    town.sql("UPDATE installation SET clock_offset = clock_offset + interval '1 minute'")

    seen = await seen_when(town, draft["id"], "found")

    assert seen["prefilled"]["household.household_no"]["source"] == LATE
    assert pages_of(seen)["replaced"]
    assert seen["version"] == draft["version"], "what a department answered is no new version of hers"
    reads = town.sql("SELECT fields, person_id FROM access_log WHERE purpose = 'draft_lookup'")
    assert [LATE] in [row[0] for row in reads]


async def test_a_draft_that_was_submitted_keeps_no_errand_open_and_no_answer(town: Town) -> None:
    await town.behave("household", fail=True)
    mother = await town.person("mother")
    draft = await town.complete_draft()
    await town.behave("household")
    town.sql("UPDATE installation SET clock_offset = clock_offset + interval '1 minute'")
    await seen_when(town, draft, "found")
    assert town.sql("SELECT 1 FROM effect WHERE step LIKE 'lookup:%%' AND answer IS NOT NULL") != []

    await mother.post(f"/applications/{draft}/submit", status=201)

    left = "SELECT 1 FROM effect WHERE case_id IS NULL AND (answer IS NOT NULL OR try_after IS NOT NULL)"
    assert town.sql(left) == []


@pytest.mark.parametrize(("language", "words"), [("zh", "请您表示是否同意"), ("en", "Do you agree")])
async def test_the_father_is_asked_by_sms_with_a_link_that_tells_nothing_of_anybody(
    town: Town, language: str, words: str
) -> None:
    await town.person("father")  # he has signed in before
    await use(town, WANG_DAMING.id_number, language)
    mother = await town.person("mother")
    draft = await town.draft()
    asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)

    async with asyncio.timeout(20):
        while not (sent := (await town.departments.get("/outbox")).json()["items"]):
            await asyncio.sleep(0.1)

    assert [each["to"] for each in sent] == [f"+86{WANG_DAMING.phone}"]
    assert f"{US}/consents/{asked['id']}" in sent[0]["text"]
    assert words in sent[0]["text"]
    for personal in (WANG_DAMING.name, WANG_DAMING.id_number, LI_XIAOYU.name, LI_XIAOYU.id_number):
        assert personal not in sent[0]["text"]


async def use(town: Town, number: str, language: str) -> None:
    engine = town.app.state.parts.engine
    async with transaction(engine.database, ENGINE) as connection:
        row = {"hash": number_hash(engine.keys, number)}
        query = text("SELECT id FROM person WHERE number_hash = :hash")
        person = (await connection.execute(query, row)).scalar_one()
        await keep_language(connection, engine.keys, person=person, language=language)
