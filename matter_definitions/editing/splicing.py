"""One edit made in the text of a definition: what is not concerned stays as it is, comments and all."""

from collections.abc import Iterable, Iterator

from yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode

from matter_definitions.editing import blocks, flows
from matter_definitions.editing.edits import (
    Edit,
    Insert,
    Move,
    NotEditable,
    Put,
    Remove,
    apply_to_data,
    value_at,
)
from matter_definitions.editing.nodes import Spot, end_of, find_spot, keys_of, root_of
from matter_definitions.editing.writing import LONGEST_LINE, after_key, block, flow, scalar
from matter_definitions.read import Path, Unreadable, read_document


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits, one after the other. Read again it says what was meant; a text in which that
    cannot be done raises `NotEditable`, one that is no definition `Unreadable`."""
    data = read_document(text, file="").data
    for edit in edits:
        meant = apply_to_data(data, edit)
        if meant != data:
            text = next(each for each in _ways(text, edit, meant) if _says(each, meant))
        data = meant
    return text


def _ways(text: str, edit: Edit, meant: dict[str, object]) -> Iterator[str]:
    """The edit at its place; where the text is written too oddly for that, the part around it anew."""
    yield _spliced(text, edit)
    root = root_of(text)
    for length in range(len(edit.path), 0, -1):
        if find_spot(root, edit.path[:length]) is not None:
            yield _replaced(text, root, edit.path[:length], value_at(meant, edit.path[:length]))
    raise NotEditable


def _says(text: str, meant: dict[str, object]) -> bool:
    try:
        return read_document(text, file="").data == meant
    except Unreadable:
        return False


def _spliced(text: str, edit: Edit) -> str:
    root = root_of(text)
    match edit:
        case Put(path, value, order):
            after = _put(text, root, path, value, order)
            return _tidied(after, path) if len(after) > len(text) else after
        case Remove(path):
            return _removed(text, root, path)
        case Insert(path, position, value):
            return _inserted(text, _list_spot(root, path), position, value, root=root, path=path)
        case Move(path, position, to):
            spot = _list_spot(root, path)
            way = blocks.move if spot.is_block else flows.move
            return way(text, _collection(spot), position, to)


def _put(text: str, root: Node, path: Path, value: object, order: Iterable[str]) -> str:
    if find_spot(root, path) is not None:
        return _replaced(text, root, path, value)
    owner = find_spot(root, path[:-1])
    if owner is None or not isinstance(owner.node, MappingNode):
        return _put(text, root, path[:-1], {path[-1]: value}, ())
    key, node = str(path[-1]), owner.node
    if not node.value:
        return _replaced(text, root, path[:-1], {key: value})
    keys = list(order)
    earlier = set(keys[: keys.index(key)]) if key in keys else None
    behind = [n for n, (each, _, _) in enumerate(keys_of(node)) if earlier is None or each in earlier]
    position = behind[-1] + 1 if behind else 0
    if owner.is_block:
        return blocks.add_key(text, node, position, key, value)
    return flows.insert(text, node, position, f"{scalar(key)}: {flow(value)}")


def _replaced(text: str, root: Node, path: Path, value: object) -> str:
    spot = find_spot(root, path)
    assert spot is not None
    if not path:
        raise NotEditable
    owner = find_spot(root, path[:-1])
    assert owner is not None
    start, end = spot.node.start_mark.index, end_of(spot.node, text)
    if not owner.is_block:
        return text[:start] + flow(value) + text[end:]
    if isinstance(owner.node, SequenceNode):
        indent = " " * (owner.node.start_mark.column + 2)
        fits = len(indent) + len(flow(value)) <= LONGEST_LINE
        plain = fits or not isinstance(value, (dict, list)) or not value
        gap = "" if text[start - 1 : start] in (" ", "\n") else " "
        return (
            text[:start] + gap + (flow(value) if plain else block(value, indent=indent).lstrip()) + text[end:]
        )
    key = next(key for name, key, _ in keys_of(owner.node) if name == path[-1])
    colon = text.index(":", key.end_mark.index) + 1
    if not isinstance(value, (dict, list)) and not spot.is_block and start > colon:
        return text[:start] + flow(value) + text[end:]
    column = key.start_mark.column
    room = LONGEST_LINE - column - (colon - key.start_mark.index) - 1
    return text[:colon] + after_key(value, indent=" " * (column + 2), room=room) + text[max(end, colon) :]


def _removed(text: str, root: Node, path: Path) -> str:
    owner = find_spot(root, path[:-1])
    assert owner is not None
    node = _collection(owner)
    if len(node.value) == 1:
        return _replaced(text, root, path[:-1], {} if isinstance(node, MappingNode) else [])
    if isinstance(node, MappingNode):
        position = next(n for n, (name, _, _) in enumerate(keys_of(node)) if name == path[-1])
    else:
        position = int(path[-1])
    return (blocks if owner.is_block else flows).remove(text, node, position)


def _inserted(text: str, spot: Spot, position: int, value: object, *, root: Node, path: Path) -> str:
    node = _collection(spot)
    if not node.value:
        return _replaced(text, root, path, [value])
    if spot.is_block:
        return blocks.insert(text, node, position, value)
    return _tidied(flows.insert(text, node, position, flow(value)), path)


def _tidied(text: str, path: Path) -> str:
    """What stood on one line in braces and has grown too long for it is written on several."""
    root = root_of(text)
    for length in range(1, len(path) + 1):
        spot = find_spot(root, path[:length])
        if spot is None:
            return text
        node = spot.node
        if not isinstance(node, CollectionNode) or spot.is_block:
            continue
        line_start = text.rfind("\n", 0, node.start_mark.index) + 1
        end = end_of(node, text)
        short = end - line_start <= LONGEST_LINE
        if short or "\n" in text[node.start_mark.index : end]:
            return text
        return _replaced(
            text, root, path[:length], value_at(read_document(text, file="").data, path[:length])
        )
    return text


def _list_spot(root: Node, path: Path) -> Spot:
    spot = find_spot(root, path)
    if spot is None or not isinstance(spot.node, SequenceNode):
        raise NotEditable
    return spot


def _collection(spot: Spot) -> CollectionNode:
    if not isinstance(spot.node, CollectionNode):
        raise NotEditable
    return spot.node
