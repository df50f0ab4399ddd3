"""Personas, tokens and moving time: in the local stack, and nowhere else."""

from pathlib import Path

import httpx
import psycopg

from api.app_factory import create_app
from tests.conftest import Database
from tests.web.access.conftest import DEV_TOKEN, US, Application, settings_for

TIME = "/api/v1/dev/time"


async def test_there_is_a_ready_person_for_every_role(application: Application) -> None:
    items = (await application.api.get("/api/v1/dev/personas")).json()["items"]
    roles = [item["role"] for item in items]
    assert roles.count("applicant") >= 2
    assert {"officer", "window", "supervisor", "administrator"} <= set(roles)


async def test_no_identity_number_is_given_out(application: Application) -> None:
    assert "id_number" not in (await application.api.get("/api/v1/dev/personas")).text


async def test_a_persona_that_is_not_there_is_404(application: Application) -> None:
    answer = await application.api.post("/api/v1/dev/token", json={"persona": "nobody"})
    assert answer.status_code == 404
    with_level = await application.api.post("/api/v1/dev/token", json={"persona": "nobody", "level": "L2"})
    assert with_level.status_code == 404


async def test_time_moves_only_for_the_stacks_own_commands(
    application: Application, database: Database
) -> None:
    for headers in ({}, {"X-OneMatter-Dev": "wrong"}):
        answer = await application.api.post(TIME, json={"days": 3}, headers=headers)
        assert answer.status_code == 401
    moved = await application.api.post(TIME, json={"days": 3}, headers={"X-OneMatter-Dev": DEV_TOKEN})
    assert moved.json() == {"days": 3, "cases_moved": 0}
    with psycopg.connect(database.owner_url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        row = connection.execute("SELECT extract(day FROM clock_offset)::int FROM installation").fetchone()
    assert row == (3,)


async def test_time_never_moves_back(application: Application) -> None:
    answer = await application.api.post(TIME, json={"days": -1}, headers={"X-OneMatter-Dev": DEV_TOKEN})
    assert answer.status_code == 422


async def test_the_addresses_of_the_other_parts_are_told(application: Application) -> None:
    answer = await application.api.get("/api/v1/dev/stack")
    assert answer.json() == {"departments_url": "http://127.0.0.1:8601", "temporal_ui": None}


async def test_elsewhere_these_addresses_do_not_exist(database: Database, tmp_path: Path) -> None:
    app = create_app(settings_for(database, tmp_path, ONEMATTER_LOCAL="false"))
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=US) as api:
        assert (await api.get("/api/v1/dev/personas")).status_code == 404
        assert (await api.post("/api/v1/dev/token", json={"persona": "mother"})).status_code == 404
        assert (await api.post(TIME, json={"days": 1})).status_code == 404
        assert (await api.get("/.well-known/jwks.json")).json() == {"keys": []}
    assert not (tmp_path / "secrets").exists()
