"""The parts of a decision, checked all at once: marks, reasons, comment, and the officer's fields."""

from typing import Any

from casework.decision import Decision, Mark
from casework.finding import TaskRow
from casework.outcome_asks import Ask, asks_of, wrong_answers
from casework.task_outcomes import (
    NEEDS_AUTHORITY,
    NEEDS_COMMENT,
    NEEDS_LAW,
    NEEDS_MARKS,
    NEEDS_REASON,
    TAKES_DATA,
)
from clocks.calendar import local_date
from engine.case_change import CaseChange
from engine.values import field_of, stored_key
from forms.correcting import is_typed
from forms.department_view import DepartmentView, view_for
from forms.facts import base_key_of
from forms.reading import check_field
from forms.values.checked import Invalid
from matter_definitions.state import Mark as StoredMark
from refusals import FieldError, Malformed

MARK = "mark:"  # begins the kind of an officer's words about a field or a material; its target follows


def check_parts(case: CaseChange, task: TaskRow, decision: Decision) -> None:
    """Raises Malformed with everything that is missing or wrong."""
    errors: list[FieldError] = []
    if decision.outcome in NEEDS_MARKS:
        errors += _wrong_marks(case, task, decision)
    elif decision.marks:
        zh, en = "只有要求补正时才能标注", "marks go with a demand for corrections only"
        errors.append(FieldError("/marks", zh, en))
    errors += _wrong_reasons(case, task, decision)
    errors += _missing_law(case, task, decision)
    if decision.outcome in NEEDS_COMMENT and not decision.comment:
        errors.append(FieldError("/comment", "请写明处理情况", "say what was done"))
    errors += _wrong_data(case, task, decision)
    if errors:
        raise Malformed(errors=errors)


def marks_of(case: CaseChange, decision: Decision) -> tuple[StoredMark, ...]:
    return tuple(
        StoredMark(target=_target(mark), text=str(case.add_text(MARK + _target(mark), mark.message)))
        for mark in decision.marks
    )


def reason_of(case: CaseChange, task: TaskRow, decision: Decision) -> str | None:
    """The first reason's code; without one what the officer wrote, as a text. None: none was given."""
    if decision.outcome in NEEDS_REASON and decision.reasons:
        return decision.reasons[0]
    words = decision.comment or (decision.legal_basis if decision.outcome in NEEDS_REASON else None)
    return kept_text(case, "reason", words)


def kept_text(case: CaseChange, kind: str, words: str | None) -> str | None:
    """What somebody wrote, kept with the case; states and events carry the reference only."""
    return f"text:{case.add_text(kind, words)}" if words else None


def authority_of(case: CaseChange, task: TaskRow, decision: Decision) -> str | None:
    """Who is competent instead, or that nothing is needed; the definition may have said it already."""
    if decision.outcome not in NEEDS_AUTHORITY:
        return None
    hint = case.plan.item(case.state.items[task.item_key].code).authority_hint
    words = decision.authority or (f"{hint.zh}\n{hint.en}" if hint else None)
    return kept_text(case, "authority", words)


def data_of(case: CaseChange, task: TaskRow, decision: Decision) -> dict[str, object]:
    """The officer's fields by stored form key, in their normal form; checked before."""
    if task.kind != "approval" or decision.outcome not in TAKES_DATA:
        return {}
    values: dict[str, object] = {}
    for key, base in _officer_keys(case, task).items():
        given = _given(decision, key, base)
        if given is not None:
            checked = _checked(case, base, given)
            assert not isinstance(checked, Invalid), "check_parts has looked at it"
            values[key] = checked.normal
    return values


def _wrong_marks(case: CaseChange, task: TaskRow, decision: Decision) -> list[FieldError]:
    if not decision.marks:
        return [FieldError("/marks", "请指出需要补正的内容", "say what has to be corrected")]
    codes = {
        item.code
        for item in case.state.items.values()
        if item.department == task.department or item.key == task.item_key
    }
    view = view_for(case.plan.form, codes)
    errors: list[FieldError] = []
    for number, mark in enumerate(decision.marks):
        if (mark.field is None) == (mark.material is None):
            zh, en = "请指明一个字段或一份材料", "name one field or one material"
            errors.append(FieldError(f"/marks/{number}", zh, en))
        elif not _is_seen(case, view, mark):
            zh, en = "本部门看不到这项内容", "this is not part of what your department sees"
            errors.append(FieldError(f"/marks/{number}/{'field' if mark.field else 'material'}", zh, en))
        elif mark.field and not _may_be_typed(case, mark.field):
            zh, en = (
                "这一项不是申请人填写的，不能要求补正",
                "the applicant did not type this and cannot mend it",
            )
            errors.append(FieldError(f"/marks/{number}/field", zh, en))
        elif mark.material and _is_produced(case, mark.material):
            zh, en = (
                "这份材料由本件的其他事项产生，不是申请人提交的",
                "another item of this case makes this paper; the applicant did not hand it in",
            )
            errors.append(FieldError(f"/marks/{number}/material", zh, en))
        if not mark.message.strip():
            errors.append(FieldError(f"/marks/{number}/message", "请写明需要怎样改", "say what to mend"))
    return errors


