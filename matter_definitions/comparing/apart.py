"""All that differs between two versions: their plans in words, whom it would concern, their texts by line."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from matter_definitions.comparing.differences import Difference, differences
from matter_definitions.comparing.impact import Impact, Running, impact
from matter_definitions.plan import Plan


@dataclass(frozen=True, slots=True)
class Apart:
    differences: tuple[Difference, ...]
    impact: tuple[Impact, ...]
    lines: list[str]


def told_apart(
    old: str, new: str, *, plans: tuple[Plan, Plan] | None = None, running: Sequence[Running] = ()
) -> Apart:
    """`plans`: of the two texts, when they are of matters. Long for texts that were written to take long."""
    if plans is None:
        return Apart((), (), lines_that_differ(old, new))
    found = tuple(impact(*plans, running))
    return Apart(tuple(differences(*plans)), found, lines_that_differ(old, new))


def lines_that_differ(old: str, new: str) -> list[str]:
    """As a unified diff without its header."""
    return list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=2, lineterm=""))[2:]


def lines_of_each(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [lines_that_differ(old, new) for old, new in pairs]
