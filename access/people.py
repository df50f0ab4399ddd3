"""From the subject of a login to the actor: a row of `officer` or of `person`."""

import time
from dataclasses import replace
from typing import cast

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from access.actor import Actor, Kind, Level
from access.companies import find_company_of
from database.session import ENGINE, transaction
from database.tables.death import Death
from database.tables.person import Person

# A changed role or department counts after at most this long; most requests need no look-up at all.
REMEMBERED_SECONDS = 15.0
REMEMBERED_AT_MOST = 20_000

# Whoever has left, or holds no post any more, is nobody here, whatever his login proves.
_OFFICER = text("""
    SELECT o.id, o.role, o.department, o.region, o.rank, o.items,
        coalesce(o.valid_from <= t.today, true) AND coalesce(o.valid_to > t.today, true)
        AND (o.post IS NULL OR EXISTS (
            SELECT FROM officer_post h JOIN post p ON p.code = h.post
            WHERE h.officer = o.id AND h.post = o.post
                AND h.valid_from <= t.today AND coalesce(h.valid_to > t.today, true)
                AND p.valid_from <= t.today AND coalesce(p.valid_to > t.today, true))) AS is_here
    FROM officer o, (
        SELECT ((now() + coalesce((SELECT clock_offset FROM installation), '0'))
            AT TIME ZONE 'Asia/Shanghai')::date AS today) AS t
    WHERE o.subject = :subject
""")


async def find_actor_of(connection: AsyncConnection, subject: str) -> Actor | None:
    """With the lowest assurance level: how sure the login was is known to the caller. None also for the login
    of somebody who is recorded as dead."""
    officer = (await connection.execute(_OFFICER, {"subject": subject})).one_or_none()
    if officer is not None and not officer.is_here:
        return None  # and no applicant either: one login is one of both
    if officer is not None:
        return Actor(
            kind=cast(Kind, officer.role),
            subject=subject,
            officer_id=officer.id,
            department=officer.department,
            region=officer.region,
            rank=officer.rank,
            items=frozenset(officer.items),
        )
    himself = (
        await connection.execute(
            select(Person.id, Death.number_hash)
            .outerjoin(Death, Death.number_hash == Person.number_hash)
            .where(Person.subject == subject)
        )
    ).one_or_none()
    if himself is not None and himself.number_hash is not None:
        return None
    person = await find_company_of(connection, subject) or (himself.id if himself else None)
    return None if person is None else Actor(kind="applicant", subject=subject, person_id=person)


class ActorIndex:
    """Actors by subject, remembered for some seconds in this process."""

    def __init__(self, database: AsyncEngine) -> None:
        self._database = database
        self._remembered: dict[str, tuple[float, Actor]] = {}

    async def find_actor(self, subject: str, *, level: Level) -> Actor | None:
        remembered = self._remembered.get(subject)
        if remembered is None or remembered[0] < time.monotonic():
            async with transaction(self._database, ENGINE) as connection:
                actor = await find_actor_of(connection, subject)
            if actor is None:
                return None
            if len(self._remembered) >= REMEMBERED_AT_MOST:
                self._remembered.clear()
            remembered = (time.monotonic() + REMEMBERED_SECONDS, actor)
            self._remembered[subject] = remembered
        return replace(remembered[1], assurance=level)

    def forget(self, subject: str) -> None:
        self._remembered.pop(subject, None)
