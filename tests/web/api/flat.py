"""A town where a lease is put on record: `tests/definitions/signed_statements`, where everybody signs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from secrets import token_hex
from types import MappingProxyType
from typing import Any

from sqlalchemy import text

from database.session import ENGINE, transaction
from departments.contract import Answered
from departments.registry import load_connectors
from departments.signatures import sign
from departments.simulated.people import HE_ZHIQIANG, XU_SHUHAN
from departments.wire import ANSWERED_EVENT
from engine.context import EngineContext
from engine.publish import publish_plan
from matter_definitions.check import check_library
from matter_definitions.library_index import load_library
from matter_definitions.plan import Plan, StatementPlan
from tests.web.api.conftest import DEPARTMENTS, ROOT, Person, Town, picture

FOLDER = Path(__file__).parents[2] / "definitions" / "signed_statements"
YUHANG = "330110000000"
TENANT, PARTNER, COMPANY = "reader", "second-father", "company-agent"
PINS = {TENANT: XU_SHUHAN.id_number[-6:], PARTNER: HE_ZHIQIANG.id_number[-6:], COMPANY: "00015K"}
_RESPONSIBLE = text("""
    INSERT INTO responsibility (item, region, department) VALUES (:item, :region, :department)
    ON CONFLICT DO NOTHING
""")
FORM: Mapping[str, object] = MappingProxyType(
    {
        "flat.address": "余杭区南苑街道迎宾路 2 号",
        "flat.home_region": YUHANG,
        "flat.rent": 350000,
        "flat.kind": "room",
        "flat.furnished": True,
    }
)


@cache
def flat_plan() -> Plan:
    return check_library(load_library(FOLDER)).plans["shared-flat"]


@dataclass
class Flat:
    """One draft to record a lease, and the tenants."""

    town: Town
    id: str
    persona: str = TENANT

    @property
    def path(self) -> str:
        return f"/applications/{self.id}"

    async def tenant(self) -> Person:
        return await self.town.person(self.persona)

    async def partner(self) -> Person:
        return await self.town.person(PARTNER)

    async def view(self) -> dict[str, Any]:
        return await (await self.tenant()).get(self.path)

    async def signing(self) -> dict[str, Any]:
        """As the tenant sees it when she comes back from the provider."""
        return await (await self.tenant()).get(f"{self.path}/signature")

    async def ask(self, *, status: int = 201) -> dict[str, Any]:
        return await (await self.tenant()).post(f"{self.path}/signature", status=status)

    async def sign(self, *, pin: str = PINS[TENANT]) -> dict[str, Any]:
        """Asked, signed at the provider's page, told by its callback, taken."""
        await sign_at(self.town, (await self.ask())["page"], pin=pin)
        return await self.signing()

    async def submit(self, *, status: int = 201) -> dict[str, Any]:
        return await (await self.tenant()).post(f"{self.path}/submit", status=status)


def pointers(problem: dict[str, Any]) -> list[str]:
    """Where something is wrong."""
    return [each["pointer"] for each in problem["errors"]]


async def sign_at(town: Town, page: str, *, pin: str) -> str:
    """The state of the request at the provider, once its callback has been taken."""
    answer = await town.departments.post(page.removeprefix(DEPARTMENTS), data={"pin": pin})
    state = answer.json()["state"]
    if state != "wrong_pin":
        await bring_answers(town)
    return state


async def bring_answers(town: Town) -> None:
    """The provider's answers, as its signed callbacks bring them."""
    connector = town.app.state.outside.connectors["signing"]
    for (key,) in town.sql("SELECT key FROM effect WHERE connector = 'signing' AND state <> 'answered'"):
        reply = await connector.ask(key, timeout=5)
        if isinstance(reply, Answered):
            assert await call_back(town, key, {"outcome": reply.outcome, "data": reply.data}) == 204


async def call_back(town: Town, key: str, answer: Mapping[str, object]) -> int:
    """The status that the provider gets for this answer to `key`."""
    event = {
        "specversion": "1.0",
        "id": f"e-{key}",
        "source": "/simulated/signing",
        "type": ANSWERED_EVENT,
        "subject": key,
        "time": datetime.now(UTC).isoformat(),
        "data": {"kind": "statement_sign", **answer},
    }
    body = json.dumps(event).encode()
    secret = load_connectors(town.data_dir, departments_url=DEPARTMENTS, local=True)["signing"].secret
    headers = sign(body, secret=secret, message_id=f"m-{token_hex(8)}")
    answered = await town.api.post(f"{ROOT}/callbacks/signing", content=body, headers=headers)
    return answered.status_code


async def open_flat(
    town: Town,
    *,
    persona: str = TENANT,
    shared: bool = False,
    required: bool = True,
    form: Mapping[str, object] = FORM,
) -> Flat:
    """Complete but for the signature, and for the consent when the flat is `shared`."""
    await publish_flat(town.app.state.parts.engine, required=required)
    tenant = await town.person(persona)
    started = await tenant.post(
        "/applications", {"matter": "shared-flat", "answers": {"shared": shared}}, status=201
    )
    path = f"/applications/{started['id']}"
    partner = {"partner.name": HE_ZHIQIANG.name, "partner.id_number": HE_ZHIQIANG.id_number}
    await tenant.patch(path, {"form": {**form, **(partner if shared else {})}})
    await tenant.put_file(f"{path}/materials/flat.lease", picture())
    return Flat(town, started["id"], persona)


async def publish_flat(engine: EngineContext, *, required: bool = True) -> None:
    """The matter in force, and the offices responsible for it."""
    plan = flat_plan()
    assert plan.statement is not None
    if not required:
        plan = replace(plan, statement=StatementPlan(required=False))
    async with transaction(engine.database, ENGINE) as connection:
        await publish_plan(connection, plan, effective_from=date(2025, 1, 1))
        for one in load_library(FOLDER).responsibility:
            row = {"item": one.item, "region": one.region, "department": one.department}
            await connection.execute(_RESPONSIBLE, row)
