"""What was told, brought or archived, and what a new calendar changes. Codes and references only."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class RecordTold:
    """It is proved that the applicant has a notice (`notice`: its number) or an item's decision (`item`).

    `proof`: a code or a reference, never personal data. `whole_call`: everything that the call at `item`
    names was told by the counter: by telephone, in person, or by a letter whose receipt came back.
    """

    channel: str
    proof: str
    notice: int | None = None
    item: str | None = None
    whole_call: bool = False


@dataclass(frozen=True, slots=True)
class AskCall:
    """No channel is left that could prove that the applicant has a notice (its number), or the decision on
    an item: the counter is to tell her."""

    notice: int | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class RecordCall:
    """What the counter did for the call at `item` and what proves nothing: nobody answered, or the paper
    was posted by hand."""

    item: str
    outcome: Literal["not_reached", "posted"]


@dataclass(frozen=True, slots=True)
class RecordDelivery:
    """A result was handed over. `how`: counter, parcel, electronic. `signed`: the holder signed for it."""

    item: str
    how: str
    signed: bool


@dataclass(frozen=True, slots=True)
class ConsentToService:
    given: bool


@dataclass(frozen=True, slots=True)
class Archive:
    """The package of the case is complete and stored. `manifest`: the SHA-256 of its manifest, in hex."""

    manifest: str = ""


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """A calendar was published: every date is counted anew. `publication`: its id.

    `lost`: working days at the places of the case that are none any more; `won`: the other way round.
    `places`: the same of each place (division code, lost, won) where the case has several.
    """

    publication: str
    lost: tuple[date, ...] = ()
    won: tuple[date, ...] = ()
    places: tuple[tuple[str, tuple[date, ...], tuple[date, ...]], ...] = ()
