"""The rows that lists and desks read, made out of a case's state."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.advance import clock_of
from matter_definitions.consequences import TaskKind
from matter_definitions.plan import Plan
from matter_definitions.state import (
    CALL,
    EXTENSION,
    INTAKE,
    PRECHECK,
    RECEIPT,
    VOID,
    ItemState,
    commitment_step,
    is_reserved_step,
    objection_step,
)

_RESERVED: dict[str, tuple[TaskKind, Text]] = {
    RECEIPT: ("receipt", Text("受理审查", "Review of the form")),
    PRECHECK: ("precheck", Text("预审", "Check before acceptance")),
    INTAKE: ("intake", Text("收件", "Taking in")),
    EXTENSION: ("request", Text("延期审批", "Decision on a longer limit")),
    VOID: ("request", Text("作废审批", "Decision on making void")),
    CALL: ("call", Text("告知当事人", "Telling the applicant")),
    commitment_step(""): ("commitment", Text("承诺核查", "Check of a commitment")),
    objection_step(""): ("objection", Text("异议处理", "Decision on an objection")),
}


def item_row(change: CaseChange, item: ItemState) -> dict[str, Any]:
    title = change.plan.item(item.code).title
    clock = clock_of(change.plan, item, change.calendar)
    return {
        "key": item.key,
        "number": item.number,
        "code": item.code,
        "title_zh": title.zh,
        "title_en": title.en,
        "department": item.department,
        "region": item.region,
        "standing": item.standing,
        "waiting_for": item.waiting_for,
        "received_at": item.received_at,
        "accepted_at": item.accepted_at,
        "decided_at": item.decided_at,
        "due_at": clock.due_at,
        "statutory_at": clock.statutory_at,
        "provisional": clock.provisional,
        "paused": clock.paused,
        "reason": item.reason,
        "receive_region": item.receive_region,
        "extended_to": clock.due_at if any(each.granted for each in item.extensions) else None,
        "delivery_due_at": clock.due_at if clock.running == "delivery" else None,
        "delivered_at": item.delivered_at,
    }


def due_of(change: CaseChange, item: ItemState) -> datetime | None:
    """When the item's running clock ends."""
    return clock_of(change.plan, item, change.calendar).due_at


def title_of_item(plan: Plan, items: Mapping[str, ItemState], key: str) -> Text:
    """With a number when there are several of the kind: the second child's."""
    item = items[key]
    title = plan.item(item.code).title
    several = sum(each.code == item.code for each in items.values()) > 1
    if not several or item.instance is None:
        return title
    return Text(f"{title.zh}（{item.instance}）", f"{title.en} {item.instance}")


def title_of_task(
    plan: Plan, items: Mapping[str, ItemState], key: str, step: str, *, about: Sequence[str] = ()
) -> Text:
    """The item's title with what is to be done; of all items where it is `about` several."""
    titles = [title_of_item(plan, items, each) for each in about or (key,)]
    what = _reserved(step)[1] if is_reserved_step(step) else plan.step(items[key].code, step).title
    zh, en = "、".join(each.zh for each in titles), ", ".join(each.en for each in titles)
    return Text(zh=f"{zh}：{what.zh}", en=f"{en}: {what.en}")


def kind_of_task(step: str) -> TaskKind:
    """Of a task that does not say it itself."""
    return _reserved(step)[0] if is_reserved_step(step) else "approval"


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _reserved(step: str) -> tuple[TaskKind, Text]:
    """By the code, or by what stands before the code of a commitment or step."""
    return _RESERVED[step] if step in _RESERVED else _RESERVED[step.partition("_")[0] + "_"]
