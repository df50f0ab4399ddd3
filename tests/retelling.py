"""Tells from the events of a case alone how its items stand: what the log must be good for."""

from collections.abc import Iterable, Mapping

from matter_definitions import events

_AFTER: Mapping[str, str] = {
    events.PRECHECK_OPENED: "prechecking",
    events.PRECHECK_PASSED: "received",
    events.RETURNED: "returned",
    events.RESUBMITTED: "prechecking",
    events.ACCEPTED: "accepted",
    events.ACCEPTED_BY_SILENCE: "received",
    events.REVIEWED_AGAIN: "received",
    events.LATE_CORRECTION_ASKED: "correcting_late",
    events.LATE_CORRECTION_COMPLETE: "accepted",
    events.SPECIAL_BEGUN: "special_procedure",
    events.SPECIAL_ENDED: "accepted",
    events.SPECIAL_OVERRAN: "accepted",
    events.SUSPENDED: "suspended",
    events.RESUMED: "accepted",
    events.SUSPENSION_REJECTED: "accepted",
    events.SUSPENSION_OVERRAN: "accepted",
    events.FORWARDED: "forwarded",
    events.FORWARD_ANSWERED: "accepted",
    events.GRANTED: "granted",
    events.GRANTED_WITH_LATE_SUPPLY: "granted_with_late_supply",
    events.DENIED: "denied",
    events.REFUSED: "refused",
    events.NOT_APPLICABLE: "not_applicable",
    events.WITHDRAWN: "withdrawn",
    events.LAPSED: "lapsed",
    events.NOT_PURSUED: "not_pursued",
    events.TAKEN_UP_AGAIN: "received",
    events.BRANCH_ENDED: "ended",
    events.VOIDED: "void",
    events.REVOKED: "revoked",
    events.RESULT_CANCELLED: "revoked",
}
_TAKES_A_GRANT_AWAY = frozenset({events.VOIDED, events.REVOKED, events.RESULT_CANCELLED})
_HANDLED_AGAIN = frozenset({events.TAKEN_BACK, events.REOPENED})


def standings_told(happened: Iterable[tuple[str, str | None]], *, items: Iterable[str]) -> dict[str, str]:
    """`happened`: kind and item key of each event, in order. A granted item keeps its grant, unless it is
    taken away; what is handled again is where it was before the decision, accepted or not yet."""
    standings = dict.fromkeys(items, "received")
    marked: set[str] = set()
    accepted: set[str] = set()
    for kind, item in happened:
        if kind == events.NOTICE_SENT:
            standings |= {key: "correcting" for key in marked if standings[key] == "received"}
            marked.clear()
        elif item and kind == events.MARKED:
            marked.add(item)
        elif item and kind in _HANDLED_AGAIN:
            standings[item] = "accepted" if item in accepted else "received"
        elif item and kind in _AFTER and (standings[item] != "granted" or kind in _TAKES_A_GRANT_AWAY):
            standings[item] = _AFTER[kind]
            marked.discard(item)
            if kind == events.ACCEPTED:
                accepted.add(item)
    return standings
