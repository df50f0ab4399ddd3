"""An officer decides a task: the review of a form, an approval, a request of a colleague."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.actor import level_of
from access.policy import demand_level
from casework.acting import changing
from casework.calls import LEAVES_OPEN, keep_call
from casework.decision import Decision
from casework.decision_parts import check_parts, data_of
from casework.finding import TaskRow, read_task_row, reading_task
from casework.holding_tasks import TaskOver, find_open_task
from casework.outcome_acts import act_of, takes_comment_as_reason
from casework.preview_result import demand_preview
from casework.second_demand import shown_to_supervisor
from casework.task_outcomes import NEEDS_LAW, meant_outcome, possible_outcomes
from database.connection import Statement
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.state import RECEIPT
from refusals import NotNow, Stale

_TAKE = text("UPDATE task SET assignee = coalesce(assignee, :officer) WHERE id = :id")
_NEXT = text("""
    SELECT id FROM task WHERE state = 'open' AND department = :department AND id <> :id
        AND (assignee IS NULL OR assignee = :officer)
    ORDER BY (assignee IS NULL), due_at NULLS LAST, id LIMIT 1
""")


class OutcomeNotPossible(NotNow):
    type = "outcome-not-possible"
    title = Text(zh="该任务不能作出这样的决定", en="This task cannot be decided so")


@dataclass(frozen=True, slots=True)
class TaskDecided:
    """`next_task`: another one on the same desk, so that the work goes on."""

    id: UUID
    version: int
    case_no: str
    outcome: str
    case_state: str
    item: str
    item_state: str
    next_task: UUID | None


async def decide_task(
    act: Act, task_id: UUID, decision: Decision, *, if_version: int | None = None
) -> TaskDecided:
    """The case moves on in the same transaction. Raises Unknown (404), NotYours (403), TaskOver,
    OutcomeNotPossible and PreviewNotOpened (409, with `allowed`), Stale (412), Malformed (422, everything
    that is missing)."""
    task = await find_open_task(act, task_id, action="task.decide", if_version=None)
    decision = replace(decision, outcome=meant_outcome(task.kind, decision.outcome))
    act.connection.ask_along(reading_task(task_id))
    async with changing(act, task.case_id) as case:
        # Somebody else, or a deadline, may have come first while this act waited for the case.
        now = await read_task_row(act, task_id)
        if now.state != "open" or _is_withdrawn(case, now):
            raise TaskOver(allowed=["read"])
        if if_version is not None and if_version != now.version:
            raise Stale
        _demand_step_level(act, case, now)
        await _decide(act, case, now, decision)
        act.connection.send_with_next(_TAKE, {"id": task.id, "officer": act.actor.officer_id})
        case.asked_behind.append(_next_after(act, now))
    return await _decided(act, case, now, decision)


async def _decide(act: Act, case: CaseChange, task: TaskRow, decision: Decision) -> None:
    possible = possible_outcomes(
        case.plan, case.state, task.item_key, task.step, task.kind, situation=case.situation
    )
    if decision.outcome not in possible:
        raise OutcomeNotPossible(allowed=possible)
    check_parts(case, task, decision)
    data = data_of(case, task, decision)
    case.set_values(data)
    await demand_preview(act, case, task, decision)
    _remark(case, task, decision)
    if data:
        fields = ",".join(sorted(data))
        case.happened(events.VALUE_CHANGED, item=task.item_key, step=task.step, fields=fields)
    async with shown_to_supervisor(act, case, task):
        case.apply(act_of(case, task, decision))
    if task.kind == "call":
        await keep_call(case, task, decision)


def _remark(case: CaseChange, task: TaskRow, decision: Decision) -> None:
    """What was written beside the decision, for the department; a reason and a law are in the act itself."""
    if takes_comment_as_reason(task, decision):
        return
    in_act = decision.outcome in NEEDS_LAW
    words = [decision.comment, None if in_act else decision.legal_basis]
    if any(words):
        text_id = case.add_text("comment", "\n".join(each for each in words if each))
        step = task.step if task.kind == "approval" else None
        case.happened(events.COMMENTED, item=task.item_key, step=step, text=str(text_id))


def _demand_step_level(act: Act, case: CaseChange, task: TaskRow) -> None:
    """A step may ask for a stronger login than the policy does."""
    if task.kind == "approval" and task.step != RECEIPT:
        step = case.plan.step(case.state.items[task.item_key].code, task.step)
        if step.assurance is not None:
            demand_level(act.actor, level_of(step.assurance))


def _is_withdrawn(case: CaseChange, task: TaskRow) -> bool:
    """What was due has just happened in this transaction and is not written yet: the row still says open."""
    if task.kind == "follow_up":  # it goes with its ticket
        return False
    step = case.state.items[task.item_key].steps.get(task.step)
    return step is None or step.standing != "open" or step.round != task.round


async def _decided(act: Act, case: CaseChange, task: TaskRow, decision: Decision) -> TaskDecided:
    next_task = (await act.connection.execute(*_next_after(act, task))).scalar_one_or_none()
    return TaskDecided(
        id=task.id,
        version=task.version + (decision.outcome not in LEAVES_OPEN),  # by closing it
        case_no=task.case_no,
        outcome=decision.outcome,
        case_state=case.state.standing,
        item=task.item_key,
        item_state=case.state.items[task.item_key].standing,
        next_task=next_task,
    )


def _next_after(act: Act, task: TaskRow) -> Statement:
    department = act.actor.department or task.department
    return _NEXT, {"id": task.id, "officer": act.actor.officer_id, "department": department}
