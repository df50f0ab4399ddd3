"""What a person types for a value of the language, and what value was meant by it."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import cast

from forms.form_plan import Text
from matter_definitions.editing.describing import Part
from matter_definitions.editing.edits import Edit, Insert, Put, Remove
from matter_definitions.editing.writing import flow
from matter_definitions.read import WHOLE_NUMBER, Path, Unreadable, read_document

YES, NO = "true", "false"  # as the pages send them
AT_ONCE = "at once"
UNITS: Mapping[str, Text] = {
    "working days": Text("工作日", "working days"),
    "natural days": Text("自然日", "natural days"),
    "half days": Text("半天", "half days"),
    "hours": Text("小时", "hours"),
    AT_ONCE: Text("当场", "at once"),
}
_LIMIT = re.compile(r"(\d+) (working|natural|half) days?|(\d+) hours?")
_PAIR = re.compile(r"(?P<name>.+?)\s*(?::(?:\s+(?P<value>.*))?)?")


def typed(part: Part, value: object, *, name: str) -> dict[str, str]:
    """By input name. What the text says in a shape that does not belong there is shown as it is written."""
    if part.kind == "words":
        words = cast("dict[str, object]", value) if isinstance(value, dict) else {"zh": value}
        return {f"{name}.{language}": _plain(words.get(language)) for language in ("zh", "en")}
    if part.kind == "limit":
        amount, unit = _limit(_plain(value))
        return {f"{name}.amount": amount, f"{name}.unit": unit}
    if part.kind in ("lines", "several"):
        return {name: "\n".join(_plain(each) for each in _listed(value))}
    if part.kind == "pairs" and isinstance(value, dict):
        pairs = cast("dict[str, object]", value).items()
        return {name: "\n".join(f"{key}: {_shown(each)}" for key, each in pairs)}
    return {name: _plain(value)}


def read_scalar(part: Part, text: str) -> object:
    """None when nothing was typed."""
    if not text:
        return None
    if part.kind == "yes_no":
        return {YES: True, NO: False}.get(text, text)
    return int(text) if part.kind == "number" and WHOLE_NUMBER.fullmatch(text) else text


def read_limit(name: str, sent: Mapping[str, str]) -> str | None:
    amount, unit = sent[f"{name}.amount"], sent[f"{name}.unit"]
    if unit == AT_ONCE:
        return AT_ONCE
    if not amount:
        return None
    if unit not in UNITS:
        return amount
    return f"{amount} {unit.removesuffix('s')}" if amount == "1" else f"{amount} {unit}"


def edits_of_lines(path: Path, was: str, now: str, *, part: Part, order: Sequence[str]) -> list[Edit]:
    """Only the lines that differ are edited, so that what is written about the others stays."""
    old, new = was.split("\n") if was else [], [each for each in now.split("\n") if each]
    values = [_line(part, each) for each in new]
    if not values:
        return [Remove(path)]
    if not old:
        return [Put(path, values, order)]
    edits: list[Edit] = []
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, first, last, to_first, to_last in reversed(changes):
        if kind == "equal":
            continue
        same = min(last - first, to_last - to_first)
        edits += [Put((*path, first + n), values[to_first + n]) for n in range(same)]
        edits += [Remove((*path, n)) for n in reversed(range(first + same, last))]
        edits += [
            Insert(path, first + same + n, value) for n, value in enumerate(values[to_first + same : to_last])
        ]
    return edits


def edits_of_pairs(path: Path, was: str, now: str, *, order: Sequence[str]) -> list[Edit]:
    old, new = _pairs(was), _pairs(now)
    if not new:
        return [Remove(path)]
    if not old:
        return [Put(path, new, order)]
    puts: list[Edit] = [
        Put((*path, key), value) for key, value in new.items() if key not in old or old[key] != value
    ]
    return puts + [Remove((*path, key)) for key in old if key not in new]


def _pairs(text: str) -> dict[str, object]:
    found = [_PAIR.fullmatch(line) for line in text.split("\n") if line]
    return {each["name"]: _read(each["value"] or "") for each in found if each}


def _read(text: str) -> object:
    """`true`, `12`, `[correct, accept]`, or words."""
    try:
        return read_document(f"value: {text}", file="").data["value"]
    except (Unreadable, KeyError):
        return text


def _shown(value: object) -> str:
    return value if isinstance(value, str) and value and _read(value) == value else flow(value)


def _line(part: Part, text: str) -> object:
    return int(text) if part.numbers and WHOLE_NUMBER.fullmatch(text) else text


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return cast("list[object]", value)
    return [] if value is None else [value]


def _limit(text: str) -> tuple[str, str]:
    found = _LIMIT.fullmatch(text)
    if found:
        return (found[1], f"{found[2]} days") if found[1] else (found[3], "hours")
    return ("", AT_ONCE) if text == AT_ONCE else (text, "")


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return value if isinstance(value, str) else flow(value)
