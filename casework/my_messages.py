"""The message box of a person: what the departments wrote to him, the latest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from database.queries.person_rows import find_person_key
from database.session import become_engine
from engine.messages import open_letter, record_reading

_MINE = text("""
    SELECT m.id, m.event, m.ciphertext, m.created_at, m.effect_key, c.case_no
    FROM message m LEFT JOIN matter_case c ON c.id = m.case_id
    WHERE m.person_id = :person AND m.channel = 'box'
    ORDER BY m.created_at DESC, m.id DESC LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class MessageLine:
    """In the language in which it was written. `case_no` is None for what belongs to no case."""

    id: UUID
    event: str
    title: str
    body: str
    case_no: str | None
    created_at: datetime


async def my_messages(act: Act, *, limit: int) -> list[MessageLine]:
    """The actor's own only; whoever reads a notice of law here has been told it. Empty when the person's key
    was lawfully destroyed."""
    demand(act.actor, "case.list")
    person = act.actor.himself.person_id  # an agent reads his own box: a notice is hers to be told
    if person is None:
        return []
    rows = (await act.connection.execute(_MINE, {"person": person, "limit": limit})).all()
    # The key opens her own messages and no others: they were read as herself.
    become_engine(act.connection)
    key = await find_person_key(act.connection, act.engine.keys, person=person)
    if key is None:
        return []
    lines: list[MessageLine] = []
    for row in rows:
        letter = open_letter(row.ciphertext, person=person, key=key)
        lines.append(MessageLine(row.id, row.event, letter.title, letter.body, row.case_no, row.created_at))
    await record_reading(act.engine, person, effect_keys={row.effect_key for row in rows})
    return lines
