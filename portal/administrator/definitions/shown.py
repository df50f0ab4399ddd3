"""A part of a definition as an editor's page shows it: inputs with help, what is wrong, what others wrote."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from matter_definitions.editing.asking import Asked, Entry
from matter_definitions.editing.describing import Part, parts_of
from matter_definitions.editing.typed import NO, UNITS, YES
from matter_definitions.problems import Problem
from portal.inputs import Choice, yes_no
from portal.language import Language

# What is long is typed into a larger field.
_LONG = frozenset({"summary", "statement", "declaration", "consequences", "basis", "where", "reason", "hint"})


@dataclass(frozen=True, slots=True)
class EntryShown:
    """`at`: its place as an address has it. `problems`: how many are inside. `returned`: a hint."""

    at: str
    number: int
    code: str
    title: str
    problems: int
    is_first: bool
    is_last: bool
    returned: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is asked to add an entry: its code, one of the choices, or (`asks` false) nothing yet."""

    asks: bool
    label: str
    choices: Sequence[Choice]
    suggested: str


@dataclass(frozen=True, slots=True)
class FieldShown:
    """`kind` as of `describing.Part`. `values` and `theirs` by input name; `usual`: what holds when it is
    left out, in words. `suggested`: the name of a list of suggestions."""

    kind: str
    name: str
    title: str
    help: str
    required: bool
    values: Mapping[str, str]
    choices: Sequence[Choice] = ()
    units: Sequence[Choice] = ()
    usual: str = ""
    error: str | None = None
    theirs: Mapping[str, str] = field(default_factory=dict[str, str])
    is_long: bool = False
    suggested: str = ""
    there: bool = False
    inside: tuple["FieldShown", ...] = ()
    entries: tuple[EntryShown, ...] = ()
    new: "NewEntry | None" = None


@dataclass(frozen=True, slots=True)
class Shower:
    """What is the same for all inputs of a page. `typed` and `theirs` by input name, after a save that was
    refused because somebody else had saved; `hints` by the path of an entry. `titled`: the title of what an
    entry without words of its own names. `said`: a problem's sentence in the words of the forms."""

    language: Language
    said: Callable[[Problem], str]
    problems: Sequence[Problem] = ()
    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    theirs: Mapping[str, str] = field(default_factory=dict[str, str])
    hints: Mapping[str, tuple[str, tuple[str, ...]]] = field(
        default_factory=dict[str, tuple[str, tuple[str, ...]]]
    )

    titled: Callable[[str], str] = lambda _: ""

    def fields(self, parts: Sequence[Asked]) -> tuple[FieldShown, ...]:
        return tuple(self._field(each) for each in parts)

    def _field(self, asked: Asked) -> FieldShown:
        part = asked.part
        own = asked.typed
        return FieldShown(
            kind=part.kind,
            name=asked.name,
            title=part.label.in_language(self.language),
            help=part.help.in_language(self.language),
            required=part.required,
            values={name: self.typed.get(name, text) for name, text in own.items()},
            choices=self._choices(part),
            units=[(code, words.in_language(self.language)) for code, words in UNITS.items()],
            usual=_usual(part, self.language),
            error=self._error(asked),
            theirs={name: self.theirs[name] for name in own if name in self.theirs},
            is_long=part.key in _LONG,
            suggested=suggested_for(part.key, part.kind),
            there=asked.there,
            inside=self.fields(asked.inside),
            entries=tuple(self._entry(each, n, len(asked.entries)) for n, each in enumerate(asked.entries)),
            new=_new_entry(part, self.language),
        )

    def _choices(self, part: Part) -> Sequence[Choice]:
        if part.kind == "yes_no":
            return yes_no(self.language)
        return [(code, words.in_language(self.language)) for code, words in part.choices]

    def _error(self, asked: Asked) -> str | None:
        if asked.part.kind in ("group", "entries"):
            found = (each for each in self.problems if each.path == asked.name)
        else:
            found = (each for each in self.problems if _is_inside(each.path, asked.name))
        return next((self.said(each) for each in found), None)

    def _entry(self, entry: Entry, number: int, count: int) -> EntryShown:
        at = ".".join(str(part) for part in entry.path)
        title = (entry.title or {}).get(self.language) or (entry.title or {}).get("zh", "")
        if entry.title is None and entry.code:
            title = self.titled(entry.code)
        returned, reasons = self.hints.get(at, ("", ()))
        return EntryShown(
            at=at,
            number=number,
            code=entry.code,
            title=title,
            problems=sum(_is_inside(each.path, at) for each in self.problems),
            is_first=number == 0,
            is_last=number == count - 1,
            returned=returned,
            reasons=reasons,
        )


def suggested_for(key: str, kind: str) -> str:
    """The list of suggestions that belongs to a key; "" for none."""
    if kind == "expression":
        return ""
    return _SUGGESTED.get(key, "")


_SUGGESTED: Mapping[str, str] = {
    "department": "departments",
    "lead": "departments",
    "item": "items",
    "field": "fields",
    "from_number": "fields",
    "amount": "fields",
    "number": "fields",
    "holder": "fields",
    "material": "materials",
    "for_each": "subjects",
    "subject": "subjects",
    "event": "events",
    "type": "types",
}


def _new_entry(part: Part, language: Language) -> NewEntry | None:
    if part.kind != "entries" or part.model is None:
        return None
    first = parts_of(part.model)[0]
    return NewEntry(
        asks=first.kind != "words",
        label=(part.label if part.short == "any" else first.label).in_language(language),
        choices=[(code, words.in_language(language)) for code, words in first.choices],
        suggested="items" if part.short == "any" else suggested_for(first.key, first.kind),
    )


def _usual(part: Part, language: Language) -> str:
    """What holds when nothing is said, in words; nothing for what is simply not there then."""
    if part.usual is None or part.required or part.kind not in ("choice", "number", "yes_no"):
        return ""
    if isinstance(part.usual, bool):
        return dict(yes_no(language))[YES if part.usual else NO]
    return {code: words.in_language(language) for code, words in part.choices}.get(
        str(part.usual), str(part.usual)
    )


def _is_inside(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")
