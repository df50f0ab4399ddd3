"""What the engine of one process works with; made once and passed in, never looked up."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncEngine

from engine.calendars import Calendars
from engine.catalogue import Catalogue
from engine.checking import CheckingRoom
from engine.notify import Notifier
from engine.plans import Plans
from settings import MasterKeys


@dataclass(frozen=True)
class EngineContext:
    """`keys` wrap the keys of cases and persons. Plans and calendars are caches of what never changes, the
    catalogue is one that knows when it is old. `two_persons`: who edited a definition may not publish it."""

    database: AsyncEngine
    keys: MasterKeys
    notifier: Notifier
    plans: Plans = field(default_factory=Plans)
    calendars: Calendars = field(default_factory=Calendars)
    catalogue: Catalogue = field(default_factory=Catalogue)
    two_persons: bool = False


def open_context(
    database: AsyncEngine,
    *,
    keys: MasterKeys,
    two_persons: bool = False,
    room: CheckingRoom | None = None,
    page_room: CheckingRoom | None = None,
) -> EngineContext:
    """`room`: where definitions of other people are checked, `page_room`: where they are made into what a
    page shows; close `catalogue` in the end."""
    return EngineContext(
        database=database,
        keys=keys,
        notifier=Notifier(database),
        catalogue=Catalogue(room, page_room),
        two_persons=two_persons,
    )
