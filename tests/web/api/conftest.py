"""The API over real PostgreSQL with the real newborn plan, and the simulated departments as its peer.

Both are called through their ASGI interface. No worker runs: what is to be done outside stays planned.
"""

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image, ImageDraw

from api.app_factory import create_app
from database.queries.effect_rows import find_by_keys
from departments.registry import load_connectors
from departments.simulated.people import LI_XIAOYU, WANG_DAMING, YUHANG
from departments.simulated.simulation import create_simulation
from engine.change import change_case
from engine.due import run_due_deadlines
from engine.outcome import Outcome
from engine.outcomes import take_outcome
from engine.who import Who
from settings import Settings, get_settings
from tests.conftest import Database

US = "http://127.0.0.1:8600"
DEPARTMENTS = "http://127.0.0.1:8601"
ROOT = "/api/v1"

ANSWERS: Mapping[str, object] = {
    "born_where": "hospital_here",
    "age": "under_one",
    "children": 1,
    "first_certificate": True,
    "married": True,
    "household_follows": "mother",
    "household_here": True,
    "military_parent": False,
    "surname": "father",
    "different_ethnic_groups": False,
    "insure_here": True,
    "social_card": "both",
    "maternity_insured": True,
}
FORM: Mapping[str, object] = {
    "mother.ethnic_group": "01",
    "father.name": WANG_DAMING.name,
    "father.id_number": WANG_DAMING.id_number,
    "father.mobile": WANG_DAMING.phone,
    "father.ethnic_group": "01",
    "child.1.name": "王子涵",
    "child.1.ethnic_group": "01",
    "insurance.insurance_region": YUHANG,
    "card.card_bank": "icbc",
    "account.account_name": LI_XIAOYU.name,
    "account.account_no": "6222020000000000018",
    "account.account_bank": "模拟银行余杭支行",
    "delivery.recipient": LI_XIAOYU.name,
    "delivery.mobile": LI_XIAOYU.phone,
    "delivery.address": LI_XIAOYU.home.address,
}


@lru_cache(maxsize=1)
def picture() -> bytes:
    """A page that an officer could read."""
    page = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(page).rectangle((50, 50, 550, 450), fill="black")
    out = io.BytesIO()
    page.save(out, "JPEG")
    return out.getvalue()


@dataclass
class Person:
    """Somebody with a token; every call gives status and JSON."""

    http: httpx.AsyncClient
    headers: dict[str, str]

    async def get(self, path: str, **query: object) -> Any:
        return await self._checked(await self.call("GET", path, params=query or None), 200)

    async def post(self, path: str, body: object = None, *, status: int = 200, **headers: str) -> Any:
        return await self._checked(await self.call("POST", path, json=body, headers=headers), status)

    async def patch(self, path: str, body: object) -> Any:
        return await self._checked(await self.call("PATCH", path, json=body), 200)

    async def put_file(self, path: str, content: bytes, *, name: str = "photo.jpg", status: int = 200) -> Any:
        answer = await self.call("PUT", path, files={"file": (name, content, "application/octet-stream")})
        return await self._checked(answer, status)

    async def call(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in (headers or {}).items()}}
        return await self.http.request(method, ROOT + path, headers=sent, **more)

    async def _checked(self, answer: httpx.Response, status: int) -> Any:
        assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
        return answer.json() if answer.content else None


