"""Finding a matter by what people call it, in Chinese and English."""

import unicodedata
from collections.abc import Iterable

from matter_definitions.plan import Plan

# How much a word counts by where it is found.
_TITLE, _SYNONYM, _ITEM, _SUMMARY = 8, 6, 3, 1


def search_matters(plans: Iterable[Plan], *, q: str = "", audience: str | None = None) -> list[Plan]:
    """The matters in which every word of `q` occurs, best first; without `q` all of them, by title."""
    words = _plain(q).split()
    ranked = [(_rank(plan, words), plan) for plan in plans if audience in (None, plan.audience)]
    found = [(rank, plan) for rank, plan in ranked if rank is not None]
    return [plan for _, plan in sorted(found, key=lambda each: (-each[0], each[1].title.zh, each[1].matter))]


def _rank(plan: Plan, words: list[str]) -> int | None:
    """None when a word occurs nowhere."""
    places = [
        (_TITLE, _plain(f"{plan.title.zh} {plan.title.en} {plan.matter}")),
        (_SYNONYM, _plain(" ".join(plan.synonyms))),
        (_ITEM, _plain(" ".join(f"{item.title.zh} {item.title.en}" for item in plan.items))),
        (_SUMMARY, _plain(f"{plan.summary.zh} {plan.summary.en}")),
    ]
    total = 0
    for word in words:
        best = max((weight for weight, text in places if word in text), default=None)
        if best is None:
            return None
        total += best
    return total


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
