"""A library of definitions: dictionary, items, matters and organisation, read from a folder of YAML files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Generic, TypeVar

from pydantic import BaseModel

from matter_definitions.language.dictionary import DictionaryModel, ElementModel, MaterialModel
from matter_definitions.language.items import ItemModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.language.organisation import (
    DepartmentModel,
    OrganisationModel,
    RegionModel,
    RemedyModel,
    ResponsibilityModel,
)
from matter_definitions.language.overriding import OverrideModel
from matter_definitions.mending import mended_model
from matter_definitions.outside import Outside
from matter_definitions.problems import Problem, Problems
from matter_definitions.read import Document, Path, Unreadable, read_document
from matter_definitions.schema import model_of

M = TypeVar("M", bound=BaseModel)
BUILT_IN = FilePath(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """A definition with the place where it stands: `path` inside `document`."""

    model: M
    document: Document
    path: Path = ()


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An officer who decides; `items` empty: all items of the office."""

    rank: int
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Library:
    """Definitions by code, in the order in which they stand; `problems` are those of form only."""

    elements: Mapping[str, Entry[ElementModel]] = field(default_factory=dict)
    materials: Mapping[str, Entry[MaterialModel]] = field(default_factory=dict)
    items: Mapping[str, Entry[ItemModel]] = field(default_factory=dict)
    matters: Mapping[str, Entry[MatterModel]] = field(default_factory=dict)
    overrides: Mapping[str, Entry[OverrideModel]] = field(default_factory=dict)  # by <matter>@<region>
    regions: Mapping[str, RegionModel] = field(default_factory=dict)
    departments: Mapping[str, DepartmentModel] = field(default_factory=dict)
    responsibility: tuple[ResponsibilityModel, ...] = ()
    remedies: Mapping[tuple[str, str], RemedyModel] = field(default_factory=dict)  # by region, department
    problems: tuple[Problem, ...] = ()
    staff: Mapping[str, tuple[StaffMember, ...]] = field(default_factory=dict)  # by department
    outside: Outside | None = None  # None: it is not known, and nothing is said of it
    # The places of files with mistakes of form at which something stands in; see `mending.py`.
    mended: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    dictionary_mended: bool = False

    def with_changes(self, other: "Library") -> "Library":
        """This library with the definitions of another in place of those of the same code."""
        return Library(
            elements={**self.elements, **other.elements},
            materials={**self.materials, **other.materials},
            items={**self.items, **other.items},
            matters={**self.matters, **other.matters},
            overrides={**self.overrides, **other.overrides},
            regions={**self.regions, **other.regions},
            departments={**self.departments, **other.departments},
            responsibility=(*self.responsibility, *other.responsibility),
            remedies={**self.remedies, **other.remedies},
            problems=(*self.problems, *other.problems),
            staff={**self.staff, **other.staff},
            outside=other.outside or self.outside,
            mended={**self.mended, **other.mended},
            dictionary_mended=self.dictionary_mended or other.dictionary_mended,
        )


def load_library(path: FilePath) -> Library:
    """Every `*.yaml` below a folder. Never raises for what is written in them: see `Library.problems`."""
    files = sorted(path.rglob("*.yaml"))
    return library_of((str(each.relative_to(path)), each.read_text(encoding="utf-8")) for each in files)


@lru_cache(maxsize=1)
def built_in_library() -> Library:
    """The definitions that come with the project."""
    return load_library(BUILT_IN)


def library_of(texts: Iterable[tuple[str, str]], *, mend: bool = False) -> Library:
    """`texts`: the name of each file, and what it says. `mend`: what has mistakes of form is there as well,
    as far as it can be read; only for who tells people what is wrong."""
    shelves = _Shelves(mend=mend)
    for file, text in texts:
        shelves.put(file, text)
    return shelves.library()


