"""What the papers of decisions say: grants, denials, commitments, and what undoes them."""

from typing import Any

from activities.papers.about import About
from activities.papers.words import target_title
from clocks.calendar import local_date
from forms.form_plan import Text
from matter_definitions.advance import clock_of
from matter_definitions.forewarning import REVOCATION
from matter_definitions.remedies import remedy_of
from matter_definitions.state import PRIOR, commitment_step

Row = dict[str, Any]


def refused(about: About) -> Row:
    return {
        "reason": about.surely_a_reason,
        "legal_basis": about.said(about.item.legal_basis),
        "remedies": remedies(about),
    }


def granted(about: About) -> Row:
    decided = about.item.decided_at or about.at
    clock = clock_of(about.case.plan, about.item, about.case.calendar)
    due = clock.due_at if clock.running == "delivery" else None
    return {
        "decided_on": local_date(decided),
        **result(about),
        "delivery_by": local_date(due) if due else None,
        "legal_basis": about.plan.basis,
    }


def denied(about: About) -> Row:
    return {"decided_on": local_date(about.item.decided_at or about.at), **refused(about)}


def remedies(about: About) -> list[Row]:
    item = about.item
    kind = item.department.partition("@")[0]
    nearest = remedy_of(about.case.plan, region=item.region, department_kind=kind)
    if nearest is None:
        return []
    return [
        {
            "authority": nearest.authority,
            "days": str(nearest.days),
            "court": nearest.court,
            "months": str(nearest.months),
        }
    ]


def result(about: About) -> Row:
    """The latest one that was issued; before that, what the plan calls it."""
    if about.results:
        row = about.results[0]
        return {"result": Text(row.title_zh, row.title_en), "result_number": row.number}
    planned = about.plan.results
    return {"result": planned[0].title if planned else None, "result_number": None}


def _issued(about: About) -> list[Row]:
    rows = [{"title": Text(each.title_zh, each.title_en), "number": each.number} for each in about.results]
    return rows or [{"title": about.plan.title, "number": None}]


def handover(about: About) -> Row:
    return {"handed_over_on": about.day, "results": _issued(about), "how": about.item.delivery_mode}


def served(about: About) -> Row:
    return {
        "papers": _issued(about),
        "how": about.item.delivery_mode or "counter",
        "delivered_at": about.item.delivered_at or about.at,
        "signed": "yes" if about.item.signed_at else "no",
    }


# --- commitments


def commitment(about: About) -> Row:
    made = about.item.commitments
    code, step = about.data.get("commitment"), about.step
    state = next((each for each in made if each.code == code or commitment_step(each.code) == step), made[-1])
    plan = next(each for each in about.plan.commitments if each.code == state.code)
    return {
        "commitment": plan.title,
        "statement": plan.statement,
        "replaces": [{"title": target_title(about.case, target)} for target in state.targets],
        "consequences": plan.consequences,
        "signed_on": local_date(state.made_at),
        "until": local_date(state.until),
    }


def order(about: About) -> Row:
    of = commitment(about)
    state = next(each for each in reversed(about.item.commitments) if each.order_until)
    return {
        "commitment": of["commitment"],
        "reason": about.surely_a_reason,
        "until": local_date(state.order_until or about.at),
        "consequences": of["consequences"],
    }


def terminated(about: About) -> Row:
    missed = [each for each in about.item.commitments if each.standing in ("open", "missed")]
    targets = [target for each in missed for target in each.targets]
    return {
        "missing": [{"title": target_title(about.case, target)} for target in targets],
        "ended_on": local_date(about.item.decided_at or about.at),
        "remedies": remedies(about),
    }


# --- undoing


def forewarned(about: About) -> Row:
    """Of the notice whose number the event carries."""
    number = about.data.get("number")
    notice = next(each for each in about.case.state.notices if each.kind == PRIOR and each.number == number)
    return {
        "intended": "revocation" if notice.about == REVOCATION else "settlement",
        **result(about),
        "reason": about.surely_a_reason,
        "until": local_date(notice.answer_until or about.at),
    }


def revoked(about: About) -> Row:
    kind = about.data.get("kind") or about.item.reason
    return {
        "kind": kind if kind in ("revoked", "licence_withdrawn", "cancelled") else "revoked",
        "decided_on": about.day,
        **result(about),
        **refused(about),
    }


def result_suspended(about: About) -> Row:
    return {
        "decided_on": about.day,
        **result(about),
        "reason": about.surely_a_reason,
        "legal_basis": about.said(about.data.get("legal_basis")),
        "remedies": remedies(about),
    }


def result_restored(about: About) -> Row:
    return {"decided_on": about.day, **result(about), "reason": about.surely_a_reason}


def taken_back(about: About) -> Row:
    return {"reason": about.surely_a_reason, "taken_back_on": about.day}


def rectified(about: About) -> Row:
    return {**result(about), "reason": about.surely_a_reason, "rectified_on": about.day}


def reopened(about: About) -> Row:
    return {
        "decision": about.said(about.item.review_decision),
        "reopened_on": about.day,
        "reason": about.said(about.data.get("reason")),
    }
