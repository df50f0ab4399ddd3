"""Where a form stands in a definition: a section of it, or an entry of one of its lists."""

from dataclasses import dataclass

from pydantic import BaseModel

from forms.form_plan import Text
from matter_definitions.editing.asking import Asked, asked, dotted, path_of
from matter_definitions.editing.describing import keys_of, parts_of
from matter_definitions.editing.edits import value_at
from matter_definitions.editing.following import code_of
from matter_definitions.editing.kinds import BASICS, KINDS, Section, model_at
from matter_definitions.editing.renaming import can_be_renamed
from matter_definitions.read import Path, Unreadable, known_document


@dataclass(frozen=True, slots=True)
class Place:
    """`at`: a section's name, or the path of an entry below the definition's root. `path`: in the document.
    `is_short`: the text there is a plain text that stands for an entry with the key `short`. `way`: titles
    and places from the section down to here. `order`: the keys of what the list of this entry stands in."""

    at: str
    path: Path
    model: type[BaseModel]
    parts: tuple[Asked, ...]
    section: str
    sections: tuple[Section, ...]
    way: tuple[tuple[Text, str], ...]
    short: str = ""
    is_short: bool = False
    order: tuple[str, ...] = ()

    @property
    def is_entry(self) -> bool:
        return self.at not in {each.name for each in self.sections}


def place_of(kind: str, source: str, at: str) -> Place | None:
    """None where there is no form: an unknown kind, an unreadable text, a place that no model has."""
    editable = KINDS.get(kind)
    if editable is None:
        return None
    try:
        data = known_document(source).data
    except Unreadable:
        return None
    at = at or BASICS
    section = next((each for each in editable.sections if each.name == at), None)
    if section is not None:
        keys = {part.key for part in editable.parts_in(at)}
        everything = asked(editable.model, value_at(data, editable.root), path=editable.root)
        parts = tuple(each for each in everything if each.part.key in keys - editable.named_by)
        way = ((section.title, at),)
        return Place(at, editable.root, editable.model, parts, at, editable.sections, way)
    return _entry(kind, data, path_of(at.removeprefix(f"{dotted(editable.root)}.") if editable.root else at))


def _entry(kind: str, data: dict[str, object], below: Path) -> Place | None:
    editable = KINDS[kind]
    found = model_at(editable.model, below)
    if found is None or not isinstance(below[0], str):
        return None
    model, short = found
    path = (*editable.root, *below)
    value = value_at(data, path)
    plain = isinstance(value, str)
    parts = asked(model, {short: value} if plain and short else value, path=path)
    if can_be_renamed(path):  # a code that others speak of is changed together with them
        parts = tuple(each for each in parts if each.part.key != "code")
    name = editable.section_of(path)
    section = next(each for each in editable.sections if each.name == name)
    owner = model_at(editable.model, below[:-2]) if len(below) > 2 else (editable.model, "")
    return Place(
        at=dotted(path),
        path=path,
        model=model,
        parts=parts,
        section=section.name,
        sections=editable.sections,
        way=((section.title, section.name), *way_to(editable.model, data, editable.root, below)),
        short=short,
        is_short=plain,
        order=keys_of(owner[0]) if owner else (),
    )


def way_to(
    model: type[BaseModel], data: dict[str, object], root: Path, below: Path
) -> tuple[tuple[Text, str], ...]:
    """Each entry on the way, by its list's name and its own code or number."""
    way: list[tuple[Text, str]] = []
    for length, part in enumerate(below, start=1):
        if not isinstance(part, int):
            continue
        inside = model_at(model, below[: length - 2])
        name = (
            next((p.label for p in parts_of(inside[0]) if p.key == below[length - 2]), None)
            if inside
            else None
        )
        value = value_at(data, (*root, *below[:length]))
        code = code_of(value) or str(part + 1)
        label = name or Text(str(below[length - 2]), str(below[length - 2]))
        way.append((Text(f"{label.zh}：{code}", f"{label.en}: {code}"), dotted((*root, *below[:length]))))
    return tuple(way)
