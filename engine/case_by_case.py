"""What changes many cases at once, a calendar or a reorganisation: one case a transaction.

It can be interrupted at any moment: its own row knows the last case that is done, and a case that is met
twice has nothing to change the second time.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row, TextClause

from database.session import ENGINE, legal_now, transaction
from engine.context import EngineContext
from engine.incidents import insert_incident
from refusals import Busy

CASES_AT_ONCE = 200
# A case that was opened by a transaction from before the change is to be seen when its turn comes.
SETTLE_SECONDS = 5.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Trouble:
    """How the incident of a case that cannot be changed begins; see `incident`."""

    kind: str
    reason: str
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """`after`: the case up to which everything is done. `moved`: how many cases have changed."""

    after: int
    moved: int
    finished: bool


async def change_each(
    context: EngineContext,
    cases: Sequence[Row[Any]],
    change: Callable[[int], Awaitable[bool]],
    *,
    after: int,
    are_last: bool,
    trouble: Trouble,
) -> Progress:
    """`cases`: id, case_no and region, by id, from the one behind `after`. `change` takes an id and gives
    whether there was anything to change."""
    moved, held = 0, list[int]()
    for case in cases:
        try:
            moved += await change(case.id)
        except Busy:
            held.append(case.id)  # somebody works on it: its turn comes again
        except Exception:
            # One case that cannot be read must not keep all others as they were.
            log.exception("case_left_as_it_was", case_no=case.case_no, reason=trouble.reason)
            await _note(context, case, trouble)
    # Only up to the first one that somebody held: what comes behind it is met again.
    done = [case.id for case in cases if not held or case.id < held[0]]
    return Progress(done[-1] if done else after, moved, finished=are_last and not held)


async def keep_progress(context: EngineContext, statement: TextClause, id: UUID, progress: Progress) -> None:
    """`statement` takes the row's `id`, `after`, `moved` and `finished`."""
    values = {
        "id": id,
        "after": progress.after,
        "moved": progress.moved,
        "finished": progress.finished,
    }
    async with transaction(context.database, ENGINE) as connection:
        await connection.execute(statement, values)


async def _note(context: EngineContext, case: Row[Any], trouble: Trouble) -> None:
    async with transaction(context.database, ENGINE) as connection:
        await insert_incident(
            connection,
            case_id=case.id,
            case_no=case.case_no,
            region=case.region,
            department=trouble.department,
            kind=trouble.kind,
            reason=trouble.reason,
            opened_at=await legal_now(connection),
        )
