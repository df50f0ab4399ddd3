"""A visit of several departments at once: times proposed and agreed, one record, a conclusion from each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.act import Act
from casework.acting_on_task import acting_on_task, find_task_of_kind
from casework.case_reading import read_case, read_texts
from casework.organisation import department_names, name_in
from casework.words import Language
from matter_definitions.acts.hearing_others import ConcludeVisit, ConsentVisit, ProposeVisit, RecordVisit
from matter_definitions.visiting import agreed_time, parties_of, times_of, times_suiting


@dataclass(frozen=True, slots=True)
class VisitParty:
    """`suits`: the times that it has agreed to. `outcome`: passed or failed, for itself alone."""

    department: str
    name: str
    lead: bool
    mine: bool
    suits: list[datetime]
    outcome: str | None


@dataclass(frozen=True, slots=True)
class VisitView:
    """`at`: the time that all have agreed to. `unanswered`: the supervisor was shown who is late."""

    case_no: str
    item: str
    item_title: str
    times: list[datetime]
    at: datetime | None
    record: str | None
    unanswered: bool
    parties: list[VisitParty]


async def visit_of(act: Act, task_id: UUID, *, language: Language = "zh") -> VisitView:
    """As whoever has a task of the visit sees it. Raises Unknown (404) and AnotherKindOfTask (409)."""
    task = await find_task_of_kind(act, task_id, kind="visit")
    case = await read_case(act, task.case_id)
    item = case.state.items[task.item_key]
    step, plan = item.steps[task.step], case.plan.step(item.code, task.step)
    parties = parties_of(item, plan)
    names = await department_names(act.connection, parties)
    record = step.data.get("record")
    texts = await read_texts(act, case, [str(record) if record else None])
    return VisitView(
        case_no=task.case_no,
        item=task.item_key,
        item_title=case.item_title(task.item_key, language=language),
        times=list(times_of(step)),
        at=agreed_time(step),
        record=texts.get(str(record)),
        unanswered=bool(step.data.get("unanswered")),
        parties=[
            VisitParty(
                department=each,
                name=name_in(names, each, language),
                lead=number == 0,
                mine=each == act.actor.department,
                suits=list(times_suiting(step, each)),
                outcome=_text(step.data.get(f"outcome:{each}")),
            )
            for number, each in enumerate(parties)
        ],
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


async def propose_visit(
    act: Act, task_id: UUID, times: Sequence[datetime], *, if_version: int | None = None
) -> None:
    """The lead proposes. Raises as `acting_on_task`, and NotNow (409)."""
    async with acting_on_task(act, task_id, kind="visit", if_version=if_version) as (case, task):
        case.apply(ProposeVisit(task.item_key, task.step, tuple(times)))


async def consent_visit(
    act: Act, task_id: UUID, times: Sequence[datetime], *, if_version: int | None = None
) -> None:
    """For the department that has the task: at least one of the proposed times. Raises as `acting_on_task`,
    and NotNow (409)."""
    first, *also = times
    async with acting_on_task(act, task_id, kind="visit", if_version=if_version) as (case, task):
        case.apply(ConsentVisit(task.item_key, task.step, task.department, first, tuple(also)))


async def record_visit(act: Act, task_id: UUID, words: str, *, if_version: int | None = None) -> None:
    """The lead writes the one record of it. Raises as `acting_on_task`, and NotNow (409)."""
    async with acting_on_task(act, task_id, kind="visit", if_version=if_version) as (case, task):
        text_id = case.add_text("visit", words)
        case.apply(RecordVisit(task.item_key, task.step, str(text_id)))


async def conclude_visit(
    act: Act, task_id: UUID, *, outcome: str, words: str | None, if_version: int | None = None
) -> None:
    """`outcome`: passed or failed, for the department that has the task. Raises as `acting_on_task`, and
    NotNow (409, with `allowed`)."""
    async with acting_on_task(act, task_id, kind="visit", if_version=if_version) as (case, task):
        text_id = case.add_text("visit", words) if words else None
        case.apply(
            ConcludeVisit(
                task.item_key, task.step, task.department, outcome, str(text_id) if text_id else None
            )
        )
