"""Tells from the events of a case alone how its items stand: what the log must be good for."""

from collections.abc import Iterable, Mapping

from matter_definitions import events

_AFTER: Mapping[str, str] = {
    events.ACCEPTED: "accepted",
    events.REVIEWED_AGAIN: "received",
    events.GRANTED: "granted",
    events.DENIED: "denied",
    events.REFUSED: "refused",
    events.NOT_APPLICABLE: "not_applicable",
    events.WITHDRAWN: "withdrawn",
    events.LAPSED: "lapsed",
    events.NOT_PURSUED: "not_pursued",
    events.BRANCH_ENDED: "ended",
}


def standings_told(happened: Iterable[tuple[str, str | None]], *, items: Iterable[str]) -> dict[str, str]:
    """`happened`: kind and item key of each event, in order. A granted item keeps its grant."""
    standings = dict.fromkeys(items, "received")
    marked: set[str] = set()
    for kind, item in happened:
        if kind == events.NOTICE_SENT:
            standings |= {key: "correcting" for key in marked if standings[key] == "received"}
            marked.clear()
        elif item and kind == events.MARKED:
            marked.add(item)
        elif item and kind in _AFTER and standings[item] != "granted":
            standings[item] = _AFTER[kind]
            marked.discard(item)
    return standings
