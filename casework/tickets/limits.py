"""How long each stage of a ticket may last: settings of the place, counted in working days."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from access.regions import covers, region_prefix
from casework.tickets.states import Standing, Ticket
from clocks.calendar import WorkCalendar, close_of, local_date
from clocks.clock import add_working_days
from own_files import read_own_yaml

FILE = Path(__file__).with_name("limits.yaml")


@dataclass(frozen=True, slots=True)
class Limits:
    """All in working days."""

    dispatch: int
    contact: int
    verify: int
    rectify: int
    complex: int
    call_back: int
    appeal: int
    speak: int
    decide_appeal: int
    escalated: int


_OF_STANDING: Mapping[Standing, str] = {
    "assigned": "contact",
    "contacted": "verify",
    "verified": "rectify",
    "appealed": "decide_appeal",
    "answered": "call_back",
    "escalated": "escalated",
}


def limits_of(region: str) -> Limits:
    """Those of the smallest region in the settings that contains the place."""
    return limits_in(_settings(), region)


def limits_in(settings: Mapping[str, Any], region: str) -> Limits:
    usual = Limits(**settings["usual"])
    fitting = [code for code in settings["regions"] if covers(code, region)]
    if not fitting:
        return usual
    return replace(usual, **settings["regions"][max(fitting, key=lambda code: len(region_prefix(code)))])


def due_of(ticket: Ticket, limits: Limits, calendar: WorkCalendar) -> datetime | None:
    """Until when the next word has to be said; None once it is closed."""
    match ticket.standing:
        case "closed":
            return None
        case "new":
            name = "contact" if ticket.department else "dispatch"
        case "rectifying":
            name = "complex" if ticket.longer == "granted" else "rectify"
        case standing:
            name = _OF_STANDING[standing]
    return after(ticket.since, getattr(limits, name), calendar)


def appeal_until(ticket: Ticket, limits: Limits, calendar: WorkCalendar) -> datetime:
    return after(ticket.since, limits.appeal, calendar)


def speak_until(ticket: Ticket, limits: Limits, calendar: WorkCalendar) -> datetime:
    """Of a ticket that stands appealed."""
    return after(ticket.since, limits.speak, calendar)


def after(since: datetime, working_days: int, calendar: WorkCalendar) -> datetime:
    """Close of office on the last of so many working days."""
    return close_of(add_working_days(local_date(since), working_days, calendar))


@cache
def _settings() -> Mapping[str, Any]:
    return read_own_yaml(FILE)
