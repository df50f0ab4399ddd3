"""The same entry in a text that somebody else has changed: its number may be another one by now."""

from collections.abc import Mapping, Sequence
from typing import cast

from matter_definitions.editing.asking import dotted
from matter_definitions.editing.edits import value_at
from matter_definitions.read import Path, known_document


def codes_on(source: str, path: Path) -> tuple[str, ...]:
    """What the entries on the way to a place are called, the place itself last; a number has no meaning of
    its own in a list that others change, too."""
    data = known_document(source).data
    return tuple(
        code_of(value_at(data, path[:length]))
        for length, part in enumerate(path, start=1)
        if isinstance(part, int)
    )


def place_now(source: str, path: Path, codes: Sequence[str]) -> Path | None:
    """Where the entry stands now that stood at `path` and had these `codes` on its way; None: it is gone."""
    data = known_document(source).data
    found: Path = ()
    names = iter(codes)
    for part in path:
        number = _number(value_at(data, found), part, next(names, "")) if isinstance(part, int) else part
        if number is None:
            return None
        found = (*found, number)
    return found


def moved(sent: Mapping[str, str], old: Path, new: Path, *, prefixes: Sequence[str]) -> dict[str, str]:
    """A form that was made for an entry at `old`, with the input names that it has at `new`; each name may
    stand behind one of the `prefixes`, too."""
    before, after = f"{dotted(old)}.", f"{dotted(new)}."
    names = {f"{prefix}{before}": f"{prefix}{after}" for prefix in ("", *prefixes)}
    return {_renamed(name, names): text for name, text in sent.items()}


def code_of(value: object) -> str:
    """The value of an entry's first key, or the text that stands for it."""
    if isinstance(value, dict):
        first = next(iter(cast("dict[str, object]", value).values()), "")
        return first if isinstance(first, str) else ""
    return value if isinstance(value, str) else ""


def _number(entries: object, number: int, code: str) -> int | None:
    """Where it was, if it is still there; else the first that is called so."""
    if not isinstance(entries, list):
        return None
    codes = [code_of(each) for each in cast("list[object]", entries)]
    if number < len(codes) and codes[number] == code:
        return number
    return codes.index(code) if code and code in codes else None


def _renamed(name: str, names: Mapping[str, str]) -> str:
    start = next((each for each in names if name.startswith(each)), "")
    return names[start] + name.removeprefix(start) if start else name
