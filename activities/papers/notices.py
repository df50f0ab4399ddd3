"""What the papers of a whole case say: receipt, acceptance, corrections, completion."""

from typing import Any

from sqlalchemy import text

from activities.papers.application import application_variables
from activities.papers.item_notices import ITEM_PAPERS, item_variables
from activities.papers.words import Words, item_title, target_title
from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from departments.contract import DepartmentNonsense
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.advance import clock_of
from matter_definitions.state import ItemState, Notice

Row = dict[str, Any]

_MATERIALS = text("""
    SELECT DISTINCT ON (material) material, source FROM case_material WHERE case_id = :case_id
    ORDER BY material, version DESC
""")
_RESULTS = text("""
    SELECT DISTINCT ON (item_key) item_key, title_zh, title_en, number FROM document
    WHERE case_id = :case_id AND kind = 'result' AND state IN ('valid', 'expired')
    ORDER BY item_key, issued_at DESC
""")


async def variables_of(
    case: CaseChange, effect: EffectRow, words: Words, *, public_url: str
) -> dict[str, object]:
    """The variables of the paper that `effect` asks for, by its template."""
    if effect.template in ITEM_PAPERS:
        return await item_variables(case, effect, words, public_url=public_url)
    common: Row = {"matter": case.plan.title, "track_url": f"{public_url}/track"}
    match effect.template:
        case "submission_receipt":
            return common | await _receipt(case, words)
        case "application_form":
            del common["track_url"]
            named = [_named(case, each, words) for each in case.state.items.values()]
            return common | {"items": named} | await application_variables(case)
        case "acceptance_notice":
            return common | _acceptance(case, words)
        case "correction_notice":
            del common["track_url"]
            return common | _corrections(case, effect, words, public_url=public_url)
        case "completion_notice":
            return common | await _completion(case, words)
        case template:
            raise DepartmentNonsense("papers", f"no event of a case fills {template}")


async def _receipt(case: CaseChange, words: Words) -> Row:
    items = list(case.state.items.values())
    clocks = [clock_of(case.plan, each, case.calendar) for each in items]
    reviews = [each.due_at for each in clocks if each.running == "receipt" and each.due_at]
    rows = await case.connection.execute(_MATERIALS, {"case_id": case.id})
    return {
        "submitted_at": case.state.submitted_at,
        "review_by": local_date(max(reviews)) if reviews else None,
        "expected_on": local_date(case.state.expected_at) if case.state.expected_at else None,
        "items": [_named(case, each, words) for each in items],
        "materials": [
            {"title": target_title(case, f"material:{row.material}"), "source": row.source} for row in rows
        ],
    }


def _acceptance(case: CaseChange, words: Words) -> Row:
    state = case.state
    return {
        "accepted_on": local_date(state.reviewed_at or case.now),
        "promised_on": local_date(state.promised_at) if state.promised_at else None,
        "items": [_accepted_item(case, each, words) for each in state.items.values()],
    }


def _accepted_item(case: CaseChange, item: ItemState, words: Words) -> Row:
    clock = clock_of(case.plan, item, case.calendar)
    waits_for = [item_title(case, case.state.items[key]) for key in item.waiting_for]
    return {
        **_named(case, item, words),
        "outcome": "waiting" if waits_for else item.standing,
        "accepted_on": local_date(item.accepted_at) if item.accepted_at else None,
        "promised_on": local_date(clock.promised_at) if clock.promised_at else None,
        "statutory_on": local_date(clock.statutory_at) if clock.statutory_at else None,
        "waits_for": _joined(waits_for),
        "reason": words.reason(case, item),
    }


def _corrections(case: CaseChange, effect: EffectRow, words: Words, *, public_url: str) -> Row:
    notice = next(each for each in case.state.notices if each.number == effect.round)
    asked = [case.state.items[key] for key in notice.marks]
    going_on = [each for key, each in case.state.items.items() if key not in notice.marks and each.form_ok]
    return {
        "answer_until": local_date(notice.answer_until or case.now),
        "answer_url": f"{public_url}/cases/{case.case_no}/corrections",
        "items": [
            {**_named(case, each, words), "marks": _marks(case, notice, each, words)} for each in asked
        ],
        "going_on": [_named(case, each, words) for each in going_on],
    }


def _marks(case: CaseChange, notice: Notice, item: ItemState, words: Words) -> list[Row]:
    return [
        {
            "what": target_title(case, mark.target),
            "why": words.texts.get(mark.text) or Text("请按要求补正", "Please correct this"),
        }
        for mark in notice.marks[item.key]
    ]


async def _completion(case: CaseChange, words: Words) -> Row:
    rows = await case.connection.execute(_RESULTS, {"case_id": case.id})
    results = {row.item_key: row for row in rows}
    items: list[Row] = []
    for item in case.state.items.values():
        result = results.get(item.key)
        items.append(
            {
                **_named(case, item, words),
                "outcome": item.standing,
                "ended_on": local_date(item.decided_at) if item.decided_at else None,
                "reason": words.reason(case, item),
                "result": Text(result.title_zh, result.title_en) if result else None,
                "number": result.number if result else None,
            }
        )
    return {
        "submitted_on": local_date(case.state.submitted_at),
        "ended_on": local_date(case.state.ended_at or case.now),
        "items": items,
        "next": [{"text": each.text} for each in case.plan.next if each.matter in case.state.next_matters],
    }


def _named(case: CaseChange, item: ItemState, words: Words) -> Row:
    return {"title": item_title(case, item), "department": words.department(item.department)}


def _joined(titles: list[Text]) -> Text | None:
    if not titles:
        return None
    return Text("、".join(each.zh for each in titles), ", ".join(each.en for each in titles))
