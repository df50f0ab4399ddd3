"""A lake where boats are registered: `tests/definitions/boats`, whose results build on each other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from activities.carrier import Carrier
from activities.department_calls import DepartmentCalls
from activities.registry import Outside, make_carrier
from database.session import ENGINE, transaction
from documents.definition import PaperData
from documents.press import Press, PressedPaper
from documents.sealing.signer import Sealed
from engine.publish import publish_plan
from forms.form_plan import Text
from matter_definitions.check import CheckResult, check_library
from matter_definitions.library_index import load_library
from tests.web.api.conftest import US, Person, Town, picture

FOLDER = Path(__file__).parents[2] / "definitions" / "boats"
YUHANG = "330110000000"
OWNER = "reader"
SURVEYOR, REGISTRAR, LAKE_OFFICE = "officer-health", "officer-police", "officer-tax"
FORM: Mapping[str, object] = MappingProxyType(
    {"boat.boat_name": "小荷号", "boat.harbour": YUHANG, "owner.address": "余杭区南苑街道迎宾路 1 号"}
)


@cache
def boats() -> CheckResult:
    return check_library(load_library(FOLDER))


class PlainPress(Press):
    """Draws anything, as one line that says what it was told: what papers look like is tested elsewhere."""

    async def press(self, template: str, data: PaperData, **_: object) -> PressedPaper:
        return PressedPaper(f"%PDF {template} {data.number} {dict(data.variables)}".encode(), "00" * 32, 1)


class Stamp:
    """A seal that only says so."""

    name = "stamp"

    async def seal(self, pdf: bytes, *, key: str, issuer: Text, reason: Text) -> Sealed:
        return Sealed(pdf + f" sealed for {key}".encode(), "01")

    async def find(self, key: str) -> Sealed | None:
        return None


@dataclass
class Boat:
    town: Town
    case_no: str
    carrier: Carrier

    async def owner(self) -> Person:
        return await self.town.person(OWNER)

    async def case(self) -> dict[str, Any]:
        return await (await self.owner()).get(f"/cases/{self.case_no}")

    async def task(self, officer: str, *, item: str) -> dict[str, Any]:
        person = await self.town.person(officer)
        lines = (await person.get("/tasks", q=self.case_no))["items"]
        return await person.get(f"/tasks/{next(each for each in lines if each['item'] == item)['id']}")

    async def decide(self, officer: str, *, item: str, outcome: str = "grant", **data: object) -> None:
        task = await self.task(officer, item=item)
        person = await self.town.person(officer)
        await person.post(f"/tasks/{task['id']}/decide", {"outcome": outcome, "data": data})

    async def papers_are_made(self) -> None:
        await self.carry("paper", "issue_result", "seal")

    async def carry(self, *kinds: str) -> None:
        """What the worker does with effects of these kinds, until nothing more is to do."""
        while rows := self.town.sql(
            "UPDATE effect SET lease_until = NULL WHERE kind = ANY(%s) AND subject = %s"
            " AND state IN ('planned', 'attempted', 'awaiting') RETURNING id",
            list(kinds),
            self.case_no,
        ):
            for (effect,) in rows:
                await self.carrier.claim_and_carry(effect)

    async def is_surveyed(self) -> None:
        await self.decide(SURVEYOR, item="boat-survey", **{"boat.survey_no": "S-1"})
        await self.papers_are_made()

    async def is_registered(self) -> None:
        await self.decide(REGISTRAR, item="boat-registration", outcome="accept")
        await self.decide(REGISTRAR, item="boat-registration", **{"boat.registration_no": "R-1"})
        await self.papers_are_made()

    async def is_licensed(self, *, until: str = "2027-06-30") -> None:
        await self.decide(LAKE_OFFICE, item="boat-licence", outcome="accept")
        data = {"boat.licence_no": "L-1", "boat.licence_until": until}
        await self.decide(LAKE_OFFICE, item="boat-licence", **data)
        await self.papers_are_made()

    async def is_on_the_lake(self) -> None:
        await self.is_surveyed()
        await self.is_registered()
        await self.is_licensed()


async def launch(town: Town, *, surveyed: bool = False, trips: bool = True) -> Boat:
    """Handed in."""
    await publish_boats(town)
    owner = await town.person(OWNER)
    body = {"matter": "boat", "answers": {"surveyed": surveyed, "trips": trips}}
    started = await owner.post("/applications", body, status=201)
    return await hand_in(town, started["id"], form=FORM)


async def hand_in(
    town: Town,
    application: str,
    *,
    form: Mapping[str, object],
    answers: Mapping[str, object] = MappingProxyType({}),
) -> Boat:
    owner, path = await town.person(OWNER), f"/applications/{application}"
    saved = await owner.patch(path, {"form": dict(form), "answers": dict(answers)})
    for material in saved["materials"]:
        await owner.put_file(f"{path}/materials/{material['key']}", picture())
    submitted = await owner.post(f"{path}/submit", status=201)
    calls = DepartmentCalls(town.app.state.outside.connectors, f"{US}/callbacks")
    outside = replace(Outside(calls, PlainPress(), US), signer=Stamp())
    return Boat(town, submitted["case_no"], make_carrier(town.app.state.parts.engine, outside))


async def publish_boats(town: Town) -> None:
    """The matters in force, and the offices responsible for them."""
    async with transaction(town.app.state.parts.engine.database, ENGINE) as connection:
        for plan in boats().plans.values():
            await publish_plan(connection, plan, effective_from=date(2025, 1, 1))
    for one in load_library(FOLDER).responsibility:
        town.sql(
            "INSERT INTO responsibility (item, region, department) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            one.item, one.region, one.department,
        )  # fmt: skip
