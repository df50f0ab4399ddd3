"""What the engine of one process works with; made once and passed in, never looked up."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncEngine

from engine.calendars import Calendars
from engine.notify import Notifier
from engine.plans import Plans
from settings import MasterKeys


@dataclass(frozen=True)
class EngineContext:
    """`keys` wrap the keys of cases and persons. Plans and calendars are caches of what never changes."""

    database: AsyncEngine
    keys: MasterKeys
    notifier: Notifier
    plans: Plans = field(default_factory=Plans)
    calendars: Calendars = field(default_factory=Calendars)


def open_context(database: AsyncEngine, *, keys: MasterKeys) -> EngineContext:
    return EngineContext(database=database, keys=keys, notifier=Notifier(database))
