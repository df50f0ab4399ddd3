"""One thing under two codes: it would be asked twice, kept twice, and differ (一数一源).

Two elements, or two materials, of one title are one; and two code lists of one standard say the same of each
of its codes.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from matter_definitions.language.dictionary import OWN_LIST, ElementModel, MaterialModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.problems import Problems

Defined = TypeVar("Defined", ElementModel, MaterialModel)
Changed = Mapping[str, Entry[Defined]]


def complain_of_same_things(library: Library, changed: Library, problems: Problems) -> None:
    """Of the dictionary entries among `changed`, beside all of the `library`, which holds them as well."""
    for code, entry, other in _of_one_title(library.elements, changed.elements):
        _complain_of_title(problems, entry, code, other)
    for code, entry, other in _of_one_title(library.materials, changed.materials):
        _complain_of_title(problems, entry, code, other)
    if any(_standard(entry.model) for entry in changed.elements.values()):
        _complain_of_lists(library.elements, changed.elements, problems)


def _of_one_title(
    everything: Mapping[str, Entry[Defined]], changed: Changed[Defined]
) -> Iterator[tuple[str, Entry[Defined], str]]:
    """Each with the code of the one before it that has its title, in Chinese or in English."""
    if not changed:
        return
    first: dict[tuple[str, str], str] = {}
    unchanged = (code for code in everything if code not in changed)
    for code in (*unchanged, *changed):
        entry = everything.get(code)
        if entry is None:  # it cannot be read any more
            continue
        title = entry.model.title
        names = [("zh", title.zh.strip()), ("en", title.en.strip().casefold())]
        others = [first[name] for name in names if name in first]
        if others and code in changed:
            yield code, entry, others[0]
        first |= {name: code for name in names if name not in first}


def _complain_of_title(problems: Problems, entry: Entry[Defined], code: str, other: str) -> None:
    title = entry.model.title
    problems.add(
        entry.document,
        (*entry.path, "title"),
        code="same-thing",
        zh=f"“{code}”与“{other}”都叫“{title.zh}”：同一内容只定义一次，请使用已有的，或换一个说得清区别的名称",
        en=f"“{code}” and “{other}” are both called “{title.en}”: one thing is defined once; use the one that"
        " is there, or give this one a name that tells them apart",
    )


def _complain_of_lists(
    everything: Mapping[str, Entry[ElementModel]], changed: Changed[ElementModel], problems: Problems
) -> None:
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for code in (*(each for each in everything if each not in changed), *changed):
        entry = everything.get(code)
        for number, standard, name, words in _options(entry.model) if entry else ():
            there, whose = said.setdefault((standard, name), (words, code))
            if there != words and entry and code in changed:
                problems.add(
                    entry.document,
                    (*entry.path, "options", number),
                    code="list-differs",
                    zh=f"标准 {standard} 的代码 {name} 在“{whose}”中是“{there}”，这里是“{words}”",
                    en=f"{name} of the standard {standard} is “{there}” in “{whose}”, and “{words}” here",
                )


def _options(element: ElementModel) -> Iterable[tuple[int, str, str, str]]:
    standard = _standard(element)
    if standard is not None:
        for number, option in enumerate(element.options):
            yield number, standard, option.in_standard or option.code, option.text.zh


def _standard(element: ElementModel) -> str | None:
    return None if element.standard == OWN_LIST else element.standard
