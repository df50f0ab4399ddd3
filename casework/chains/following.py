"""The applicant of a case that is over begins what comes next, or goes on with what waited for it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.case_reading import ReadCase, read_case
from casework.chains.giving import ENDED_WELL, Finished, given_by, link_to
from casework.draft_row import update_draft
from casework.finding import FoundCase, demand_application, find_case
from casework.save_application import open_draft
from casework.start_application import ApplicationStarted, start_application
from forms.form_plan import Text
from refusals import NotNow, NotYours

_DRAFTS = text("""
    SELECT id, plan, after_case FROM application
    WHERE owner = :owner AND matter = :matter AND state = 'draft'
        AND (after_case IS NULL OR after_case = :case)
    ORDER BY after_case, created_at
""")


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: UUID
    linked: bool


class NothingFollows(NotNow):
    type = "nothing-follows"
    title = Text(
        zh="这个办件没有可以接着办理的这件事，或者还没有办结",
        en="This case does not lead to that matter, or it is not over yet",
    )


async def follow_case(act: Act, case_no: str, matter: str) -> ApplicationStarted:
    """A draft of hers that waited for this case goes on, also one that was begun after it already; otherwise
    a new one begins. Either way it knows what the case knows.

    Raises Unknown (404), NotYours (403, also for an agent: the data are hers), NothingFollows (409) and what
    starting a matter raises."""
    found = await find_case(act, case_no, action="case.read")
    if act.actor.himself.person_id != found.applicant:
        raise NotYours
    case = await read_case(act, found.id)
    finished = Finished(found.id, found.case_no, case.row.matter)
    waiting = await _waiting_draft(act, found, case, matter)
    if found.standing not in ENDED_WELL or (waiting is None and matter not in case.state.next_matters):
        raise NothingFollows
    if waiting is None:
        return await start_application(act, matter, after=finished)
    await demand_application(act, waiting.id, action="application.change")
    if not waiting.linked:
        await _go_on(act, waiting.id, finished)
    return ApplicationStarted(waiting.id)


async def _waiting_draft(act: Act, found: FoundCase, case: ReadCase, matter: str) -> _Waiting | None:
    """One that follows this case already comes before one that needed it."""
    values = {"owner": found.applicant, "matter": matter, "case": found.id}
    for row in await act.connection.execute(_DRAFTS, values):
        if row.after_case is not None:
            return _Waiting(row.id, linked=True)
        plan = await act.engine.plans.get(act.connection, row.plan)
        if any(each.matter == case.row.matter for each in plan.requires):
            return _Waiting(row.id, linked=False)
    return None


async def _go_on(act: Act, application_id: UUID, finished: Finished) -> None:
    """What she has typed meanwhile stands."""
    row = await open_draft(act, application_id)
    plan = await act.engine.plans.get(act.connection, row.plan)
    row.content.prefilled = {**await given_by(act, finished, plan), **row.content.prefilled}
    await update_draft(act, row)
    await link_to(act, application_id, finished)
