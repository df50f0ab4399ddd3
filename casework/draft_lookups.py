"""Look-ups of a draft: what departments know already, asked while the draft is started or saved.

Read-only, in parallel, and with a short limit: a department that is slow or away leaves the draft usable,
the applicant types or uploads instead, and the next save asks again. Nothing is locked meanwhile.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from access.act import Act
from access.actor import level_of, reaches
from casework.access_records import record_access
from casework.draft_look import look_at
from casework.draft_row import DraftRow, PrefilledValue, read_draft, update_draft
from casework.outside import BeginAct, Outside
from clocks.calendar import local_date
from database.session import become_engine
from departments.contract import Answered, DepartmentNonsense, DepartmentUnavailable, Request
from forms.facts import base_key_of
from forms.form_plan import LookupPlan
from forms.lookups import LookupDue, LookupTaken, take_answer
from forms.reading import check_field
from forms.values.checked import Invalid
from matter_definitions.plan import Plan
from secrecy.lookup import keyed_hash
from settings import MasterKeys

LIMIT_SECONDS = 1.5
# What the first answers tell may make others due: a household number, then who lives there.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class LookupAnswer:
    """`problem` is a code when there was no answer: unavailable, later, nonsense."""

    due: LookupDue
    answered: Answered | None = None
    problem: str = ""


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
            await _record(act, application_id, [each.result() for each in asked])


async def _lookups_due(act: Act, application_id: UUID) -> Sequence[LookupDue]:
    await become_engine(act.connection)
    row = await read_draft(act, application_id)
    if row.state != "draft":
        return ()
    seen = await look_at(act, row)
    is_sure = reaches(act.actor.assurance, level_of(seen.plan.assurance))
    return seen.draft.lookups_due if is_sure else ()


async def _ask(
    outside: Outside, due: LookupDue, application_id: UUID, *, keys: MasterKeys, seconds: float
) -> LookupAnswer:
    connector = outside.connectors.get(due.connector)
    if connector is None:
        return LookupAnswer(due, problem="unavailable")
    # The fingerprint is made of personal data; the key leaves the building only as a keyed hash of it.
    input_hash = keyed_hash(keys, due.fingerprint, purpose="lookup").hex()[:16]
    request = Request(
        key=f"application/{application_id}/{due.key}/{input_hash}",
        kind=due.kind,
        purpose=f"application/{application_id}",
        payload=dict(due.payload),
    )
    try:
        reply = await connector.send(request, timeout=seconds)
    except DepartmentUnavailable:
        return LookupAnswer(due, problem="unavailable")
    except DepartmentNonsense:
        return LookupAnswer(due, problem="nonsense")
    return LookupAnswer(due, reply) if isinstance(reply, Answered) else LookupAnswer(due, problem="later")


async def _record(act: Act, application_id: UUID, answers: Sequence[LookupAnswer]) -> None:
    await become_engine(act.connection)
    row = await read_draft(act, application_id, lock=True)
    if row.state != "draft":
        return
    plan = await act.engine.plans.get(act.connection, row.plan)
    seen = await look_at(act, row)
    still_due = {each.key: each.fingerprint for each in seen.draft.lookups_due}
    for answer in answers:
        # Saved meanwhile with another input: the next save asks again.
        if still_due.get(answer.due.key) == answer.due.fingerprint:
            _take(row, plan, answer, counts=dict(seen.draft.counts))
    await update_draft(act, row, raises_version=False)
    for answer in answers:
        if answer.answered is not None:
            await record_access(act, "draft_lookup", person_id=row.owner, fields=[answer.due.code])


def _take(row: DraftRow, plan: Plan, answer: LookupAnswer, *, counts: dict[str, int]) -> None:
    content, due = row.content, answer.due
    content.forget_lookup(due.key)
    if answer.answered is None:
        content.unanswered[due.key] = answer.problem
        return
    content.unanswered.pop(due.key, None)
    content.asked[due.key] = due.fingerprint
    lookup = next(each for each in plan.form.lookups if each.code == due.code)
    taken = take_answer(
        plan.form,
        due.code,
        outcome=answer.answered.outcome,
        data=answer.answered.data,
        count=counts.get(lookup.for_each or "", 1),
        instance=due.instance,
    )
    content.found |= taken.found
    content.prefilled |= _prefilled(row, plan, lookup, taken)


def _prefilled(
    row: DraftRow, plan: Plan, lookup: LookupPlan, taken: LookupTaken
) -> dict[str, PrefilledValue]:
    """What a department says is checked like what a person types; a wrong value is left for her to type."""
    fields = {each.key: each for each in plan.form.fields}
    known: dict[str, PrefilledValue] = {}
    for key, value in taken.values.items():
        field = fields.get(base_key_of(key)[0])
        checked = None if field is None else check_field(field, value, today=local_date(row.now))
        if checked is not None and not isinstance(checked, Invalid):
            known[key] = PrefilledValue(checked.normal, lookup.code, row.now.isoformat(), lookup.locked)
    return known
