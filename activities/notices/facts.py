"""What a message may say of a case: names of things and dates, nothing that another person may not read."""

from dataclasses import asdict, dataclass
from datetime import datetime

from activities.papers.words import item_title
from clocks.calendar import in_shanghai
from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.values import stored_key
from matter_definitions.confirming import ASKED_TEMPLATE, REMINDED_TEMPLATE
from matter_definitions.forewarning import TEMPLATE as PRIOR_NOTICE
from matter_definitions.hinting import TEMPLATE as NEXT_MATTER
from matter_definitions.state import CONFIRMATION, PRIOR, WITHOUT_MARKS, CaseState, ItemState

# What a message is about, where that is no request to mend something.
_NOTICES = {PRIOR_NOTICE: PRIOR, ASKED_TEMPLATE: CONFIRMATION, REMINDED_TEMPLATE: CONFIRMATION}


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """Texts for the places of a template; what does not apply is empty."""

    case_no: str
    matter: str
    item: str
    items: str
    promised_on: str
    answer_until: str
    amount: str
    next: str = ""  # which matter may come next, in its own words

    def places(self) -> dict[str, str]:
        return asdict(self)


def message_facts(case: CaseChange, effect: EffectRow, *, language: str) -> MessageFacts:
    state = case.state
    item = state.items.get(effect.item_key or "")
    return MessageFacts(
        case_no=case.case_no,
        matter=case.plan.title.in_language(language),
        item=item_title(case, item).in_language(language) if item else "",
        items=str(len(state.items)),
        promised_on=_day(state.promised_at or state.expected_at),
        answer_until=_day(_answer_until(state, effect)),
        amount=_amount(case, item) if item else "",
        next=_next(case, effect, language=language),
    )


def _next(case: CaseChange, effect: EffectRow, *, language: str) -> str:
    """The round of such a message is the number of the hint in the plan."""
    if effect.template != NEXT_MATTER or not 0 < effect.round <= len(case.plan.next):
        return ""
    return case.plan.next[effect.round - 1].text.in_language(language)


def _answer_until(state: CaseState, effect: EffectRow) -> datetime | None:
    """Of the latest notice that the message may be about."""
    kind = _NOTICES.get(effect.template or "")
    if kind is None:
        own = [each for each in state.notices if each.kind not in WITHOUT_MARKS]
    else:
        own = [each for each in state.notices if each.kind == kind and effect.item_key in each.items]
    return next((each.answer_until for each in reversed(own) if each.answer_until), None)


def _day(at: datetime | None) -> str:
    return f"{in_shanghai(at):%Y-%m-%d}" if at else ""


def _amount(case: CaseChange, item: ItemState) -> str:
    """What the item's payment asks for, in yuan."""
    plan = case.plan.item(item.code)
    for step in plan.steps:
        if step.payment:
            amount = case.values.get(stored_key(plan, item, step.payment.amount_key))
            return f"{amount / 100:.2f}" if isinstance(amount, int) else ""
    return ""
