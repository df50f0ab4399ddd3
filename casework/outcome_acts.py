"""The act of the case that an officer's decision of a task is."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from casework.calls import call_act
from casework.decision import Decision
from casework.decision_parts import authority_of, kept_text, marks_of, reason_of
from casework.finding import TaskRow
from casework.task_outcomes import NEEDS_LAW, commitment_of
from engine.case_change import CaseChange
from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import (
    JudgeCommitment,
    JudgeLateSupply,
    OrderCorrection,
    RecordHeard,
    SettleCommitment,
)
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.hearing_others import DecideObjection
from matter_definitions.acts.pausing import (
    AnswerForward,
    AskExtension,
    BeginSpecial,
    DecideExtension,
    EndSpecial,
    Forward,
    Resume,
    Suspend,
)
from matter_definitions.acts.receiving import CorrectLate, DecidePrecheck, DecideReceipt
from matter_definitions.acts.undoing import DecideVoid
from matter_definitions.state import EXTENSION, RECEIPT, ItemState, objection_step

Made = Callable[[CaseChange, TaskRow, Decision], Act]


def act_of(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    """Keeps what was written as texts of the case. The decision is checked before."""
    made = _OF_KIND.get(task.kind) or _OF_OUTCOME.get(decision.outcome)
    if made is not None:
        return made(case, task, decision)
    return _receipt(case, task, decision) if task.step == RECEIPT else _step(case, task, decision)


def takes_comment_as_reason(task: TaskRow, decision: Decision) -> bool:
    """The act itself says what the officer wrote, so it is not kept a second time as a remark."""
    if task.kind == "call":
        return False  # what was said on the telephone is a remark
    return task.kind in _OF_KIND or decision.outcome in _OF_OUTCOME


def _receipt(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return DecideReceipt(
        item=task.item_key,
        outcome=cast(Any, decision.outcome),
        marks=marks_of(case, decision),
        reason=reason_of(case, task, decision) if _says_why(decision) else None,
        authority=authority_of(case, task, decision),
        legal_basis=_law(case, decision),
    )


def _step(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return DecideStep(
        task.item_key,
        task.step,
        cast(Any, decision.outcome),
        reason_of(case, task, decision) if _says_why(decision) else None,
        to=decision.data.get("to") if decision.outcome == "send_back" else None,
        legal_basis=_law(case, decision),
    )


def _says_why(decision: Decision) -> bool:
    return decision.outcome in ("refuse", "not_applicable", "deny", "send_back")


def _law(case: CaseChange, decision: Decision) -> str | None:
    return (
        kept_text(case, "legal_basis", decision.legal_basis)
        if decision.outcome in NEEDS_LAW | {"not_applicable"}
        else None
    )


def _precheck(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    """What is missing is said at each place; together that is the reason."""
    returns = decision.outcome == "return"
    words = decision.comment or "\n".join(each.message for each in decision.marks)
    return DecidePrecheck(
        item=task.item_key,
        outcome="return" if returns else "pass",
        marks=marks_of(case, decision),
        reason=kept_text(case, "reason", words) if returns else None,
        step="intake" if task.kind == "intake" else "precheck",
    )


def _request(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    granted = decision.outcome == "approve"
    reason = kept_text(case, "reason", decision.comment)
    if task.step == EXTENSION:
        return DecideExtension(task.item_key, granted, reason)
    return DecideVoid(task.item_key, granted, reason)


def _call(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return call_act(task, decision.outcome)


def _objection(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return DecideObjection(
        item=task.item_key,
        step=task.step.removeprefix(objection_step("")),
        upheld=decision.outcome == "upheld",
        reason=_written(case, decision),
    )


def _commitment(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    item = case.state.items[task.item_key]
    code = _commitment_code(item, task.step)
    match decision.outcome:
        case "conforms" | "lacks":
            conforms = decision.outcome == "conforms"
            reason = kept_text(case, "reason", decision.comment)
            return JudgeLateSupply(item.key, code, conforms, reason)
        case "kept" | "failed":
            reason = kept_text(case, "reason", decision.comment)
            return JudgeCommitment(item.key, code, decision.outcome, reason)
        case "order":
            days = int(decision.data["until_days"])
            return OrderCorrection(item.key, code, days, _written(case, decision))
        case "heard":
            return RecordHeard(item.key, code, _written(case, decision))
        case outcome:
            return SettleCommitment(item.key, code, cast(Any, outcome), _written(case, decision))


def _commitment_code(item: ItemState, step: str) -> str:
    commitment = commitment_of(item, step)
    assert commitment is not None, "a task of a commitment opens with the commitment"
    return commitment.code


def _written(case: CaseChange, decision: Decision) -> str:
    """For outcomes that need a comment."""
    return kept_text(case, "reason", decision.comment) or ""


def _correct_late(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return CorrectLate(task.item_key, task.step, marks_of(case, decision))


def _special(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return BeginSpecial(task.item_key, decision.data["kind"], int(decision.data["expected_days"]))


def _special_result(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return EndSpecial(task.item_key, kept_text(case, "result", decision.comment))


def _suspend(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    stands = bool(decision.data.get("stop_clock", False))
    return Suspend(task.item_key, decision.data["kind"], _written(case, decision), stands)


def _resume(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return Resume(task.item_key)


def _extend(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return AskExtension(task.item_key, _written(case, decision))


def _forward(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    return Forward(task.item_key, kept_text(case, "reason", decision.comment))


def _forward_answer(case: CaseChange, task: TaskRow, decision: Decision) -> Act:
    reason = kept_text(case, "reason", decision.comment)
    return AnswerForward(task.item_key, decision.data["answer"], reason)


_OF_KIND: Mapping[str, Made] = {
    "precheck": _precheck,
    "intake": _precheck,
    "request": _request,
    "call": _call,
    "objection": _objection,
    "commitment": _commitment,
}
_OF_OUTCOME: Mapping[str, Made] = {
    "correct_after": _correct_late,
    "special_procedure": _special,
    "special_result": _special_result,
    "suspend": _suspend,
    "resume": _resume,
    "extend": _extend,
    "forward": _forward,
    "forward_answer": _forward_answer,
}
