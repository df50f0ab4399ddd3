"""Entries inside `[…]` and `{…}`: what stands between two commas."""

from yaml.nodes import CollectionNode

from matter_definitions.editing.nodes import starts_and_ends


def insert(text: str, node: CollectionNode, position: int, written: str) -> str:
    """The collection has entries already."""
    spans = starts_and_ends(node, text)
    if position < len(spans):
        start = spans[position][0]
        return f"{text[:start]}{written}, {text[start:]}"
    end = spans[-1][1]
    return f"{text[:end]}, {written}{text[end:]}"


def remove(text: str, node: CollectionNode, position: int) -> str:
    """At least one other entry stays."""
    spans = starts_and_ends(node, text)
    if position + 1 < len(spans):
        return text[: spans[position][0]] + text[spans[position + 1][0] :]
    return text[: spans[position - 1][1]] + text[spans[position][1] :]


def move(text: str, node: CollectionNode, position: int, to: int) -> str:
    """What stands between the entries stays where it is: they change places."""
    spans = starts_and_ends(node, text)
    entries = [text[start:end] for start, end in spans]
    entries.insert(to, entries.pop(position))
    for (start, end), written in reversed(list(zip(spans, entries, strict=True))):
        text = text[:start] + written + text[end:]
    return text
