"""What acts may use besides the database: departments (read-only look-ups), uploads, and acts in a row."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import httpx
from fastapi import Depends, Request

from access.act import Act, current_act
from database.session import become_reader
from departments.connector import HttpConnector
from departments.registry import load_connectors, open_connectors
from files.opening import open_scanner, open_store
from files.scan import Scanner
from files.store import FileStore
from settings import MasterKeys, Settings


@dataclass(frozen=True)
class Outside:
    """One per process; each part is opened when it is first used."""

    settings: Settings
    client: httpx.AsyncClient
    keys: MasterKeys

    @cached_property
    def connectors(self) -> Mapping[str, HttpConnector]:
        """By code."""
        connectors = load_connectors(
            self.settings.data_dir,
            departments_url=self.settings.departments_url,
            local=self.settings.local,
        )
        return open_connectors(connectors, client=self.client)

    @cached_property
    def files(self) -> FileStore:
        return open_store(self.settings, keys=self.keys)

    @cached_property
    def scanner(self) -> Scanner:
        return open_scanner(self.settings)


BeginAct = Callable[[], AbstractAsyncContextManager[Act]]


async def get_outside(request: Request) -> Outside:
    return request.app.state.outside


async def get_acts(request: Request) -> BeginAct:
    """For what takes several transactions, with a call outside between them: each `async with acts()` is
    one. Only a write with an Idempotency-Key stays one transaction, because its answer is kept with it; it
    calls outside when that has ended."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[Act]:
        async with asynccontextmanager(current_act)(request) as act:
            become_reader(act.connection)
            yield act

    return begin


CurrentOutside = Annotated[Outside, Depends(get_outside)]
Acts = Annotated[BeginAct, Depends(get_acts)]
