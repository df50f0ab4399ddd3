"""A new code for a question, a subject, a consent, a look-up, a step or a result, in all that names it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import BaseModel

from matter_definitions.editing.describing import parts_of
from matter_definitions.editing.edits import Edit, Put, Remove, value_at
from matter_definitions.editing.kinds import KINDS
from matter_definitions.editing.splicing import edited
from matter_definitions.read import Path, read_document

_QUOTED = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


@dataclass(frozen=True, slots=True)
class _Way:
    """How something is spoken of. `word`: before its code in expressions (`answers.`); `whole`: keys whose
    value is the code itself, by model; `starts`: it is the first half of field keys; `decided`: before its
    code in the decisions of examples."""

    word: str = ""
    whole: frozenset[str] = frozenset()
    starts: bool = False
    decided: str = ""


_WAYS: Mapping[str, _Way] = {
    "questions": _Way(word="answers.", whole=frozenset({"ExampleModel.answers"})),
    "subjects": _Way(
        whole=frozenset(
            {
                "ItemEntry.for_each",
                "LookupModel.for_each",
                "ConsentModel.subject",
                "ConsentModel.for_each",
                "NoticeModel.to",
            }
        ),
        starts=True,
    ),
    "consents": _Way(word="consent.", whole=frozenset({"LookupModel.consent"}), decided="consent."),
    "lookups": _Way(word="found.", decided="lookup."),
    "steps": _Way(whole=frozenset({"StepModel.after", "MoneyModel.sent_by", "MoneyModel.back_to"})),
    "results": _Way(whole=frozenset({"StepModel.result"})),
}


def can_be_renamed(path: Path) -> bool:
    """`path` of an entry, such as `questions.2`."""
    return len(path) == 2 and path[0] in _WAYS


def renamed(text: str, kind: str, path: Path, new: str) -> str:
    """The entry at `path` gets the code `new`, and so does everything in this definition that speaks of it.
    Raises what `edited` raises."""
    data = read_document(text, file="").data
    old = value_at(data, (*path, "code"))
    if not isinstance(old, str) or old == new:
        return text
    way = _WAYS[str(path[0])]
    edits = list(_edits(KINDS[kind].model, data, (), way, old, new))
    return edited(text, [Put((*path, "code"), new), *edits])


def speaks_of(text: str, kind: str, path_key: str, code: str) -> bool:
    """Whether another definition speaks of something of this one: an item of its matter's questions."""
    data = read_document(text, file="").data
    way = _WAYS[path_key]
    return any(_edits(KINDS[kind].model, data, (), way, code, f"{code}_renamed"))


def _edits(model: type[BaseModel], data: object, path: Path, way: _Way, old: str, new: str) -> Iterator[Edit]:
    if not isinstance(data, dict):
        return
    mapping = cast("dict[str, object]", data)
    for part in parts_of(model):
        if part.key not in mapping:
            continue
        value, here = mapping[part.key], (*path, part.key)
        if part.model is not None:
            entries = enumerate(cast("list[object]", value)) if isinstance(value, list) else [(None, value)]
            for number, each in entries:
                there = here if number is None else (*here, number)
                if isinstance(each, str):
                    yield from _put(there, each, _said(way, each, old, new, is_code=False))
                yield from _edits(part.model, each, there, way, old, new)
            continue
        is_code = f"{model.__name__}.{part.key}" in way.whole
        yield from _in_value(part.kind, value, here, way, old, new, is_code=is_code)


def _in_value(
    kind: str, value: object, path: Path, way: _Way, old: str, new: str, *, is_code: bool
) -> Iterator[Edit]:
    if kind == "words":
        return
    if isinstance(value, str):
        said = (
            _expression(way, value, old, new)
            if kind == "expression"
            else _said(way, value, old, new, is_code=is_code)
        )
        yield from _put(path, value, said)
    elif isinstance(value, list):
        for number, each in enumerate(cast("list[object]", value)):
            if isinstance(each, str):
                yield from _put((*path, number), each, _said(way, each, old, new, is_code=is_code))
    elif isinstance(value, dict):
        for key, each in cast("dict[str, object]", value).items():
            name = _decided(way, _said(way, key, old, new, is_code=is_code), old, new)
            said = _said(way, each, old, new, is_code=False) if isinstance(each, str) else each
            if name != key:
                yield Remove((*path, key))
            if name != key or said != each:
                yield Put((*path, name), said)


def _put(path: Path, was: str, said: str) -> Iterator[Edit]:
    if said != was:
        yield Put(path, said)


def _said(way: _Way, value: str, old: str, new: str, *, is_code: bool) -> str:
    if is_code and value == old:
        return new
    if not way.starts:
        return value
    return re.sub(rf"^(=?)((?:material:)?){re.escape(old)}(?=\.)", rf"\g<1>\g<2>{new}", value)


def _expression(way: _Way, value: str, old: str, new: str) -> str:
    word = re.escape(way.word)
    if way.word:
        spoken = re.compile(rf"(?<![\w.])({word}){re.escape(old)}(?!\w)")
    elif way.starts:
        spoken = re.compile(rf"(?<![\w.])((?:given\.)?){re.escape(old)}(?=\.)")
    else:
        return value
    pieces = _QUOTED.split(value)
    return "".join(
        piece if number % 2 else spoken.sub(rf"\g<1>{new}", piece) for number, piece in enumerate(pieces)
    )


def _decided(way: _Way, key: str, old: str, new: str) -> str:
    return f"{way.decided}{new}" if way.decided and key == f"{way.decided}{old}" else key
