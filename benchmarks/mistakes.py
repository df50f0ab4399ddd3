"""Mistakes that people make in a definition, one at a time: a word left out, a name misspelt."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
Node = Any  # what YAML holds: a mapping, a list, a text, a number, true or false

_LIMIT = re.compile(r"(\d+) (working|natural) days?|(\d+) hours?")
_NAME = re.compile(r"[a-z][a-z0-9_-]{3,}(\.[a-z][a-z0-9_]{2,})?")
_IN_EXPRESSION = re.compile(r"\b(answers|found|consent|[a-z]+)\.([a-z_]{3,})\b")
_CONDITIONS = frozenset({"when", "eligible", "must"})
_MAPPED_KEYS = frozenset({"gives", "receive"})
_ORGANISATION = frozenset({"regions", "departments", "responsibility", "remedies"})
_DROPPED = {"after": "drop a dependency", "options": "remove an option", "remedies": "remove a remedy"}
_NOT_NAMES = frozenset({"kind", "type"})
_OWN_CODES = frozenset({("matter",), ("item",)})


@dataclass(frozen=True, slots=True)
class Mistake:
    """`new`: what stands at `path` then, None for nothing; of a duplicate, the entry that is there twice."""

    kind: str
    file: str
    path: Path
    new: object
    words: str

    def in_words(self) -> str:
        return f"{self.kind}: {self.file} {'.'.join(map(str, self.path))}: {self.words}"


def mistakes_of(file: str, data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Every mistake of these kinds that can be made in one definition; its examples are left alone."""
    conditions = sorted({each for path, each in _walk(data) if _is_condition(path, each)})
    for path, node in _walk(data):
        if path and path[0] != "examples":
            yield from _mistakes_at(file, path, node, conditions)


def with_mistake(data: Mapping[str, Any], mistake: Mistake) -> dict[str, Any]:
    """A definition of its own; `data` stays as it is."""
    changed = copy.deepcopy(dict(data))
    *above, last = mistake.path
    around: Any = changed
    for part in above:
        around = around[part]
    if mistake.new is None:
        del around[last]
    elif mistake.kind == "say twice":
        around.insert(int(last) + 1, copy.deepcopy(mistake.new))
    elif mistake.kind == "misspell a key":
        renamed = {str(mistake.new) if key == last else key: value for key, value in around.items()}
        around.clear()
        around.update(renamed)
    else:
        around[last] = mistake.new
    return changed


def _walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    yield path, node
    if isinstance(node, dict):
        for key, each in node.items():
            yield from _walk(each, (*path, key))
    elif isinstance(node, list):
        for number, each in enumerate(node):
            yield from _walk(each, (*path, number))


def _is_condition(path: Path, node: Node) -> bool:
    return bool(path) and path[-1] in _CONDITIONS and isinstance(node, str)


def _mistakes_at(file: str, path: Path, node: Node, conditions: list[str]) -> Iterator[Mistake]:
    last, above = path[-1], path[-2] if len(path) > 1 else None
    if isinstance(last, int):
        yield Mistake(_dropping(path), file, path, None, _short(node))
        yield Mistake("say twice", file, path, node, _short(node))
    elif last in ("zh", "en"):
        yield Mistake("drop a text", file, path, None, _short(node))
    elif _is_condition(path, node):
        yield from _in_condition(file, path, node, conditions)
    elif above in _MAPPED_KEYS:
        yield Mistake("misspell a key", file, path, _misspelt(str(last)), str(last))
    if isinstance(node, str) and last not in ("zh", "en") and above != "synonyms":
        yield from _in_text(file, path, node)


def _dropping(path: Path) -> str:
    if path[-2] == "options" and path[0] == "elements":
        return "shorten a code list"
    rest = "drop a row of the organisation" if path[0] in _ORGANISATION else "drop an entry"
    return _DROPPED.get(str(path[-2]), rest)


def _in_condition(file: str, path: Path, node: str, conditions: list[str]) -> Iterator[Mistake]:
    yield Mistake("negate a condition", file, path, f"!({node})", node)
    if path[-1] == "when":
        yield Mistake("drop a condition", file, path, None, node)
    others = [each for each in conditions if each != node]
    if others:
        other = others[len(node) % len(others)]
        yield Mistake("swap a condition", file, path, other, f"{node} becomes {other}")
    for found in _IN_EXPRESSION.finditer(node):
        name = found[2]
        wrong = node[: found.start(2)] + _misspelt(name) + node[found.end(2) :]
        yield Mistake("misspell in an expression", file, path, wrong, wrong)


def _in_text(file: str, path: Path, node: str) -> Iterator[Mistake]:
    limit = _LIMIT.fullmatch(node)
    if limit:
        amount = limit[1] or limit[3]
        if amount != "1":
            yield Mistake("shorten a limit", file, path, node.replace(amount, "1", 1), node)
        longer = str(int(amount) * 4)
        yield Mistake("lengthen a limit", file, path, node.replace(amount, longer, 1), f"{node} × 4")
    elif _NAME.fullmatch(node) and path[-1] not in _NOT_NAMES and path not in _OWN_CODES:
        yield Mistake("misspell a name", file, path, _misspelt(node), node)


def _misspelt(name: str) -> str:
    """The last letter twice: nobody names two things like this."""
    return name + name[-1]


def _short(node: Node) -> str:
    words = str(node)
    return words if len(words) <= 90 else words[:90] + "…"
