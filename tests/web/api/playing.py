"""Examples of a matter, played on the real engine.

People go through the API, departments are the simulated ones, and a carrier brings what the steps ask of them
there and back. Papers count as drawn and messages stay planned: to draw them all would take minutes, and the
journeys on the stack do it.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any, LiteralString, NamedTuple

import httpx
import psycopg

from activities.carrier import Carrier
from activities.department_calls import DepartmentCalls
from activities.registry import Outside, make_carrier
from departments.registry import load_connectors, open_connectors
from tests.shared_press import shared_press
from tests.web.api.conftest import DEPARTMENTS, US, Person, Town, picture

# No step waits for these; of a result only that it was drawn.
_LEFT_OUT = frozenset({"paper", "notify", "service", "archive"})

Sql = Callable[..., list[tuple[Any, ...]]]


class Effect(NamedTuple):
    id: int
    key: str
    kind: str
    step: str | None


@dataclass(frozen=True)
class Stage:
    """`sql` looks over one connection: a new one for each look costs a quarter of the time. `numbers`: each
    case is another family's, so that none meets what another has done."""

    town: Town
    carrier: Carrier
    sql: Sql
    numbers: Iterator[int] = field(default_factory=lambda: count(1))


@asynccontextmanager
async def stage_in(town: Town) -> AsyncIterator[Stage]:
    client = httpx.AsyncClient(transport=town.departments._transport)
    settings = load_connectors(town.data_dir, departments_url=DEPARTMENTS, local=True)
    connectors = open_connectors(settings, client=client)
    outside = Outside(DepartmentCalls(dict(connectors), f"{US}/callbacks"), shared_press(), US)
    url = town.database.owner_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET ROLE onematter_engine")

        def sql(statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
            return connection.execute(statement, values).fetchall()

        yield Stage(town, make_carrier(town.app.state.parts.engine, outside), sql)


@dataclass
class PlayedCase(ABC):
    """One case, and what happens to it that no person decides."""

    stage: Stage
    case_no: str = field(default="", init=False)
    handed_in: set[str] = field(default_factory=set[str], init=False)

    @abstractmethod
    async def applicant(self) -> Person: ...

    @property
    def town(self) -> Town:
        return self.stage.town

    async def case(self) -> dict[str, Any]:
        return await (await self.applicant()).get(f"/cases/{self.case_no}")

    async def hand_in(self, path: str) -> None:
        """All materials that the draft at `path` lacks."""
        applicant = await self.applicant()
        draft = await applicant.get(path)
        promised = {
            title for each in draft["commitment_offers"] if each["signed"] for title in each["materials"]
        }
        for each in draft["materials"]:
            if each["required"] and not (each["replaced"] or each["present"] or each["title"] in promised):
                await applicant.put_file(f"{path}/materials/{each['key']}", page())
                self.handed_in.add(each["key"])

    async def carry(self, *, also: str = "") -> bool:
        """What the workflow would do now; whether there was anything. `also`: a kind that is left out
        otherwise."""
        effects = self.effects(left_out=_LEFT_OUT - {also})
        for each in effects:
            await self.carry_out(each)
        return bool(effects)

    def effects(self, *, left_out: frozenset[str]) -> list[Effect]:
        rows = self.stage.sql(
            "SELECT id, key, kind, step FROM effect"
            " WHERE subject = %s AND state = 'planned' AND kind <> ALL(%s) ORDER BY id",
            self.case_no,
            list(left_out),
        )
        return [Effect(*each) for each in rows]

    async def carry_out(self, effect: Effect) -> None:
        if effect.kind == "issue_result":
            await self.town.effect_is_done(effect.key)
        else:
            await self.stage.carrier.claim_and_carry(effect.id)

    async def pay(self) -> bool:
        """Everything that is to be paid, in either direction; whether there was anything."""
        payments = self.open_payments()
        for key, amount in payments:
            await self.pay_one(key, amount)
        return bool(payments)

    async def pay_one(self, key: str, amount_fen: int) -> None:
        await self.town.effect_is_done(key, amount_fen=amount_fen, transaction_no=f"T-{key}")

    def open_payments(self) -> list[tuple[Any, ...]]:
        """Key of the effect, amount in fen."""
        return self.stage.sql(
            "SELECT p.effect_key, p.amount_fen FROM payment p JOIN matter_case c ON c.id = p.case_id"
            " WHERE c.case_no = %s AND p.state = 'open'",
            self.case_no,
        )

    def open_tasks(self) -> list[tuple[Any, ...]]:
        """id, department, item key, step"""
        return self.stage.sql(
            "SELECT t.id, t.department, t.item_key, t.step FROM task t JOIN matter_case c ON c.id = t.case_id"
            " WHERE c.case_no = %s AND t.state = 'open' ORDER BY t.id",
            self.case_no,
        )


@cache
def page() -> bytes:
    return picture()
