"""What would end, and which money would come back, if the applicant took back a case or some of its items.

Asked before withdrawing, which cannot be undone. The very rules that carry the withdrawal out are asked, on
a copy; nothing is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from access.act import Act
from casework.case_reading import ReadCase, read_case
from casework.finding import find_case
from casework.words import Language
from database.queries.refund_rows import PaidRow, find_paid
from engine.refunds import amount_to_return
from engine.refusals import not_possible_now
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.advance import ActRefused, Situation, move, run_due
from matter_definitions.consequences import Consequences
from matter_definitions.motion import is_open
from matter_definitions.refunding import ending_of
from matter_definitions.state import CaseState


@dataclass(frozen=True, slots=True)
class EndingItem:
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class EndingMoney:
    """`why`: how the item ends (withdraw, not_pursue); `amount_fen` comes back, or does not."""

    payment: UUID
    item: str
    item_title: str
    amount_fen: int
    why: str


@dataclass(frozen=True, slots=True)
class EndingPreview:
    """`ends_too`: items that depend on a withdrawn one. A sum may come back in part and be in both lists;
    `refund_fen` and `kept_fen` are what they add up to, however the fees were paid."""

    case_no: str
    items: list[EndingItem]
    ends_too: list[EndingItem]
    refunds: list[EndingMoney]
    not_refunded: list[EndingMoney]
    refund_fen: int
    kept_fen: int


async def preview_withdrawal(
    act: Act, case_no: str, *, items: Sequence[str] = (), language: Language = "zh"
) -> EndingPreview:
    """Without `items`: all that are still open. Raises Unknown (404), NotYours (403), NotNow (409)."""
    found = await find_case(act, case_no, action="case.withdraw")
    case = await read_case(act, found.id)
    before, after, out = _withdrawn(case, items)
    ended = [key for key, item in after.items.items() if is_open(before.items[key]) and not is_open(item)]
    wanted = [key for key in ended if after.items[key].standing == "withdrawn"]
    paid = [each for each in await find_paid(act.connection, found.id) if each.item_key in ended]
    refunds = _money(case, after, [(each, _back(each, out)) for each in paid], language=language)
    kept = _money(case, after, [(each, _kept(each, out)) for each in paid], language=language)
    return EndingPreview(
        case_no=found.case_no,
        items=_items(case, wanted, language=language),
        ends_too=_items(case, [key for key in ended if key not in wanted], language=language),
        refunds=refunds,
        not_refunded=kept,
        refund_fen=sum(each.amount_fen for each in refunds),
        kept_fen=sum(each.amount_fen for each in kept),
    )


def _withdrawn(case: ReadCase, items: Sequence[str]) -> tuple[CaseState, CaseState, Consequences]:
    """The case as it stands now (what is due has happened), as it would stand, and what would follow."""
    answers = case.form.get("answers", {})
    situation = Situation(now=case.now, calendar=case.calendar, values=case.values, answers=answers)
    before, _ = run_due(case.plan, case.state, situation)
    try:
        after, out = move(case.plan, before, Withdraw(tuple(items)), situation)
    except ActRefused as refused:
        raise not_possible_now(refused) from refused
    return before, after, out


def _back(payment: PaidRow, out: Consequences) -> int:
    return sum(amount_to_return(payment, wanted) for wanted in out.refunds_wanted)


def _kept(payment: PaidRow, out: Consequences) -> int:
    return payment.amount_fen - payment.planned_fen - _back(payment, out)


def _items(case: ReadCase, keys: Sequence[str], *, language: Language) -> list[EndingItem]:
    return [EndingItem(key, case.item_title(key, language=language)) for key in keys]


def _money(
    case: ReadCase, after: CaseState, sums: Sequence[tuple[PaidRow, int]], *, language: Language
) -> list[EndingMoney]:
    return [
        EndingMoney(
            payment=payment.id,
            item=payment.item_key,
            item_title=case.item_title(payment.item_key, language=language),
            amount_fen=amount,
            why=ending_of(after.items[payment.item_key]) or "withdraw",
        )
        for payment, amount in sums
        if amount > 0
    ]
