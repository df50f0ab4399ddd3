"""A room whose cases are driven by real workflows: worker, relay and listener run in the test's loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import Client

from tests.conftest import Database
from tests.engine_room import Room, open_room
from worker_process.machine import Machine, make_machine, run_machine


@asynccontextmanager
async def running(room: Room, client: Client, *, installation: str, app_url: str) -> AsyncIterator[Machine]:
    machine = make_machine(
        room.context, client, room.outside, installation=installation, linger_seconds=room.linger_seconds
    )
    async with working(machine, app_url=app_url):
        yield machine


@asynccontextmanager
async def working(machine: Machine, *, app_url: str) -> AsyncIterator[None]:
    work = asyncio.create_task(run_machine(machine, database_url=app_url))
    try:
        yield
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


@pytest.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    async with opened(database) as room:
        yield room


@pytest.fixture
async def patient_room(database: Database) -> AsyncIterator[Room]:
    """Looks stay until the people of a test have answered, however busy the machine is."""
    async with opened(database, linger=5.0) as room:
        yield room


@asynccontextmanager
async def opened(database: Database, *, linger: float = 0.0) -> AsyncIterator[Room]:
    room = await open_room(database.app_url, installation=f"t{uuid4().hex[:7]}", linger=linger)
    yield room
    await room.context.notifier.finish()
    await room.context.database.dispose()


@pytest.fixture
async def machine(room: Room, database: Database, temporal_env: Any) -> AsyncIterator[Machine]:
    async with running(
        room, temporal_env.client, installation=room.installation, app_url=database.app_url
    ) as machine:
        yield machine
