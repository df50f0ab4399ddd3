"""The pages on a real, seeded database; people sign in through the development identity provider.

The simulated departments answer the look-ups of a draft; no worker runs, so what is to be done outside
stays planned. Every call goes through an ASGI interface.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from access.development_idp.provider import create_provider
from api.app_factory import create_app
from portal.refused import refusal_page
from portal.routers import PAGES
from tests.conftest import Database
from tests.web.api.conftest import (
    ANSWERS,
    DEPARTMENTS,
    FORM,
    US,
    picture,
    settings_for,
    simulated_departments,
)

PROVIDER = "http://127.0.0.1:8602"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Browser:
    """One person's browser: its own cookies, forms sent with the session's token, redirects followed."""

    client: httpx.AsyncClient
    provider: httpx.AsyncClient
    token: str = ""

    async def sign_in(self, persona: str) -> "Browser":
        start = await self.client.get("/login", follow_redirects=False)
        asked = parse_qs(urlsplit(start.headers["location"]).query)
        form = {name: values[0] for name, values in asked.items()} | {"persona": persona, "level": ""}
        chosen = await self.provider.post("/authorize", data=form)
        page = await self.client.get(chosen.headers["location"].removeprefix(US))
        self._remember(page)
        return self

    async def get(self, path: str) -> httpx.Response:
        page = await self.client.get(path)
        self._remember(page)
        return page

    async def send(self, path: str, **fields: str | list[str]) -> httpx.Response:
        page = await self.client.post(path, data={"csrf_token": self.token, **fields})
        self._remember(page)
        return page

    async def hand_in(self, path: str, content: bytes) -> httpx.Response:
        files = {"file": ("photo.jpg", content, "image/jpeg")}
        page = await self.client.post(path, data={"csrf_token": self.token}, files=files)
        self._remember(page)
        return page

    def _remember(self, page: httpx.Response) -> None:
        found = _TOKEN.search(page.text)
        self.token = found[1] if found else self.token


@dataclass
class Site:
    app: FastAPI
    provider: FastAPI

    def browser(self, **headers: str) -> Browser:
        ours = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        client = httpx.AsyncClient(transport=ours, base_url=US, follow_redirects=True, headers=headers)
        theirs = httpx.AsyncClient(transport=httpx.ASGITransport(self.provider), base_url=PROVIDER)
        return Browser(client, theirs)


@pytest.fixture
async def site(seeded_database: Database, tmp_path: Path) -> AsyncIterator[Site]:
    provider = create_provider(issuer=PROVIDER, public_url=US, data_dir=tmp_path / "provider")
    async with simulated_departments(tmp_path) as departments:
        peers = httpx.AsyncClient(transport=httpx.ASGITransport(provider), mounts={DEPARTMENTS: departments})
        app = create_app(
            settings_for(seeded_database, tmp_path),
            client=peers,
            more_routers=PAGES,
            page_refusal=refusal_page,
        )
        async with app.router.lifespan_context(app):
            yield Site(app, provider)


@dataclass(frozen=True, slots=True)
class Submitted:
    case_no: str
    password: str


async def fill_in(mother: Browser) -> str:
    """The mother's draft, by the pages, complete but for the father's consent; its path."""
    started = await mother.send("/matters/newborn/start")
    base = started.url.path.removesuffix("/questions")
    typed = {f"answers.{code}": _typed(answer) for code, answer in ANSWERS.items()}
    # Whether the parents are of different ethnic groups is asked once it is known that they are married.
    await mother.send(f"{base}/questions", **typed)
    await mother.send(f"{base}/questions", **typed)
    form = {f"form.{key}": _typed(value) for key, value in FORM.items()}
    await mother.send(f"{base}/form", **form, **{"delivery.mode": "electronic"})
    await mother.hand_in(f"{base}/materials/maternity_invoice", picture())
    return base


async def agree(mother: Browser, father: Browser, base: str) -> None:
    await mother.send(f"{base}/consent/father")
    asked = await father.get("/cases")
    page = await father.get(_only(re.findall(r'href="(/consents/[^"]+)"', asked.text)))
    digest = _only(re.findall(r'name="digest" value="([^"]+)"', page.text))
    await father.send(page.url.path, decision="give", digest=digest)


async def submit(site: Site) -> tuple[Browser, Submitted]:
    """The mother's browser, and what the page told her once."""
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    await agree(mother, await site.browser().sign_in("father"), base)
    page = await mother.send(f"{base}/submitted")
    case_no = _only(re.findall(r'id="case-no">([^<]+)<', page.text))
    return mother, Submitted(case_no, _only(re.findall(r'id="case-password">([^<]+)<', page.text)))


def _typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _only(found: list[str]) -> str:
    assert len(found) == 1, found
    return found[0]
