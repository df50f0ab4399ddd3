"""Finding a matter by what people call it, in Chinese and English."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from forms.form_plan import Text
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
    titles = tuple(item.title for item in plan.items)
    places = _places(plan.matter, plan.title, tuple(plan.synonyms), titles, plan.summary) if words else ()
    total = 0
    for word in words:
        best = max((weight for weight, text in places if word in text), default=None)
        if best is None:
            return None
        total += best
    return total


# Among 500 matters making the texts plain takes far longer than looking through them.
@lru_cache(maxsize=2048)
def _places(
    matter: str, title: Text, synonyms: tuple[str, ...], items: tuple[Text, ...], summary: Text
) -> tuple[tuple[int, str], ...]:
    """Where a word may be found, each place with how much it counts there."""
    return (
        (_TITLE, _plain(f"{title.zh} {title.en} {matter}")),
        (_SYNONYM, _plain(" ".join(synonyms))),
        (_ITEM, _plain(" ".join(f"{item.zh} {item.en}" for item in items))),
        (_SUMMARY, _plain(f"{summary.zh} {summary.en}")),
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
