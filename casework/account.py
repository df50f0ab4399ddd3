"""The account of an item's time: each of its clocks in sentences, and every day of it on request."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from access.act import Act
from casework.account_sentences import (
    Clock,
    Ending,
    Extended,
    account_sentences,
    by_law_sentence,
    counted_day_words,
)
from casework.case_reading import ReadCase, read_case
from casework.finding import find_case
from casework.words import Language
from clocks.account import Account, account
from clocks.clock import Limit, due
from clocks.pauses import Pause
from matter_definitions.limits import extensions_now
from matter_definitions.motion import is_open
from matter_definitions.plan import ItemPlan
from matter_definitions.state import RECEIPT, ItemState
from refusals import Unknown


@dataclass(frozen=True, slots=True)
class DayLine:
    """`number` is None for a day that is not counted; `why_not` is the code of the reason then."""

    day: date
    day_words: str
    number: int | None
    why_not: str | None
    pause_kind: str | None
    words: str


@dataclass(frozen=True, slots=True)
class ClockAccount:
    """`used` and `amount` count `unit`, with extensions in the same unit. `ended_at`: it runs no more."""

    clock: Clock
    sentences: list[str]
    amount: int
    unit: str
    used: int
    started_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    provisional: bool
    days: list[DayLine]


@dataclass(frozen=True, slots=True)
class ItemAccount:
    case_no: str
    item: str
    title: str
    at: datetime
    clocks: list[ClockAccount]


@dataclass(frozen=True, slots=True)
class _Run:
    """One clock of an item as it ran: from when, how far, and what stood in its way."""

    clock: Clock
    limit: Limit
    started: datetime
    ended: datetime | None
    pauses: Sequence[Pause] = ()
    extended: Sequence[Extended] = ()
    by_law: Limit | None = None
    ending: Ending = "receipt"


async def item_account(
    act: Act, case_no: str, item: str, *, days: bool = False, language: Language = "zh"
) -> ItemAccount:
    """Raises Unknown (404), also for a case the actor may not know of. `days`: every day, one by one."""
    found = await find_case(act, case_no, action="case.read")
    case = await read_case(act, found.id)
    if item not in case.state.items:
        raise Unknown
    state = case.state.items[item]
    runs = _runs(case.plan.item(state.code), state)
    return ItemAccount(
        case_no=found.case_no,
        item=item,
        title=case.item_title(item, language=language),
        at=case.now,
        clocks=[_tell(case, state, run, days=days, language=language) for run in runs],
    )


def _runs(plan: ItemPlan, item: ItemState) -> Iterator[_Run]:
    """The clocks that have begun, in their order. What a rule accepts at once has no receipt clock."""
    review = item.steps.get(RECEIPT)
    if item.received_at and review is not None:
        looked_at = review.closed_at if item.form_ok else item.decided_at
        by_silence = item.accepted_by == "silence"
        yield _Run(
            "receipt",
            plan.receipt,
            item.received_at,
            looked_at,
            item.receipt_pauses,
            ending="silence" if by_silence else "receipt",
        )
    if item.accepted_at:
        extended = [
            Extended(each.decided_at, each.amount)
            for each in extensions_now(item)
            if each.granted and each.decided_at
        ]
        yield _Run(
            "handling",
            plan.promised,
            item.accepted_at,
            None if is_open(item) else item.decided_at,
            item.handling_pauses,
            extended,
            by_law=plan.statutory,
            ending="handling",
        )
    if plan.delivery_watch and item.standing == "granted" and item.decided_at:
        yield _Run(
            "delivery",
            plan.delivery,
            item.delivery_from or item.decided_at,
            item.signed_at,
            ending="delivery",
        )


def _tell(case: ReadCase, item: ItemState, run: _Run, *, days: bool, language: Language) -> ClockAccount:
    calendar = case.calendar.for_region(item.region)
    extra = [each.amount for each in run.extended]
    told = account(
        run.limit,
        extra=extra,
        started=run.started,
        until=run.ended or case.now,
        pauses=run.pauses,
        calendar=calendar,
    )
    sentences = account_sentences(
        told,
        clock=run.clock,
        language=language,
        extended=run.extended,
        ended=run.ending if run.ended else None,
    )
    if run.by_law and run.by_law != run.limit and run.ended is None:
        at = due(run.by_law, started=run.started, pauses=run.pauses, calendar=calendar, extra=extra).at
        sentences += [by_law_sentence(run.by_law, at, since=run.started, language=language)] if at else []
    return ClockAccount(
        clock=run.clock,
        sentences=sentences,
        amount=told.parts[-1].limit.amount,
        unit=told.parts[-1].limit.unit,
        used=told.used,
        started_at=run.started,
        ended_at=run.ended,
        due_at=told.due.at,
        provisional=told.due.provisional,
        days=_lines(told, language=language) if days else [],
    )


def _lines(told: Account, *, language: Language) -> list[DayLine]:
    lines: list[DayLine] = []
    for each in told.days:
        day_words, words = counted_day_words(each, since=told.start, language=language)
        lines.append(
            DayLine(each.day, day_words, each.number, each.not_counted_because, each.pause_kind, words)
        )
    return lines
