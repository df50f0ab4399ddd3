"""What the compiler has on the table for one matter: its parts, found by name, with their places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from matter_definitions.language.dictionary import ElementModel, MaterialModel
from matter_definitions.language.items import ItemModel, StepModel
from matter_definitions.language.matters import ItemEntry, MatterModel, SubjectModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.problems import Problems
from matter_definitions.read import Document, Path


class HasCode(Protocol):
    @property
    def code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a definition, for a problem to point at."""

    document: Document
    path: Path

    def below(self, *parts: str | int) -> "Place":
        return Place(self.document, (*self.path, *parts))


@dataclass(frozen=True, slots=True)
class UsedItem:
    """An item of the matter: its entry there, and its definition."""

    entry: ItemEntry
    entry_place: Place
    model: ItemModel
    place: Place

    @property
    def code(self) -> str:
        return self.model.item


@dataclass(slots=True)
class Workbench:
    """Problems are put down here and the work goes on, so that all of them are told at once."""

    library: Library
    matter: MatterModel
    place: Place
    problems: Problems
    items: list[UsedItem] = field(default_factory=list[UsedItem])

    def complain(self, place: Place, code: str, *, zh: str, en: str) -> None:
        self.problems.add(place.document, place.path, code=code, zh=zh, en=en)

    def warn(self, place: Place, code: str, *, zh: str, en: str) -> None:
        self.problems.add(place.document, place.path, code=code, zh=zh, en=en, severity="warning")

    def subject(self, code: str) -> SubjectModel | None:
        return next((each for each in self.matter.subjects if each.code == code), None)

    def repeats(self, subject: str | None) -> bool:
        found = self.subject(subject) if subject else None
        return found is not None and found.repeats is not None

    def element(self, key: str) -> Entry[ElementModel] | None:
        """The dictionary's entry that a form key stands for; None when it has none."""
        subject_code, _, name = key.partition(".")
        subject = self.subject(subject_code)
        return self.library.elements.get(subject.uses.get(name, name)) if subject else None

    def material(self, key: str) -> Entry[MaterialModel] | None:
        subject, name = material_parts(key)
        if subject is not None and self.subject(subject) is None:
            return None
        return self.library.materials.get(name)

    def complain_of_twins(self, things: Iterable[HasCode], place: Place) -> None:
        """Two things of one code in one list."""
        seen: set[str] = set()
        for number, thing in enumerate(things):
            if thing.code in seen:
                self.complain(
                    place.below(number),
                    "duplicate",
                    zh=f"“{thing.code}”写了两次",
                    en=f"“{thing.code}” is there twice",
                )
            seen.add(thing.code)


def put_on_workbench(library: Library, code: str, problems: Problems) -> Workbench:
    """A matter with those of its items that exist; an item that does not is a problem."""
    entry = library.matters[code]
    bench = Workbench(library, entry.model, Place(entry.document, entry.path), problems)
    seen: set[str] = set()
    for number, each in enumerate(entry.model.items):
        place = bench.place.below("items", number)
        found = library.items.get(each.item)
        if found is None:
            bench.complain(
                place, "unknown-item", zh=f"没有事项“{each.item}”", en=f"there is no item “{each.item}”"
            )
        elif each.item in seen:
            bench.complain(
                place,
                "duplicate",
                zh=f"事项“{each.item}”写了两次",
                en=f"the item “{each.item}” is there twice",
            )
        else:
            bench.items.append(UsedItem(each, place, found.model, Place(found.document, found.path)))
        seen.add(each.item)
    return bench


def material_parts(key: str) -> tuple[str | None, str]:
    """`father.identity_card` belongs to a subject, `household_pages` to none."""
    subject, dot, name = key.partition(".")
    return (subject, name) if dot else (None, key)


def steps_before(item: ItemModel) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each step with the steps that it follows: those it names, or else the one before it in the list.

    A step that undoes something is no step on the way: none follows it without naming it.
    """
    previous: tuple[str, ...] = ()
    for step in item.steps:
        yield step.code, previous if step.after is None else tuple(step.after)
        if step.undo_of is None:
            previous = (step.code,)


def level_codes(step: StepModel) -> tuple[str, ...]:
    """The steps that a step of several levels becomes; otherwise the step itself."""
    return tuple(f"{step.code}_{each.code}" for each in step.levels) or (step.code,)
