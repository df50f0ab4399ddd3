"""The web application on a real database, and the development identity provider as its peer.

Both are called through their ASGI interface; `Peers` sends the application's own requests to the provider.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from access.development_idp.provider import create_provider
from api.app_factory import create_app
from settings import Settings, get_settings
from tests.conftest import Database
from tests.web.access.trial_routes import pages, router

US = "http://127.0.0.1:8600"
PROVIDER = "http://127.0.0.1:8602"
DEV_TOKEN = "dev-token-of-tests"


@dataclass
class Application:
    """`api` sends no cookie; `browser` keeps its own, and follows no redirect by itself."""

    app: FastAPI
    api: httpx.AsyncClient
    browser: httpx.AsyncClient
    provider: httpx.AsyncClient

    async def token(self, persona: str, **more: str) -> dict[str, str]:
        """The header for this persona."""
        answer = await self.api.post("/api/v1/dev/token", json={"persona": persona, **more})
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def sign_in(self, persona: str, *, level: str = "", return_to: str = "/") -> httpx.Response:
        """Goes the way of a browser; gives the answer of the callback."""
        start = await self.browser.get("/login", params={"return_to": return_to})
        assert start.status_code == 303
        back = await self.choose(start.headers["location"], persona=persona, level=level)
        return await self.browser.get(back)

    async def choose(self, authorize: str, *, persona: str, level: str = "") -> str:
        """What the person does at the provider; gives the address to come back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorize).query).items()}
        form = {**asked, "persona": persona, "level": level}
        chosen = await self.provider.post(urlsplit(authorize).path, data=form)
        assert chosen.status_code == 303, chosen.text
        return chosen.headers["location"].removeprefix(US)


def settings_for(database: Database, folder: Path, **more: str) -> Settings:
    values = {
        "DATABASE_URL": database.app_url,
        "ONEMATTER_LOCAL": "true",
        "ONEMATTER_PUBLIC_URL": US,
        "ONEMATTER_IDENTITY_PROVIDER_URL": PROVIDER,
        "ONEMATTER_DEPARTMENTS_URL": "http://127.0.0.1:8601",
        "ONEMATTER_DATA_DIR": str(folder),
        "ONEMATTER_MASTER_KEYS": get_settings().environment["ONEMATTER_MASTER_KEYS"],
        "ONEMATTER_DEV_TOKEN": DEV_TOKEN,
    }
    return Settings.of(**(values | more))


def install(database: Database) -> None:
    """What these tests need of a new installation: its row, and one member of staff of each kind."""
    staff = [
        ("officer-police", "officer", "police@330110000000", "330110000000"),
        ("officer-tax", "officer", "tax@330110000000", "330110000000"),
        ("window", "window", None, "330110000000"),
        ("supervisor", "supervisor", None, "330100000000"),
        ("administrator", "administrator", None, None),
    ]
    url = database.owner_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO installation (id, is_local) VALUES ('abcdefgh', true)")
        for row in staff:
            connection.execute(
                "INSERT INTO officer (id, subject, name, role, department, region)"
                " VALUES (gen_random_uuid(), %s, 'x', %s, %s, %s)",
                row,
            )


@pytest.fixture
async def application(database: Database, tmp_path: Path) -> AsyncIterator[Application]:
    install(database)
    provider = create_provider(issuer=PROVIDER, public_url=US, data_dir=tmp_path / "provider")
    peer = httpx.AsyncClient(transport=httpx.ASGITransport(provider), base_url=PROVIDER)
    app = create_app(settings_for(database, tmp_path), client=peer, more_routers=(router, pages))
    # As uvicorn does: a fault is answered with a problem, not thrown at the caller.
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=US) as api,
        httpx.AsyncClient(transport=transport, base_url=US) as browser,
        httpx.AsyncClient(transport=httpx.ASGITransport(provider), base_url=PROVIDER) as person,
    ):
        yield Application(app=app, api=api, browser=browser, provider=person)
