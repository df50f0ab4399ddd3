"""What was told, brought or archived, and what a new calendar changes. Codes and references only."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RecordTold:
    """It is proved that the applicant has a notice (`notice`: its number) or an item's decision (`item`).

    `proof`: a code or a reference, never personal data.
    """

    channel: str
    proof: str
    notice: int | None = None
    item: str | None = None


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
    """

    publication: str
    lost: tuple[date, ...] = ()
    won: tuple[date, ...] = ()
