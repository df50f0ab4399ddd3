"""Two checking rooms for all tests of a process: reading the whole library anew takes a room longer than what
most tests ask of it. How a room itself behaves is tried on rooms of their own (test_checking_room.py)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from fastapi import FastAPI

from engine.catalogue import Catalogue
from engine.checking import FOR_PAGES, CheckingRoom


@dataclass(frozen=True, slots=True)
class SharedRooms:
    room: CheckingRoom
    page_room: CheckingRoom

    def serve(self, app: FastAPI) -> None:
        """In place of the application's own, which never begin. What it has been told is its own: the
        catalogue."""
        parts = app.state.parts
        catalogue = Catalogue(self.room, self.page_room)
        app.state.parts = replace(parts, engine=replace(parts.engine, catalogue=catalogue))


@contextmanager
def open_shared_rooms() -> Iterator[SharedRooms]:
    rooms = SharedRooms(CheckingRoom(), CheckingRoom(FOR_PAGES))
    yield rooms
    rooms.room.close()
    rooms.page_room.close()
