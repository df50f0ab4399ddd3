"""From the subject of a login to the actor: a row of `officer` or of `person`."""

import time
from dataclasses import replace
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from access.actor import Actor, Kind, Level
from access.companies import find_company_of
from database.session import ENGINE, transaction
from database.tables.officer import Officer
from database.tables.person import Person

# A changed role or department counts after at most this long; most requests need no look-up at all.
REMEMBERED_SECONDS = 15.0
REMEMBERED_AT_MOST = 20_000


async def find_actor_of(connection: AsyncConnection, subject: str) -> Actor | None:
    """With the lowest assurance level: how sure the login was is known to the caller."""
    officer = (
        await connection.execute(select(Officer.__table__).where(Officer.subject == subject))
    ).one_or_none()
    if officer is not None:
        return Actor(
            kind=cast(Kind, officer.role),
            subject=subject,
            officer_id=officer.id,
            department=officer.department,
            region=officer.region,
            rank=officer.rank,
        )
    person = await find_company_of(connection, subject)
    person = person or await connection.scalar(select(Person.id).where(Person.subject == subject))
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
