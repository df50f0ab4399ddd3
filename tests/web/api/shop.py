"""A town where a food shop can be opened: `tests/definitions/life_of_a_case`, which offers everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from database.session import ENGINE, transaction
from engine.publish import publish_plan
from matter_definitions.check import check_library
from matter_definitions.library_index import load_library
from matter_definitions.plan import Plan
from tests.web.api.conftest import Person, Town, picture

FOLDER = Path(__file__).parents[2] / "definitions" / "life_of_a_case"
YUHANG = "330110000000"
PERMIT, SIGN, TAX = "shop-permit", "shop-sign", "shop-tax"
LAW = "《中华人民共和国食品安全法》第三十五条"
KEEPER, OFFICER, SUPERIOR = "reader", "officer-health", "officer-health-xihu"

ANSWERS: Mapping[str, object] = MappingProxyType(
    {
        "had_a_shop": False,
        "rebuilt": False,
        "near_homes": False,
        "contested": False,
        "sign": False,
        "taxes": False,
    }
)


@cache
def shop_plan() -> Plan:
    return check_library(load_library(FOLDER)).plans["life-of-a-case"]


@dataclass
class Shop:
    """One application to open a shop, and everybody who has to do with it."""

    town: Town
    case_no: str
    inspection_fen: int

    async def keeper(self) -> Person:
        return await self.town.person(KEEPER)

    async def officer(self) -> Person:
        """Of the health office that decides on the permit."""
        return await self.town.person(OFFICER)

    async def superior(self) -> Person:
        """Of the same office, and of a higher rank."""
        return await self.town.person(SUPERIOR)

    async def supervisor(self) -> Person:
        return await self.town.person("supervisor")

    def at(self, item: str = PERMIT) -> str:
        """The address of an item."""
        return f"/cases/{self.case_no}/items/{item}"

    async def case(self) -> dict[str, Any]:
        return await (await self.keeper()).get(f"/cases/{self.case_no}")

    async def item(self, item: str = PERMIT, *, of: Person | None = None) -> dict[str, Any]:
        view = await (of or await self.keeper()).get(f"/cases/{self.case_no}")
        return next(each for each in view["items"] if each["key"] == item)

    async def task(self, item: str = PERMIT, *, of: Person | None = None) -> dict[str, Any]:
        """The open task of an item on this officer's desk."""
        officer = of or await self.officer()
        lines = (await officer.get("/tasks", q=self.case_no))["items"]
        found = next(each for each in lines if each["item"] == item)
        return await officer.get(f"/tasks/{found['id']}")

    async def decide(
        self, outcome: str, *, item: str = PERMIT, of: Person | None = None, status: int = 200, **more: object
    ) -> Any:
        officer = of or await self.officer()
        task = await self.task(item, of=officer)
        return await officer.post(f"/tasks/{task['id']}/decide", {"outcome": outcome, **more}, status=status)

    async def events(self) -> list[str]:
        return [each["event"] for each in (await self.case())["timeline"]]

    async def is_accepted(self) -> None:
        """The form is in order and the fees are paid; the first level is on the desk."""
        await self.decide("accept")
        await self.is_paid("application_fee", 5000)
        await self.is_paid("inspection_fee", self.inspection_fen)

    async def is_paid(self, step: str, amount_fen: int) -> None:
        key = f"{self.case_no}/{PERMIT}/{step}/1"
        await self.town.effect_is_done(key, amount_fen=amount_fen, transaction_no=f"T-{key}")

    async def is_granted(self, *, number: str = "JY13301100000001") -> Any:
        """By an officer who has looked at the permit before."""
        officer = await self.officer()
        task = await self.task()
        data = {"shop.permit_no": number}
        await officer.post(f"/tasks/{task['id']}/preview", {"data": data})
        return await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "grant", "data": data})


async def open_shop(
    town: Town,
    *,
    area: int = 80,
    answers: Mapping[str, object] = MappingProxyType({}),
    delivery: Mapping[str, object] = MappingProxyType({"mode": "pickup"}),
    promises: Sequence[str] = (),
    agent: Person | None = None,
    on_behalf_of: str | None = None,
) -> Shop:
    """Handed in. `area` above 500 square metres needs the head of the office, too. `promises`: commitments
    signed instead of papers, as `<item>/<code>`. `agent`: he does it all, `on_behalf_of` the keeper."""
    await publish_shop(town)
    keeper = agent or await town.person(KEEPER)
    body: dict[str, object] = {"matter": "life-of-a-case", "answers": {**ANSWERS, **answers}}
    started = await keeper.post(
        "/applications", body | ({"on_behalf_of": on_behalf_of} if on_behalf_of else {}), status=201
    )
    path = f"/applications/{started['id']}"
    form = {
        "shop.shop_name": "林间小店",
        "shop.shop_region": YUHANG,
        "shop.address": "余杭区南苑街道迎宾路 1 号",
        "shop.shop_area": area,
        "keeper.mobile": "13800000000",
        "delivery.recipient": "徐书涵",
        "delivery.address": "余杭区南苑街道迎宾路 1 号",
    }
    saved = await keeper.patch(path, {"form": form, "delivery": dict(delivery)})
    spared = await _promise(keeper, path, promises) if promises else set[str]()
    for material in saved["materials"]:
        if material["required"] and not material["present"] and material["title"] not in spared:
            await keeper.put_file(f"{path}/materials/{material['key']}", picture())
    submitted = await keeper.post(f"{path}/submit", status=201)
    return Shop(town, submitted["case_no"], 30000 if area > 500 else 10000)


async def _promise(keeper: Person, path: str, promises: Sequence[str]) -> set[str]:
    """Each signed in the words that the draft shows; gives the titles of the papers that it spares."""
    offers = [each for each in (await keeper.get(path))["commitment_offers"] if each["key"] in promises]
    assert {each["key"] for each in offers} == set(promises)
    signed = {each["key"]: {"agreed": True, "statement_sha256": each["statement_sha256"]} for each in offers}
    await keeper.patch(path, {"commitments": signed})
    return {material for each in offers for material in each["materials"]}


async def publish_shop(town: Town) -> None:
    """The matter in force, the offices responsible for it, and a second, higher officer of health."""
    library, parts = load_library(FOLDER), town.app.state.parts
    async with transaction(parts.engine.database, ENGINE) as connection:
        await publish_plan(connection, shop_plan(), effective_from=date(2025, 1, 1))
    for one in library.departments.values():
        town.sql(
            "INSERT INTO department (code, kind, region, name_zh, name_en) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            one.code, one.kind, one.region, one.title.zh, one.title.en,
        )  # fmt: skip
    for one in library.responsibility:
        town.sql(
            "INSERT INTO responsibility (item, region, department) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            one.item, one.region, one.department,
        )  # fmt: skip
    town.sql(
        "UPDATE officer SET department = %s, region = %s, rank = 2 WHERE subject = %s",
        f"health@{YUHANG}", YUHANG, SUPERIOR,
    )  # fmt: skip
