"""What definitions name and nobody defines: the requests that connectors understand, and the papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    """`needs`: what has to be sent with it. `answers`: what the answer holds; of a list, the names in each
    of its entries stand in `lists`."""

    connector: str
    needs: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outside:
    """`calls` by their code; `papers` are templates."""

    calls: Mapping[str, Call]
    papers: frozenset[str]
