"""The first review of each item's form, and what silence means."""

from matter_definitions import events, noticing
from matter_definitions.acts.receiving import AnswerNotice, DecideReceipt
from matter_definitions.clock_effects import end_pauses
from matter_definitions.limits import ends_at
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.plan import Plan
from matter_definitions.state import INTAKE, PRECHECK, RECEIPT, CaseState, ItemState, StepState

RECEIPT_OUTCOMES = ("accept", "correct", "refuse", "not_applicable")
_ENDINGS = ("refuse", "not_applicable")


def open_reviews(motion: Motion) -> None:
    """Every form goes to review at once, by the pre-check or the receiving place first where there is one."""
    for item in motion.state.items.values():
        plan = motion.item_plan(item)
        first = first_look_of(motion.plan, motion.state, item)
        if plan.acceptance == "rule":
            item.form_ok = first is None
        else:
            item.steps = {RECEIPT: StepState(RECEIPT), **item.steps}
        if first is not None:
            open_first_look(motion, item, first)
            motion.say(events.PRECHECK_OPENED, item)
        elif plan.acceptance != "rule":
            motion.open_task(item, item.steps[RECEIPT])


def first_look_of(plan: Plan, state: CaseState, item: ItemState) -> str | None:
    """The step that comes before the review: the intake of the receiving place, or the pre-check."""
    if state.format == 1:
        return None
    if item.receive_region is not None and item.receive_region != item.region:
        return INTAKE
    return PRECHECK if plan.item(item.code).precheck is not None else None


def open_first_look(motion: Motion, item: ItemState, code: str) -> None:
    before = item.steps.get(code)
    step = StepState(code, round=before.round + 1 if before else 1)
    limit = motion.item_plan(item).precheck
    if limit is not None:
        step.limit_at = ends_at(limit, motion.now, motion.situation.calendar.for_region(item.region))
    if code == INTAKE and item.receive_region is not None:
        item.places.setdefault(INTAKE, (item.department, item.receive_region))
    item.steps = {code: step, **{key: each for key, each in item.steps.items() if key != code}}
    item.standing = "prechecking"
    motion.open_task(item, step, kind="intake" if code == INTAKE else "precheck")


def open_review(motion: Motion, item: ItemState) -> None:
    """The review of the form, in a new round when there was one before."""
    before = item.steps.get(RECEIPT)
    begun = before is not None and before.opened_at is not None
    number = before.round + 1 if before is not None and begun else 1
    item.steps[RECEIPT] = StepState(RECEIPT, round=number)
    motion.open_task(item, item.steps[RECEIPT])


def check_receipt(motion: Motion, act: DecideReceipt) -> None:
    """The review is open; who only looks whether the papers are complete may find that it ends here."""
    item = motion.state.items[act.item]
    if _step_for(item, act) is None:
        raise ActRefused("not_under_review")
    if act.outcome == "correct" and not act.marks:
        raise ActRefused("nothing_marked", RECEIPT_OUTCOMES)


def _step_for(item: ItemState, act: DecideReceipt) -> StepState | None:
    codes = (RECEIPT, PRECHECK, INTAKE) if act.outcome in _ENDINGS else (RECEIPT,)
    for code in codes:
        step = item.steps.get(code)
        if step is not None and step.standing == "open":
            return step
    return None


def decide_receipt(motion: Motion, act: DecideReceipt) -> None:
    item = motion.state.items[act.item]
    step = _step_for(item, act)
    assert step is not None, "it was looked at before"
    motion.close_task(item, step, act.outcome)
    motion.close_step(item, step, outcome=act.outcome)
    _remember(motion, item, step, act)
    more = {name: value for name in ("authority", "legal_basis") if (value := getattr(act, name))}
    if act.outcome == "accept":
        item.form_ok = True
        motion.say(events.REVIEW_PASSED, item, nth=step.round)
    elif act.outcome == "correct":
        noticing.collect(motion, item, act.marks)
    elif act.outcome == "refuse":
        motion.end_item(item, "refused", reason=act.reason, **more)
    else:
        motion.end_item(item, "not_applicable", reason=act.reason, **more)


def _remember(motion: Motion, item: ItemState, step: StepState, act: DecideReceipt) -> None:
    if motion.plan.format == 1:
        return
    item.authority, item.legal_basis = act.authority, act.legal_basis
    actor = motion.situation.actor
    if actor is not None:
        step.decided_by = item.decided_by = actor.id


def answer_notice(motion: Motion, act: AnswerNotice) -> None:
    """The applicant mended some targets. An item whose marks are all mended goes back to its reviewer."""
    for item in noticing.take_answer(motion, act):
        if item.standing == "correcting_late":
            motion.become(item, row_of(item, "supply"), to="accepted")
            end_pauses(item, motion.now, noticing.CORRECTION)
            motion.say(events.LATE_CORRECTION_COMPLETE, item, nth=len(motion.state.notices))
        else:
            motion.become(item, row_of(item, "supply"), to="received")
            end_pauses(item, motion.now)
            open_review(motion, item)
            motion.say(events.REVIEWED_AGAIN, item, nth=item.steps[RECEIPT].round)


def apply_silence(motion: Motion, item: ItemState) -> None:
    """The receipt clock ran out unanswered: by the item's rule it is accepted as of receipt, or watched."""
    if motion.item_plan(item).silence == "supervise":
        item.silent = True
        motion.become(item, row_of(item, "overdue"))
        motion.say(events.RECEIPT_OVERDUE, item)
        return
    for code in (RECEIPT, PRECHECK, INTAKE):
        step = item.steps.get(code)
        if step and step.standing == "open":
            motion.close_task(item, step, None)
        if step and step.standing in ("open", "pending"):
            motion.close_step(item, step, outcome="silence")
    for notice in motion.state.notices:
        if notice.sent_at is None or (motion.plan.legal_service and notice.told_at is None):
            notice.marks.pop(item.key, None)
    motion.become(item, row_of(item, "silence"), to="received")
    item.form_ok = True
    item.accepted_by = "silence"
    motion.say(events.ACCEPTED_BY_SILENCE, item)
