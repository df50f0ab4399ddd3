"""Where items stand in the picture of who does what when."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from matter_definitions.pictures.layers import crossings, layers_of
from matter_definitions.plan import ItemPlan
from tests.unit.matter_definitions.comparing.changed_plans import newborn
from tests.unit.matter_definitions.plans import item, step


def one(code: str, *after: tuple[str, ...], by: str = "library") -> ItemPlan:
    return item(code, step("decide", "approval"), after=after, department_kind=by)


@st.composite
def matters(draw: st.DrawFn) -> list[ItemPlan]:
    """Items of up to four departments, each waiting for some that stand before it."""
    items: list[ItemPlan] = []
    for number in range(draw(st.integers(1, 8))):
        codes = [each.code for each in items]
        group = (
            st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True) if codes else st.nothing()
        )
        after = draw(st.lists(group.map(tuple), max_size=3)) if codes else []
        items.append(one(f"i{number}", *after, by=draw(st.sampled_from("abcd"))))
    return items


@given(matters())
@settings(deadline=None, max_examples=60)
def test_every_item_stands_once_in_its_lane_after_what_it_waits_for(items: list[ItemPlan]) -> None:
    layers = layers_of(items)
    place = {spot: (lane, column) for (lane, column), spots in layers.cells.items() for spot in spots}
    assert len(place) == sum(len(spots) for spots in layers.cells.values())
    for each in items:
        assert place[each.code][0] == each.department_kind
    for edge in layers.edges:
        assert all(place[b][1] == place[a][1] + 1 for a, b in pairwise(edge.spots))
    waits = [(code, each.code) for each in items for group in each.after for code in group]
    assert sorted((edge.first, edge.then) for edge in layers.edges) == sorted(waits)


def test_the_lines_of_the_newborn_do_not_cross() -> None:
    layers = layers_of(newborn().items)
    links = [pair for edge in layers.edges for pair in pairwise(edge.spots)]
    assert crossings(layers.cells, layers.lanes, links) == 0


def test_items_change_places_when_their_lines_would_cross() -> None:
    layers = layers_of([one("a"), one("b"), one("c", ("b",)), one("d", ("a",))])
    first, second = layers.cells["library", 0], layers.cells["library", 1]
    assert (first, second) in [(("a", "b"), ("d", "c")), (("b", "a"), ("c", "d"))]


def test_a_circle_does_not_keep_the_picture_from_being_drawn() -> None:
    assert layers_of([one("a", ("b",)), one("b", ("a",))]).columns == 2
