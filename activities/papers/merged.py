"""The one paper of several results, as its parts stand when it is drawn."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, text

from activities.papers.making import Draft, PaperMaking
from activities.papers.words import Words, lead_department, read_words
from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from departments.contract import DepartmentNonsense
from documents.verification import masked_holder, status_on
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.merged import MergedPlan, ResultPart, merged_code

# Of a result that was issued anew only the latest paper is a part.
_ISSUED = text("""
    SELECT id, item_key, step, title_zh, title_en, number, issuer, valid_to, state FROM document
    WHERE case_id = :case_id AND kind = 'result' AND state IN ('valid', 'revoked', 'suspended')
        AND replaced_by IS NULL AND item_key IS NOT NULL
    ORDER BY item_key, issued_at, id
""")


def is_merged(effect: EffectRow) -> bool:
    return merged_code(effect.step) is not None


async def merged_draft(making: PaperMaking, case: CaseChange, effect: EffectRow) -> Draft:
    """Issued by the department that leads the matter."""
    merged = _plan_of(case, effect)
    rows = (await case.connection.execute(_ISSUED, {"case_id": case.id})).all()
    parts = [row for part in merged.parts for row in _papers_of(case, part, rows)]
    words, today = await read_words(case), local_date(case.now)
    applicant = await making.applicant(case)
    holder = case.values.get(merged.holder_key or "") or (applicant.name if applicant else "—")
    issuer = lead_department(case)
    data = await making.data(
        case,
        issuer=words.department(issuer),
        holder=str(holder),
        title=merged.title,
        number=None,
        variables={
            "matter": case.plan.title,
            "parts": [_row(each, words, today) for each in parts],
            "earliest": _earliest(parts, today),
        },
    )
    masked = masked_holder(str(holder), is_company=applicant is not None and applicant.is_company)
    return Draft(
        "result",
        merged.template,
        merged.title,
        issuer,
        masked,
        data,
        valid_to=_latest(parts),
        parts=tuple(each.id for each in parts),
    )


def _plan_of(case: CaseChange, effect: EffectRow) -> MergedPlan:
    code = merged_code(effect.step)
    for each in case.plan.merged:
        if each.code == code:
            return each
    raise DepartmentNonsense("papers", f"the plan has no merged result {code}")


def _papers_of(case: CaseChange, part: ResultPart, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The latest of each item of the kind, in the order of the case."""
    steps = {each.code for each in case.plan.item(part.item).steps if each.result == part.result}
    latest = {row.item_key: row for row in rows if row.step in steps}
    keys = [key for key, item in case.state.items.items() if item.code == part.item]
    return [latest[key] for key in keys if key in latest]


def _state(row: Row[Any], today: date) -> str:
    if row.state != "valid":
        return row.state
    return status_on(today, valid_to=row.valid_to, revoked=False)


def _row(row: Row[Any], words: Words, today: date) -> dict[str, object]:
    return {
        "title": Text(row.title_zh, row.title_en),
        "department": words.department(row.issuer),
        "number": row.number,
        "valid_to": row.valid_to,
        "state": _state(row, today),
    }


def _earliest(parts: Sequence[Row[Any]], today: date) -> date | None:
    """Of those that are valid now."""
    days = [row.valid_to for row in parts if row.valid_to and _state(row, today) == "valid"]
    return min(days, default=None)


def _latest(parts: Sequence[Row[Any]]) -> date | None:
    """As long as one part is valid, the paper is; its parts say which. One that has fallen counts no more,
    one that is suspended may come back."""
    ends = [row.valid_to for row in parts if row.state != "revoked"]
    return None if None in ends else max(ends, default=None)
