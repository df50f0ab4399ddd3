"""The applicant says how it went, 1 to 5; a bad word opens a follow-up on somebody's desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import yaml
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from access.act import Act
from casework.acting import changing
from casework.finding import find_case
from casework.form_words import OptionOut
from casework.words import Language
from clocks.calendar import close_of, local_date
from clocks.clock import add_working_days
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.motion import is_open
from matter_definitions.state import ItemState
from refusals import FieldError, Malformed, NotNow, Unknown

BAD = 2
# 政务服务“好差评”: the first contact within one working day.
CONTACT_WITHIN_WORKING_DAYS = 1
FOLLOW_UP = "follow_up"
_TITLE = Text("差评回访", "Follow up a bad rating")

_INSERT = text("""
    INSERT INTO rating (id, case_id, item_key, node, score, options, text, person, created_at)
    VALUES (:id, :case_id, :item_key, :node, :score, :options, :text, :person, :now)
""")
_TICKET = text("""
    INSERT INTO rating_ticket (id, rating_id, case_id, department, region, due_at, opened_at)
    VALUES (:id, :rating_id, :case_id, :department, :region, :due_at, :now)
""")
_TASK = text("""
    INSERT INTO task (id, case_id, case_no, matter, item_key, step, round, kind, title_zh, title_en,
        department, region, state, opened_at, due_at, light, priority)
    VALUES (:id, :case_id, :case_no, :matter, :item_key, :step, 1, 'follow_up', :zh, :en, :department,
        :region, 'open', :now, :due_at, 'green', 0)
""")


class RatedAlready(NotNow):
    type = "rated-already"
    title = Text(zh="您已经评价过，谢谢", en="You have rated this already, thank you")


class NotOverYet(NotNow):
    type = "not-over-yet"
    title = Text(zh="办结后才能评价", en="It can be rated when it is over")


@dataclass(frozen=True, slots=True)
class CaseRated:
    """`follow_up`: somebody will get in touch by `contact_by`."""

    id: UUID
    follow_up: bool
    contact_by: datetime | None


def rating_options(score: int, *, language: Language = "zh") -> list[OptionOut]:
    return [OptionOut(each["code"], each[language]) for each in _options() if score in each["for"]]


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
        due_at = await _follow_up(act, case, rating, item=item) if score <= BAD else None
    return CaseRated(rating, score <= BAD, due_at)


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


async def _follow_up(act: Act, case: CaseChange, rating: UUID, *, item: str | None) -> datetime:
    """A ticket, and a task on the desk of the item's department, or of the one that leads the matter."""
    place = case.state.items[item] if item else _leading(case)
    day = add_working_days(local_date(case.now), CONTACT_WITHIN_WORKING_DAYS, case.calendar)
    due_at = close_of(day)
    shared = {
        "case_id": case.id,
        "department": place.department,
        "region": place.region,
        "due_at": due_at,
        "now": case.now,
    }
    await act.connection.execute(_TICKET, {**shared, "id": uuid4(), "rating_id": rating})
    title = case.plan.title
    task = {
        **shared,
        "id": uuid4(),
        "case_no": case.case_no,
        "matter": case.row.matter,
        "item_key": place.key,
        "step": f"{FOLLOW_UP}:{rating}",
        "zh": f"{title.zh}：{_TITLE.zh}",
        "en": f"{title.en}: {_TITLE.en}",
    }
    await act.connection.execute(_TASK, task)
    return due_at


def _leading(case: CaseChange) -> ItemState:
    kinds = {item.code: item.department_kind for item in case.plan.items}
    items = list(case.state.items.values())
    leading = [each for each in items if kinds[each.code] == case.plan.lead_department_kind]
    return (leading or items)[0]


def _check(score: int, options: Sequence[str]) -> None:
    offered = {each.code for each in rating_options(score)}
    unknown = [code for code in options if code not in offered]
    if not 1 <= score <= 5:
        raise Malformed(errors=[FieldError("/score", "请打 1 到 5 分", "give 1 to 5")])
    if unknown:
        zh, en = f"没有这个选项：{unknown[0]}", f"not offered with this score: {unknown[0]}"
        error = FieldError("/options", zh, en)
        raise Malformed(errors=[error])


@cache
def _options() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("rating_options.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))["options"]
