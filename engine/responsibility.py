"""Who answers for an item, kept apart for the place that receives and the place that handles.

国办发〔2020〕35号 asks for it: the receiving place looks at form and identity and never decides. Only items
in which several places have a part have such records; for any other its department is all there is to say.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import text

from engine.case_change import CaseChange
from matter_definitions.consequences import Event
from matter_definitions.state import INTAKE, ItemState

Part = Literal["receiving", "handling", "superior", "visiting"]

_BEGIN = text("""
    INSERT INTO responsibility_record (case_id, item_key, role, from_at, department, region)
    VALUES (:case_id, :item_key, :role, :from_at, :department, :region) ON CONFLICT DO NOTHING
""")
_END = text("""
    UPDATE responsibility_record SET until_at = :at
    WHERE case_id = :case_id AND item_key = :item_key AND until_at IS NULL
        AND (role = :role OR CAST(:role AS text) IS NULL)
        AND (department = :department OR CAST(:department AS text) IS NULL)
""")


async def begin(change: CaseChange, event: Event) -> None:
    """The case was opened: whoever has the item first answers for it."""
    for item in change.state.items.values():
        if item.receive_region:
            department, region = item.places.get(INTAKE, ("", item.receive_region))
            await _open(change, item, "receiving", department, region, at=event.at)
        elif item.places:
            await _open(change, item, "handling", item.department, item.region, at=event.at)


async def hand_on(change: CaseChange, event: Event) -> None:
    item = _item(change, event)
    await _close(change, item, role="receiving", at=event.at)
    await _open(change, item, "handling", item.department, item.region, at=event.at)


async def forward(change: CaseChange, event: Event) -> None:
    item = _item(change, event)
    department = item.forwardings[-1].to
    await _open(change, item, "superior", department, department.partition("@")[2], at=event.at)


async def forward_answered(change: CaseChange, event: Event) -> None:
    await _close(change, _item(change, event), role="superior", at=event.at)


async def visit(change: CaseChange, event: Event) -> None:
    """A department that consents to come along answers for what it will conclude."""
    department = str(event.data["department"])
    region = department.partition("@")[2]
    await _open(change, _item(change, event), "visiting", department, region, at=event.at)


async def visited(change: CaseChange, event: Event) -> None:
    department = str(event.data["department"])
    await _close(change, _item(change, event), role="visiting", department=department, at=event.at)


async def end(change: CaseChange, event: Event) -> None:
    """The item is over, for everybody who had a part in it."""
    item = _item(change, event)
    if item.receive_region or item.places:
        await _close(change, item, at=event.at)


def _item(change: CaseChange, event: Event) -> ItemState:
    return change.state.items[event.item or ""]


async def _open(
    change: CaseChange, item: ItemState, role: Part, department: str, region: str, *, at: datetime
) -> None:
    row = {"case_id": change.id, "item_key": item.key, "role": role, "from_at": at}
    await change.connection.execute(_BEGIN, {**row, "department": department, "region": region})


async def _close(
    change: CaseChange,
    item: ItemState,
    *,
    at: datetime,
    role: Part | None = None,
    department: str | None = None,
) -> None:
    row = {"case_id": change.id, "item_key": item.key, "role": role, "department": department, "at": at}
    await change.connection.execute(_END, row)
