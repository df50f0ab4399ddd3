"""A ticket as its page shows it: a form for each thing that the reader may do with it now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.tickets.ticket_view import ActOffered, TicketView
from casework.words import words_of_file
from portal.inputs import Choice, Input
from portal.language import Language
from portal.moods import Mood
from portal.wording import gettext_in

# What ends it, or takes a rating out of the figures: the button says so by its colour.
GRAVE = frozenset({"uphold", "finish", "decline", "close_unanswered", "withdraw"})
LONGEST = 2000
_MOODS: Mapping[str, Mood] = {"escalated": "bad", "closed": ""}


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent that was not complete: kept, with what is wrong by pointer."""

    act: str = ""
    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class ActShown:
    act: str
    title: str
    inputs: list[Input]
    grave: bool


def acts_shown(ticket: TicketView, language: Language, *, sent: Sent) -> list[ActShown]:
    return [
        ActShown(each.act, each.title, _inputs(ticket, each, language, sent=sent), each.act in GRAVE)
        for each in ticket.allowed
    ]


def mood_of_ticket(state: str, *, overdue: bool) -> Mood:
    if overdue:
        return "bad"
    return _MOODS.get(state, "warn")


def about_choices(language: Language) -> list[Choice]:
    return _choices("about", language)


def score_choices(language: Language) -> list[Choice]:
    _ = gettext_in(language)
    names = {5: _("Very good"), 4: _("Good"), 3: _("Ordinary"), 2: _("Bad"), 1: _("Very bad")}
    return [(str(score), f"{score} · {name}") for score, name in names.items()]


def _inputs(ticket: TicketView, act: ActOffered, language: Language, *, sent: Sent) -> list[Input]:
    wanted = [*act.needs, *act.takes]
    if ticket.kind == "complaint":
        wanted = [part for part in wanted if part != "score"]
    return [_input(ticket, act, part, language, sent=sent) for part in wanted]


def _input(ticket: TicketView, act: ActOffered, part: str, language: Language, *, sent: Sent) -> Input:
    _ = gettext_in(language)
    kept = sent if sent.act == act.act else Sent()
    known = ticket.department or ticket.wanted_department or "" if part == "department" else ""
    parts: dict[str, dict[str, Any]] = {
        "text": {
            "title": _("What there is to say") if ticket.is_for_office else _("In your own words"),
            "hint": _who_reads(ticket, act, language),
        },
        "finding": {"title": _("What was found?"), "choices": _choices("finding", language)},
        "ground": {"title": _("What is wrong with the rating?"), "choices": _choices("ground", language)},
        "department": {
            "title": _("Which department has to answer?"),
            "choices": [(each.code, each.text) for each in ticket.departments],
        },
        "score": {
            "title": _("How do you rate it now? Your first rating stays on record."),
            "choices": score_choices(language),
        },
    }
    return Input(
        name=part,
        id=f"{act.act}-{part}",
        kind="area" if part == "text" else "choice",
        value=kept.typed.get(part, known),
        error=kept.errors.get(f"/{part}"),
        required=part in act.needs,
        max_length=LONGEST if part == "text" else None,
        **parts[part],
    )


def _who_reads(ticket: TicketView, act: ActOffered, language: Language) -> str | None:
    """The author knows that offices read it; an office has to know whether the author does."""
    _ = gettext_in(language)
    if not ticket.is_for_office:
        return None
    return _("The author reads this.") if act.shown else _("Only the offices read this.")


def _choices(section: str, language: Language) -> list[Choice]:
    words = words_of_file("tickets/words.yaml")[section]
    return [(code, each[language]) for code, each in words.items()]
