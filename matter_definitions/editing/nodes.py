"""Where each value stands in the text of a definition: the tree of its nodes with exact ends."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from matter_definitions.read import Path, loader_of


@dataclass(frozen=True, slots=True)
class Spot:
    """A value at a path. `in_flow`: inside `{…}` or `[…]`, where line ends mean nothing."""

    node: Node
    in_flow: bool

    @property
    def is_block(self) -> bool:
        """A collection whose entries stand on lines of their own."""
        return isinstance(self.node, CollectionNode) and not self.node.flow_style and not self.in_flow


def root_of(text: str) -> Node:
    """Of a text that `read_document` has accepted."""
    node = yaml.compose(text, Loader=loader_of(text))
    assert node is not None
    return node


def find_spot(root: Node, path: Path) -> Spot | None:
    spot = Spot(root, in_flow=False)
    for part in path:
        child = _child(spot.node, part)
        if child is None:
            return None
        spot = Spot(child, in_flow=spot.in_flow or bool(getattr(spot.node, "flow_style", False)))
    return spot


def keys_of(node: Node) -> list[tuple[str, Node, Node]]:
    """The entries of a mapping: key, its node, the value's node."""
    assert isinstance(node, MappingNode)
    return [(str(key.value), key, value) for key, value in node.value]


def starts_and_ends(node: CollectionNode, text: str) -> list[tuple[int, int]]:
    """From where to where each entry of a collection goes; of a mapping with its key."""
    return list(_spans(node, text))


def end_of(node: Node, text: str) -> int:
    """The place after the last character of a value. A block ends where its last value does: the mark that
    the parser gives lies behind the comments that follow."""
    if isinstance(node, ScalarNode):
        end = node.end_mark.index
        if node.style in ("|", ">"):
            end = len(text[:end].rstrip())
        return end
    assert isinstance(node, CollectionNode)
    if node.flow_style or not node.value:
        return node.end_mark.index
    return list(_spans(node, text))[-1][1]


def _spans(node: CollectionNode, text: str) -> Iterator[tuple[int, int]]:
    if isinstance(node, MappingNode):
        for _, key, value in keys_of(node):
            yield key.start_mark.index, max(end_of(value, text), key.end_mark.index)
    else:
        for value in node.value:
            yield value.start_mark.index, end_of(value, text)


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node, MappingNode) and isinstance(part, str):
        return next((value for key, _, value in keys_of(node) if key == part), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
        return node.value[part]
    return None
