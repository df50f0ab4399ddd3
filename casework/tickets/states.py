"""A ticket as plain values: what follows a bad rating, or a complaint, until it is closed.

One life for both (政务服务“好差评”: 差评核实整改反馈, 申诉复核; 投诉): they differ only in how they begin,
and in the few rows of `rows.TABLE` that ask which of the two it is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

TicketKind = Literal["rating", "complaint"]
Standing = Literal[
    "new", "assigned", "contacted", "verified", "appealed", "rectifying", "answered", "escalated", "closed"
]
Word = Literal[
    "take", "dispatch", "pass_back", "contact", "verify", "rectify", "ask_longer", "grant_longer",
    "refuse_longer", "answer", "appeal", "speak", "uphold", "refuse_appeal", "accept", "not_accept", "order",
    "finish", "close_unanswered", "take_over", "decline", "withdraw",
]  # fmt: skip
Party = Literal["author", "department", "supervisor"]
Finding = Literal["founded", "no_basis"]
Ground = Literal["wrong_click", "untrue", "malicious"]
Longer = Literal["asked", "granted", "refused"]
Outcome = Literal["accepted", "not_accepted", "upheld", "final", "unanswered", "declined", "withdrawn"]
About = Literal["delay", "attitude", "too_much_asked", "fees", "wrong_information", "other"]

ALL_STANDINGS: tuple[Standing, ...] = get_args(Standing)
OPEN: tuple[Standing, ...] = tuple(each for each in ALL_STANDINGS if each != "closed")
# Where the department has the next word; a new ticket only once it has been given to one.
WITH_DEPARTMENT: frozenset[Standing] = frozenset({"new", "assigned", "contacted", "verified", "rectifying"})


@dataclass(frozen=True, slots=True)
class Ticket:
    """`escalated`: how often its author did not accept the answer and it went to the supervisor.
    `department`: who has to answer, None while nobody was given it. `since`: what its limits count from.
    `ground`: why the department appealed, if it did. `heard_at`: when the rater spoke about that.
    `score_after`: the author's second rating, beside the first, which stays as it is."""

    kind: TicketKind
    opened_at: datetime
    since: datetime
    standing: Standing = "new"
    department: str | None = None
    due_at: datetime | None = None
    finding: Finding | None = None
    ground: Ground | None = None
    heard_at: datetime | None = None
    longer: Longer | None = None
    passed_back: int = 0
    escalated: int = 0
    score_after: int | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None

    @property
    def is_with_department(self) -> bool:
        return self.department is not None and self.standing in WITH_DEPARTMENT


@dataclass(frozen=True, slots=True)
class TicketAct:
    """What somebody wants to do with a ticket. `text`: what he writes."""

    word: Word
    text: str | None = None
    finding: Finding | None = None
    ground: Ground | None = None
    department: str | None = None
    score: int | None = None
