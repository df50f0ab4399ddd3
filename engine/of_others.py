"""What others than the handling department and the applicant have a part in, kept in rows of its own."""

from collections.abc import Awaitable, Callable

from engine import left_open, publicity, responsibility, unanswered
from engine.case_change import CaseChange
from matter_definitions import events
from matter_definitions.consequences import Event
from matter_definitions.motion import EVENT_OF_END

_ON: dict[str, Callable[[CaseChange, Event], Awaitable[None]]] = {
    **dict.fromkeys(EVENT_OF_END.values(), responsibility.end),
    events.SUBMITTED: responsibility.begin,
    events.HANDED_ON: responsibility.hand_on,
    events.FORWARDED: responsibility.forward,
    events.FORWARD_ANSWERED: responsibility.forward_answered,
    events.VISIT_CONSENTED: responsibility.visit,
    events.VISIT_CONCLUDED: responsibility.visited,
    events.VISIT_UNANSWERED: unanswered.show_to_supervisor,
    events.LETTER_UNANSWERED: unanswered.show_to_supervisor,
    events.PAYMENT_OVERDUE: left_open.show_to_supervisor,
    events.CONFIRMATION_OVERDUE: left_open.show_to_supervisor,
    events.MONEY_LATE: left_open.show_to_supervisor,
    events.STEP_CONFIRMED: left_open.confirmed,
    events.PUBLICITY_BEGUN: publicity.begin,
    events.PUBLICITY_ENDED: publicity.end,
    events.OBJECTION_MADE: publicity.keep_objection,
    events.OBJECTION_UPHELD: publicity.uphold,
    events.OBJECTION_DISMISSED: publicity.dismiss,
}


async def follow(change: CaseChange) -> None:
    """By the events of the act, in their order."""
    for event in change.out.events:
        carry_out = _ON.get(event.kind)
        if carry_out is not None:
            await carry_out(change, event)
