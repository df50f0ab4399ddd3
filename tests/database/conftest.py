"""One engine per test, on the test's own database, logged in as the application's role."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import make_engine


@pytest.fixture
async def app_engine(database: Any) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database.app_url, pool_size=2)
    yield engine
    await engine.dispose()


@pytest.fixture
async def owner_engine(database: Any) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database.owner_url, pool_size=1)
    yield engine
    await engine.dispose()
