"""Before the review: the pre-check at a counter, what it gives back, and the intake at another place."""

from clocks.calendar import WorkCalendar
from matter_definitions import events, noticing
from matter_definitions.acts.receiving import DecidePrecheck, Resubmit
from matter_definitions.consequences import Deadline
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.plan import Plan
from matter_definitions.reviewing import first_look_of, open_first_look, open_review
from matter_definitions.state import INTAKE, PRECHECK, CaseState, ItemState, StepState

_OVERDUE = "overdue"


def check_precheck(motion: Motion, act: DecidePrecheck) -> None:
    step = motion.state.items[act.item].steps.get(act.step)
    if step is None or step.standing != "open":
        raise ActRefused("step_not_open")
    if act.outcome == "return" and not act.marks:
        raise ActRefused("nothing_marked", ("precheck_pass", "return"))


def decide_precheck(motion: Motion, act: DecidePrecheck) -> None:
    """Passes the item on to its review, or gives it back; also for the intake (`act.step`)."""
    item = motion.state.items[act.item]
    step = item.steps[act.step]
    motion.close_task(item, step, act.outcome)
    motion.close_step(item, step, outcome=act.outcome)
    actor = motion.situation.actor
    step.decided_by = actor.id if actor else None
    if act.outcome == "return":
        notice = noticing.send_at_once(motion, item, act.marks, kind="return")
        row = row_of(item, "return")
        clock = item.received_at is not None
        motion.shift(
            item,
            row,
            clock=clock,
            nth=notice.number,
            notice_number=notice.number,
            number=notice.number,
            reason=act.reason,
            count=len(act.marks),
        )
        return
    motion.shift(item, row_of(item, "precheck_pass"), nth=step.round)
    if act.step == INTAKE:
        motion.say(events.HANDED_ON, item, nth=step.round, region=item.region)
    if motion.item_plan(item).acceptance == "rule":
        item.form_ok = True
    else:
        open_review(motion, item)


def resubmit(motion: Motion, act: Resubmit) -> None:
    """What was given back is complete: the pre-check starts anew, under the same number."""
    item, state = motion.state.items[act.item], motion.state
    for target in act.targets:
        state.versions[target] = state.versions.get(target, 0) + 1
    for notice in state.notices:
        if notice.kind == "return" and notice.marks.pop(item.key, None):
            notice.closed_at = motion.now
    motion.shift(item, row_of(item, "resubmit"), kind=noticing.RETURN, nth=sum(state.versions.values()))
    code = first_look_of(motion.plan, state, item)
    assert code is not None, "it was given back by it"
    open_first_look(motion, item, code)


def precheck_overdue(motion: Motion, deadline: Deadline) -> None:
    """The pre-check is late; only shown, the receipt clock runs on."""
    item = motion.state.items[deadline.item or ""]
    step = item.steps[deadline.step or ""]
    step.data[_OVERDUE] = True
    motion.say(events.PRECHECK_OVERDUE, item, step.code, nth=step.round)


def lapse_returned(motion: Motion, deadline: Deadline) -> None:
    """Nobody completed in time what the pre-check gave back."""
    noticing.lapse_unanswered(motion, kind=noticing.RETURN)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Those that `agenda` asks this room for."""
    if state.format == 1:
        return []
    found = [
        Deadline(notice.answer_until, "return_answer")
        for notice in state.notices
        if notice.kind == "return" and notice.answer_until and not notice.closed_at
    ]
    for item in state.items.values():
        step = _first_look(item)
        if step is not None and step.limit_at is not None and not step.data.get(_OVERDUE):
            found.append(Deadline(step.limit_at, "precheck", item.key, step.code))
    return found


def _first_look(item: ItemState) -> StepState | None:
    """The pre-check or intake that is under way."""
    if item.standing != "prechecking":
        return None
    steps = (item.steps.get(code) for code in (PRECHECK, INTAKE))
    return next((step for step in steps if step is not None and step.standing == "open"), None)
