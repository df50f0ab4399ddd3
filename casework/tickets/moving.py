"""One step in a ticket's life, by the rows of the table. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from casework.tickets.guards import GUARDS, TicketSituation
from casework.tickets.limits import due_of
from casework.tickets.rows import TABLE, Guard, Part, Row
from casework.tickets.states import Ticket, TicketAct, Word
from forms.form_plan import Text
from refusals import FieldError, Malformed, NotNow

_MISSING: dict[Part, Text] = {
    "text": Text("请写明内容", "Write what there is to say"),
    "finding": Text("请说明核实结果", "Say what was found"),
    "ground": Text("请说明申诉理由", "Say what the appeal rests on"),
    "department": Text("请选择承办部门", "Choose a department"),
    "score": Text("请打 1 到 5 分", "Give 1 to 5"),
}


class TicketNotNow(NotNow):
    type = "ticket-not-now"
    title = Text("当前状态下不能这样办理", "This cannot be done with the ticket as it stands")


def move(ticket: Ticket, act: TicketAct, situation: TicketSituation) -> tuple[Ticket, Row]:
    """The ticket afterwards, and the row that says why. Raises TicketNotNow (409, with `allowed`) and
    Malformed (422)."""
    rows = [each for each in _rows_of(ticket, situation) if each.word == act.word]
    if not rows:
        raise TicketNotNow(allowed=allowed(ticket, situation))
    fitting = [each for each in rows if failing(each, ticket, situation) is None]
    if not fitting:
        guard = failing(rows[0], ticket, situation)
        assert guard is not None
        raise TicketNotNow(GUARDS[guard][1], type=guard.replace("_", "-"), allowed=allowed(ticket, situation))
    _demand_parts(fitting[0], act, situation)
    return _moved(ticket, act, fitting[0], situation), fitting[0]


def allowed(ticket: Ticket, situation: TicketSituation) -> list[Word]:
    """What this person may do with it now, in the order of the table."""
    return list(dict.fromkeys(each.word for each in possible(ticket, situation)))


def possible(ticket: Ticket, situation: TicketSituation) -> list[Row]:
    return [each for each in _rows_of(ticket, situation) if failing(each, ticket, situation) is None]


def failing(row: Row, ticket: Ticket, situation: TicketSituation) -> Guard | None:
    """The first guard that is not fulfilled."""
    return next((each for each in row.guards if not GUARDS[each][0](ticket, situation)), None)


def _rows_of(ticket: Ticket, situation: TicketSituation) -> Iterator[Row]:
    for row in TABLE:
        if ticket.standing in row.before and row.by == situation.party and situation.is_party(ticket):
            yield row


def _demand_parts(row: Row, act: TicketAct, situation: TicketSituation) -> None:
    wrong: list[Part] = [each for each in row.needs if not _is_given(getattr(act, each))]
    if act.department is not None and act.department not in situation.departments:
        wrong.append("department")
    if act.score is not None and not 1 <= act.score <= 5:
        wrong.append("score")
    if wrong:
        words = [(each, _MISSING[each]) for each in dict.fromkeys(wrong)]
        raise Malformed(errors=[FieldError(f"/{part}", text.zh, text.en) for part, text in words])


def _is_given(part: object) -> bool:
    return bool(part.strip()) if isinstance(part, str) else part is not None


def _moved(ticket: Ticket, act: TicketAct, row: Row, situation: TicketSituation) -> Ticket:
    now = situation.now
    after = replace(
        ticket,
        standing=row.after,
        since=now if row.restarts else ticket.since,
        **_CHANGES[row.word](ticket, act, now) if row.word in _CHANGES else {},
    )
    if "score" in row.takes and ticket.kind == "rating":
        after = replace(after, score_after=act.score)
    if row.after == "closed":
        after = replace(after, outcome=row.outcome, closed_at=now)
    return replace(after, due_at=due_of(after, situation.limits, situation.calendar))


# What else a word leaves behind.
_CHANGES: Mapping[Word, Callable[[Ticket, TicketAct, datetime], dict[str, Any]]] = {
    "dispatch": lambda _, act, __: {"department": act.department},
    "pass_back": lambda ticket, _, __: {"department": None, "passed_back": ticket.passed_back + 1},
    "verify": lambda _, act, __: {"finding": act.finding},
    "ask_longer": lambda *_: {"longer": "asked"},
    "grant_longer": lambda *_: {"longer": "granted"},
    "refuse_longer": lambda *_: {"longer": "refused"},
    "appeal": lambda _, act, __: {"ground": act.ground},
    "speak": lambda _, __, now: {"heard_at": now},
    "not_accept": lambda ticket, _, __: {"escalated": min(ticket.escalated + 1, 1)},
    # Whoever judged it has found it true.
    "refuse_appeal": lambda *_: {"finding": "founded"},
    "order": lambda *_: {"finding": "founded", "longer": None},
}
