"""Who has to supply which data to whom, as the definitions need it: the beginning of the data-sharing list.

Supplier is the owner of the element in the dictionary (一数一源); receivers are the departments whose items
ask for it. Made from look-ups, and from what steps of items receive.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from forms.form_plan import Text
from matter_definitions.language.dictionary import ElementModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.library_index import Library

_DAYS = {"day": 1, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Supplied:
    """One element that a call of a connector gives. `while_typing`: somebody waits in front of a form."""

    connector: str
    call: str
    element: str
    supplier: str
    receivers: tuple[str, ...]
    fresh_days: int | None
    while_typing: bool
    basis: Text


def supplied_by(library: Library) -> list[Supplied]:
    """In the order of connector, call and element; an element that has no owning department is left out."""
    looked_up = {each[:3] for each in _of_lookups(library)}
    found = {each[:3]: each[3] for each in (*_of_steps(library), *_of_lookups(library))}
    needing = _needing(library)
    supplied: list[Supplied] = []
    for key in sorted(found):
        connector, call, name = key
        element = library.elements[name].model
        if element.source == "applicant":
            continue
        supplied.append(
            Supplied(
                connector=connector,
                call=call,
                element=name,
                supplier=element.source,
                receivers=tuple(sorted(needing.get(name, set()) - {element.source})),
                fresh_days=fresh_days(element),
                while_typing=key in looked_up,
                basis=found[key],
            )
        )
    return supplied


def fresh_days(element: ElementModel) -> int | None:
    """A month counts 30 days."""
    limit = element.fresh_for
    return limit.amount * _DAYS[limit.unit] if limit else None


def element_of(library: Library, key: str, matter: MatterModel | None = None) -> str | None:
    """The dictionary's name for a form key, where it has one."""
    subject, _, name = key.partition(".")
    uses = next((each.uses for each in matter.subjects if each.code == subject), {}) if matter else {}
    name = uses.get(name, name)
    return name if name in library.elements else None


def _of_lookups(library: Library) -> Iterator[tuple[str, str, str, Text]]:
    for entry in library.matters.values():
        for lookup in entry.model.lookups:
            for key in lookup.gives:
                if name := element_of(library, key, entry.model):
                    yield lookup.connector, lookup.call, name, entry.model.title.text


def _of_steps(library: Library) -> Iterator[tuple[str, str, str, Text]]:
    for entry in library.items.values():
        for step in entry.model.steps:
            for key in step.receive:
                if step.connector and step.call and (name := element_of(library, key)):
                    yield step.connector, step.call, name, entry.model.basis.text


def _needing(library: Library) -> dict[str, set[str]]:
    """Kinds of departments by element."""
    needing: dict[str, set[str]] = {}
    for entry in library.items.values():
        for need in entry.model.fields:
            if name := element_of(library, need.field):
                needing.setdefault(name, set()).add(entry.model.department)
    return needing
