"""What may be typed into an editor's input: codes that exist, so that nobody has to know them by heart."""

from collections.abc import Callable, Mapping, Sequence

from casework.defining.live import department_kinds
from casework.defining.looking import LookedOver
from forms.values.registry import VALUE_TYPES
from matter_definitions import events
from matter_definitions.read import Document, Unreadable, read_document
from portal.inputs import Choice
from portal.language import Language

MOST = 400


def suggestions(looked: LookedOver, language: Language) -> Mapping[str, Sequence[Choice]]:
    """By the name of a list: each code, and what people call it ("" where it has no words)."""
    titled, departments = title_finder(looked, language), department_kinds()
    codes = _codes(looked)
    return {name: [(each, titled(each)) for each in found] for name, found in codes.items()} | {
        "departments": [
            (each, departments.department(each).in_language(language)) for each in codes["departments"]
        ]
    }


def _codes(looked: LookedOver) -> Mapping[str, Sequence[str]]:
    subjects = _subjects(looked)
    stock = looked.stock.texts
    elements, materials = stock.get("element", {}), stock.get("material", {})
    fields = [f"{subject}.{element}" for subject in subjects for element in elements]
    papers = [*materials, *(f"{subject}.{material}" for subject in subjects for material in materials)]
    return {
        "departments": sorted({each.kind for each in looked.stock.organisation.departments.values()}),
        "items": sorted({*stock.get("item", {}), *_items_of(looked)}),
        "fields": fields[:MOST],
        "materials": papers[:MOST],
        "subjects": subjects,
        "events": sorted(
            {value for value in vars(events).values() if isinstance(value, str) and value.isupper()}
        ),
        "types": list(VALUE_TYPES),
    }


def _items_of(looked: LookedOver) -> list[str]:
    return [each.code for each in looked.companions if each.kind == "item"]


def _subjects(looked: LookedOver) -> list[str]:
    """Of a matter its own; of what a region does those of its matter; of an item those whose fields it names
    already."""
    if looked.version.kind == "override":
        return list(looked.subjects)
    try:
        document = read_document(looked.version.source, file="")
    except Unreadable:
        return []
    if looked.version.kind == "matter":
        entries = document.data.get("subjects")
        found = (
            [each.get("code") for each in entries if isinstance(each, dict)]
            if isinstance(entries, list)
            else []
        )
        return [each for each in found if isinstance(each, str)]
    return _named_by(document)


def _named_by(document: Document) -> list[str]:
    keys: list[str] = []
    for name in ("fields", "materials"):
        entries = document.data.get(name)
        for each in entries if isinstance(entries, list) else []:
            key = each if isinstance(each, str) else each.get(name[:-1]) if isinstance(each, dict) else None
            keys += [key] if isinstance(key, str) and "." in key else []
    return list(dict.fromkeys(key.partition(".")[0] for key in keys))


def title_finder(looked: LookedOver, language: Language) -> Callable[[str], str]:
    """What a code or key that stands alone is called: an item's, an element's or a material's own title."""
    library = looked.stock.library()
    shelves = {"item": library.items, "element": library.elements, "material": library.materials}

    def find(code: str) -> str:
        last = code.rpartition(".")[2]
        for kind, key in (("item", code), ("element", last), ("material", last)):
            if title := looked.titles.get(f"{kind}:{key}"):
                return title.in_language(language)
            if key in shelves[kind]:
                return shelves[kind][key].model.title.text.in_language(language)
        return ""

    return find
