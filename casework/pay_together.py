"""One sum for what a case has to pay: what it is made of, which department gets what, and where to pay it.

The sum is a way to pay. Each payment keeps its own key, state and refund (`engine/orders.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from casework.acting import changing
from casework.case_reading import ReadCase, read_case
from casework.finding import find_case
from casework.organisation import department_names, name_in
from casework.start_payment import NotToBePaid, PaymentPrepared, demand_level_of
from casework.words import Language, find_words
from engine.case_change import CaseChange
from engine.effects import key_of
from engine.orders import order_for, page_of
from engine.payments import departments_paid
from refusals import Unknown

_PAYMENTS = text("""
    SELECT p.id, p.effect_key, p.item_key, e.step, p.amount_fen, p.state, p.pay_url, p.expires_at
    FROM payment p JOIN effect e ON e.key = p.effect_key WHERE p.case_id = :case ORDER BY p.demanded_at, p.id
""")


@dataclass(frozen=True, slots=True)
class DepartmentPart:
    """What one department gets."""

    department: str
    department_name: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class SumLine:
    """One payment of the sum; `departments` are its parts."""

    payment: UUID
    item: str
    item_title: str
    amount_fen: int
    expires_at: datetime | None
    departments: list[DepartmentPart]


@dataclass(frozen=True, slots=True)
class OneSum:
    """`departments`: the whole sum, split. `order`: several payments in one order at the provider; None for
    one payment alone. `pay_url`: the provider's page; None while it is being prepared, or not asked for."""

    case_no: str
    amount_fen: int
    lines: list[SumLine]
    departments: list[DepartmentPart]
    order: UUID | None = None
    pay_url: str | None = None


async def show_sum(
    act: Act, case_no: str, *, payments: Sequence[UUID] = (), language: Language = "zh"
) -> OneSum:
    """What is to be paid now, changing nothing. Without `payments`: all. Raises Unknown (404), NotYours (403)
    and, for one that was chosen, NotToBePaid and PaymentPrepared (409)."""
    found = await find_case(act, case_no, action="case.pay")
    case = await read_case(act, found.id)
    rows = _chosen((await act.connection.execute(_PAYMENTS, {"case": found.id})).all(), payments)
    return await _sum(act, found.case_no, case, rows, language=language)


async def pay_together(
    act: Act, case_no: str, *, payments: Sequence[UUID] = (), language: Language = "zh"
) -> OneSum:
    """Opens one order for these payments, or all that are to be paid, or uses the open one for just these.

    To be asked again while `pay_url` is None. Nothing is paid by it. Raises Unknown (404), NotYours (403,
    also when a step asks for a stronger login), NotToBePaid and PaymentPrepared (409), Busy (503)."""
    found = await find_case(act, case_no, action="case.pay")
    case = await read_case(act, found.id)
    async with changing(act, found.id) as change:
        gone = _given_up(change)
        known = (await act.connection.execute(_PAYMENTS, {"case": found.id})).all()
        rows = _chosen([each for each in known if each.effect_key not in gone], payments)
        if not rows:
            raise NotToBePaid
        for row in rows:
            demand_level_of(act, case.item_plan(row.item_key))
        order, pay_url = None, rows[0].pay_url
        if len(rows) > 1:
            order = await order_for(change, {row.id: row.amount_fen for row in rows})
            pay_url = await page_of(change, order)
        summed = await _sum(act, found.case_no, case, rows, language=language)
    return OneSum(summed.case_no, summed.amount_fen, summed.lines, summed.departments, order, pay_url)


def _given_up(change: CaseChange) -> set[str]:
    """Keys of demands whose time has run out just now."""
    return {
        key_of(change.case_no, item=each.item, step=each.step, round=each.round)
        for each in change.out.effects_unwanted
    }


def _chosen(rows: Iterable[Row[Any]], payments: Sequence[UUID]) -> list[Row[Any]]:
    """Those that were asked for, each of which must be payable; else all that are."""
    if not payments:
        return [row for row in rows if row.state == "open" and row.pay_url]
    chosen = [row for row in rows if row.id in payments]
    if len(chosen) != len(set(payments)):
        raise Unknown
    for row in chosen:
        if row.state != "open":
            raise NotToBePaid(find_words("payment", row.state))
        if not row.pay_url:
            raise PaymentPrepared
    return chosen


async def _sum(
    act: Act, case_no: str, case: ReadCase, rows: Sequence[Row[Any]], *, language: Language
) -> OneSum:
    parts = {row.id: _parts(case, row) for row in rows}
    codes = {code for each in parts.values() for code in each}
    names = await department_names(act.connection, codes)

    def named(amounts: dict[str, int]) -> list[DepartmentPart]:
        return [
            DepartmentPart(code, name_in(names, code, language), amount)
            for code, amount in sorted(amounts.items())
        ]

    total = {code: sum(each.get(code, 0) for each in parts.values()) for code in codes}
    lines = [
        SumLine(
            payment=row.id,
            item=row.item_key,
            item_title=case.item_title(row.item_key, language=language),
            amount_fen=row.amount_fen,
            expires_at=row.expires_at,
            departments=named(parts[row.id]),
        )
        for row in rows
    ]
    return OneSum(case_no, sum(row.amount_fen for row in rows), lines, named(total))


def _parts(case: ReadCase, row: Row[Any]) -> dict[str, int]:
    """Where the form no longer tells the parts, the department that asked for the fee stands for all."""
    item = case.state.items[row.item_key]
    parts = departments_paid(case.plan, item, case.values, step=row.step, amount_fen=row.amount_fen)
    return parts or {item.department: row.amount_fen}
