"""What all applications under test in a process share, because it costs more than what most tests ask of it:
two checking rooms, which have read the whole library, and the plans that were read, which never change. How a
room itself behaves is tried on rooms of their own (test_checking_room.py)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from fastapi import FastAPI

from engine.catalogue import Catalogue
from engine.checking import FOR_PAGES, CheckingRoom
from engine.plans import Plans


@dataclass(frozen=True, slots=True)
class SharedRooms:
    room: CheckingRoom
    page_room: CheckingRoom
    plans: Plans

    def serve(self, app: FastAPI) -> None:
        """In place of the application's own, which never begin. What it has been told is its own: the
        catalogue."""
        parts = app.state.parts
        catalogue = Catalogue(self.room, self.page_room)
        engine = replace(parts.engine, catalogue=catalogue, plans=self.plans)
        app.state.parts = replace(parts, engine=engine)


@contextmanager
def open_shared_rooms() -> Iterator[SharedRooms]:
    rooms = SharedRooms(CheckingRoom(), CheckingRoom(FOR_PAGES), Plans())
    yield rooms
    rooms.room.close()
    rooms.page_room.close()
