"""What definitions may name of what stands outside them: requests of connectors, and papers."""

from functools import lru_cache
from typing import get_args

from departments.kind import Kind
from departments.kinds import KINDS
from documents.papers import PAPERS
from matter_definitions.outside import Call, Outside


@lru_cache(maxsize=1)
def known_outside() -> Outside:
    """The same in every installation: a connector's own words are its dialect's affair."""
    return Outside({code: _call(kind) for code, kind in KINDS.items()}, frozenset(PAPERS))


def _call(kind: Kind) -> Call:
    names: set[str] = set()
    lists: dict[str, frozenset[str]] = {}
    for name, field in kind.answer.model_fields.items():
        entries = [each for each in get_args(field.annotation) if hasattr(each, "model_fields")]
        if entries:
            lists[name] = frozenset(entries[0].model_fields)
        else:
            names.add(name)
    return Call(kind.connector, frozenset(kind.needs), frozenset(names), lists)
