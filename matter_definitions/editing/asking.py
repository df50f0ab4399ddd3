"""A part of a definition as a form: for each key what is typed there now, and the edits of what was changed.

A form never refuses: what cannot be right is written into the text as it was typed, and the check says what
is wrong with it, beside the same input. So nothing that somebody typed is lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from pydantic import BaseModel

from matter_definitions.editing.describing import Part, keys_of, parts_of
from matter_definitions.editing.edits import Edit, Put, Remove
from matter_definitions.editing.typed import edits_of_lines, edits_of_pairs, read_limit, read_scalar, typed
from matter_definitions.read import Path

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list. `code` names it in the text, `title` for people where it has one."""

    path: Path
    code: str
    title: Mapping[str, str] | None
    is_short: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One key. `typed`: by input name, what a person would have typed for what the text says.
    `inside`: of a group; `entries`: of a list. `there`: the text says something."""

    part: Part
    path: Path
    typed: Mapping[str, str]
    there: bool
    inside: tuple["Asked", ...] = ()
    entries: tuple[Entry, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return dotted(self.path)


def asked(model: type[BaseModel], data: object, *, path: Path) -> tuple[Asked, ...]:
    """`data`: what the text says at `path`; a plain text stands for an entry with one key."""
    mapping = cast("dict[str, object]", data) if isinstance(data, dict) else {}
    order = keys_of(model)
    return tuple(_asked(part, mapping, (*path, part.key), order) for part in parts_of(model))


def dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)


def path_of(name: str) -> Path:
    """The inverse of `dotted`, for names that lead to a place in the form; not for keys with dots."""
    return tuple(int(part) if part.isdecimal() else part for part in name.split(".")) if name else ()


def all_typed(parts: Sequence[Asked]) -> dict[str, str]:
    """By input name, of a whole form."""
    return {name: text for each in _flat(parts) for name, text in each.typed.items()}


def edits_of(parts: Sequence[Asked], sent: Mapping[str, str]) -> list[Edit]:
    """What has to be edited so that the text says what was sent; what was not sent stays as it is."""
    return [edit for each in parts for edit in _edits(each, sent)]


def edits_of_entry(parts: Sequence[Asked], sent: Mapping[str, str], *, short: str, path: Path) -> list[Edit]:
    """As `edits_of`, for an entry that is written as a plain text so far: with a second key it becomes a
    mapping."""
    edits = edits_of(parts, sent)
    values = {each.path[-1]: each.value for each in edits if isinstance(each, Put)}
    if not values:
        return []
    plain = values.get(short, next(each.typed[each.name] for each in parts if each.part.key == short))
    others = {key: value for key, value in values.items() if key != short}
    return [Put(path, {short: plain, **others} if others else plain)]


def _asked(part: Part, data: Mapping[str, object], path: Path, order: tuple[str, ...]) -> Asked:
    there = part.key in data
    value = data.get(part.key)
    if part.kind == "group":
        assert part.model is not None
        inside = asked(part.model, value, path=path)
        return Asked(part, path, {}, there, inside=inside, order=order)
    if part.kind == "entries":
        values = cast("list[object]", value) if isinstance(value, list) else []
        entries = tuple(_entry(part, each, (*path, number)) for number, each in enumerate(values))
        return Asked(part, path, {}, there, entries=entries, order=order)
    return Asked(part, path, typed(part, value, name=dotted(path)), there, order=order)


def _entry(part: Part, data: object, path: Path) -> Entry:
    if not isinstance(data, dict):
        return Entry(path, str(data), None, is_short=True)
    entry = cast("dict[str, object]", data)
    title = next(
        (entry[key] for key in ("title", "text", "reason") if isinstance(entry.get(key), dict)), None
    )
    assert part.model is not None
    first = entry.get(parts_of(part.model)[0].key)
    code = ", ".join(map(str, cast("list[object]", first))) if isinstance(first, list) else str(first or "")
    words = None if title is None else {k: str(v) for k, v in cast("dict[str, object]", title).items()}
    return Entry(path, "" if isinstance(first, dict) else code, words, is_short=False)


def _flat(parts: Sequence[Asked]) -> Iterator[Asked]:
    for each in parts:
        yield each
        yield from _flat(each.inside)


def _edits(each: Asked, sent: Mapping[str, str]) -> list[Edit]:
    if each.part.kind == "group":
        return _edits_of_group(each, sent)
    now = {name: _normal(sent.get(name, was)) for name, was in each.typed.items()}
    if all(now[name] == _normal(was) for name, was in each.typed.items()):
        return []
    if each.part.kind == "words":
        return _edits_of_words(each, now)
    text = now[each.name] if each.part.kind != "limit" else ""
    if each.part.kind in ("lines", "several"):
        return edits_of_lines(each.path, each.typed[each.name], text, part=each.part, order=each.order)
    if each.part.kind == "pairs":
        return edits_of_pairs(each.path, each.typed[each.name], text, order=each.order)
    value = read_limit(each.name, now) if each.part.kind == "limit" else read_scalar(each.part, text)
    return [Remove(each.path) if value is None else Put(each.path, value, each.order)]


def _edits_of_group(each: Asked, sent: Mapping[str, str]) -> list[Edit]:
    """A group in which nothing is left goes away as a whole, unless it holds lists of its own."""
    edits = edits_of(each.inside, sent)
    typed_now = {name: _normal(sent.get(name, was)) for name, was in all_typed(each.inside).items()}
    has_entries = any(inner.entries for inner in _flat(each.inside))
    if edits and each.there and not has_entries and not any(typed_now.values()):
        return [Remove(each.path)]
    return edits


def _edits_of_words(each: Asked, now: Mapping[str, str]) -> list[Edit]:
    if not any(now.values()):
        return [Remove(each.path)]
    changed = [
        language
        for language in LANGUAGES
        if now[f"{each.name}.{language}"] != each.typed[f"{each.name}.{language}"]
    ]
    if not each.there:
        return [Put(each.path, {one: now[f"{each.name}.{one}"] for one in LANGUAGES}, each.order)]
    return [Put((*each.path, one), now[f"{each.name}.{one}"], LANGUAGES) for one in changed]


def _normal(text: str) -> str:
    """Browsers end lines with two characters."""
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").strip().split("\n"))
