"""Effects that belong to no case: a draft's slow look-up, a consent link, a rating's ticket.

They live in the same table, under the subject they are for (`application/<id>`, `ticket/<id>`). What is
asked lies sealed in the row until the answer takes its place; `casework` plans them and reads the answer.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.queries.effect_rows import EffectRow, answer_effect, find_by_keys, insert_errand
from database.session import ENGINE, legal_now, transaction
from engine.context import EngineContext
from engine.effects import errand_row
from engine.outcome import Outcome
from secrecy.envelope import new_data_key, unwrap, wrap
from secrecy.json_box import decrypt_json, encrypt_json
from settings import MasterKeys

_SEAL = text("UPDATE effect SET answer = :sealed WHERE key = :key AND answer IS NULL")
_READ = text("SELECT answer FROM effect WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Errand:
    """`step` and `round` make the key within the subject; `call` is the kind of request."""

    subject: str
    step: str
    connector: str
    call: str
    payload: dict[str, Any]
    round: int = 1


async def plan_errand(context: EngineContext, connection: AsyncConnection, errand: Errand) -> str:
    """Plans an errand in the caller's transaction (as the engine); gives its key. Twice is once."""
    now = await legal_now(connection)
    row = errand_row(
        errand.subject, step=errand.step, round=errand.round, connector=errand.connector, now=now
    )
    await insert_errand(connection, row)
    asked = {"call": errand.call, "payload": errand.payload}
    sealed = _seal(context.keys, asked, key=row["key"])
    await connection.execute(_SEAL, {"sealed": sealed, "key": row["key"]})
    return row["key"]


def key_of_errand(errand: Errand) -> str:
    return f"{errand.subject}/{errand.step}/{errand.round}"


async def asked_of(context: EngineContext, effect: EffectRow) -> tuple[str, dict[str, Any]]:
    """The kind of request and its payload."""
    async with transaction(context.database, ENGINE) as connection:
        sealed = (await connection.execute(_READ, {"id": effect.id})).scalar_one()
    asked = _open(context.keys, sealed, key=effect.key)
    return asked["call"], asked["payload"]


async def take_errand_answer(context: EngineContext, effect: EffectRow, outcome: Outcome) -> None:
    """Records the first answer; a later one changes nothing."""
    async with transaction(context.database, ENGINE) as connection:
        now: datetime = await legal_now(connection)
        await answer_effect(
            connection,
            effect.id,
            outcome=outcome.word,
            now=now,
            reference=outcome.reference,
            answer=_seal(context.keys, {"outcome": asdict(outcome)}, key=effect.key),
        )


async def find_errand_answer(context: EngineContext, connection: AsyncConnection, key: str) -> Outcome | None:
    """None while nobody has answered (or nobody was asked)."""
    found = await find_by_keys(connection, [key])
    if not found or found[0].state != "answered":
        return None
    sealed = (await connection.execute(_READ, {"id": found[0].id})).scalar_one()
    return Outcome(**_open(context.keys, sealed, key=key)["outcome"])


def _seal(keys: MasterKeys, document: dict[str, Any], *, key: str) -> bytes:
    """Sealed with a key of its own, which lies beside it, wrapped."""
    data_key, context = new_data_key(), f"errand/{key}".encode()
    wrapped = wrap(keys, data_key, context=context)
    sealed = encrypt_json(data_key, document, context=context)
    parts = {"kid": wrapped.kid, "key": _text(wrapped.wrapped), "sealed": _text(sealed)}
    return json.dumps(parts).encode()


def _open(keys: MasterKeys, sealed: bytes, *, key: str) -> dict[str, Any]:
    parts, context = json.loads(sealed), f"errand/{key}".encode()
    data_key = unwrap(keys, b64decode(parts["key"]), kid=parts["kid"], context=context)
    return decrypt_json(data_key, b64decode(parts["sealed"]), context=context)


def _text(data: bytes) -> str:
    return b64encode(data).decode()
