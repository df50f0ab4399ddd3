"""What may be typed into an editor's input: codes that exist, so that nobody has to know them by heart."""

from collections.abc import Callable, Mapping, Sequence

from casework.defining.looking import LookedOver
from forms.values.registry import VALUE_TYPES
from matter_definitions import events
from matter_definitions.overriding.regions import parts_of
from matter_definitions.read import Document, Unreadable, read_document
from portal.language import Language

MOST = 400


def suggestions(looked: LookedOver) -> Mapping[str, Sequence[str]]:
    """By the name of a list."""
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
        matter = looked.library.matters.get(parts_of(looked.version.code)[0])
        return [each.code for each in matter.model.subjects] if matter else []
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
    library = looked.library

    def find(code: str) -> str:
        last = code.rpartition(".")[2]
        for shelf, key in ((library.items, code), (library.elements, last), (library.materials, last)):
            if key in shelf:
                return shelf[key].model.title.text.in_language(language)
        return ""

    return find
