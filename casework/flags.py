"""Marks on a person's credit as people read them: what is proposed or holds, why, by which law, until when.

The person reads it from the first day and may speak before the second signature (行政许可法 7); whoever may
sign sees that it waits. What holds, and when, is decided in `sign_flag`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.policy import can
from casework.access_records import record_access
from casework.acting import changing
from casework.case_reading import ReadCase, read_case, read_texts
from casework.finding import FoundCase, find_case
from casework.item_act import is_in_charge
from casework.sign_flag import LAW, may_sign
from casework.words import Language, state_words
from clocks.calendar import local_date
from engine.flags import find_proposed
from forms.form_plan import Text
from matter_definitions import events
from refusals import NotNow, Unknown

FlagState = Literal["proposed", "signed", "in_force", "over", "lifted"]

_COLUMNS = """
    SELECT f.case_id, f.item_key, f.commitment, f.kind, f.reason, f.proposed_at, f.signed_by,
        f.countersigned_by, f.from_day, f.until_day, f.lifted_at, c.case_no
    FROM person_flag f JOIN matter_case c ON c.id = f.case_id
"""
_OF_CASE = text(f"{_COLUMNS} WHERE f.case_id = :case ORDER BY f.proposed_at, f.id")
_OF_PERSON = text(f"{_COLUMNS} WHERE f.person_id = :person ORDER BY f.proposed_at DESC, f.id LIMIT 100")
_UNSIGNED = text(f"""
    {_COLUMNS} WHERE f.countersigned_by IS NULL AND f.lifted_at IS NULL ORDER BY f.proposed_at, f.id LIMIT 50
""")
_OWN = text("""
    SELECT 1 FROM person_flag
    WHERE case_id = :case AND item_key = :item AND commitment = :commitment AND person_id = :person
""")


class FlagHolds(NotNow):
    type = "flag-holds"
    title = Text(
        zh="信用记录已经生效；不服的，可以申请行政复议或者提起行政诉讼",
        en="The mark holds already; you may apply for review or go to court",
    )


@dataclass(frozen=True, slots=True)
class FlagView:
    """`what`: the promise that it is about; `why`: what the office found, None when lawfully erased.
    `in_force` from `from_day` to `until_day`. `may_sign`: this reader, now."""

    case_no: str
    item: str
    item_title: str
    commitment: str
    what: str
    kind: str
    kind_words: str
    why: str | None
    law: str
    proposed_at: datetime
    state: FlagState
    state_words: str
    from_day: date | None
    until_day: date | None
    may_sign: bool


@dataclass(frozen=True, slots=True)
class _Row:
    case_id: int
    item_key: str
    commitment: str
    kind: str
    reason: str
    proposed_at: datetime
    signed_by: UUID | None
    countersigned_by: UUID | None
    from_day: date | None
    until_day: date | None
    lifted_at: datetime | None
    case_no: str


async def case_flags(act: Act, case_no: str, *, language: Language = "zh") -> list[FlagView]:
    """Those of one case, the earliest first. Raises Unknown (404)."""
    found = await find_case(act, case_no, action="case.read")
    if act.actor.himself.person_id != found.applicant:
        await record_access(act, "case_opened", case_id=found.id, person_id=found.applicant)
    rows = [_Row(*row) for row in await act.connection.execute(_OF_CASE, {"case": found.id})]
    case = await read_case(act, found.id) if rows else None
    return [await _view(act, found, case, row, language=language) for row in rows if case]


async def my_flags(act: Act, *, language: Language = "zh") -> list[FlagView]:
    """Those against the person herself, the latest first."""
    rows = await act.connection.execute(_OF_PERSON, {"person": act.actor.himself.person_id})
    return await _views(act, [_Row(*row) for row in rows], language=language)


async def flags_to_sign(act: Act, *, language: Language = "zh") -> list[FlagView]:
    """Those that wait for this officer or supervisor, the longest waiting first."""
    rows = [_Row(*row) for row in await act.connection.execute(_UNSIGNED)]
    return [each for each in await _views(act, rows, language=language) if each.may_sign]


async def speak_about_flag(act: Act, case_no: str, item: str, commitment: str, words: str) -> None:
    """The person says what she has to say; whoever signs reads it with the case. Raises Unknown (404),
    NotYours (403) and FlagHolds (409)."""
    found = await find_case(act, case_no, action="case.complain")
    own = {"case": found.id, "item": item, "commitment": commitment, "person": act.actor.himself.person_id}
    if (await act.connection.execute(_OWN, own)).first() is None:
        raise Unknown
    async with changing(act, found.id) as case:
        flag = await find_proposed(case.connection, case.id, item=item, commitment=commitment)
        if flag is None:
            raise Unknown
        if flag.countersigned_by is not None:
            raise FlagHolds
        case.happened(events.COMMENTED, item=item, text=str(case.add_text("flag", words)))


async def _views(act: Act, rows: list[_Row], *, language: Language) -> list[FlagView]:
    views: list[FlagView] = []
    for row in rows:
        found = await find_case(act, row.case_no, action="case.read")
        views.append(await _view(act, found, await read_case(act, found.id), row, language=language))
    return views


async def _view(act: Act, found: FoundCase, case: ReadCase, row: _Row, *, language: Language) -> FlagView:
    item = case.state.items[row.item_key]
    texts = await read_texts(act, case, [row.reason])
    plans = case.item_plan(row.item_key).commitments
    what = next((each.title for each in plans if each.code == row.commitment), None)
    state = _state(row, today=local_date(case.now))
    is_open = state in ("proposed", "signed")
    allowed = is_in_charge(act.actor, item) and can(act.actor, "case.revoke", found.resource).allowed
    return FlagView(
        case_no=row.case_no,
        item=row.item_key,
        item_title=case.item_title(row.item_key, language=language),
        commitment=row.commitment,
        what=what.in_language(language) if what else row.commitment,
        kind=row.kind,
        kind_words=state_words("flag_kind", row.kind, language=language),
        why=texts.get(row.reason.partition(":")[2]),
        law=LAW.in_language(language),
        proposed_at=row.proposed_at,
        state=state,
        state_words=state_words("flag", state, language=language),
        from_day=row.from_day,
        until_day=row.until_day,
        may_sign=is_open and allowed and may_sign(act.actor, signed_by=row.signed_by),
    )


def _state(row: _Row, *, today: date) -> FlagState:
    if row.lifted_at is not None:
        return "lifted"
    if row.countersigned_by is None:
        return "proposed" if row.signed_by is None else "signed"
    return "over" if row.until_day is not None and row.until_day < today else "in_force"
