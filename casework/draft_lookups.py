"""Look-ups of a draft: what departments know already, asked while the draft is started or saved.

Read-only, in parallel, and with a short limit. A department that is slow or away leaves the draft usable:
the applicant types or uploads instead, an errand goes on asking, and the next save asks again too. Nothing
is locked meanwhile.
"""

import asyncio
from collections.abc import Sequence
from time import monotonic
from uuid import UUID

from access.act import Act
from access.actor import level_of, reaches
from casework.draft_in_force import read_draft_in_force
from casework.draft_look import look_at
from casework.lookup_answers import LookupAnswer, input_hash, record_answers, take_late_answers
from casework.outside import BeginAct, Outside
from database.session import become_engine
from departments.contract import (
    Answered,
    DepartmentNonsense,
    DepartmentUnavailable,
    NoTranslation,
    Request,
)
from forms.lookups import LookupDue
from settings import MasterKeys

LIMIT_SECONDS = 1.5
# What the first answers tell may make others due: a household number, then who lives there.
ROUNDS = 3


async def ask_departments(
    acts: BeginAct, outside: Outside, application_id: UUID, *, keys: MasterKeys
) -> None:
    """Asks whatever is due for the draft now. The caller has authorised the person who saved it.

    A login below the matter's own level asks nobody: it does not prove enough who is asking.
    """
    ends_at = monotonic() + LIMIT_SECONDS
    tried: set[str] = set()
    for _ in range(ROUNDS):
        async with acts() as act:
            due = [each for each in await _lookups_due(act, application_id) if each.key not in tried]
        seconds = ends_at - monotonic()
        if not due or seconds <= 0:
            return
        tried |= {each.key for each in due}
        async with asyncio.TaskGroup() as group:
            asked = [
                group.create_task(_ask(outside, one, application_id, keys=keys, seconds=seconds))
                for one in due
            ]
        async with acts() as act:
            become_engine(act.connection)
            await record_answers(act, application_id, [each.result() for each in asked])


async def _lookups_due(act: Act, application_id: UUID) -> Sequence[LookupDue]:
    become_engine(act.connection)
    row = await read_draft_in_force(act, application_id)
    if row.state != "draft":
        return ()
    seen = await look_at(act, row)
    if await take_late_answers(act, seen):
        seen = await look_at(act, await read_draft_in_force(act, application_id))
    is_sure = reaches(act.actor.assurance, level_of(seen.plan.assurance))
    return seen.draft.lookups_due if is_sure else ()


def _again(due: LookupDue) -> str:
    return f"/{due.round}" if due.round > 1 else ""


async def _ask(
    outside: Outside, due: LookupDue, application_id: UUID, *, keys: MasterKeys, seconds: float
) -> LookupAnswer:
    connector = outside.connectors.get(due.connector)
    if connector is None:
        return LookupAnswer(due, problem="unavailable")
    request = Request(
        key=f"application/{application_id}/{due.key}/{input_hash(due, keys=keys)}{_again(due)}",
        kind=due.kind,
        purpose=f"application/{application_id}",
        payload=dict(due.payload),
    )
    began, problem, untranslated, reply = monotonic(), "later", "", None
    try:
        reply = await connector.send(request, timeout=seconds)
    except DepartmentUnavailable:
        problem = "unavailable"
    except NoTranslation as lacking:
        problem, untranslated = "nonsense", lacking.problem
    except DepartmentNonsense:
        problem = "nonsense"
    took = monotonic() - began
    if isinstance(reply, Answered):
        return LookupAnswer(due, reply, seconds=took)
    return LookupAnswer(due, problem=problem, seconds=took, untranslated=untranslated)
