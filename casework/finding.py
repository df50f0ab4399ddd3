"""The rows that acts are about: found as the reader that the actor is, and authorised by the policy."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import Action, demand
from access.representing import represent
from access.resources import ApplicationResource, CaseResource, TaskResource
from database.connection import Statement
from forms.values.case_number import parent_number, parse_case_number
from refusals import Unknown

_CASE = text("""
    SELECT id, case_no, applicant, parties, departments, regions, region, standing, password_hash, matter
    FROM matter_case WHERE case_no = :case_no
""")
_TASK_COLUMNS = """
    SELECT id, case_id, case_no, matter, item_key, step, round, kind, title_zh, title_en, department, region,
        state, assignee, claimed_at, read_at, opened_at, due_at, limit_at, light, closed_at, outcome, version
    FROM task WHERE id = :id
"""
_TASK = text(_TASK_COLUMNS)
_APPLICATION = text("SELECT owner, on_behalf_of, state, matter FROM application WHERE id = :id")


@dataclass(frozen=True, slots=True)
class FoundCase:
    id: int
    case_no: str
    applicant: UUID
    parties: frozenset[UUID]
    standing: str
    resource: CaseResource


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of `task` as it is read for one act."""

    id: UUID
    case_id: int
    case_no: str
    matter: str
    item_key: str
    step: str
    round: int
    kind: str
    title_zh: str
    title_en: str
    department: str
    region: str
    state: str
    assignee: UUID | None
    claimed_at: datetime | None
    read_at: datetime | None
    opened_at: datetime
    due_at: datetime | None
    limit_at: datetime | None
    light: str
    closed_at: datetime | None
    outcome: str | None
    version: int

    @property
    def resource(self) -> TaskResource:
        return TaskResource(
            department=self.department,
            region=self.region,
            kind=self.kind,
            assignee=self.assignee,
            item=self.item_key,
        )


async def find_case(act: Act, case_no: str, *, action: Action) -> FoundCase:
    """Raises Unknown (404), also for a case the actor may not know of, and NotYours (403)."""
    number = parent_number(case_no)
    if parse_case_number(number) is None:
        raise Unknown
    row = (await act.connection.execute(_CASE, {"case_no": number})).one_or_none()
    if row is None:
        raise Unknown
    case = _case(row)
    await represent(act, action, case.resource, principal=case.applicant, matter=row.matter)
    demand(act.actor, action, case.resource)
    return case


async def find_task(act: Act, task_id: UUID, *, action: Action) -> TaskRow:
    """Raises Unknown (404) and NotYours (403)."""
    task = await read_task_row(act, task_id)
    demand(act.actor, action, task.resource)
    return task


def reading_task(task_id: UUID) -> Statement:
    return _TASK, {"id": task_id}


async def read_task_row(act: Act, task_id: UUID) -> TaskRow:
    """With the rights that the transaction has now; raises Unknown."""
    row = (await act.connection.execute(*reading_task(task_id))).one_or_none()
    if row is None:
        raise Unknown
    return TaskRow(*row)


async def demand_application(act: Act, application_id: UUID, *, action: Action) -> None:
    """Raises Unknown (404) and NotYours (403); nobody but its owner and agent knows of a draft."""
    row = (await act.connection.execute(_APPLICATION, {"id": application_id})).one_or_none()
    if row is None or row.state == "deleted":
        raise Unknown
    draft = ApplicationResource(owner=row.owner, on_behalf_of=row.on_behalf_of, matter=row.matter)
    await represent(act, action, draft, principal=row.owner, matter=row.matter)
    demand(act.actor, action, draft)


def _case(row: Row[tuple[object, ...]]) -> FoundCase:
    resource = CaseResource(
        applicant=row.applicant,
        parties=frozenset(row.parties),
        departments=frozenset(row.departments),
        regions=frozenset(row.regions),
        region=row.region,
        matter=row.matter,
    )
    return FoundCase(
        id=row.id,
        case_no=row.case_no,
        applicant=row.applicant,
        parties=frozenset(row.parties),
        standing=row.standing,
        resource=resource,
    )
