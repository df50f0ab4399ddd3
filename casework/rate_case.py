"""The applicant says how it went, 1 to 5; a bad word opens a follow-up on somebody's desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from access.act import Act
from casework.acting import changing
from casework.finding import find_case
from casework.rating_words import rating_options
from casework.tickets.opening import open_for_rating
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.motion import is_open
from refusals import FieldError, Malformed, NotNow, Unknown

BAD = 2

_INSERT = text("""
    INSERT INTO rating (id, case_id, item_key, node, score, options, text, person, created_at)
    VALUES (:id, :case_id, :item_key, :node, :score, :options, :text, :person, :now)
""")


class RatedAlready(NotNow):
    type = "rated-already"
    title = Text(zh="您已经评价过，谢谢", en="You have rated this already, thank you")


class NotOverYet(NotNow):
    type = "not-over-yet"
    title = Text(zh="办结后才能评价", en="It can be rated when it is over")


@dataclass(frozen=True, slots=True)
class CaseRated:
    """`follow_up`: somebody will get in touch by `contact_by`; `ticket`: the number under which."""

    id: UUID
    follow_up: bool
    contact_by: datetime | None
    ticket: str | None = None


async def rate_case(
    act: Act,
    case_no: str,
    *,
    score: int,
    options: Sequence[str] = (),
    words: str | None = None,
    item: str | None = None,
) -> CaseRated:
    """Once for the case and once for each item. Raises Unknown (404), NotOverYet and RatedAlready (409),
    Malformed (422)."""
    found = await find_case(act, case_no, action="case.rate")
    _check(score, options)
    async with changing(act, found.id) as case:
        if item is not None and item not in case.state.items:
            raise Unknown
        over = case.state.ended_at is not None if item is None else not is_open(case.state.items[item])
        if not over:
            raise NotOverYet
        rating = await _insert(act, case, score=score, options=options, words=words, item=item)
        case.happened(events.RATED, item=item, score=score, rating=str(rating))
        ticket = await open_for_rating(act, case, rating, item=item) if score <= BAD else None
    if ticket is None:
        return CaseRated(rating, follow_up=False, contact_by=None)
    return CaseRated(rating, follow_up=True, contact_by=ticket.due_at, ticket=ticket.number)


async def _insert(
    act: Act, case: CaseChange, *, score: int, options: Sequence[str], words: str | None, item: str | None
) -> UUID:
    rating = uuid4()
    row = {
        "id": rating,
        "case_id": case.id,
        "item_key": item,
        "node": "case_end" if item is None else "item_end",
        "score": score,
        "options": list(options),
        "text": case.add_text("rating", words) if words else None,
        "person": act.actor.person_id,
        "now": case.now,
    }
    try:
        await act.connection.execute(_INSERT, row)
    except IntegrityError as error:
        raise RatedAlready from error
    return rating


def _check(score: int, options: Sequence[str]) -> None:
    offered = {each.code for each in rating_options(score)}
    unknown = [code for code in options if code not in offered]
    if not 1 <= score <= 5:
        raise Malformed(errors=[FieldError("/score", "请打 1 到 5 分", "give 1 to 5")])
    if unknown:
        zh, en = f"没有这个选项：{unknown[0]}", f"not offered with this score: {unknown[0]}"
        error = FieldError("/options", zh, en)
        raise Malformed(errors=[error])