@dataclass
class Town:
    """The application with everybody who uses it."""

    app: FastAPI
    api: httpx.AsyncClient
    departments: httpx.AsyncClient
    database: Database
    data_dir: Path
    _people: dict[str, Person] = field(default_factory=dict)

    async def person(self, persona: str, *, level: str | None = None) -> Person:
        key = f"{persona}/{level}"
        if key not in self._people:
            body = {"persona": persona} | ({"level": level} if level else {})
            answer = await self.api.post(f"{ROOT}/dev/token", json=body)
            assert answer.status_code == 200, answer.text
            token = answer.json()["access_token"]
            self._people[key] = Person(self.api, {"Authorization": f"Bearer {token}"})
        return self._people[key]

    @property
    def stranger(self) -> Person:
        return Person(self.api, {})

    async def move_time(self, days: int) -> None:
        headers = {"X-OneMatter-Dev": "dev-token-of-tests"}
        answer = await self.api.post(f"{ROOT}/dev/time", json={"days": days}, headers=headers)
        assert answer.status_code == 200, answer.text

    async def behave(self, department: str, **control: object) -> None:
        (await self.departments.put(f"/{department}/control", json=control)).raise_for_status()

    async def report_birth(self, *, mother: str = LI_XIAOYU.id_number) -> str:
        """A fresh birth record; its number."""
        report = {"mother_id_number": mother, "sex": "female"}
        answer = await self.departments.post("/hospital/births", json=report)
        return answer.raise_for_status().json()["record_nos"][0]

    async def effect_is_done(self, key: str, **data: object) -> None:
        """The outcome of an effect, recorded as the worker would after its call."""
        engine = self.app.state.parts.engine
        async with change_case(engine, key.partition("/")[0], by=Who("department", "any")) as case:
            [effect] = await find_by_keys(case.connection, [key])
            await take_outcome(case, effect, Outcome("done", data))

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """As the owner of the tables with the engine's rights: what is really written."""
        owner = self.database.owner
        with owner.transaction():
            owner.execute("SET LOCAL ROLE onematter_engine")
            cursor = owner.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    # --- the matter, step by step

    async def draft(
        self, *, answers: Mapping[str, object] = ANSWERS, form: Mapping[str, object] = MappingProxyType({})
    ) -> dict[str, Any]:
        """The mother's draft with everything but the father's consent."""
        mother = await self.person("mother")
        started = await mother.post(
            "/applications", {"matter": "newborn", "answers": dict(answers)}, status=201
        )
        path = f"/applications/{started['id']}"
        saved = await mother.patch(path, {"form": {**FORM, **form}, "delivery": {"mode": "mail"}})
        for material in saved["materials"]:
            if material["required"] and not material["replaced"] and not material["present"]:
                await mother.put_file(f"{path}/materials/{material['key']}", picture())
        return await mother.get(path)

    async def complete_draft(self, *, form: Mapping[str, object] = MappingProxyType({})) -> str:
        """A draft that can be submitted; its id."""
        draft = await self.draft(form=form)
        mother, father = await self.person("mother"), await self.person("father")
        asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)
        await father.post(f"/consents/{asked['id']}", {"decision": "give"})
        return draft["id"]

    async def submit(self) -> dict[str, Any]:
        """What the mother gets when she submits."""
        draft = await self.complete_draft()
        mother = await self.person("mother")
        return await mother.post(f"/applications/{draft}/submit", status=201)

    async def task(self, persona: str, case_no: str, *, item: str) -> dict[str, Any]:
        """The open task of an item on this officer's desk."""
        officer = await self.person(persona)
        found = await officer.get("/tasks", q=case_no)
        return next(each for each in found["items"] if each["item"].startswith(item))


def settings_for(database: Database, folder: Path) -> Settings:
    return Settings.of(
        DATABASE_URL=database.app_url,
        ONEMATTER_LOCAL="true",
        ONEMATTER_PUBLIC_URL=US,
        ONEMATTER_IDENTITY_PROVIDER_URL="http://127.0.0.1:8602",
        ONEMATTER_DEPARTMENTS_URL=DEPARTMENTS,
        ONEMATTER_DATA_DIR=str(folder),
        ONEMATTER_MASTER_KEYS=get_settings().environment["ONEMATTER_MASTER_KEYS"],
        ONEMATTER_DEV_TOKEN="dev-token-of-tests",
    )


@asynccontextmanager
async def simulated_departments(folder: Path) -> AsyncIterator[httpx.ASGITransport]:
    connectors = load_connectors(folder, departments_url=DEPARTMENTS, local=True)
    secrets = {code: one.secret for code, one in connectors.items()}
    simulation = create_simulation(data_dir=folder, departments_url=DEPARTMENTS, secrets=secrets)
    async with simulation.router.lifespan_context(simulation):
        yield httpx.ASGITransport(simulation)


@pytest.fixture
async def town(seeded_database: Database, tmp_path: Path) -> AsyncIterator[Town]:
    async with simulated_departments(tmp_path) as departments:
        peers = httpx.AsyncClient(transport=departments)
        app = create_app(
            settings_for(seeded_database, tmp_path),
            client=peers,
            run_due=lambda parts: run_due_deadlines(parts.engine),
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=US) as api,
            httpx.AsyncClient(transport=departments, base_url=DEPARTMENTS) as city,
        ):
            yield Town(app, api, city, seeded_database, tmp_path)
