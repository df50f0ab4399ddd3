"""Letters between authorities as papers: the letter itself, and the one that answers it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from activities.papers.making import Draft, PaperMaking
from activities.papers.words import JOINT_WINDOW, item_title, read_texts
from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from departments.contract import DepartmentNonsense
from documents.verification import masked_holder
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.corresponding import ANSWER, OUTSIDE

_LETTER, _ANSWER = Text("协助函", "Letter of assistance"), Text("复函", "Answer to a letter")
_NAMES = text("SELECT code, name_zh, name_en FROM department WHERE code = ANY(:codes)")
_READ = text("""
    SELECT l.number, l.kind, l.from_department, l.to_department, l.outside_zh, l.outside_en, l.text_id,
        l.sent_at, l.due_at, l.outcome, a.number AS answers
    FROM letter l LEFT JOIN letter a ON a.id = l.answers WHERE l.id = :id AND l.case_id = :case
""")


def is_letter(effect: EffectRow) -> bool:
    return effect.step.startswith(f"{events.LETTER_SENT}:")


async def letter_draft(making: PaperMaking, case: CaseChange, effect: EffectRow) -> Draft:
    """By whoever sends it, under the letter's own number."""
    letter = await _read(case, effect)
    codes = [letter.from_department, letter.to_department]
    rows = await case.connection.execute(_NAMES, {"codes": codes})
    names = {row.code: Text(row.name_zh, row.name_en) for row in rows}
    applicant = await making.applicant(case)
    holder = applicant.name if applicant else "—"
    title = _ANSWER if letter.kind == ANSWER else _LETTER
    data = await making.data(
        case,
        issuer=names.get(letter.from_department, JOINT_WINDOW),
        holder=holder,
        title=title,
        number=letter.number,
        variables=await _variables(case, effect, letter, names),
    )
    masked = masked_holder(holder, is_company=applicant is not None and applicant.is_company)
    return Draft("letter", effect.template or "", title, letter.from_department, masked, data)


async def _read(case: CaseChange, effect: EffectRow) -> Any:
    """The row of `letter` that the effect draws."""
    letter_id = UUID(effect.step.partition(":")[2])
    row = (await case.connection.execute(_READ, {"id": letter_id, "case": case.id})).one_or_none()
    if row is None:
        raise DepartmentNonsense("papers", "there is no such letter", key=effect.key)
    return row


async def _variables(
    case: CaseChange, effect: EffectRow, letter: Any, names: Mapping[str, Text]
) -> dict[str, object]:
    texts = await read_texts(case, [letter.text_id])
    item = case.state.items[effect.item_key or ""]
    said: Mapping[str, object] = {
        "matter": case.plan.title,
        "item": item_title(case, item),
        "applied_on": local_date(case.state.submitted_at),
        "track_url": None,
        "to": _addressee(letter, names),
        "text": texts.get(str(letter.text_id), "—"),
    }
    if letter.kind == ANSWER:
        return {**said, "answers": letter.answers or "—", "outcome": letter.outcome}
    return {**said, "answer_until": _day(letter.due_at)}


def _addressee(letter: Any, names: Mapping[str, Text]) -> Text:
    if letter.to_department == OUTSIDE:
        return Text(letter.outside_zh, letter.outside_en)
    return names.get(letter.to_department, JOINT_WINDOW)


def _day(moment: datetime | None) -> object:
    return local_date(moment) if moment else None
