"""Examples of a matter, played on the real engine.

People go through the API, departments are the simulated ones, and a carrier brings what the steps ask of them
there and back. Papers count as drawn and messages stay planned: to draw them all would take minutes, and the
journeys on the stack do it.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, LiteralString, NamedTuple

import httpx
import psycopg

from activities.carrier import Carrier
from activities.department_calls import DepartmentCalls
from activities.registry import Outside, make_carrier
from departments.registry import load_connectors, open_connectors
from documents.press import Press
from matter_definitions.language.examples import ExampleModel
from matter_definitions.library_index import built_in_library
from tests.web.api.conftest import DEPARTMENTS, US, Person, Town, picture

_USUAL = ("accept", "kept", "grant", "pass")
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
    """`sql` looks over one connection: a new one for each look costs a quarter of the time."""

    town: Town
    carrier: Carrier
    sql: Sql


@asynccontextmanager
async def stage_in(town: Town) -> AsyncIterator[Stage]:
    client = httpx.AsyncClient(transport=town.departments._transport)
    settings = load_connectors(town.data_dir, departments_url=DEPARTMENTS, local=True)
    connectors = open_connectors(settings, client=client)
    outside = Outside(DepartmentCalls(dict(connectors), f"{US}/callbacks"), Press(), US)
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
    case_no: str = field(default="", kw_only=True)

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
        for each in (await applicant.get(path))["materials"]:
            if each["required"] and not each["replaced"] and not each["present"]:
                await applicant.put_file(f"{path}/materials/{each['key']}", page())

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
        rows = self.stage.sql(
            "SELECT p.effect_key, p.amount_fen FROM payment p JOIN matter_case c ON c.id = p.case_id"
            " WHERE c.case_no = %s AND p.state = 'open'",
            self.case_no,
        )
        for key, amount in rows:
            await self.town.effect_is_done(key, amount_fen=amount, transaction_no=f"T-{key}")
        return bool(rows)

    def open_tasks(self) -> list[tuple[Any, ...]]:
        """id, department, item key, step"""
        return self.stage.sql(
            "SELECT t.id, t.department, t.item_key, t.step FROM task t JOIN matter_case c ON c.id = t.case_id"
            " WHERE c.case_no = %s AND t.state = 'open' ORDER BY t.id",
            self.case_no,
        )


@cache
def examples_of(matter: str) -> Mapping[str, ExampleModel]:
    return MappingProxyType({each.name: each for each in built_in_library().matters[matter].model.examples})


def played_examples(matter: str) -> list[ExampleModel]:
    """Those that become a case."""
    return [each for each in examples_of(matter).values() if each.expect.end != "exit"]


def expect_end(example: ExampleModel, case: Mapping[str, Any]) -> None:
    """The case ended as the definition says that it does."""
    assert case["state"] == example.expect.end, (example.name, case["items"])
    ends = {each["key"]: each["state"] for each in case["items"]}
    assert {key: ends[key] for key in example.expect.item_ends} == example.expect.item_ends, example.name
    if example.expect.items is not None:
        assert set(ends) == set(example.expect.items), example.name


def usual_outcome(task: Mapping[str, Any]) -> str:
    """What lets the case go on."""
    possible = {each["code"] for each in task["outcomes"]}
    return next(each for each in _USUAL if each in possible)


def decision_in(words: str, *, legal_basis: str) -> dict[str, object]:
    """`deny:no_certificate`, as an example says it: the outcome, and the reason of a refusal."""
    outcome, _, reason = words.partition(":")
    if outcome in ("refuse", "deny"):
        return {"outcome": outcome, "reasons": [reason], "legal_basis": legal_basis}
    return {"outcome": outcome}


def is_open(field: Mapping[str, Any]) -> bool:
    """To be filled in: no register has told it."""
    return not field["locked"] and field["value"] is None and field["required"]


@cache
def page() -> bytes:
    return picture()
