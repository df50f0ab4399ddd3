"""How the first administrator of an installation comes to be: by a code that whoever runs it prints once.

He signs in as any person does, and the code makes him the administrator. Afterwards no code is given out any
more: administrators appoint one another. Real time throughout.
"""

import asyncio
import hashlib
import json
import secrets
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from access.actor import Actor
from database.session import ENGINE, make_engine, transaction
from forms.form_plan import Text
from refusals import FieldError, Malformed, NotNow

VALID_FOR = timedelta(hours=24)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another
_GROUPS, _PER_GROUP = 5, 5  # 125 bits

_ANY = text("SELECT EXISTS (SELECT FROM officer WHERE role = 'administrator')")
_ISSUE = text("INSERT INTO setup_code (code_hash, expires_at) VALUES (:hash, :expires)")
_REDEEM = text("""
    UPDATE setup_code SET used_at = :now WHERE code_hash = :hash AND used_at IS NULL AND expires_at > :now
    RETURNING true
""")
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('onematter_first_administrator'))")
_APPOINT = text("""
    INSERT INTO officer (id, subject, name, role) VALUES (:id, :subject, :name, 'administrator')
""")
_LOG = text("""
    INSERT INTO organisation_change (actor, register, key, act, reason, fields)
    VALUES (:id, 'people', :key, 'first', '', CAST(:fields AS jsonb))
""")


class ThereIsOne(NotNow):
    type = "administrator-exists"
    title = Text(
        zh="已有管理员，请由管理员添加人员",
        en="There is an administrator already; he appoints others",
    )


def issue_code(owner_url: str) -> str:
    """For the command line: a code that is good once, for a day. Raises ThereIsOne."""
    return asyncio.run(_issue(owner_url))


async def become_first_administrator(
    connection: AsyncConnection, actor: Actor, *, code: str, name: str, now: datetime
) -> None:
    """As the engine. Raises ThereIsOne (409), and Malformed (422) for a code that is not good any more."""
    await connection.execute(_ALONE)
    if (await connection.execute(_ANY)).scalar_one():
        raise ThereIsOne
    redeemed = await connection.execute(_REDEEM, {"hash": _hash(code), "now": now})
    if redeemed.first() is None:
        words = "不正确、已使用或已过期", "is not right, was used already, or is over"
        raise Malformed(errors=[FieldError("/code", *words)])
    officer = uuid4()
    await connection.execute(_APPOINT, {"id": officer, "subject": actor.subject, "name": name})
    logged = {"id": officer, "key": str(officer), "fields": json.dumps({"role": ["", "administrator"]})}
    await connection.execute(_LOG, logged)


async def has_administrator(connection: AsyncConnection) -> bool:
    return bool((await connection.execute(_ANY)).scalar_one())


async def _issue(owner_url: str) -> str:
    engine = make_engine(owner_url, pool_size=1)
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_PER_GROUP)) for _ in range(_GROUPS))
    code = "-".join(groups)
    try:
        async with transaction(engine, ENGINE) as connection:
            if await has_administrator(connection):
                raise ThereIsOne
            values = {"hash": _hash(code), "expires": datetime.now(UTC) + VALID_FOR}
            await connection.execute(_ISSUE, values)
    finally:
        await engine.dispose()
    return code


def _hash(code: str) -> bytes:
    """Typed with or without the strokes, in small letters or capitals."""
    return hashlib.sha256("".join(code.upper().split()).replace("-", "").encode()).digest()
