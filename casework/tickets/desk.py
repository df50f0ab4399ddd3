"""The follow-up on the desk of whoever has to answer a ticket: there while the department has the word."""

from uuid import uuid4

from sqlalchemy import text

from access.act import Act
from casework.tickets.states import Word
from casework.tickets.ticket_rows import StoredTicket
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.state import ItemState

FOLLOW_UP = "follow_up"
_TITLES = {"rating": Text("差评回访", "Follow up a bad rating"), "complaint": Text("投诉办理", "A complaint")}

_LAST = text("""
    SELECT id, department, state, round FROM task
    WHERE case_id = :case AND kind = 'follow_up' AND step = :step ORDER BY round DESC LIMIT 1
""")
_CLOSE = text("""
    UPDATE task SET state = 'done', outcome = :word, closed_at = :now, version = version + 1 WHERE id = :id
""")
_DATE = text("""
    UPDATE task SET due_at = :due_at, assignee = coalesce(assignee, :officer), version = version + 1
    WHERE id = :id
""")
_OPEN = text("""
    INSERT INTO task (id, case_id, case_no, matter, item_key, step, round, kind, title_zh, title_en,
        department, region, state, opened_at, due_at, light, priority)
    VALUES (:id, :case_id, :case_no, :matter, :item_key, :step, :round, 'follow_up', :zh, :en, :department,
        :region, 'open', :now, :due_at, 'green', 0)
""")


def step_of(number: str) -> str:
    return f"{FOLLOW_UP}:{number}"


def number_of(step: str) -> str:
    """The inverse of `step_of`."""
    return step.partition(":")[2]


async def lay_on_desk(act: Act, case: CaseChange, stored: StoredTicket, *, word: Word | None = None) -> None:
    """As the ticket stands now: opened, dated anew, or closed by `word`."""
    key = {"case": case.id, "step": step_of(stored.number)}
    last = (await act.connection.execute(_LAST, key)).one_or_none()
    ticket = stored.ticket
    if last is not None and last.state == "open":
        if ticket.is_with_department and last.department == ticket.department:
            officer = act.actor.officer_id if act.actor.kind == "officer" else None
            await act.connection.execute(_DATE, {"id": last.id, "due_at": ticket.due_at, "officer": officer})
            return
        await act.connection.execute(_CLOSE, {"id": last.id, "word": word, "now": case.now})
    if ticket.is_with_department:
        await _open(act, case, stored, round=last.round + 1 if last else 1)


async def _open(act: Act, case: CaseChange, stored: StoredTicket, *, round: int) -> None:
    ticket, title, about = stored.ticket, case.plan.title, _TITLES[stored.ticket.kind]
    assert ticket.department is not None
    item = item_for(case, stored.item_key, ticket.department)
    row = {
        "id": uuid4(),
        "case_id": case.id,
        "case_no": case.case_no,
        "matter": case.row.matter,
        "item_key": item.key,
        "step": step_of(stored.number),
        "round": round,
        "zh": f"{title.zh}：{about.zh}",
        "en": f"{title.en}: {about.en}",
        "department": ticket.department,
        "region": item.region,
        "now": case.now,
        "due_at": ticket.due_at,
    }
    await act.connection.execute(_OPEN, row)


def item_for(case: CaseChange, item: str | None, department: str | None) -> ItemState:
    """The item that it is about; else the department's own, else one of the department that leads."""
    items = list(case.state.items.values())
    if item is not None:
        return case.state.items[item]
    kinds = {each.code: each.department_kind for each in case.plan.items}
    own = [each for each in items if each.department == department]
    leading = [each for each in items if kinds[each.code] == case.plan.lead_department_kind]
    return (own or leading or items)[0]
