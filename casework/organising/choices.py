"""What somebody may choose from when he fills in an entry: codes with the words for them."""

from collections.abc import Mapping

from access.act import Act
from access.policy import demand
from casework.organising.known import read_known
from casework.organising.registers import Register
from casework.words import Language
from database.session import become_engine

# More than a person would look through: then the code is typed.
MOST = 400
Choice = tuple[str, str]


async def choices_of(
    act: Act, register: Register, *, language: Language = "zh"
) -> Mapping[str, list[Choice]]:
    """By column: regions, departments, items, posts, and the values of a choice. What is in force only."""
    demand(act.actor, "organisation.read")
    become_engine(act.connection)
    known = await read_known(act.connection, register)
    regions = [
        (line.code, f"{line.name.in_language(language)} {line.code}")
        for line in known.regions.on(known.today)
    ]
    departments = [
        (code, line.name.in_language(language))
        for code, line in known.departments.items()
        if line.validity.end is None or known.today < line.validity.end
    ]
    items = [(code, line.title.in_language(language)) for code, line in known.items.items()]
    by_kind = {"region": regions, "department": departments, "item": items}
    found = {
        column.name: [(value, words.in_language(language)) for value, words in column.choices]
        or by_kind.get(column.kind, [])
        for column in register.columns
    }
    if register.name == "people":
        found["post"] = [(code, code) for code in known.posts]
    return {name: choices for name, choices in found.items() if len(choices) <= MOST}
