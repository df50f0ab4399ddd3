"""What is put before the public, and what is said against it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from casework.acting import changing
from casework.acting_on_task import find_task_of_kind
from casework.case_reading import read_case, read_texts
from casework.words import Language
from database.connection import Connection
from database.session import Identity, become_engine, legal_now, transaction
from engine.context import EngineContext
from forms.form_plan import Text
from matter_definitions.acts.hearing_others import Object
from refusals import NotNow, Unknown

_COLUMNS = (
    "SELECT id, case_id, item_key, step, region, text_zh, text_en, begins_at, ends_at, state FROM publicity"
)
_OPEN = text(f"{_COLUMNS} WHERE state = 'open' AND ends_at > :now ORDER BY ends_at, id LIMIT 200")
_ONE = text(f"{_COLUMNS} WHERE id = :id AND state <> 'withdrawn'")
_TEXT = text("SELECT text_id FROM objection WHERE case_id = :case AND step = :step")
_MINE = text("""
    SELECT o.id, o.made_at, o.outcome, o.decided_at, p.text_zh, p.text_en FROM objection o
    JOIN publicity p ON p.id = o.publicity_id WHERE o.person_id = :person ORDER BY o.made_at DESC, o.id
""")


class PublicityOver(NotNow):
    type = "publicity-over"
    title = Text(zh="公示期已结束", en="The time for objections is over")


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """`lines`: what is made public, names masked; the item first."""

    id: UUID
    region: str
    lines: list[str]
    begins_at: datetime
    ends_at: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class MyObjection:
    """`outcome`: upheld or dismissed, None while nobody has decided it."""

    id: UUID
    about: str
    made_at: datetime
    outcome: str | None
    decided_at: datetime | None


async def public_notices(engine: EngineContext, *, language: Language = "zh") -> list[PublicNotice]:
    """What may be objected to now, for anybody: whatever ends first comes first."""
    async with transaction(engine.database, Identity()) as connection:
        now = await legal_now(connection)
        rows = (await connection.execute(_OPEN, {"now": now})).all()
    return [_notice(row, now, language) for row in rows]


async def public_notice(
    engine: EngineContext, publicity_id: UUID, *, language: Language = "zh"
) -> PublicNotice:
    """Raises Unknown (404)."""
    async with transaction(engine.database, Identity()) as connection:
        return _notice(await _find(connection, publicity_id), await legal_now(connection), language)


async def _find(connection: Connection, publicity_id: UUID) -> Row[tuple[object, ...]]:
    row = (await connection.execute(_ONE, {"id": publicity_id})).one_or_none()
    if row is None:
        raise Unknown
    return row


def _notice(row: Row[tuple[object, ...]], now: datetime, language: Language) -> PublicNotice:
    words: str = row.text_en if language == "en" else row.text_zh
    return PublicNotice(
        id=row.id,
        region=row.region,
        lines=words.split("\n"),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        open=row.state == "open" and now < row.ends_at,
    )


async def object_to(act: Act, publicity_id: UUID, words: str) -> UUID:
    """Anybody who has signed in may object; the publicity's id. Raises Unknown (404), NotYours (403) and
    PublicityOver (409)."""
    demand(act.actor, "case.object")
    row = await _find(act.connection, publicity_id)
    become_engine(act.connection)
    if row.state != "open" or await legal_now(act.connection) >= row.ends_at:
        raise PublicityOver
    async with changing(act, row.case_id) as case:
        text_id = case.add_text("objection", words)
        case.apply(Object(row.item_key, row.step, str(text_id)))
    return publicity_id


async def my_objections(act: Act, *, language: Language = "zh") -> list[MyObjection]:
    """What came of one's own, the latest first."""
    rows = await act.connection.execute(_MINE, {"person": act.actor.person_id})
    return [
        MyObjection(
            id=row.id,
            about=(row.text_en if language == "en" else row.text_zh).split("\n")[0],
            made_at=row.made_at,
            outcome=row.outcome,
            decided_at=row.decided_at,
        )
        for row in rows
    ]


async def objection_text(act: Act, task_id: UUID) -> str | None:
    """What the objection of a task says; None when it was lawfully erased. Raises Unknown (404)."""
    task = await find_task_of_kind(act, task_id, kind="objection")
    case = await read_case(act, task.case_id)
    row = {"case": task.case_id, "step": task.step}
    text_id = (await act.connection.execute(_TEXT, row)).scalar_one_or_none()
    texts = await read_texts(act, case, [str(text_id) if text_id else None])
    return texts.get(str(text_id))
