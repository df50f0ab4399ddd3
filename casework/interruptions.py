"""Why an item rests now, since when, until when at the latest, and whether its clock stands meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.case_reading import TEXT_REFERENCE
from casework.organisation import name_in
from casework.words import Language, words_of_file
from forms.form_plan import Text
from matter_definitions.state import ItemState


@dataclass(frozen=True, slots=True)
class Interruption:
    """`kind`: suspended, special_procedure or forwarded. `what` of a suspension or procedure, in words;
    `to`: the higher authority. `until`: the latest, where there is one; of a procedure, when its end is
    expected."""

    kind: str
    what: str
    since: datetime
    until: datetime | None
    clock_stands: bool
    reason: str | None = None
    to: str | None = None


def reasons_of(items: Iterable[ItemState]) -> list[str]:
    """References to the texts that say why, for `read_texts`."""
    return [each.reason for item in items for each in item.suspensions[-1:] if each.reason]


def interruption_of(
    item: ItemState, *, texts: Mapping[str, str], names: Mapping[str, Text], language: Language
) -> Interruption | None:
    """`names` of departments."""
    if item.standing == "suspended" and item.suspensions:
        rest = item.suspensions[-1]
        reason = texts.get(rest.reason.removeprefix(TEXT_REFERENCE)) if rest.reason else None
        what = _name(rest.kind, language)
        return Interruption("suspended", what, rest.started_at, rest.until, rest.stands, reason=reason)
    if item.standing == "special_procedure" and item.specials:
        special = item.specials[-1]
        what, until = _name(special.kind, language), special.expected_until
        return Interruption("special_procedure", what, special.started_at, until, clock_stands=True)
    if item.standing == "forwarded" and item.forwardings:
        sent = item.forwardings[-1]
        to = name_in(names, sent.to, language)
        return Interruption("forwarded", "", sent.started_at, sent.until, clock_stands=True, to=to)
    return None


def _name(kind: str, language: Language) -> str:
    names = words_of_file("account_words.yaml")["pause_name"]
    words: str = names.get(kind, names["other"])[language]
    return words
