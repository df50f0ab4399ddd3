"""What can be done to a definition from a form, and what becomes of its data by it.

The text is the one truth. An edit names a place in it; `splicing.py` changes the text there and nowhere
else. `apply_to_data` does the same to plain data, so that the two can be compared.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import cast

from matter_definitions.read import Path


@dataclass(frozen=True, slots=True)
class Put:
    """A value at a path, whether there was one or not; missing mappings on the way are made.

    `order`: the keys of its mapping in the order of the language; a new one goes where it belongs.
    """

    path: Path
    value: object
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """An entry of a mapping or of a list. Nothing happens when there is none."""

    path: Path


@dataclass(frozen=True, slots=True)
class Insert:
    """An entry of the list at `path`, which exists, before the entry `position` or at the end."""

    path: Path
    position: int
    value: object


@dataclass(frozen=True, slots=True)
class Move:
    """The entry `position` of the list at `path` to the place `to`."""

    path: Path
    position: int
    to: int


Edit = Put | Remove | Insert | Move


class NotEditable(Exception):
    """The text is written in a way that this edit cannot be made in; it has to be edited as text."""


def apply_to_data(data: dict[str, object], edit: Edit) -> dict[str, object]:
    after = deepcopy(data)
    match edit:
        case Put(path, value):
            owner = _owner(after, path, make=True)
            cast("dict[str | int, object]", owner)[path[-1]] = deepcopy(value)
        case Remove(path):
            owner = _owner(after, path, make=False)
            if _has(owner, path[-1]):
                del cast("dict[str | int, object]", owner)[path[-1]]
        case Insert(path, position, value):
            _list_at(after, path).insert(position, deepcopy(value))
        case Move(path, position, to):
            entries = _list_at(after, path)
            entries.insert(to, entries.pop(position))
    return after


def value_at(data: object, path: Path) -> object:
    """None where there is nothing."""
    for part in path:
        if not _has(data, part):
            return None
        data = cast("dict[str | int, object]", data)[part]
    return data


def _owner(data: dict[str, object], path: Path, *, make: bool) -> object:
    owner: object = data
    for part in path[:-1]:
        if make and isinstance(owner, dict) and cast("dict[str | int, object]", owner).get(part) is None:
            cast("dict[str | int, object]", owner)[part] = {}
        owner = value_at(owner, (part,))
    return owner


def _list_at(data: dict[str, object], path: Path) -> list[object]:
    entries = value_at(data, path)
    if not isinstance(entries, list):
        raise NotEditable
    return cast("list[object]", entries)


def _has(owner: object, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(owner, list) and 0 <= part < len(cast("list[object]", owner))
    return isinstance(owner, dict) and part in owner
