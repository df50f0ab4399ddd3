"""The shop of the life of a case on a running stack: published, handed in, accepted and paid for."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx

from database.session import make_engine
from demo.stage import Stage
from tests.conftest import Database
from tests.web.api.conftest import Town
from tests.web.api.shop import SUPERIOR, Shop, open_shop

WAITS_SECONDS = 60
FEES = 2


def accepted_shop(stage: Stage, owner_url: str) -> str:
    """The case's number. In a thread of its own: a browser that people steer keeps the loop of this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _accepted(stage, owner_url)).result()


async def _accepted(stage: Stage, owner_url: str) -> str:
    database, tables = Database(owner_url=owner_url, app_url=owner_url), make_engine(owner_url, pool_size=1)
    parts = SimpleNamespace(engine=SimpleNamespace(database=tables))
    app = cast(Any, SimpleNamespace(state=SimpleNamespace(parts=parts)))
    try:
        async with (
            httpx.AsyncClient(base_url=stage.url, trust_env=False, timeout=WAITS_SECONDS) as api,
            httpx.AsyncClient(base_url=stage.departments_url, trust_env=False) as departments,
        ):
            town = Town(app, api, departments, database, Path())
            with _officers_as_they_were(town):
                shop = await open_shop(town, delivery={"mode": "mail"})
            await shop.decide("accept")
            for _ in range(FEES):
                await _pay(shop, departments)
            return shop.case_no
    finally:
        database.close()
        await tables.dispose()


@contextmanager
def _officers_as_they_were(town: Town) -> Iterator[None]:
    """The shop moves an officer to another office; on a stack that others use she goes back at once."""
    [where] = town.sql("SELECT department, region, rank FROM officer WHERE subject = %s", SUPERIOR)
    try:
        yield
    finally:
        town.sql(
            "UPDATE officer SET department = %s, region = %s, rank = %s WHERE subject = %s", *where, SUPERIOR
        )


async def _pay(shop: Shop, departments: httpx.AsyncClient) -> None:
    """On the provider's page, once the worker has asked for it; until the case knows."""
    keeper = await shop.keeper()
    payment = await _find(shop, can_pay=True)
    started = await keeper.post(f"/cases/{shop.case_no}/payments/{payment}/start")
    (await departments.post(started["pay_url"])).raise_for_status()
    await _find(shop, id=payment, state="paid")


async def _find(shop: Shop, **like: object) -> str:
    for _ in range(WAITS_SECONDS * 2):
        for each in (await shop.case())["payments"]:
            if like.items() <= each.items():
                return each["id"]
        await asyncio.sleep(0.5)
    raise AssertionError(f"no payment like {like}")
