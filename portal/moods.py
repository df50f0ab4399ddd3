"""Which states are good, which need attention, which are bad: the colour beside the words, never alone."""

from typing import Literal

Mood = Literal["", "good", "warn", "bad"]

_MOODS: dict[str, dict[str, Mood]] = {
    "case": {"completed": "good", "partly_completed": "warn", "refused": "bad"},
    "item": {
        "granted": "good",
        "correcting": "warn",
        "denied": "bad",
        "refused": "bad",
        "lapsed": "bad",
        "not_pursued": "bad",
        "ended": "bad",
    },
    "consent": {"given": "good", "asked": "warn", "refused": "bad", "expired": "bad", "void": "warn"},
    "signature": {"signed": "good", "asked": "warn", "refused": "bad", "void": "warn"},
    "light": {"green": "good", "yellow": "warn", "red": "bad"},
    "flag": {"proposed": "warn", "signed": "warn", "in_force": "bad"},
    "commitment": {"open": "warn", "kept": "good", "missed": "bad", "failed": "bad", "ordered": "warn"},
    "document": {"valid": "good", "expired": "warn", "revoked": "bad", "suspended": "warn"},
}


def mood_of(section: str, state: str) -> Mood:
    return _MOODS.get(section, {}).get(state, "")
