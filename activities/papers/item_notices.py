"""What the papers about one item say, each from the item's state and the event that it is written on."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from activities.papers import decision_notices
from activities.papers.about import About, read_about
from activities.papers.words import Words, item_title, target_title
from clocks.calendar import local_date
from clocks.clock import Limit
from database.queries.effect_rows import EffectRow
from documents.papers import SOURCE_WORDS
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.advance import clock_of

Row = dict[str, Any]

_UNITS: Mapping[str, Text] = {
    "working_day": Text("个工作日", "working days"),
    "natural_day": Text("日", "days"),
    "half_day": Text("个半日", "half days"),
    "hour": Text("小时", "hours"),
    "working_hour": Text("个工作小时", "working hours"),
}


async def item_variables(
    case: CaseChange, effect: EffectRow, words: Words, *, public_url: str
) -> dict[str, object]:
    """The variables of the paper about one item that `effect` asks for, by its template."""
    about = await read_about(case, effect, words, public_url=public_url)
    common: Row = {
        "matter": case.plan.title,
        "item": item_title(case, about.item),
        "applied_on": local_date(case.state.submitted_at),
        "track_url": f"{public_url}/track",
    }
    return common | ITEM_PAPERS[effect.template or ""](about)


# --- receiving


def _receipt(about: About) -> Row:
    due = clock_of(about.case.plan, about.item, about.case.calendar).due_at
    return {"received_on": about.day, "review_by": local_date(due) if due else None}


def _return(about: About) -> Row:
    item, case = about.item, about.case
    notice = next((each for each in reversed(case.state.notices) if item.key in each.marks), None)
    marks = [
        {
            "what": target_title(case, mark.target),
            "why": about.words.texts.get(mark.text) or Text("请按要求补全", "Please complete this"),
        }
        for mark in (notice.marks[item.key] if notice else ())
    ]
    whole = [{"what": Text("申请材料", "Your papers"), "why": about.surely_a_reason}]
    return {
        "marks": marks or whole,
        "answer_until": local_date(notice.answer_until) if notice and notice.answer_until else None,
        "answer_url": f"{about.public_url}/cases/{case.case_no}/corrections",
    }


def _completed(about: About) -> Row:
    asked = [target for notice in about.case.state.notices for target in notice.asked]
    mine = [each for each in dict.fromkeys(asked) if _is_of(about, each)]
    return {
        "completed_on": about.day,
        "supplied": [{"title": target_title(about.case, target)} for target in mine],
    }


def _is_of(about: About, target: str) -> bool:
    """A field or material that this item needs."""
    key = target.partition(":")[2]
    known = [*about.case.plan.form.fields, *about.case.plan.form.materials]
    return any(each.key == key and any(n.item == about.plan.code for n in each.needs) for each in known)


def _not_accepted(about: About) -> Row:
    authority = about.said(about.item.authority) or about.plan.authority_hint
    return {
        "authority": authority or Text("本事项依法不需要办理。", "The law asks for nothing here."),
        "reason": about.reason,
        "legal_basis": about.said(about.item.legal_basis),
        "remedies": decision_notices.remedies(about),
    }


def _materials(about: About) -> Row:
    rows = [
        {
            "title": target_title(about.case, f"material:{each.material}"),
            "from": SOURCE_WORDS[each.source],
            "version": _version(each.version),
        }
        for each in about.materials
        if _is_of(about, f"material:{each.material}")
    ]
    form = [{"title": Text("申请表", "Application form"), "from": SOURCE_WORDS["upload"]}]
    return {"accepted_on": local_date(about.item.accepted_at or about.at), "materials": [*form, *rows]}


def _version(number: int) -> Text | None:
    return Text(f"第 {number} 次提交", f"no. {number}") if number > 1 else None


def _closed(about: About) -> Row:
    return {"reason": about.surely_a_reason, "ended_on": local_date(about.item.decided_at or about.at)}


def _withdrawn(about: About) -> Row:
    return {"withdrawn_on": about.day}


# --- handling


def _approval_sheet(about: About) -> Row:
    decided = [
        each
        for each in about.item.steps.values()
        if (step := about.case.plan.find_step(about.item.code, each.code)) and step.kind == "approval"
    ]
    return {"levels": [_level(about, each.code) for each in decided]}


def _level(about: About, code: str) -> Row:
    step = about.item.steps[code]
    words = {
        "grant": Text("准予", "granted"),
        "pass": Text("同意", "agreed"),
        "deny": Text("不予许可", "denied"),
        "grant_with_late_supply": Text("容缺通过", "granted, papers to follow"),
    }
    return {
        "title": about.case.plan.step(about.item.code, code).title,
        "outcome": words.get(step.outcome or "", Text("待办", "open")),
        "officer": about.officers.get(step.decided_by or ""),
        "decided_on": local_date(step.closed_at) if step.closed_at else None,
    }


def _special(about: About) -> Row:
    special = about.item.specials[-1]
    return {
        "kind": special.kind,
        "begun_on": local_date(special.started_at),
        "expected_on": local_date(special.expected_until),
    }


def _suspended(about: About) -> Row:
    suspension = about.item.suspensions[-1]
    return {
        "kind": suspension.kind,
        "begun_on": local_date(suspension.started_at),
        "reason": about.said(suspension.reason),
        "stands": "yes" if suspension.stands else "no",
        "until": local_date(suspension.until) if suspension.until else None,
    }


def _forwarded(about: About) -> Row:
    forwarding = about.item.forwardings[-1]
    return {
        "to": about.words.department(forwarding.to),
        "forwarded_on": local_date(forwarding.started_at),
        "until": local_date(forwarding.until) if forwarding.until else None,
        "reason": about.said(about.data.get("reason")),
    }


def _extended(about: About) -> Row:
    extension = about.item.extensions[-1]
    due = clock_of(about.case.plan, about.item, about.case.calendar).due_at
    return {
        "reason": about.said(extension.reason) or about.surely_a_reason,
        "amount": limit_words(extension.amount),
        "until": local_date(due) if due else None,
    }


def limit_words(limit: Limit) -> Text:
    unit = _UNITS.get(limit.unit, Text(limit.unit, limit.unit))
    return Text(f"{limit.amount}{unit.zh}", f"{limit.amount} {unit.en}")


def _hearing(about: About) -> Row:
    at = about.data.get("at")
    return {"at": datetime.fromisoformat(at) if isinstance(at, str) else about.at}


def _drawn(about: About) -> Row:
    return {"drawn_on": about.day}


def _other(about: About) -> Row:
    return {"text": about.said(about.data.get("text")) or about.surely_a_reason}


ITEM_PAPERS: Mapping[str, Callable[[About], Row]] = {
    "receipt_notice": _receipt,
    "return_notice": _return,
    "completion_of_corrections": _completed,
    "not_accepted_notice": _not_accepted,
    "refusal_at_receipt": decision_notices.refused,
    "materials_receipt": _materials,
    "closing_notice": _closed,
    "withdrawal_receipt": _withdrawn,
    "approval_sheet": _approval_sheet,
    "special_procedure_notice": _special,
    "suspension_notice": _suspended,
    "forwarding_letter": _forwarded,
    "extension_notice": _extended,
    "hearing_notice": _hearing,
    "granted_notice": decision_notices.granted,
    "denial_notice": decision_notices.denied,
    "result_handover": decision_notices.handover,
    "service_receipt": decision_notices.served,
    "instant_commitment": decision_notices.commitment,
    "late_supply_notice": decision_notices.commitment,
    "approval_commitment": decision_notices.commitment,
    "filing_drawn": _drawn,
    "filing_not_drawn": _drawn,
    "other_notice": _other,
    "order_to_correct": decision_notices.order,
    "termination_notice": decision_notices.terminated,
    "prior_notice": decision_notices.forewarned,
    "revocation_decision": decision_notices.revoked,
    "result_suspension_decision": decision_notices.result_suspended,
    "result_restoration_notice": decision_notices.result_restored,
    "taking_back_notice": decision_notices.taken_back,
    "rectification_notice": decision_notices.rectified,
    "reopening_notice": decision_notices.reopened,
}
