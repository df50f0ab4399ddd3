"""Progress of a case without signing in: case number and the password of the receipt; no personal data."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.attempts import count_attempt, forgive_attempt, seconds_left
from casework.words import Language, find_words, state_words
from database.session import ENGINE, transaction
from engine.context import EngineContext
from forms.form_plan import Text
from forms.values.case_number import parent_number
from refusals import TooMany, Unknown
from secrecy.lookup import keyed_hash
from secrecy.passwords import hash_password, is_password

TRIES_PER_CASE = 5
TRIES_PER_ADDRESS = 30

_FIND = text("""
    SELECT id, plan, standing, submitted_at, promised_at, expected_at, ended_at, password_hash
    FROM matter_case WHERE case_no = :case_no
""")
_ITEMS = text("""
    SELECT number, title_zh, title_en, standing, waiting_for, due_at, accepted_at, decided_at
    FROM case_item WHERE case_id = :case ORDER BY number
""")


class NoSuchCase(Unknown):
    """The same for a wrong number and a wrong password."""

    type = "case-not-found"
    title = Text(zh="办件编号或查询密码不正确", en="The case number or the password is wrong")


@dataclass(frozen=True, slots=True)
class TrackedItem:
    title: str
    state: str
    state_words: str
    due_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrackedCase:
    case_no: str
    title: str
    state: str
    state_words: str
    submitted_at: datetime
    promised_at: datetime | None
    expected_at: datetime | None
    ended_at: datetime | None
    items: list[TrackedItem]


async def track_case(
    engine: EngineContext, case_no: str, *, password: str, address: str, language: Language = "zh"
) -> TrackedCase:
    """`address`: where the try comes from. Raises NoSuchCase (404) and TooMany (429).

    Tries that were right do not count against the limits.
    """
    number = parent_number("".join(each for each in case_no if each.isdigit()))
    now = datetime.now(UTC)
    case_key = f"track/case/{keyed_hash(engine.keys, number, purpose='track').hex()}"
    address_key = f"track/address/{keyed_hash(engine.keys, address, purpose='track').hex()}"
    async with transaction(engine.database, ENGINE) as connection:
        by_case = await count_attempt(connection, case_key, now=now)
        by_address = await count_attempt(connection, address_key, now=now)
        too_many = by_case > TRIES_PER_CASE or by_address > TRIES_PER_ADDRESS
        found = None
        if not too_many:
            found = await _find(engine, connection, number, password=password, language=language)
        if found is not None:
            await forgive_attempt(connection, case_key, now=now)
            await forgive_attempt(connection, address_key, now=now)
    if too_many:
        raise TooMany(retry_after=seconds_left(now))
    if found is None:
        raise NoSuchCase
    return found


async def _find(
    engine: EngineContext, connection: AsyncConnection, number: str, *, password: str, language: Language
) -> TrackedCase | None:
    row = (await connection.execute(_FIND, {"case_no": number})).one_or_none()
    # A number that does not exist takes as long as one that does.
    hashed = row.password_hash if row else hash_password(engine.keys, "nothing")
    if not is_password(engine.keys, password, hashed=hashed) or row is None:
        return None
    plan = await engine.plans.get(connection, row.plan)
    items = await connection.execute(_ITEMS, {"case": row.id})
    return TrackedCase(
        case_no=number,
        title=plan.title.in_language(language),
        state=row.standing,
        state_words=state_words("case", row.standing, language=language),
        submitted_at=row.submitted_at,
        promised_at=row.promised_at,
        expected_at=row.expected_at,
        ended_at=row.ended_at,
        items=[
            TrackedItem(
                title=each.title_en if language == "en" else each.title_zh,
                state=each.standing,
                state_words=_standing(each.standing, each.waiting_for, language),
                due_at=each.due_at,
                accepted_at=each.accepted_at,
                decided_at=each.decided_at,
            )
            for each in items
        ],
    )


def _standing(standing: str, waiting_for: list[str], language: Language) -> str:
    code = "waiting" if standing == "received" and waiting_for else standing
    words = find_words("item", code)
    return words.in_language(language) if words else code