def _is_seen(case: CaseChange, view: DepartmentView, mark: Mark) -> bool:
    """Fields and materials of an instance that does not exist cannot be corrected either."""
    key = mark.field or mark.material or ""
    number = base_key_of(key)[1]
    instances = {item.instance for item in case.state.items.values()}
    if number is not None and number not in instances:
        return False
    return view.shows(key) if mark.field else view.shows_material(key)


def _may_be_typed(case: CaseChange, key: str) -> bool:
    items = {each.code for each in case.state.items.values()}
    return is_typed(case.plan.form, key, locked=case.form.get("locked", {}), items=items)


def _is_produced(case: CaseChange, key: str) -> bool:
    plan = next((each for each in case.plan.form.materials if each.key == base_key_of(key)[0]), None)
    return plan is not None and plan.produced_by in {each.code for each in case.state.items.values()}


def _wrong_reasons(case: CaseChange, task: TaskRow, decision: Decision) -> list[FieldError]:
    known = {each.code for each in case.plan.item(case.state.items[task.item_key].code).refusal_reasons}
    errors = [
        FieldError(f"/reasons/{number}", "没有这个理由", "there is no such reason for this item")
        for number, code in enumerate(decision.reasons)
        if code not in known
    ]
    # The law that a decision rests on does not yet say why it applies.
    enough = decision.reasons or decision.comment or (case.plan.format < 2 and decision.legal_basis)
    if decision.outcome in NEEDS_REASON and not enough:
        errors.append(FieldError("/reasons", "请说明理由", "give a reason"))
    return errors


def _missing_law(case: CaseChange, task: TaskRow, decision: Decision) -> list[FieldError]:
    """Cases of plans of the first format go on as they began."""
    if case.plan.format < 2:
        return []
    errors: list[FieldError] = []
    if decision.outcome in NEEDS_LAW and not decision.legal_basis:
        zh = "请写明所依据的法律条款（行政许可法第三十八条）"
        en = "name the law that this rests on (Administrative Licensing Law, art. 38)"
        errors.append(FieldError("/legal_basis", zh, en))
    hint = case.plan.item(case.state.items[task.item_key].code).authority_hint
    if decision.outcome in NEEDS_AUTHORITY and not (decision.authority or hint):
        zh = "请写明应当向哪个机关申请，或者依法不需要办理（行政许可法第三十二条）"
        en = "say who is competent, or that nothing is needed (Administrative Licensing Law, art. 32)"
        errors.append(FieldError("/authority", zh, en))
    return errors


def _wrong_data(case: CaseChange, task: TaskRow, decision: Decision) -> list[FieldError]:
    asks = _asks(case, task, decision)
    if asks:
        return wrong_answers(asks, decision.data)
    keys = _officer_keys(case, task) if task.kind == "approval" else {}
    expected = set(keys) | set(keys.values())
    errors = [
        FieldError(f"/data/{key}", "没有这个字段", "this decision has no such field")
        for key in decision.data
        if key not in expected
    ]
    if decision.outcome not in TAKES_DATA:
        return errors
    required = {each.key: each.required for each in _officer_plans(case, task)}
    for key, base in keys.items():
        given = _given(decision, key, base)
        if given is None:
            if required[base] and key not in case.values:
                field = field_of(case.plan, base)
                title = field.title if field else None
                zh, en = (title.zh, title.en) if title else (base, base)
                errors.append(FieldError(f"/data/{key}", f"请填写{zh}", f"please enter: {en}"))
            continue
        checked = _checked(case, base, given)
        if isinstance(checked, Invalid):
            errors.append(FieldError(f"/data/{key}", checked.zh, checked.en))
    return errors


def _asks(case: CaseChange, task: TaskRow, decision: Decision) -> tuple[Ask, ...]:
    """A follow-up may be of a case, and asks for nothing."""
    item = case.state.items.get(task.item_key)
    return asks_of(case.plan, item, task.step, decision.outcome) if item else ()


def _officer_plans(case: CaseChange, task: TaskRow) -> Any:
    if task.kind != "approval":
        return ()
    return case.plan.step(case.state.items[task.item_key].code, task.step).officer_fields


def _officer_keys(case: CaseChange, task: TaskRow) -> dict[str, str]:
    """Stored keys (`child.2.id_number`) with their base keys."""
    item = case.state.items[task.item_key]
    plan = case.plan.item(item.code)
    return {stored_key(plan, item, each.key): each.key for each in _officer_plans(case, task)}


def _given(decision: Decision, key: str, base: str) -> object | None:
    value = decision.data.get(key, decision.data.get(base))
    return None if value == "" else value


def _checked(case: CaseChange, base: str, value: object) -> Any:
    field = field_of(case.plan, base)
    assert field is not None, "the compiler knows every officer field"
    return check_field(field, value, today=local_date(case.now))


def _target(mark: Mark) -> str:
    return f"field:{mark.field}" if mark.field else f"material:{mark.material}"
