from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.engine_room import Room, open_room


@pytest.fixture
async def room(database: Any) -> AsyncIterator[Room]:
    room = await open_room(database.app_url)
    yield room
    await room.context.notifier.finish()
    room.outside.press.close()
    await room.context.database.dispose()
