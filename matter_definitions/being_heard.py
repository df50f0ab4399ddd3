"""A hearing (听证): offered, asked for within a time, announced, held, recorded (行政许可法 art. 47, 48).

Nobody who does not ask is waited for: the step is then over by itself. From the asking until the record the
time of the item does not count, up to the maximum: a special procedure (art. 45), of which the applicant is
told in writing how long it will take.
"""

from datetime import datetime, timedelta

from clocks.calendar import WorkCalendar
from clocks.clock import due
from matter_definitions import events, pausing
from matter_definitions.acts.hearing_others import AskHearing, HoldHearing, RecordHearing
from matter_definitions.acts.pausing import EndSpecial
from matter_definitions.consequences import Deadline, TaskOpened
from matter_definitions.limits import ends_at, special_left, special_plan
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.plan import Plan, StepPlan
from matter_definitions.state import CaseState, ItemState, StepState
from matter_definitions.steps_of_others import (
    clear_desks,
    demand_department,
    finish,
    open_step_of,
    open_steps_of,
    place_of,
    put_on_desk,
    take_off_desk,
)

WAIVED = "waived"
_ASKED, _AT = "asked_at", "at"
_SPECIAL = "special"  # the clock was stopped for this hearing


def begin(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> None:
    step.standing, step.opened_at = "open", motion.now
    until = _ask_until(plan, step, motion.situation.calendar.for_region(item.region)).at
    motion.say(events.HEARING_OFFERED, item, step.code, nth=step.round, until=until.isoformat())


def may_be_asked_until(plan: StepPlan, item: ItemState, calendar: WorkCalendar) -> datetime | None:
    """Until when the hearing of this step may be asked for; None when it may not, or was asked for."""
    step = item.steps.get(plan.code)
    if plan.kind != "hearing" or step is None or step.standing != "open" or step.data.get(_ASKED):
        return None
    return _ask_until(plan, step, calendar.for_region(item.region)).at


def ask_hearing(motion: Motion, act: AskHearing) -> None:
    """Refused: `step_not_open`, `hearing_asked`."""
    item, step, plan = open_step_of(motion, act, "hearing")
    if step.data.get(_ASKED):
        raise ActRefused("hearing_asked")
    step.data[_ASKED] = motion.now.isoformat()
    department, region = place_of(item, step.code)
    limit = _hold_until(plan, step, motion.situation.calendar.for_region(item.region))
    opened = TaskOpened(item.key, step.code, step.round, department, region, kind="hearing", limit_at=limit)
    put_on_desk(motion, opened, step)
    motion.shift(item, row_of(item, "ask_hearing"), step=step.code)
    _stop_the_clock(motion, item, step, plan)


def hold_hearing(motion: Motion, act: HoldHearing) -> None:
    """Sets the time. Refused: `hearing_not_asked`, `announced_too_late`, `hearing_too_late`."""
    item, step, plan = open_step_of(motion, act, "hearing")
    demand_department(motion, place_of(item, step.code)[0])
    if not step.data.get(_ASKED):
        raise ActRefused("hearing_not_asked")
    assert plan.hearing is not None, "the plan says how it is held"
    if act.at < motion.now + timedelta(days=plan.hearing.notice_days):
        raise ActRefused("announced_too_late")
    if act.at > _hold_until(plan, step, motion.situation.calendar.for_region(item.region)):
        raise ActRefused("hearing_too_late")
    step.data[_AT] = act.at.isoformat()
    motion.shift(item, row_of(item, "hold_hearing"), step=step.code, at=act.at.isoformat())


def record_hearing(motion: Motion, act: RecordHearing) -> None:
    """The step is over with its record. Refused: `hearing_not_set`, `hearing_not_yet`."""
    item, step, _ = open_step_of(motion, act, "hearing")
    demand_department(motion, place_of(item, step.code)[0])
    at = step.data.get(_AT)
    if not at:
        raise ActRefused("hearing_not_set")
    if motion.now < datetime.fromisoformat(str(at)):
        raise ActRefused("hearing_not_yet")
    take_off_desk(motion, item, step, round=step.round, outcome="recorded")
    motion.shift(item, row_of(item, "record_hearing"), step=step.code, text=act.text)
    if step.data.pop(_SPECIAL, None) and _is_under_way(item):
        pausing.finish_special(motion, item, text=act.text)
    finish(motion, item, step)


def not_asked(motion: Motion, item: ItemState, step: StepState) -> None:
    motion.say(events.HEARING_NOT_ASKED, item, step.code, nth=step.round)
    finish(motion, item, step, outcome=WAIVED)


def check_end_special(motion: Motion, act: EndSpecial) -> None:
    """A hearing that was asked for ends with its record. Refused: `hearing_under_way`."""
    item = motion.state.items[act.item]
    waits = any(each.standing == "open" and each.data.get(_SPECIAL) for each in item.steps.values())
    if waits and _is_under_way(item):
        raise ActRefused("hearing_under_way")


def settle(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> bool:
    """What stood still for another reason when the hearing was asked for stands still for it afterwards."""
    if step.standing == "ended":
        return clear_desks(motion, item, step)
    return bool(step.data.get(_ASKED)) and _stop_the_clock(motion, item, step, plan)


def _stop_the_clock(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> bool:
    """Once for each hearing, and never beyond its maximum. True when it stands still now."""
    limit = special_plan(motion.item_plan(item), "hearing")
    if item.standing != "accepted" or step.data.get(_SPECIAL) or limit is None:
        return False
    calendar = motion.situation.calendar.for_region(item.region)
    left = special_left(limit, item, motion.now, calendar)
    until = _hold_until(plan, step, calendar)
    if left is None or until <= motion.now:
        return False
    step.data[_SPECIAL] = True
    pausing.start_special(motion, item, kind="hearing", until=min(until, ends_at(left, motion.now, calendar)))
    return True


def _is_under_way(item: ItemState) -> bool:
    return item.standing == "special_procedure" and pausing.special_now(item).kind == "hearing"


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    return [
        Deadline(end.at, end.kind, item.key, step.code, provisional=end.provisional)
        for item, step, step_plan in open_steps_of(plan, state, "hearing")
        if not step.data.get(_ASKED)
        for end in [_ask_until(step_plan, step, calendar.for_region(item.region))]
    ]


def _ask_until(plan: StepPlan, step: StepState, calendar: WorkCalendar) -> Deadline:
    assert plan.hearing is not None, "the plan says how it is held"
    assert step.opened_at is not None, "it is open"
    end = due(plan.hearing.ask_within, started=step.opened_at, pauses=(), calendar=calendar)
    assert end.at is not None, "a clock without pauses always ends"
    return Deadline(end.at, "hearing_ask", step=step.code, provisional=end.provisional)


def _hold_until(plan: StepPlan, step: StepState, calendar: WorkCalendar) -> datetime:
    assert plan.hearing is not None, "it is a hearing"
    started = datetime.fromisoformat(str(step.data[_ASKED]))
    end = due(plan.hearing.hold_within, started=started, pauses=(), calendar=calendar).at
    assert end is not None, "a clock without pauses always ends"
    return end
