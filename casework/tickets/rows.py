"""Every movement that a ticket can make: the rows, and nothing else. What is not here is refused."""

from dataclasses import dataclass
from typing import Literal

from casework.tickets.states import OPEN, Outcome, Party, Standing, Word
from matter_definitions import events

Guard = Literal[
    "has_department", "is_rating", "is_complaint", "is_founded", "has_no_basis", "not_appealed_before",
    "in_appeal_period", "not_spoken_yet", "author_heard", "another_person", "longer_not_asked",
    "longer_asked", "in_time", "limit_over", "not_escalated_yet", "escalated_before",
]  # fmt: skip
Part = Literal["text", "finding", "ground", "department", "score"]
Template = Literal["rating_appealed", "ticket_answered", "ticket_decided"]


@dataclass(frozen=True, slots=True)
class Row:
    """`by`, standing `before`, with all `guards` fulfilled, does `word`: it stands `after` and `event` is
    logged. `needs`: parts of the act that may not be missing; `takes`: those that may be given.

    `restarts`: limits count from this moment. `outcome`: how it was closed. `tells`: the message that the
    author gets. `shown`: the author reads what was written; the rest is between the offices.
    """

    number: str
    word: Word
    before: tuple[Standing, ...]
    after: Standing
    by: Party
    event: str
    guards: tuple[Guard, ...] = ()
    needs: tuple[Part, ...] = ()
    takes: tuple[Part, ...] = ()
    restarts: bool = False
    outcome: Outcome | None = None
    tells: Template | None = None
    shown: bool = False


_EARLY: tuple[Standing, ...] = ("new", "assigned", "contacted")
_UNDER_WAY: tuple[Standing, ...] = (*_EARLY, "verified", "rectifying")
_JUDGED: tuple[Guard, ...] = ("another_person", "author_heard")

# fmt: off
TABLE: tuple[Row, ...] = (
    Row("1", "take", ("new",), "assigned", "department", events.TICKET_TAKEN),
    Row("2", "dispatch", _EARLY, "new", "supervisor", events.TICKET_DISPATCHED,
        needs=("department",), takes=("text",), restarts=True),
    Row("3", "pass_back", _EARLY, "new", "department", events.TICKET_PASSED_BACK,
        needs=("text",), restarts=True),
    Row("4", "contact", ("assigned",), "contacted", "department", events.TICKET_AUTHOR_CONTACTED,
        needs=("text",), shown=True),
    Row("5", "verify", ("contacted",), "verified", "department", events.TICKET_VERIFIED,
        needs=("finding", "text")),
    Row("6", "rectify", ("verified",), "rectifying", "department", events.TICKET_RECTIFYING,
        ("is_founded",), needs=("text",), shown=True),
    Row("7", "ask_longer", ("rectifying",), "rectifying", "department", events.TICKET_TIME_ASKED,
        ("longer_not_asked", "in_time"), needs=("text",)),
    Row("7b", "grant_longer", ("rectifying",), "rectifying", "supervisor", events.TICKET_TIME_GRANTED,
        ("longer_asked", "another_person"), takes=("text",)),
    Row("7c", "refuse_longer", ("rectifying",), "rectifying", "supervisor", events.TICKET_TIME_REFUSED,
        ("longer_asked", "another_person"), needs=("text",)),
    Row("8", "answer", ("rectifying",), "answered", "department", events.TICKET_ANSWERED,
        needs=("text",), restarts=True, tells="ticket_answered", shown=True),
    Row("8b", "answer", ("verified",), "answered", "department", events.TICKET_ANSWERED,
        ("has_no_basis",), needs=("text",), restarts=True, tells="ticket_answered", shown=True),
    Row("9", "appeal", ("contacted", "verified"), "appealed", "department", events.RATING_APPEALED,
        ("is_rating", "not_appealed_before", "in_appeal_period"), needs=("ground", "text"), restarts=True,
        tells="rating_appealed", shown=True),
    Row("9b", "speak", ("appealed",), "appealed", "author", events.RATING_DEFENDED,
        ("not_spoken_yet",), needs=("text",), shown=True),
    Row("9c", "uphold", ("appealed",), "closed", "supervisor", events.RATING_EXCLUDED,
        _JUDGED, needs=("text",), outcome="upheld", tells="ticket_decided", shown=True),
    Row("9d", "refuse_appeal", ("appealed",), "verified", "supervisor", events.RATING_APPEAL_REFUSED,
        _JUDGED, needs=("text",), restarts=True, tells="ticket_decided", shown=True),
    Row("10", "accept", ("answered",), "closed", "author", events.TICKET_ACCEPTED,
        takes=("score", "text"), outcome="accepted", shown=True),
    Row("10b", "not_accept", ("answered",), "escalated", "author", events.TICKET_NOT_ACCEPTED,
        ("not_escalated_yet",), needs=("text",), takes=("score",), restarts=True, shown=True),
    Row("10c", "not_accept", ("answered",), "closed", "author", events.TICKET_NOT_ACCEPTED,
        ("escalated_before",), needs=("text",), takes=("score",), outcome="not_accepted", shown=True),
    Row("11", "order", ("escalated",), "rectifying", "supervisor", events.TICKET_ORDERED,
        ("another_person",), needs=("text",), restarts=True, shown=True),
    Row("11b", "finish", ("escalated",), "closed", "supervisor", events.TICKET_FINISHED,
        ("another_person",), needs=("text",), outcome="final", tells="ticket_decided", shown=True),
    Row("12", "close_unanswered", ("answered",), "closed", "supervisor", events.TICKET_UNANSWERED,
        ("another_person", "limit_over"), needs=("text",), outcome="unanswered", shown=True),
    Row("12b", "take_over", _UNDER_WAY, "escalated", "supervisor", events.TICKET_TAKEN_OVER,
        ("has_department", "another_person", "limit_over"), needs=("text",), restarts=True),
    Row("13", "decline", ("new",), "closed", "supervisor", events.COMPLAINT_DECLINED,
        ("is_complaint",), needs=("text",), outcome="declined", tells="ticket_decided", shown=True),
    Row("14", "withdraw", OPEN, "closed", "author", events.COMPLAINT_WITHDRAWN,
        ("is_complaint",), takes=("text",), outcome="withdrawn", shown=True),
)
# fmt: on
