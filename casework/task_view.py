"""A task as the officer opens it: the department's own view of form and materials, and what may be done."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from access.act import Act
from access.policy import Action, can
from casework.access_records import record_access
from casework.agency.case_agent import CaseAgent, case_agent
from casework.calls import ItemToTell, items_to_tell
from casework.case_items import Holder, ItemView, item_views
from casework.case_reading import ReadCase, read_case, read_texts
from casework.case_todo import MarkView, mark_view
from casework.finding import TaskRow, find_task
from casework.form_words import OptionOut, options_out
from casework.item_allowed import situation_of
from casework.office_form import OfficeField, office_form
from casework.task_form import SeenField, SeenMaterial, department_view_of, seen_form, seen_materials
from casework.task_outcomes import DECISIONS, OutcomeOut, outcomes_of, possible_outcomes
from casework.tickets.desk import number_of
from casework.tickets.in_short import TicketInShort, ticket_in_short
from casework.words import Language, state_words
from engine.values import instance_of, stored_key
from forms.facts import key_of
from forms.values.registry import VALUE_TYPES
from matter_definitions.plan import Reason


@dataclass(frozen=True, slots=True)
class OfficerFieldOut:
    """A value that the decision asks for; `value` when it is known already."""

    key: str
    title: str
    type: str
    widget: str
    options: list[OptionOut]
    required: bool
    value: Any
    max_length: int | None


@dataclass(frozen=True, slots=True)
class ReasonOut:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """`outcomes`: how it may be decided now; `allowed`: what this actor may do with the task now.
    `preview`: a grant needs the result to be looked at before. `authority_hint`: who is competent instead.
    `to_tell`: of which items the applicant is to be told, where that is the task.
    `ticket`: the number of the bad rating or complaint that it follows up; `note`: what was written there.
    `office_form`: what the department's officers enter in this case."""

    id: UUID
    version: int
    case_no: str
    matter: str
    matter_title: str
    item: ItemView
    step: str
    kind: str
    title: str
    state: str
    state_words: str
    assignee: UUID | None
    mine: bool
    opened_at: datetime
    due_at: datetime | None
    limit_at: datetime | None
    light: str
    read_at: datetime | None
    outcome: str | None
    form: list[SeenField]
    materials: list[SeenMaterial]
    marks: list[MarkView]
    officer_fields: list[OfficerFieldOut]
    reasons: list[ReasonOut]
    outcomes: list[OutcomeOut]
    allowed: list[str]
    holder: Holder
    note: str | None
    preview: bool
    authority_hint: str | None
    to_tell: list[ItemToTell]
    ticket: str | None
    agent: CaseAgent | None = None
    office_form: list[OfficeField] = field(default_factory=list[OfficeField])


async def task_view(act: Act, task_id: UUID, *, language: Language = "zh") -> TaskView:
    """Raises Unknown (404), also for another department's task."""
    task = await find_task(act, task_id, action="task.read")
    case = await read_case(act, task.case_id)
    view = department_view_of(case, task)
    form = await seen_form(act, case, view, language=language)
    await record_access(
        act,
        "task_opened",
        case_id=task.case_id,
        person_id=case.row.applicant,
        fields=[each.key for each in form],
    )
    items = await item_views(act, case, language=language)
    item = next(each for each in items if each.key == task.item_key)
    plan = case.item_plan(task.item_key)
    ticket = await _ticket(act, case, task, language=language)
    return TaskView(
        id=task.id,
        version=task.version,
        case_no=task.case_no,
        matter=task.matter,
        matter_title=case.plan.title.in_language(language),
        item=item,
        step=task.step,
        kind=task.kind,
        title=task.title_en if language == "en" else task.title_zh,
        state=task.state,
        state_words=state_words("task", task.state, language=language),
        assignee=task.assignee,
        mine=task.assignee is not None and task.assignee == act.actor.officer_id,
        opened_at=task.opened_at,
        due_at=task.due_at,
        limit_at=task.limit_at,
        light=task.light,
        read_at=task.read_at,
        outcome=task.outcome,
        form=form,
        materials=await seen_materials(act, case, view, language=language),
        marks=await _earlier_marks(act, case, task.item_key, language=language),
        officer_fields=_officer_fields(case, task, language=language),
        reasons=[_reason(each, language) for each in plan.refusal_reasons],
        outcomes=outcomes_of(
            _outcomes(act, case, task),
            plan=case.plan,
            item=case.state.items[task.item_key],
            step=task.step,
            language=language,
        ),
        allowed=allowed_for_task(act, task),
        holder=item.holder,
        note=ticket.text if ticket else None,
        preview=task.kind == "approval" and plan.preview,
        authority_hint=plan.authority_hint.in_language(language) if plan.authority_hint else None,
        to_tell=items_to_tell(case, task, language=language),
        ticket=ticket.number if ticket else None,
        agent=await case_agent(act, case.row.authorisation, language=language),
        office_form=office_form(case, task, form, language=language),
    )