class _Shelves:
    """Where the definitions of each kind are put while the files are read."""

    def __init__(self, *, mend: bool) -> None:
        self.mend = mend
        self.mended: dict[str, tuple[Path, ...]] = {}
        self.dictionary_mended = False
        self.problems = Problems()
        self.elements: dict[str, Entry[ElementModel]] = {}
        self.materials: dict[str, Entry[MaterialModel]] = {}
        self.items: dict[str, Entry[ItemModel]] = {}
        self.matters: dict[str, Entry[MatterModel]] = {}
        self.overrides: dict[str, Entry[OverrideModel]] = {}
        self.regions: dict[str, RegionModel] = {}
        self.departments: dict[str, DepartmentModel] = {}
        self.responsibility: list[ResponsibilityModel] = []
        self.remedies: dict[tuple[str, str], RemedyModel] = {}

    def put(self, file: str, text: str) -> None:
        try:
            document = read_document(text, file=file)
        except Unreadable as reason:
            nowhere = Document(file=file, data={}, lines={(): reason.line, ("?",): reason.line})
            self.problems.add(nowhere, ("?",), code="unreadable", zh=reason.zh, en=reason.en)
            return
        if "matter" in document.data:
            if matter := self._read(document, MatterModel):
                self._shelve(self.matters, matter.matter, Entry(matter, document, ()))
        elif "item" in document.data:
            if item := self._read(document, ItemModel):
                self._shelve(self.items, item.item, Entry(item, document, ()))
        elif "override" in document.data:
            if override := model_of(document, OverrideModel, self.problems):
                self._shelve(self.overrides, override.code, Entry(override, document, ()))
        elif document.data.keys() & {"elements", "materials"}:
            self._put_dictionary(document)
        elif document.data.keys() & {"regions", "departments", "responsibility", "remedies"}:
            self._put_organisation(document)
        else:
            self.problems.add(
                document,
                (),
                code="unknown-kind",
                zh="看不出这是什么定义：应以 matter、item、override、elements、materials 或 regions 等开头",
                en="what does this define? it should have matter, item, override, elements, or regions",
            )

    def _read(self, document: Document, model: type[M]) -> M | None:
        read = model_of(document, model, self.problems)
        if read is None and self.mend and (mended := mended_model(document.data, model)):
            self.mended[document.file] = mended.places
            return mended.model
        return read

    def _put_dictionary(self, document: Document) -> None:
        dictionary = self._read(document, DictionaryModel)
        if dictionary is None:
            return
        self.dictionary_mended |= document.file in self.mended
        for number, element in enumerate(dictionary.elements):
            self._shelve(self.elements, element.code, Entry(element, document, ("elements", number)))
        for number, material in enumerate(dictionary.materials):
            self._shelve(self.materials, material.code, Entry(material, document, ("materials", number)))

    def _put_organisation(self, document: Document) -> None:
        organisation = model_of(document, OrganisationModel, self.problems)
        if organisation is None:
            return
        self.regions |= {each.code: each for each in organisation.regions}
        self.departments |= {each.code: each for each in organisation.departments}
        self.responsibility += organisation.responsibility
        self.remedies |= {(each.region, each.department or ""): each for each in organisation.remedies}

    def _shelve(self, shelf: dict[str, Entry[M]], code: str, entry: Entry[M]) -> None:
        if code in shelf:
            first = shelf[code]
            where = f"{first.document.file}:{first.document.line(first.path)}"
            self.problems.add(
                entry.document,
                entry.path,
                code="duplicate",
                zh=f"“{code}”已在 {where} 定义过",
                en=f"“{code}” is already defined in {where}",
            )
            return
        shelf[code] = entry

    def library(self) -> Library:
        return Library(
            elements=self.elements,
            materials=self.materials,
            items=self.items,
            matters=self.matters,
            overrides=self.overrides,
            regions=self.regions,
            departments=self.departments,
            responsibility=tuple(self.responsibility),
            remedies=self.remedies,
            problems=self.problems.sorted(),
            mended=self.mended,
            dictionary_mended=self.dictionary_mended,
        )
