"""What an act on a ticket has to fulfil beside its place in the table; and why it is refused otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.tickets.limits import Limits, appeal_until, speak_until
from casework.tickets.rows import Guard
from casework.tickets.states import Party, Ticket
from clocks.calendar import WorkCalendar
from forms.form_plan import Text


@dataclass(frozen=True, slots=True)
class TicketSituation:
    """Who acts when. `actor`: the id that the log keeps. `concerned`: ids of those whom the ticket is about,
    or who had it on their desk. `departments`: those that have a part in the case."""

    now: datetime
    calendar: WorkCalendar
    limits: Limits
    party: Party
    actor: str
    actor_department: str | None = None
    concerned: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()

    def is_party(self, ticket: Ticket) -> bool:
        """A department only while it has to answer."""
        return self.party != "department" or (
            ticket.department is not None and self.actor_department == ticket.department
        )


def _another_person(ticket: Ticket, situation: TicketSituation) -> bool:
    """Nobody judges what concerns him, and no department what it has to answer for."""
    own = ticket.department is not None and situation.actor_department == ticket.department
    return not own and situation.actor not in situation.concerned


def _author_heard(ticket: Ticket, situation: TicketSituation) -> bool:
    until = speak_until(ticket, situation.limits, situation.calendar)
    return ticket.heard_at is not None or situation.now > until


GUARDS: Mapping[Guard, tuple[Callable[[Ticket, TicketSituation], bool], Text]] = {
    "has_department": (
        lambda ticket, _: ticket.department is not None,
        Text("还没有分派给部门", "Nobody was given this yet"),
    ),
    "is_rating": (
        lambda ticket, _: ticket.kind == "rating",
        Text("只有评价可以申诉", "Only a rating can be appealed against"),
    ),
    "is_complaint": (
        lambda ticket, _: ticket.kind == "complaint",
        Text("只有投诉可以这样办理", "Only a complaint can end so"),
    ),
    "is_founded": (
        lambda ticket, _: ticket.finding == "founded",
        Text("核实为没有依据的，直接作出说明", "What was found to have no basis is answered at once"),
    ),
    "has_no_basis": (
        lambda ticket, _: ticket.finding == "no_basis",
        Text("属实的，应当先整改再答复", "What was found true is put right before it is answered"),
    ),
    "not_appealed_before": (
        lambda ticket, _: ticket.ground is None,
        Text("已经申诉过一次", "This was appealed against once already"),
    ),
    "in_appeal_period": (
        lambda ticket, now: now.now <= appeal_until(ticket, now.limits, now.calendar),
        Text("申诉期限已过", "It is too late to appeal"),
    ),
    "not_spoken_yet": (
        lambda ticket, _: ticket.heard_at is None,
        Text("您已经陈述过意见", "You have spoken about this already"),
    ),
    "author_heard": (
        _author_heard,
        Text("应当先听取评价人的意见", "The rater may speak first"),
    ),
    "another_person": (
        _another_person,
        Text("应当由与此事无关的人员决定", "Somebody whom it does not concern has to decide this"),
    ),
    "longer_not_asked": (
        lambda ticket, _: ticket.longer is None,
        Text("已经申请过延长", "A longer time was asked for already"),
    ),
    "longer_asked": (
        lambda ticket, _: ticket.longer == "asked",
        Text("没有待批准的延长申请", "Nobody has asked for a longer time"),
    ),
    "in_time": (
        lambda ticket, now: ticket.due_at is None or now.now <= ticket.due_at,
        Text("期限已过，不能再申请延长", "The limit is over, so no longer time can be asked for"),
    ),
    "limit_over": (
        lambda ticket, now: ticket.due_at is not None and now.now > ticket.due_at,
        Text("期限还没有过", "The limit is not over yet"),
    ),
    "not_escalated_yet": (
        lambda ticket, _: ticket.escalated == 0,
        Text("已经升级督办过一次", "This went to the supervisor once already"),
    ),
    "escalated_before": (
        lambda ticket, _: ticket.escalated > 0,
        Text("还没有升级督办", "This has not been with the supervisor yet"),
    ),
}
