"""A library out of texts that are read only when somebody looks at them.

An installation may have hundreds of matters, and a check looks at one or two. What was read once is kept, by
its text, for the next library.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from pydantic import BaseModel

from matter_definitions.library_index import Entry, Library, library_of
from matter_definitions.overriding.regions import parts_of
from matter_definitions.sources import Kind, file_of

M = TypeVar("M", bound=BaseModel)
Texts = Mapping[str, str]  # by code, in the order in which they stand
NOTHING = Library()


@dataclass(frozen=True)
class Stock:
    """`texts` of each kind; `uses`: what each `kind:code` names; `organisation`: regions, departments,
    who is responsible, remedies, who works where, and what is known of the outside."""

    texts: Mapping[Kind, Texts] = field(default_factory=dict)
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    organisation: Library = NOTHING

    def library(self, changes: Library = NOTHING) -> Library:
        """With the definitions of another library in place of those of the same code."""
        return Library(
            elements=self._shelf("element", changes.elements, lambda each: each.elements),
            materials=self._shelf("material", changes.materials, lambda each: each.materials),
            items=self._shelf("item", changes.items, lambda each: each.items),
            matters=self._shelf("matter", changes.matters, lambda each: each.matters),
            overrides=self._shelf("override", changes.overrides, lambda each: each.overrides),
            regions={**self.organisation.regions, **changes.regions},
            departments={**self.organisation.departments, **changes.departments},
            responsibility=(*self.organisation.responsibility, *changes.responsibility),
            remedies={**self.organisation.remedies, **changes.remedies},
            problems=changes.problems,
            staff={**self.organisation.staff, **changes.staff},
            outside=changes.outside or self.organisation.outside,
            mended=changes.mended,
            dictionary_mended=changes.dictionary_mended,
        )

    def matters_using(self, changes: Library) -> list[str]:
        """Of the matters here those that use, directly or through an item, what another library holds."""
        changed = {f"element:{code}" for code in changes.elements}
        changed |= {f"material:{code}" for code in changes.materials}
        changed |= {f"item:{code}" for code in changes.items}
        changed |= {f"item:{each.item}" for each in changes.responsibility}
        changed |= {name for name in self._named("item") if changed & set(self.uses.get(name, ()))}
        overridden = {
            parts_of(name.partition(":")[2])[0]
            for name in self._named("override")
            if changed & set(self.uses.get(name, ()))
        }
        return [
            code
            for name in self._named("matter")
            for code in [name.partition(":")[2]]
            if code in overridden or changed & set(self.uses.get(name, ()))
        ]

    def _named(self, kind: Kind) -> Iterable[str]:
        return (f"{kind}:{code}" for code in self.texts.get(kind, {}))

    def _shelf(
        self, kind: Kind, over: Mapping[str, Entry[M]], pick: Callable[[Library], Mapping[str, Entry[M]]]
    ) -> "Shelf[M]":
        return Shelf(kind, self.texts.get(kind, {}), over=over, pick=pick)


NOTHING_PUBLISHED = Stock()


class Shelf(Mapping[str, Entry[M]], Generic[M]):
    """One kind of definitions by code. What has become unreadable (the language has changed since) is as if
    it were not there."""

    def __init__(
        self,
        kind: Kind,
        texts: Texts,
        *,
        over: Mapping[str, Entry[M]],
        pick: Callable[[Library], Mapping[str, Entry[M]]],
    ) -> None:
        self._kind: Kind = kind
        self._texts, self._over, self._pick = texts, over, pick
        self._found: dict[re.Pattern[str], dict[str, list[str]]] = {}

    def saying(self, pattern: re.Pattern[str], words: str) -> list[Entry[M]]:
        """Those whose text holds the pattern, with these words as its group: found without reading the rest,
        of which there may be thousands."""
        if pattern not in self._found:
            index = self._found[pattern] = defaultdict(list)
            for code, text in self._texts.items():
                for found in pattern.findall(text):
                    index[found].append(code)
        there = [entry for code in self._found[pattern].get(words, ()) if (entry := self.get(code))]
        return [*there, *(entry for code, entry in self._over.items() if code not in self._texts)]

    def __getitem__(self, code: str) -> Entry[M]:
        if code in self._over:
            return self._over[code]
        return self._pick(read_once(self._kind, code, self._texts[code]))[code]

    def __iter__(self) -> Iterator[str]:
        """Without reading any."""
        yield from self._texts
        yield from (code for code in self._over if code not in self._texts)

    def __len__(self) -> int:
        return len({*self._texts, *self._over})


def read_once(kind: Kind, code: str, text: str) -> Library:
    """One text as a library; those of matters and items are large, so few of them are kept."""
    read = _read_large if kind in ("matter", "item", "override") else _read_small
    return read(file_of(kind, code), text)


@lru_cache(maxsize=128)
def _read_large(file: str, text: str) -> Library:
    return library_of([(file, text)])


@lru_cache(maxsize=4096)
def _read_small(file: str, text: str) -> Library:
    return library_of([(file, text)])
