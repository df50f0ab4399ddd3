"""What came back from outside, in the engine's own words; made by an activity or by a callback."""

from dataclasses import dataclass, field

DONE = "done"
ALREADY_PAID = "already_paid"  # of a demand or order that was to be closed
DRAWN = "drawn"  # a paper that is still to be sealed: its step is over with the seal
NO_PRESS = "paper_unavailable"  # this machine cannot draw papers; the case goes on without


@dataclass(frozen=True, slots=True)
class Outcome:
    """`word`: "done", or the other side's word for why not. `reason_*`: its words for a citizen.

    `data` holds JSON values, already checked to be what the kind of request promises. `data_of`: the ISO day
    of which they are, where the other side says it.
    """

    word: str
    data: dict[str, object] = field(default_factory=dict[str, object])
    reason_zh: str | None = None
    reason_en: str | None = None
    reference: str | None = None
    data_of: str | None = None
