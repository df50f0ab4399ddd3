"""The messages that a person has got, the latest first; read with the person's own key."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from database.queries.person_rows import find_person_key
from database.session import become_engine, legal_now
from engine.messages import open_letter
from refusals import Unknown

_READ = text("""
    SELECT m.id, m.event, m.ciphertext, m.created_at, m.read_at, c.case_no
    FROM message m LEFT JOIN matter_case c ON c.id = m.case_id
    WHERE m.person_id = :person AND m.channel = 'box'
        AND (CAST(:before AS timestamptz) IS NULL OR (m.created_at, m.id) < (:before, CAST(:id AS uuid)))
    ORDER BY m.created_at DESC, m.id DESC LIMIT :limit
""")
_UNREAD = text("""
    SELECT count(*) FROM message WHERE person_id = :person AND channel = 'box' AND read_at IS NULL
""")
_MINE = text("SELECT 1 FROM message WHERE id = :id AND person_id = :person")
_MARK = text("UPDATE message SET read_at = coalesce(read_at, :now) WHERE id = :id")


@dataclass(frozen=True, slots=True)
class MessageView:
    """In the language in which it was written."""

    id: UUID
    event: str
    case_no: str | None
    title: str
    body: str
    created_at: datetime
    read_at: datetime | None


async def my_messages(act: Act, *, limit: int, after: tuple[object, ...] = ()) -> list[MessageView]:
    """`after`: created_at and id of the last one seen. Empty for members of staff."""
    person = act.actor.person_id
    if person is None:
        return []
    key = await find_person_key(act.connection, act.engine.keys, person=person)
    if key is None:
        return []
    before, last = after or (None, None)
    values = {"person": person, "before": before, "id": last, "limit": limit}
    messages: list[MessageView] = []
    for row in await act.connection.execute(_READ, values):
        letter = open_letter(row.ciphertext, person=person, key=key)
        messages.append(
            MessageView(
                id=row.id,
                event=row.event,
                case_no=row.case_no,
                title=letter.title,
                body=letter.body,
                created_at=row.created_at,
                read_at=row.read_at,
            )
        )
    return messages


async def count_unread(act: Act) -> int:
    return (await act.connection.execute(_UNREAD, {"person": act.actor.person_id})).scalar_one()


async def mark_message_read(act: Act, message_id: UUID) -> None:
    """The first time counts. Raises Unknown (404)."""
    row = {"id": message_id, "person": act.actor.person_id}
    if (await act.connection.execute(_MINE, row)).first() is None:
        raise Unknown
    await become_engine(act.connection)
    await act.connection.execute(_MARK, {"id": message_id, "now": await legal_now(act.connection)})
