"""The ways in which a task may be decided, in words, with what each of them needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.words import Language, state_words

FOLLOW_UP_OUTCOMES = ("resolve",)
NEEDS_MARKS = frozenset({"correct"})
NEEDS_REASON = frozenset({"refuse", "not_applicable", "deny"})
TAKES_DATA = frozenset({"grant", "pass"})
NEEDS_COMMENT = frozenset({"resolve"})


@dataclass(frozen=True, slots=True)
class OutcomeOut:
    """`needs`: marks (what has to be corrected), reason, comment, or data (the officer's fields)."""

    code: str
    title: str
    needs: list[str]


def outcomes_of(codes: Iterable[str], *, language: Language) -> list[OutcomeOut]:
    return [OutcomeOut(code, state_words("outcome", code, language=language), _needs(code)) for code in codes]


def _needs(code: str) -> list[str]:
    needs = {"marks": NEEDS_MARKS, "reason": NEEDS_REASON, "comment": NEEDS_COMMENT, "data": TAKES_DATA}
    return [name for name, codes in needs.items() if code in codes]
