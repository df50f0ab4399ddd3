from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from obstore.store import MemoryStore

from activities.registry import make_carrier
from documents.press import PressedPaper
from documents.refusals import PaperUnavailable
from files.store import FileStore
from tests.database.engine.archiving_room import ArchivingRoom
from tests.engine_room import Room, open_room
from tests.unit.files.upload_examples import pdf


@pytest.fixture
async def room(database: Any) -> AsyncIterator[Room]:
    room = await open_room(database.app_url)
    yield room
    await room.context.notifier.finish()
    await room.context.database.dispose()


@pytest.fixture
async def archiving(room: Room, monkeypatch: pytest.MonkeyPatch) -> ArchivingRoom:
    objects = MemoryStore()
    files = FileStore(objects, keys=room.context.keys)
    made = ArchivingRoom(room, files, objects)

    async def press(template: str, *_: object, **__: object) -> PressedPaper:
        if not made.has_press:
            raise PaperUnavailable("pango")
        drawn = pdf(lambda document: document.docinfo.update({"/Title": f"{template} {uuid4()}"}))
        return PressedPaper(drawn, sha256(drawn).hexdigest(), 1)

    monkeypatch.setattr(room.outside.press, "press", press)
    room.outside = replace(room.outside, files=files, seal_authority=b"a certificate")
    room.carrier = make_carrier(room.context, room.outside)
    return made
