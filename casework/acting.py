"""How an act of a person reaches a case: found as its reader, authorised, changed as the engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from access.act import Act
from access.actor import Actor
from casework.naming_holders import name_holder
from database.session import become_engine
from engine.agents import name_agent
from engine.case_change import CaseChange
from engine.change import take_case
from engine.claims import TakenMeanwhile
from engine.who import ActorKind, Role, Who
from engine.writing import write_changes

_KINDS: dict[str, tuple[ActorKind, Role]] = {
    "applicant": ("applicant", "applicant"),
    "officer": ("officer", "officer"),
    "window": ("officer", "window"),
    "supervisor": ("supervisor", "supervisor"),
    "administrator": ("administrator", "administrator"),
}


def who_of(actor: Actor) -> Who:
    """An actor as the log keeps him (the id of his row, never a name), and what he may do now."""
    kind, role = _KINDS[actor.kind]
    return Who(
        kind,
        actor.key,
        role=role,
        rank=actor.rank,
        department=actor.department,
        region=actor.region,
        on_behalf_of=actor.agency.principal if actor.agency else None,
        authorisation=actor.agency.id if actor.agency else None,
    )


@asynccontextmanager
async def changing(act: Act, case_id: int) -> AsyncIterator[CaseChange]:
    """The locked case, what was due done; written when the block ends. Call it after authorising.

    Raises Busy (503). The transaction goes on with the engine's rights.
    """
    become_engine(act.connection)
    change = await take_case(act.engine, act.connection, case_id, by=who_of(act.actor))
    await name_agent(change)
    yield change
    await write(act, change)


async def write(act: Act, change: CaseChange) -> None:
    """Writes a changed case; others are told of it once the act is committed. Raises TakenMeanwhile (409)."""
    try:
        written = await write_changes(change)
    except TakenMeanwhile as taken:
        raise await name_holder(act, taken) from taken
    if written:
        told(act, change)


def told(act: Act, change: CaseChange) -> None:
    act.changed.add(change.id)
    if change.woken:
        act.woken.add(change.id)
