"""Entries on lines of their own: `key: value` and `- value`, with the comment lines right above them."""

from yaml.nodes import CollectionNode, MappingNode

from matter_definitions.editing.nodes import keys_of, starts_and_ends
from matter_definitions.editing.writing import entry, item


def add_key(text: str, node: MappingNode, position: int, key: str, value: object) -> str:
    """Before the entry `position`, or behind the last one."""
    indent = " " * keys_of(node)[0][1].start_mark.column
    written = entry(key, value, indent=indent)
    if position == 0:
        start = keys_of(node)[0][1].start_mark.index
        return f"{text[:start]}{written.lstrip(' ')}\n{indent}{text[start:]}"
    return _with_line(text, _line_end(text, starts_and_ends(node, text)[position - 1][1]), written)


def insert(text: str, node: CollectionNode, position: int, value: object) -> str:
    written = item(value, indent=" " * node.start_mark.column)
    if position >= len(node.value):
        return _with_line(text, _line_end(text, starts_and_ends(node, text)[-1][1]), written)
    start, _ = _lines_of(text, node, position)
    return f"{text[:start]}{written}\n{text[start:]}"


def remove(text: str, node: CollectionNode, position: int) -> str:
    """At least one other entry stays."""
    spans = starts_and_ends(node, text)
    start, end = _lines_of(text, node, position)
    if isinstance(node, MappingNode) and not _begins_line(text, spans[position][0]):
        return _without_first_key(text, spans)
    return text[:start] + text[end:]


def move(text: str, node: CollectionNode, position: int, to: int) -> str:
    """The entry takes its comment lines along; those of the others stay with them."""
    start, end = _lines_of(text, node, position)
    lines = text[start:end] if text[start:end].endswith("\n") else text[start:end] + "\n"
    if to < position:
        place, _ = _lines_of(text, node, to)
        return text[:place] + lines + text[place:start] + text[end:]
    _, place = _lines_of(text, node, to)
    return text[:start] + _with_line(text[end:place], place - end, lines.rstrip("\n")) + text[place:]


def _without_first_key(text: str, spans: list[tuple[int, int]]) -> str:
    """The first key of `- code: …` stands behind the dash: the second one moves up, unless a comment is
    between them."""
    (start, end), (following, _) = spans[0], spans[1]
    between = text[end:following]
    return text[:start] + text[end if "#" in between else following :]


def _lines_of(text: str, node: CollectionNode, position: int) -> tuple[int, int]:
    """From the comments right above an entry to the end of its last line."""
    start, end = starts_and_ends(node, text)[position]
    if not isinstance(node, MappingNode):
        start = _dash_of(text, node, position, start)
    column = node.start_mark.column
    first = text.rfind("\n", 0, start) + 1
    while position and first:
        above = text.rfind("\n", 0, first - 1) + 1
        line = text[above:first]
        if not line.startswith(" " * column + "#"):
            break
        first = above
    return first, _line_end(text, end)


def _dash_of(text: str, node: CollectionNode, position: int, start: int) -> int:
    if position == 0:
        return node.start_mark.index
    return text.rfind("\n" + " " * node.start_mark.column + "-", 0, start) + 1


def _begins_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def _line_end(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _with_line(text: str, place: int, written: str) -> str:
    """The last line of a file may lack its end."""
    before = text[:place]
    if before and not before.endswith("\n"):
        before += "\n"
    return f"{before}{written}\n{text[place:]}"
