"""The transaction around `advance`: every act of a person and every outcome of an effect goes through it.

    async with change_case(context, case_no, by=Who("officer", officer_id)) as case:
        case.apply(DecideStep(item="card", step="approve", outcome="grant"))

In one transaction: lock the case, let happen what was due, check and apply the act, write what follows,
append the events, commit. Other processes are told afterwards.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from database.connection import Connection, Statement
from database.queries.case_load import CaseRow, load_case, lock_and_load_case
from database.session import ENGINE, transaction
from engine.case_box import CaseBox
from engine.case_change import CaseChange
from engine.context import EngineContext
from engine.who import THE_ENGINE, Who
from engine.writing import write_changes
from matter_definitions.state import from_document
from refusals import Unknown


@asynccontextmanager
async def change_case(
    context: EngineContext,
    case: int | str,
    *,
    by: Who,
    for_workflow: bool = False,
    claim: bool = False,
    along: Sequence[Statement] = (),
) -> AsyncIterator[CaseChange]:
    """Opens a case (by id or case number) for a change and writes it when the block ends. `along`: reads that
    the block will make, done behind the lock.

    Raises Unknown (404) and Busy (503, the lock could not be had in time). When the block raises,
    nothing is written, except that deadlines which were due stay to be run by whoever comes next.
    """
    async with transaction(context.database, ENGINE) as connection:
        connection.ask_along(*along)
        change = await take_case(context, connection, case, by=by)
        change.for_workflow, change.claim = for_workflow, claim
        yield change
        written = await write_changes(change, and_commit=True)
    if written:
        context.notifier.say(change.id, woken=change.woken)


@asynccontextmanager
async def read_case(context: EngineContext, case_id: int) -> AsyncIterator[CaseChange]:
    """A case as it stands, without a lock; what is done to it in the block is not written."""
    async with transaction(context.database, ENGINE) as connection:
        yield await _open(context, connection, await load_case(connection, case_id), by=THE_ENGINE)


async def take_case(
    context: EngineContext, connection: Connection, case: int | str, *, by: Who
) -> CaseChange:
    """Locks and opens a case in a transaction that the caller has begun; what was due has happened then.

    The caller writes it with `writing.write_changes` and tells `context.notifier` after the commit.
    """
    row = await lock_and_load_case(connection, case)
    if row is None:
        raise Unknown
    change = await _open(context, connection, row, by=by)
    change.run_due()
    return change


async def _open(context: EngineContext, connection: Connection, row: CaseRow, *, by: Who) -> CaseChange:
    state = from_document(row.doc)
    return CaseChange(
        connection=connection,
        row=row,
        plan=await context.plans.get(connection, row.plan),
        calendar=await context.calendars.of_version(connection, row.calendar_version),
        box=CaseBox.of(context.keys, row.id, wrapped=row.wrapped, kid=row.kid),
        by=by,
        before=state,
        state=state,
        keys=context.keys,
    )
