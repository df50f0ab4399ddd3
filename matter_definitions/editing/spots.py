"""Where a form puts a problem right, and what people call it: nobody has to know the keys of the text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import BaseModel

from forms.form_plan import Text
from matter_definitions.editing.asking import dotted, path_of
from matter_definitions.editing.describing import Part, parts_of
from matter_definitions.editing.kinds import KINDS, EditableKind, model_at
from matter_definitions.editing.places import way_to
from matter_definitions.read import Path, Unreadable, known_document

_LANGUAGES: Mapping[str, Text] = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}


@dataclass(frozen=True, slots=True)
class Spot:
    """`at`: the form's place (`places.place_of`). `name`: its input there, "" for the whole form. `way`:
    titles from the section down to the input. `key`: the last key of the path, as a problem's sentence quotes
    it; `called`: the same for people."""

    at: str
    name: str
    way: tuple[Text, ...]
    key: str
    called: Text


def spot_finder(kind: str, source: str) -> Callable[[str], Spot | None]:
    """The spot of a problem's path; None for what no form shows: an unknown kind, an unreadable text, a key
    that no model has."""
    editable = KINDS.get(kind)
    try:
        data = cast("dict[str, object]", known_document(source).data)
    except Unreadable:
        return lambda _: None

    def find(path: str) -> Spot | None:
        return _spot(editable, data, path_of(path)) if editable else None

    return find


def _spot(editable: EditableKind, data: dict[str, object], path: Path) -> Spot | None:
    below = path[len(editable.root) :]
    if path[: len(editable.root)] != editable.root or not below:
        return None
    entry = _entry_in(editable.model, below)
    section = next(each for each in editable.sections if each.name == editable.section_of(path))
    way = [title for title, _ in way_to(editable.model, data, editable.root, entry)]
    if not (way and way[0].zh.startswith(f"{section.title.zh}：")):  # which names it already
        way.insert(0, section.title)
    owner = model_at(editable.model, entry)
    parts = _parts_along(owner[0], below[len(entry) :]) if owner else []
    labels = [each.label for each in parts]
    last = str(path[-1])
    if last in _LANGUAGES and parts and parts[-1].kind == "words":
        labels.append(_LANGUAGES[last])
    return Spot(
        at=dotted((*editable.root, *entry)) if entry else section.name,
        name=_input_of((*editable.root, *entry), parts, last),
        way=(*way, *labels),
        key=last,
        called=labels[-1] if parts and (parts[-1].key == last or last in _LANGUAGES) else Text("", ""),
    )


def _entry_in(model: type[BaseModel], below: Path) -> Path:
    """The innermost entry with a form of its own; () where the section itself has the input."""
    lengths = [n + 1 for n, part in enumerate(below) if isinstance(part, int)]
    whole = (below[:length] for length in reversed(lengths))
    return next((each for each in whole if model_at(model, each) is not None), ())


def _parts_along(model: type[BaseModel], below: Path) -> list[Part]:
    """The keys from a form down to its input, through the groups."""
    along: list[Part] = []
    for key in below:
        part = next((each for each in parts_of(model) if each.key == key), None)
        if part is None:
            break
        along.append(part)
        if part.kind != "group" or part.model is None:
            break
        model = part.model
    return along


def _input_of(form: Path, parts: list[Part], last: str) -> str:
    if not parts:
        return ""
    name = dotted((*form, *(each.key for each in parts)))
    if parts[-1].kind == "words":
        return f"{name}.{last if last in _LANGUAGES else 'zh'}"
    return f"{name}.amount" if parts[-1].kind == "limit" else name
