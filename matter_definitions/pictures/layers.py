"""Where the items of a matter stand: in the column after those waited for, in the lane of their department.

The layered drawing of Sugiyama, Tagawa and Toda (1981) in small: columns by the longest way, lines over
several columns led through bends, and the order in each cell by the middle of the neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from matter_definitions.plan import ItemPlan

_SWEEPS = 8
_LANES_TRIED = 6  # in every order; that many lanes have 720

Spot = str
"""An item's code, or the name of a bend."""


@dataclass(frozen=True, slots=True)
class Edge:
    """`group`: the number of the alternative in the `after` of the item that waits. `bends`: between them."""

    first: str
    then: str
    group: int
    any_of: bool
    bends: tuple[Spot, ...]

    @property
    def spots(self) -> tuple[Spot, ...]:
        return (self.first, *self.bends, self.then)


@dataclass(frozen=True, slots=True)
class Layers:
    """`cells`: the spots of each (lane, column) from above; `lanes`: kinds of departments from above."""

    lanes: tuple[str, ...]
    columns: int
    cells: Mapping[tuple[str, int], tuple[Spot, ...]]
    edges: tuple[Edge, ...]


def layers_of(items: Sequence[ItemPlan]) -> Layers:
    column = _columns(items)
    edges = [_edge(item, first, group, column) for item, first, group in _waits(items)]
    lanes = _lanes(items)
    lane = {item.code: item.department_kind for item in items}
    cells: dict[tuple[str, int], list[Spot]] = {}
    for item in items:
        cells.setdefault((item.department_kind, column[item.code]), []).append(item.code)
    for edge in edges:
        for number, bend in enumerate(edge.bends):
            cells.setdefault((lane[edge.then], column[edge.first] + number + 1), []).append(bend)
    count = max(column.values(), default=-1) + 1
    return Layers(lanes, count, _ordered(cells, lanes, count, edges), tuple(edges))


def _waits(items: Sequence[ItemPlan]) -> Iterable[tuple[ItemPlan, str, int]]:
    """Each item with each that it waits for, and the number of the alternative."""
    known = {item.code for item in items}
    for item in items:
        for group, codes in enumerate(item.after):
            yield from ((item, code, group) for code in codes if code in known)


def _columns(items: Sequence[ItemPlan]) -> dict[str, int]:
    """The length of the longest way to each item. A plan has no circles; in one the counting stops."""
    column = {item.code: 0 for item in items}
    for _ in items:
        for item, first, _group in _waits(items):
            column[item.code] = max(column[item.code], min(column[first] + 1, len(items) - 1))
    return column


def _edge(item: ItemPlan, first: str, group: int, column: Mapping[str, int]) -> Edge:
    between = range(column[first] + 1, column[item.code])
    bends = tuple(f"{first}>{item.code}/{group}/{number}" for number in between)
    return Edge(first, item.code, group, len(item.after[group]) > 1, bends)


def _lanes(items: Sequence[ItemPlan]) -> tuple[str, ...]:
    """The order in which the lines between departments are shortest; of many, that of the matter."""
    named = tuple(dict.fromkeys(item.department_kind for item in items))
    if len(named) > _LANES_TRIED:
        return named
    lane = {item.code: item.department_kind for item in items}
    crossed = [(lane[first], item.department_kind) for item, first, _ in _waits(items)]
    return min(
        permutations(named),
        key=lambda order: sum(abs(order.index(one) - order.index(other)) for one, other in crossed),
    )


def _ordered(
    cells: Mapping[tuple[str, int], list[Spot]],
    lanes: tuple[str, ...],
    columns: int,
    edges: Sequence[Edge],
) -> dict[tuple[str, int], tuple[Spot, ...]]:
    """The order with the fewest crossings among those that sweeping forth and back comes by."""
    links = [pair for edge in edges for pair in pairwise(edge.spots)]
    best = now = {key: tuple(spots) for key, spots in cells.items()}
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        for column in range(columns) if forth else reversed(range(columns)):
            now = _sorted_column(now, lanes, column, links if forth else [(b, a) for a, b in links])
        if crossings(now, lanes, links) < crossings(best, lanes, links):
            best = now
    return best


def _sorted_column(
    cells: Mapping[tuple[str, int], tuple[Spot, ...]],
    lanes: tuple[str, ...],
    column: int,
    links: Iterable[tuple[Spot, Spot]],
) -> dict[tuple[str, int], tuple[Spot, ...]]:
    """Each cell of the column by the middle of those that its spots come from; without any they stay."""
    height = _heights(cells, lanes)
    sources: dict[Spot, list[int]] = {}
    for source, target in links:
        sources.setdefault(target, []).append(height[source])

    def middle(spot: Spot) -> float:
        above = sources.get(spot)
        return sum(above) / len(above) if above else height[spot]

    keys = [(lane, column) for lane in lanes if (lane, column) in cells]
    return {**cells, **{key: tuple(sorted(cells[key], key=middle)) for key in keys}}


def crossings(
    cells: Mapping[tuple[str, int], tuple[Spot, ...]],
    lanes: tuple[str, ...],
    links: Sequence[tuple[Spot, Spot]],
) -> int:
    """How many pairs of lines between the same two columns cross."""
    height = _heights(cells, lanes)
    column = {spot: number for (_, number), spots in cells.items() for spot in spots}
    found = 0
    for place, (a, b) in enumerate(links):
        for c, d in links[place + 1 :]:
            same = column[a] == column[c] and column[b] == column[d]
            found += same and (height[a] - height[c]) * (height[b] - height[d]) < 0
    return found


def _heights(cells: Mapping[tuple[str, int], tuple[Spot, ...]], lanes: tuple[str, ...]) -> dict[Spot, int]:
    """Where each spot stands in its column, counted from above; a lane is as high as its fullest cell."""
    fullest = max((len(spots) for spots in cells.values()), default=1)
    return {
        spot: lanes.index(lane) * fullest + number
        for (lane, _), spots in cells.items()
        for number, spot in enumerate(spots)
    }
