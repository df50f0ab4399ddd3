"""A definition as one text: what kind of thing it defines, under which code, and what it names.

A version of a definition is kept as such a text. The files of the library may hold several elements or
materials in one; `split` takes them apart, comments and all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from forms.form_plan import Text
from matter_definitions.language.items import ItemModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.language.overriding import OverrideModel
from matter_definitions.library_index import Library, library_of
from matter_definitions.read import Document, Unreadable, read_document

Kind = Literal["matter", "item", "element", "material", "override"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_LISTS: dict[str, Kind] = {"elements": "element", "materials": "material"}
_LONGEST_CODE = 120


@dataclass(frozen=True, slots=True)
class Source:
    """`title` falls back to the code, and `uses` (`kind:code`) is empty, while the form of it is wrong."""

    kind: Kind
    code: str
    text: str
    title: Text
    uses: tuple[str, ...]

    @property
    def file(self) -> str:
        return file_of(self.kind, self.code)


class NotOneDefinition(Exception):
    """The text is unreadable, or does not define exactly one thing; `line` counts from 1."""

    def __init__(self, *, line: int, words: Text) -> None:
        super().__init__(words.en)
        self.line = line
        self.words = words


def file_of(kind: Kind, code: str) -> str:
    """The name under which a problem names a definition that stands in no file."""
    return f"{kind}/{code}"


def read_source(text: str) -> Source:
    """Raises NotOneDefinition; what is wrong beyond that is for the check to tell."""
    try:
        document = read_document(text, file="")
    except Unreadable as reason:
        raise NotOneDefinition(line=reason.line, words=Text(reason.zh, reason.en)) from None
    kind, code = _identity(document)
    library = library_of([(file_of(kind, code), text)])
    return Source(kind, code, text, _title(library, document, code), uses_of(library))


def split(file: str, text: str) -> Iterator[str]:
    """A file of the library as texts with one definition each; none for one of the organisation.

    Raises NotOneDefinition for what is unreadable.
    """
    try:
        document = read_document(text, file=file)
    except Unreadable as reason:
        raise NotOneDefinition(line=reason.line, words=Text(reason.zh, reason.en)) from None
    if document.data.keys() & {"matter", "item", "override"}:
        yield text
        return
    for name in _LISTS:
        entries = document.data.get(name)
        if isinstance(entries, list):
            yield from _entries(document, name, len(entries), text.splitlines())


def uses_of(library: Library) -> tuple[str, ...]:
    """What the definitions of a library name outside themselves, each once, sorted."""
    used: set[str] = set()
    for matter in library.matters.values():
        used |= _uses_of_matter(matter.model)
    for item in library.items.values():
        used |= _uses_of_item(item.model)
    for override in library.overrides.values():
        used |= _uses_of_override(override.model)
    return tuple(sorted(used))


def _entries(document: Document, name: str, count: int, lines: list[str]) -> Iterator[str]:
    """Each with the comments above it."""
    starts = [_with_comments(document.line((name, number)), lines) for number in range(count)]
    if len({document.line((name,)), *starts}) <= count:
        words = Text("每一项应另起一行", "put each entry on a line of its own")
        raise NotOneDefinition(line=document.line((name,)), words=words)
    tops = (line for path, line in document.lines.items() if len(path) == 1)
    end = min((line for line in tops if line > document.line((name,))), default=len(lines) + 1)
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        yield "\n".join([f"{name}:", *lines[start - 1 : stop - 1]]).rstrip() + "\n"


def _with_comments(line: int, lines: list[str]) -> int:
    while lines[line - 2].lstrip().startswith("#"):
        line -= 1
    return line


def _identity(document: Document) -> tuple[Kind, str]:
    data = document.data
    if "override" in data:
        return "override", _code(document, ("override",), f"{data['override']}@{data.get('region')}")
    for kind in ("matter", "item"):
        if kind in data:
            return kind, _code(document, (kind,), data[kind])
    found = [(name, entry) for name in _LISTS for entry in _list(data.get(name))]
    name, entry = found[0] if len(found) == 1 else ("", None)
    if not isinstance(entry, dict):
        words = Text(
            "一份定义只写一件事、一个事项、一个数据元或一种材料",
            "a definition holds one matter, one item, one element or one material",
        )
        raise NotOneDefinition(line=1, words=words)
    return _LISTS[name], _code(document, (name, 0, "code"), entry.get("code"))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _code(document: Document, path: tuple[str | int, ...], code: object) -> str:
    plain = isinstance(code, str) and code.replace("-", "").replace("_", "").replace("@", "").isalnum()
    if not isinstance(code, str) or not plain or not code.isascii() or len(code) > _LONGEST_CODE:
        words = Text("代码只能用小写英文字母、数字和连字符", "a code is made of a-z, digits and hyphens")
        raise NotOneDefinition(line=document.line(path), words=words)
    return code


def _title(library: Library, document: Document, code: str) -> Text:
    shelves = (library.matters, library.items, library.elements, library.materials)
    known = next((shelf[code].model.title.text for shelf in shelves if code in shelf), None)
    if known is not None:
        return Text(_kept(known.zh), _kept(known.en))
    title = document.data.get("title")
    zh, en = (title.get("zh"), title.get("en")) if isinstance(title, dict) else (None, None)
    return Text(_kept(zh if isinstance(zh, str) else code), _kept(en if isinstance(en, str) else code))


def _kept(title: str) -> str:
    """YAML can write the zero character, which the database does not take."""
    return title.replace("\x00", "")


def _uses_of_matter(matter: MatterModel) -> set[str]:
    elements = {name for subject in matter.subjects for name in subject.uses.values()}
    keys = list(matter.delivery.mail_needs) if matter.delivery else []
    keys += [key for lookup in matter.lookups for key in lookup.gives]
    keys += [each.field for each in matter.derived]
    return {
        *(f"item:{each.item}" for each in matter.items),
        *(f"element:{name}" for name in elements | {_last(key) for key in keys}),
        *(f"material:{_last(key)}" for lookup in matter.lookups for key in lookup.replaces),
        *(f"material:{_last(key)}" for each in matter.consents for key in each.alternative_materials),
    }


def _uses_of_item(item: ItemModel) -> set[str]:
    keys = [each.field for each in item.fields]
    for step in item.steps:
        keys += [*step.receive, *(each.field for each in step.officer_fields)]
    return {
        *(f"element:{_last(key)}" for key in keys),
        *(f"material:{_last(each.material)}" for each in item.materials),
    }


def _uses_of_override(override: OverrideModel) -> set[str]:
    keys = [each.field for item in override.items for each in item.fields]
    keys += [each.field for each in override.derived]
    keys += override.delivery.mail_needs if override.delivery else []
    materials = [each.material for item in override.items for each in item.materials]
    return {
        f"matter:{override.override}",
        *(f"item:{each.item}" for each in override.items),
        *(f"element:{_last(key)}" for key in (*keys, *override.hints.elements)),
        *(f"material:{_last(key)}" for key in (*materials, *override.hints.materials)),
    }


def _last(key: str) -> str:
    """What a key names in the dictionary: `mother.name` the element `name`."""
    return key.rpartition(".")[2]