def allowed_for_task(act: Act, task: TaskRow) -> list[str]:
    if task.state != "open":
        return []
    actions: dict[str, Action] = {"read": "task.mark_read"}
    if task.kind != "follow_up":  # what is done with a ticket is decided there
        actions = {"decide": "task.decide", **actions}
    if task.assignee is None:
        actions["claim"] = "task.claim"
    else:
        actions |= {"release": "task.release"}
    actions |= {"transfer": "task.transfer", "reassign": "task.reassign"}
    return [name for name, action in actions.items() if can(act.actor, action, task.resource).allowed]


async def _earlier_marks(act: Act, case: ReadCase, item_key: str, *, language: Language) -> list[MarkView]:
    """What is marked at this item and not mended yet."""
    marks = [mark for notice in case.state.notices for mark in notice.marks.get(item_key, [])]
    texts = await read_texts(act, case, (mark.text for mark in marks))
    return [mark_view(case, item_key, each, texts=texts, language=language) for each in marks]


def _officer_fields(case: ReadCase, task: TaskRow, *, language: Language) -> list[OfficerFieldOut]:
    if task.kind != "approval":
        return []
    item = case.state.items[task.item_key]
    plan = case.plan.item(item.code)
    found: list[OfficerFieldOut] = []
    for each in case.plan.step(item.code, task.step).officer_fields:
        asked = case.field(each.key)
        assert asked is not None, "the compiler knows every officer field"
        key = stored_key(plan, item, each.key)
        found.append(
            OfficerFieldOut(
                key=key_of(each.key, instance_of(plan, item)),
                title=asked.title.in_language(language),
                type=asked.value_type,
                widget=VALUE_TYPES[asked.value_type].widget,
                options=options_out(asked.options, language=language),
                required=each.required,
                value=case.values.get(key),
                max_length=asked.max_length,
            )
        )
    return found


def _outcomes(act: Act, case: ReadCase, task: TaskRow) -> tuple[str, ...]:
    if task.state != "open":
        return ()
    if task.kind != "follow_up":
        step = case.state.items[task.item_key].steps.get(task.step)
        if step is None or step.round != task.round:
            return ()
    situation = situation_of(case, act.actor)
    possible = possible_outcomes(
        case.plan, case.state, task.item_key, task.step, task.kind, situation=situation
    )
    planned = case.plan.find_step(case.state.items[task.item_key].code, task.step)
    if planned is None or act.actor.rank >= planned.rank:
        return possible
    return tuple(each for each in possible if each not in DECISIONS)  # it would be refused


def _reason(reason: Reason, language: Language) -> ReasonOut:
    return ReasonOut(reason.code, reason.text.in_language(language))


async def _ticket(act: Act, case: ReadCase, task: TaskRow, *, language: Language) -> TicketInShort | None:
    if task.kind != "follow_up":
        return None
    return await ticket_in_short(act, case, number_of(task.step), language=language)
