"""Acting for somebody else: what an authorisation lets its agent do, for which matters, and how long.

Pure. Voluntary and free of charge, in the principal's name (民法典 art. 161 to 165); a guardian acts by law
until the child is 18 (art. 17, 23, 27). Whoever acts for another never acts for himself as well, so an
agent cannot authorise others (art. 169) nor say how the principal was served.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from clocks.calendar import SHANGHAI
from documents.agency_paper import AGENT_ACTION_WORDS
from forms.form_plan import Text

AgentAction = Literal["see", "submit", "supply", "pay", "withdraw", "sign", "receive"]
AuthorisationKind = Literal["agent", "guardian"]

AGENT_ACTIONS: tuple[AgentAction, ...] = get_args(AgentAction)
LONGEST = timedelta(days=366)  # a year, also one with a leap day
OF_AGE = 18

# What an agent needs for what he does. What is not here is for the person alone, whatever was granted.
NEEDED: Mapping[str, AgentAction] = {
    "application.create": "submit",
    "application.read": "see",
    "application.change": "submit",
    "application.submit": "submit",
    "application.sign": "sign",
    "consent.ask": "submit",
    "consent.read": "sign",
    "consent.answer": "sign",
    "case.list": "see",
    "case.read": "see",
    "case.read_document": "see",
    "case.correct": "supply",
    "case.supply": "supply",
    "case.urge": "supply",
    "case.confirm": "sign",
    "case.pay": "pay",
    "case.withdraw": "withdraw",
}

_FOR_HERSELF_ALONE = Text(
    zh="此操作只能由本人办理，代办人不能代为办理",
    en="Only the person herself may do this; it cannot be done by an agent",
)
_ANOTHER_MATTER = Text(zh="委托范围不包括这一事项", en="The authorisation does not cover this matter")


@dataclass(frozen=True, slots=True)
class Agency:
    """An authorisation as far as acts go by it. `matters` empty: all; times are legal time, the end is not
    part of it. `accepted_at`, `ended_at`: by whomever (revoked, laid down)."""

    id: UUID
    principal: UUID
    agent: UUID | None
    matters: frozenset[str]
    actions: frozenset[AgentAction]
    begins_at: datetime
    ends_at: datetime
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    kind: AuthorisationKind = "agent"

    def is_in_force(self, now: datetime) -> bool:
        return (
            self.agent is not None
            and self.accepted_at is not None
            and self.ended_at is None
            and self.begins_at <= now < self.ends_at
        )

    def covers_matter(self, matter: str | None) -> bool:
        """None: nothing in particular, such as a list."""
        return matter is None or not self.matters or matter in self.matters

    def covers(self, action: AgentAction, *, matter: str | None, now: datetime) -> bool:
        """Seeing goes with everything: nobody acts blindly."""
        granted = action == "see" or action in self.actions
        return granted and self.is_in_force(now) and self.covers_matter(matter)


def why_not(agency: Agency, action: str, *, matter: str | None) -> Text | None:
    """Why an agent may not do `action` (a word of the policy), naming the scope; None: he may."""
    needed = NEEDED.get(action)
    if needed is None:
        return _FOR_HERSELF_ALONE
    return why_not_in_scope(agency, needed, matter=matter)


def why_not_in_scope(agency: Agency, needed: AgentAction, *, matter: str | None) -> Text | None:
    if not agency.covers_matter(matter):
        return _ANOTHER_MATTER
    if needed == "see" or needed in agency.actions:
        return None
    scope = [AGENT_ACTION_WORDS[each] for each in AGENT_ACTIONS if each in agency.actions]
    zh, en = "；".join(each.zh for each in scope), "; ".join(each.en for each in scope)
    lacking = AGENT_ACTION_WORDS[needed]
    return Text(
        zh=f"委托范围不包括“{lacking.zh}”。委托范围：{zh}",
        en=f"The authorisation does not let an agent {lacking.en}. Its scope: {en}",
    )


def end_of_childhood(birth: date) -> datetime:
    """The first moment of the eighteenth birthday, in China; for one born on 29 February 1 March."""
    try:
        birthday = birth.replace(year=birth.year + OF_AGE)
    except ValueError:
        birthday = date(birth.year + OF_AGE, 3, 1)
    return datetime(birthday.year, birthday.month, birthday.day, tzinfo=SHANGHAI)
