"""A town where a shared garden is put on record: `tests/definitions/several_signers`, each owner signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import text

from database.session import ENGINE, transaction
from departments.simulated import people
from departments.simulated.people import YUHANG
from engine.context import EngineContext
from engine.publish import publish_plan
from matter_definitions.check import check_library
from matter_definitions.library_index import load_library
from matter_definitions.plan import Plan
from tests.web.api.conftest import Person, Town

FOLDER = Path(__file__).parents[2] / "definitions" / "several_signers"
GARDENER = "reader"
# By persona; the applicant may be one of the owners herself.
OWNERS: Mapping[str, people.Person] = {
    "reader": people.XU_SHUHAN,
    "father": people.WANG_DAMING,
    "twins-father": people.SUN_LI,
    "second-father": people.HE_ZHIQIANG,
    "second-mother": people.LIN_RUOXI,
}
_RESPONSIBLE = text("""
    INSERT INTO responsibility (item, region, department) VALUES (:item, :region, :department)
    ON CONFLICT DO NOTHING
""")


@cache
def garden_plan() -> Plan:
    return check_library(load_library(FOLDER)).plans["shared-garden"]


@dataclass
class Garden:
    """One draft, and its owners by persona."""

    town: Town
    id: str

    @property
    def path(self) -> str:
        return f"/applications/{self.id}"

    async def gardener(self) -> Person:
        return await self.town.person(GARDENER)

    async def view(self) -> dict[str, Any]:
        return await (await self.gardener()).get(self.path)

    async def states(self) -> dict[str, str]:
        return {each["code"]: each["state"] for each in (await self.view())["consents"]}

    async def write(self, form: Mapping[str, object]) -> dict[str, Any]:
        return await (await self.gardener()).patch(self.path, {"form": dict(form)})

    async def ask(self, number: int) -> str:
        asked = await (await self.gardener()).post(f"{self.path}/consents/owners.{number}", status=201)
        return asked["id"]

    async def agree(self, number: int, persona: str) -> str:
        consent = await self.ask(number)
        await (await self.town.person(persona)).post(f"/consents/{consent}", {"decision": "give"})
        return consent

    async def remove(self, number: int) -> None:
        answer = await (await self.gardener()).call("DELETE", f"{self.path}/people/owner/{number}")
        assert answer.status_code == 200, answer.text

    async def shown_to(self, persona: str, consent: str) -> dict[str, object]:
        shown = await (await self.town.person(persona)).get(f"/consents/{consent}")
        return {each["key"]: each["value"] for each in shown["shows"]}


def rows_of(owners: Sequence[str]) -> dict[str, object]:
    rows: dict[str, object] = {}
    for number, persona in enumerate(owners, start=1):
        known = OWNERS[persona]
        rows |= {
            f"owner.{number}.name": known.name,
            f"owner.{number}.id_number": known.id_number,
            f"owner.{number}.mobile": known.phone,
            f"owner.{number}.share": 10 * number,
        }
    return rows


async def open_garden(
    town: Town, *, owners: Sequence[str] = ("father", "second-father", "second-mother"), **changes: Any
) -> Garden:
    """A draft with everything but the consents. `changes`: of the consent in the plan."""
    await publish_garden(town.app.state.parts.engine, **changes)
    gardener = await town.person(GARDENER)
    for persona in owners:
        await town.person(persona)  # whoever is asked has signed in before, so he can be told
    answers = {"matter": "shared-garden", "answers": {"owners": len(owners)}}
    started = await gardener.post("/applications", answers, status=201)
    form = {"garden.address": "余杭区良渚街道模拟路 5 号", "garden.home_region": YUHANG, **rows_of(owners)}
    await gardener.patch(f"/applications/{started['id']}", {"form": form})
    return Garden(town, started["id"])


async def publish_garden(engine: EngineContext, **changes: Any) -> None:
    plan = garden_plan()
    [consent] = plan.form.consents
    plan = replace(plan, form=replace(plan.form, consents=(replace(consent, **changes),)))
    async with transaction(engine.database, ENGINE) as connection:
        await publish_plan(connection, plan, effective_from=date(2025, 1, 1))
        for one in load_library(FOLDER).responsibility:
            row = {"item": one.item, "region": one.region, "department": one.department}
            await connection.execute(_RESPONSIBLE, row)
