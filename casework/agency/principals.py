"""The names of those for whom an agent acts, for his lists; he knows them from the authorisation."""

from collections.abc import Iterable
from uuid import UUID

from access.act import Act
from database.queries.person_rows import find_person_details


async def principal_names(act: Act, people: Iterable[UUID]) -> dict[UUID, str]:
    """By person, without the reader herself; as the reader, so only of whom she may see."""
    himself = act.actor.himself.person_id
    names: dict[UUID, str] = {}
    for person in dict.fromkeys(people):
        if himself is None or person == himself:
            continue
        details = await find_person_details(act.connection, act.engine.keys, person=person)
        if details is not None:
            names[person] = details["name"]
    return names
