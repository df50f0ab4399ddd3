"""The rows that lists and desks read, made out of a case's state."""

from datetime import datetime
from typing import Any

from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.advance import clock_of
from matter_definitions.plan import Plan
from matter_definitions.state import RECEIPT, ItemState

_REVIEW = Text("受理审查", "Review of the form")


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
    }


def due_of(change: CaseChange, item: ItemState) -> datetime | None:
    """When the item's running clock ends."""
    return clock_of(change.plan, item, change.calendar).due_at


def title_of(plan: Plan, item_code: str, step: str) -> Text:
    """A task's title: the item's with what is to be done."""
    item = plan.item(item_code)
    what = _REVIEW if step == RECEIPT else plan.step(item_code, step).title
    return Text(zh=f"{item.title.zh}：{what.zh}", en=f"{item.title.en}: {what.en}")
