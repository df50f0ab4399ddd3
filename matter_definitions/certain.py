"""What can be said of definitions with mistakes of form: nothing that may only follow from them."""

from collections.abc import Iterable, Iterator

from matter_definitions.compile import Compiled, compile_matter
from matter_definitions.library_index import Library
from matter_definitions.problems import Problem

# With names that do not exist. No text, number or limit in the place of another changes them.
_CERTAIN = frozenset({"circle", "duplicate", "expression", "reserved"})
_UNKNOWN = "unknown-"
# What an answer is decides what may be said of it.
_OF_ANSWERS = frozenset({"expression", "unknown-option"})


def compile_as_read(library: Library, code: str) -> Compiled:
    """`compile_matter`, but of a matter that is not read whole only what is certain, and no plan."""
    compiled = compile_matter(library, code)
    if is_read_whole(library, code):
        return compiled
    return Compiled(None, tuple(_certain(library, compiled.problems)))


def certain_of_dictionary(library: Library, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Of its entries, what is certain in files that are not read whole, and all in the others."""
    certain = set(_certain(library, problems))
    return tuple(each for each in problems if each.file not in library.mended or each in certain)


def is_read_whole(library: Library, matter: str) -> bool:
    """Whether nothing stands in for a mistake in the matter, its items, or the dictionary."""
    if not library.mended:
        return True
    entry = library.matters[matter]
    items = [library.items.get(each.item) for each in entry.model.items]
    files = {entry.document.file, *(each.document.file for each in items if each)}
    return not library.dictionary_mended and not files & set(library.mended)


def _certain(library: Library, problems: Iterable[Problem]) -> Iterator[Problem]:
    answers_known = all(path[-1] != "kind" for paths in library.mended.values() for path in paths)
    for each in problems:
        certain = each.code in _CERTAIN or each.code.startswith(_UNKNOWN)
        if each.code in _OF_ANSWERS and not answers_known:
            continue
        if certain and not _is_within(each.path, library.mended.get(each.file, ())):
            yield each


def _is_within(path: str, mended: Iterable[tuple[str | int, ...]]) -> bool:
    """Whether something stands in at this place, or around it."""
    return any(f"{path}.".startswith(".".join(map(str, place)) + ".") for place in mended)
