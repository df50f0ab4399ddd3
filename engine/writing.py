"""Writes what a change of a case brought, with its log, in one statement."""

import json
from typing import Any
from uuid import uuid4

from database.queries.case_write import CaseWrite, write_case
from database.queries.effect_rows import EffectRow, unwant_effects
from database.queries.expected_money_rows import close_expected_money
from database.queries.payment_rows import expire_payments
from engine.case_change import CaseChange
from engine.chain import chained
from engine.effects import compensations_of, key_of, planned_row
from engine.following import follow
from engine.orders import drop_orders_with
from engine.projections import due_of, earlier, item_row, kind_of_task, title_of_task
from engine.refunds import call_off
from matter_definitions.advance import deadlines
from matter_definitions.consequences import TaskClosed, TaskOpened
from matter_definitions.joint import joint_clock
from matter_definitions.state import ENDED_WITHOUT_RESULT, ItemState, StepState, to_document


async def write_changes(change: CaseChange, *, and_commit: bool = False) -> bool:
    """False when nothing changed and nothing was written. Effects taken at once are in `change.claimed`.

    `and_commit`: the transaction ends with it, which saves a way to the server and back."""
    if not _is_changed(change):
        return False
    if change.out.refunds_unwanted:
        await call_off(change)
    await _plan_effects(change)
    await follow(change)
    write = _write(change)
    change.connection.ask_along(*change.asked_behind)
    change.woken, claimed = await write_case(change.connection, write, and_commit=and_commit)
    change.claimed = [
        _as_before(change, row, id=claimed[key])
        for row in change.new_effects
        if (key := str(row["key"])) in claimed
    ]
    return True


def _is_changed(change: CaseChange) -> bool:
    new = change.events or change.texts or change.new_effects or change.wants_a_look or change.rewrite_items
    return bool(new) or change.state is not change.before


async def _plan_effects(change: CaseChange) -> None:
    """Plans what is wanted and drops what is not. What is both wanted and dropped by now is never begun."""
    dropped = {
        key_of(change.case_no, item=each.item, step=each.step, round=each.round)
        for each in change.out.effects_unwanted
    }
    rows = [
        planned_row(each, case_no=change.case_no, now=change.now, claim=change.claim)
        for each in change.out.effects_wanted
    ]
    change.new_effects += [row for row in rows if row["key"] not in dropped]
    if dropped:
        unwanted = await unwant_effects(change.connection, sorted(dropped))
        demands = [each.key for each in unwanted if each.kind == "payment"]
        await expire_payments(change.connection, demands)
        await drop_orders_with(change, demands)
        await close_expected_money(
            change.connection, [each.key for each in unwanted if each.kind == "money_awaited"]
        )
        change.new_effects += compensations_of(unwanted, now=change.now)


def _write(change: CaseChange) -> CaseWrite:
    row, state = change.row, change.state
    logged, head = chained(change.id, row.event_count + 1, row.event_head, change.events)
    pending = deadlines(change.plan, state, change.calendar)
    joint = joint_clock(change.plan, state, change.calendar)
    changed = [
        each
        for key, each in state.items.items()
        if change.rewrite_items or change.before.items.get(key) != each
    ]
    return CaseWrite(
        case_id=change.id,
        case_no=change.case_no,
        matter=row.matter,
        priority=row.priority,
        now=change.now,
        doc=json.dumps(to_document(state), ensure_ascii=False),
        standing=state.standing,
        promised_at=state.promised_at,
        expected_at=state.expected_at,
        ended_at=state.ended_at,
        next_due_at=pending[0].at if pending else None,
        joint_due_at=joint.due_at if joint else None,
        event_count=row.event_count + len(change.events),
        event_head=head,
        for_workflow=change.for_workflow,
        wants_a_look=bool(change.new_effects) or change.wants_a_look,
        events=logged,
        texts=change.texts,
        forms=_forms(change),
        effects=change.new_effects,
        items=[item_row(change, each) for each in changed],
        released=[each.key for each in changed if _has_ended_in_vain(change, each)],
        **_tasks(change, changed),
    )


def _as_before(change: CaseChange, row: dict[str, Any], *, id: int) -> EffectRow:
    """An effect that was just written as attempted. As for every claim, `state` and `attempted_at` are
    those before: nobody has been called yet, so nobody has to be asked."""
    names = {name: row[name] for name in EffectRow.__slots__ if name in row}
    before = {"state": "planned", "attempted_at": None, "outcome": None, "reason": None, "reference": None}
    known = {"id": id, "case_id": change.id, "subject": change.case_no, "planned_at": change.now}
    return EffectRow(**{**names, **before, **known})


def _forms(change: CaseChange) -> list[dict[str, Any]]:
    if not change.form_changed:
        return []
    version = (change.row.form_version or 0) + 1
    return [{"version": version, "ciphertext": change.box.seal_form(change.form)}]


def _has_ended_in_vain(change: CaseChange, item: ItemState) -> bool:
    """Just now: what it had taken (one registration per birth record) is free again."""
    before = change.before.items.get(item.key)
    return item.standing in ENDED_WITHOUT_RESULT and (before is None or before.standing != item.standing)


def _tasks(change: CaseChange, changed: list[ItemState]) -> dict[str, list[dict[str, Any]]]:
    """Tasks opened, closed and dated anew, each in one list only."""
    closed = {(each.item, each.step, each.round): each for each in change.out.tasks_closed}
    opened = [_task_row(change, each, closed.pop(_place(each), None)) for each in change.out.tasks_opened]
    new = {_place(each) for each in change.out.tasks_opened}
    return {
        "opened": opened,
        "closed": [_place_row(each) | _ending(each) for each in closed.values()],
        "dated": [
            {
                "item_key": item.key,
                "step": step.code,
                "round": step.round,
                "due_at": earlier(due_of(change, item), step.limit_at),
                "limit_at": step.limit_at,
            }
            for item in changed
            for step in item.steps.values()
            if step.standing == "open" and (item.key, step.code, step.round) not in new
            if _date_has_moved(change, item, step)
        ],
    }


def _place(task: TaskOpened | TaskClosed) -> tuple[str, str, int]:
    return task.item, task.step, task.round


def _place_row(task: TaskOpened | TaskClosed) -> dict[str, Any]:
    return {"item_key": task.item, "step": task.step, "round": task.round}


def _ending(closed: TaskClosed) -> dict[str, Any]:
    return {"state": "withdrawn" if closed.outcome is None else "done", "outcome": closed.outcome}


def _task_row(change: CaseChange, task: TaskOpened, closed: TaskClosed | None) -> dict[str, Any]:
    item = change.state.items[task.item]
    title = title_of_task(change.plan, change.state.items, task.item, task.step, about=task.about)
    state = _ending(closed) | {"closed_at": change.now} if closed else {"state": "open"}
    return {
        **_place_row(task),
        **state,
        "id": uuid4(),
        "kind": task.kind or kind_of_task(task.step),
        "title_zh": title.zh,
        "title_en": title.en,
        "department": task.department,
        "region": task.region,
        "due_at": earlier(due_of(change, item), task.limit_at),
        "limit_at": task.limit_at,
    }


def _date_has_moved(change: CaseChange, item: ItemState, step: StepState) -> bool:
    before = change.before.items.get(item.key)
    if before is None or change.rewrite_items:
        return change.rewrite_items
    known = before.steps.get(step.code)
    if known is not None and known.limit_at != step.limit_at:
        return True
    return due_of(change, before) != due_of(change, item)
