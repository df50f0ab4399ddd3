"""A death that an item records: nobody signs in, is written to or acts for others under that number any more.

Whoever is recorded is known by the keyed hash of the number, so it does not matter whether there ever was a
login. An authorisation ends with the death of either side (民法典 art. 173). When the result that recorded
it falls or is taken back, the record goes with it; what had ended meanwhile stays ended. Cases of that person
that are open are shown to supervisors (`of_the_dead`).
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from engine import of_the_dead
from engine.case_change import CaseChange
from engine.values import stored_key
from engine.who import THE_ENGINE
from matter_definitions import events
from matter_definitions.state import ItemState
from secrecy.lookup import number_hash

_GRANTED = frozenset({"granted", "granted_with_late_supply"})
_OF_THE_ENGINE = "death"  # what has ended an authorisation

_RECORD = text("""
    INSERT INTO death (number_hash, case_id, item_key, recorded_at) VALUES (:hash, :case, :item, :now)
    ON CONFLICT (number_hash) DO NOTHING
""")
_PERSON = "SELECT id FROM person WHERE number_hash = :hash AND kind = 'person'"
_WHAT_ENDS = (
    text(f"""
        UPDATE authorisation SET ended_at = :now, ended_by = '{_OF_THE_ENGINE}'
        WHERE ended_at IS NULL
            AND (agent_hash = :hash OR principal IN ({_PERSON}) OR agent IN ({_PERSON}))
    """),  # noqa: S608 - constants
    text(f"DELETE FROM session WHERE person_id IN ({_PERSON})"),  # noqa: S608 - a constant
    text("""
        DELETE FROM company_agent WHERE subject IN (
            SELECT subject FROM person WHERE number_hash = :hash AND kind = 'person')
    """),
)
_TAKE_BACK = text("DELETE FROM death WHERE case_id = :case AND item_key = :item RETURNING number_hash")
_IS_DEAD = text("""
    SELECT 1 FROM person p JOIN death d ON d.number_hash = p.number_hash WHERE p.id = :person
""")
_NUMBER_OF_THE_DEAD = text("SELECT 1 FROM death WHERE number_hash = :hash")


async def follow(change: CaseChange) -> None:
    """Records the death when an item that has this consequence was just granted; takes it back when that
    result has just fallen."""
    for item in change.state.items.values():
        number_key = change.plan.item(item.code).records_death
        before = change.before.items.get(item.key)
        if number_key is None or (before is not None and before.standing == item.standing):
            continue
        was_granted = before is not None and before.standing in _GRANTED
        if item.standing in _GRANTED and not was_granted:
            await _record(change, item, number_key)
        elif item.standing not in _GRANTED and was_granted:
            await _take_back(change, item)


async def is_recorded_dead(connection: AsyncConnection, person: UUID) -> bool:
    """Of somebody with a row of `person`. Needs the engine's rights."""
    return (await connection.execute(_IS_DEAD, {"person": person})).first() is not None


async def is_number_of_the_dead(connection: AsyncConnection, number_hash: bytes) -> bool:
    """Needs the engine's rights."""
    return (await connection.execute(_NUMBER_OF_THE_DEAD, {"hash": number_hash})).first() is not None


async def _record(change: CaseChange, item: ItemState, number_key: str) -> None:
    number = change.values[stored_key(change.plan.item(item.code), item, number_key)]
    assert change.keys is not None, "a case that is changed by the engine has them"
    digest = number_hash(change.keys, str(number))
    row = {"hash": digest, "case": change.id, "item": item.key, "now": change.now}
    await change.connection.execute(_RECORD, row)
    for statement in _WHAT_ENDS:
        await change.connection.execute(statement, {"hash": digest, "now": change.now})
    await of_the_dead.show_to_supervisors(change.connection, digest, now=change.now)
    change.happened(events.DEATH_RECORDED, by=THE_ENGINE, item=item.key)


async def _take_back(change: CaseChange, item: ItemState) -> None:
    """Nothing, where another case had recorded the same death before."""
    row = {"case": change.id, "item": item.key}
    lifted = (await change.connection.execute(_TAKE_BACK, row)).one_or_none()
    if lifted is not None:
        await of_the_dead.take_back(change.connection, lifted.number_hash, now=change.now)
        change.happened(events.DEATH_RECORD_LIFTED, by=THE_ENGINE, item=item.key)
