"""A joint visit (联合踏勘): the lead proposes times, the others consent, one record, separate conclusions.

Who has agreed to what is in `StepState.data`: `consent:<department>` and `outcome:<department>`.
"""

from datetime import datetime

from clocks.calendar import WorkCalendar
from clocks.clock import due
from matter_definitions import events
from matter_definitions.acts.hearing_others import ConcludeVisit, ConsentVisit, ProposeVisit, RecordVisit
from matter_definitions.consequences import Deadline, TaskOpened
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.plan import Plan, StepPlan
from matter_definitions.state import CaseState, ItemState, StepState
from matter_definitions.steps_of_others import (
    Place,
    clear_desks,
    demand_department,
    finish,
    open_step_of,
    open_steps_of,
    part_of,
    place_of,
    put_on_desk,
    refuse,
    take_off_desk,
)

PASSED, FAILED = "passed", "failed"
CONCLUSIONS = (PASSED, FAILED)
_TIMES, _PROPOSED, _AT, _RECORD, _UNANSWERED = "times", "proposed_at", "at", "record", "unanswered"
# Every department has a task of its own; the lead's has the step's round, the others' follow in its hundred.
_DESKS_PER_ROUND = 100


def begin(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> None:
    step.standing, step.opened_at = "open", motion.now
    _put(motion, item, step, place_of(item, step.code), number=0)
    motion.say(events.STEP_OPENED, item, step.code, nth=step.round)


def others_of(item: ItemState, plan: StepPlan) -> list[Place]:
    """Those who come along, in the plan's order."""
    assert plan.visit is not None, "the plan says who comes along"
    keys = [part_of(plan.code, kind) for kind in plan.visit.others]
    return [item.places[key] for key in keys if key in item.places]


def propose_visit(motion: Motion, act: ProposeVisit) -> None:
    """Also anew while no time is agreed. Refused: `visit_agreed`, `no_time`, `time_is_past`."""
    item, step, plan = open_step_of(motion, act, "joint_visit")
    demand_department(motion, place_of(item, step.code)[0])
    if step.data.get(_AT):
        raise ActRefused("visit_agreed")
    if not act.times:
        raise ActRefused("no_time")
    if min(act.times) <= motion.now:
        raise ActRefused("time_is_past")
    first = not step.data.get(_PROPOSED)
    step.data[_TIMES] = ",".join(each.isoformat() for each in sorted(set(act.times)))
    step.data[_PROPOSED] = motion.now.isoformat()
    step.data.pop(_UNANSWERED, None)
    limit = _answer_by(plan, step, motion.situation.calendar.for_region(item.region)).at
    for number, place in enumerate(others_of(item, plan), start=1):
        step.data.pop(f"consent:{place[0]}", None)
        if first:
            _put(motion, item, step, place, number=number, limit_at=limit)
    motion.shift(item, row_of(item, "propose_visit"), step=step.code, times=str(step.data[_TIMES]))


def consent_visit(motion: Motion, act: ConsentVisit) -> None:
    """Agreed on the first time that suits all. Refused: `no_such_time`, `visit_agreed`."""
    item, step, plan = open_step_of(motion, act, "joint_visit")
    demand_department(motion, act.department)
    others = [department for department, _ in others_of(item, plan)]
    if act.department not in others:
        raise ActRefused("not_yours_to_do")
    if step.data.get(_AT):
        raise ActRefused("visit_agreed")
    if not {act.time, *act.also} <= set(times_of(step)):
        raise ActRefused("no_such_time")
    suiting = ",".join(each.isoformat() for each in sorted({act.time, *act.also}))
    step.data[f"consent:{act.department}"] = suiting
    row = row_of(item, "consent_visit")
    motion.shift(item, row, step=step.code, department=act.department, time=suiting)
    common = [time for time in times_of(step) if all(time in times_suiting(step, each) for each in others)]
    if common:
        step.data[_AT] = common[0].isoformat()


def times_suiting(step: StepState, department: str) -> tuple[datetime, ...]:
    """Those that the department has consented to, the earliest first."""
    return _moments(step.data.get(f"consent:{department}"))


def times_of(step: StepState) -> tuple[datetime, ...]:
    """The times that are proposed now."""
    return _moments(step.data.get(_TIMES))


def _moments(listed: object) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(each) for each in str(listed or "").split(",") if each)


def agreed_time(step: StepState) -> datetime | None:
    at = step.data.get(_AT)
    return datetime.fromisoformat(str(at)) if at else None


def record_visit(motion: Motion, act: RecordVisit) -> None:
    """One record for all. Refused: `visit_not_agreed`, `visit_not_yet`, `visit_recorded`."""
    item, step, _ = open_step_of(motion, act, "joint_visit")
    demand_department(motion, place_of(item, step.code)[0])
    at = agreed_time(step)
    if at is None:
        raise ActRefused("visit_not_agreed")
    if motion.now < at:
        raise ActRefused("visit_not_yet")
    if step.data.get(_RECORD):
        raise ActRefused("visit_recorded")
    step.data[_RECORD] = act.text
    motion.shift(item, row_of(item, "record_visit"), step=step.code, text=act.text)


def conclude_visit(motion: Motion, act: ConcludeVisit) -> None:
    """Each department for itself. Refused: `visit_not_recorded`, `visit_concluded`,
    `outcome_not_possible`."""
    item, step, plan = open_step_of(motion, act, "joint_visit")
    demand_department(motion, act.department)
    parties = parties_of(item, plan)
    if act.department not in parties:
        raise ActRefused("not_yours_to_do")
    if not step.data.get(_RECORD):
        raise ActRefused("visit_not_recorded")
    if act.outcome not in CONCLUSIONS:
        raise ActRefused("outcome_not_possible", CONCLUSIONS)
    if step.data.get(f"outcome:{act.department}"):
        raise ActRefused("visit_concluded")
    step.data[f"outcome:{act.department}"] = act.outcome
    for number, party in enumerate(parties):  # twice the same, where one department went on for another
        if party == act.department:
            take_off_desk(motion, item, step, round=_round(step, number), outcome=act.outcome)
    motion.shift(
        item,
        row_of(item, "conclude_visit"),
        step=step.code,
        department=act.department,
        outcome=act.outcome,
        text=act.text,
    )


def parties_of(item: ItemState, plan: StepPlan) -> list[str]:
    """The departments of a visit, the lead first."""
    return [place_of(item, plan.code)[0], *(department for department, _ in others_of(item, plan))]


def unanswered(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> None:
    """Somebody did not answer: the supervisor is shown who, and the lead may propose other times."""
    step.data[_UNANSWERED] = True
    for department, _ in others_of(item, plan):
        if not step.data.get(f"consent:{department}"):
            motion.say(events.VISIT_UNANSWERED, item, step.code, nth=step.round, department=department)


def settle(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> bool:
    if step.standing == "ended":
        return clear_desks(motion, item, step)
    if step.standing != "open" or not step.data.get(_RECORD):
        return False
    outcomes = [step.data.get(f"outcome:{each}") for each in parties_of(item, plan)]
    if not all(outcomes):
        return False
    if FAILED in outcomes:
        refuse(motion, item, step, plan, outcome=FAILED, reason=None)
    else:
        finish(motion, item, step)
    return True


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    return [
        Deadline(end.at, end.kind, item.key, step.code, provisional=end.provisional)
        for item, step, step_plan in open_steps_of(plan, state, "joint_visit")
        if step.data.get(_PROPOSED) and not step.data.get(_AT) and not step.data.get(_UNANSWERED)
        if not all(step.data.get(f"consent:{each}") for each, _ in others_of(item, step_plan))
        for end in [_answer_by(step_plan, step, calendar.for_region(item.region))]
    ]


def _answer_by(plan: StepPlan, step: StepState, calendar: WorkCalendar) -> Deadline:
    assert plan.visit is not None, "the plan says how long they have"
    started = datetime.fromisoformat(str(step.data[_PROPOSED]))
    end = due(plan.visit.answer_within, started=started, pauses=(), calendar=calendar)
    assert end.at is not None, "a clock without pauses always ends"
    return Deadline(end.at, "visit_answer", step=step.code, provisional=end.provisional)


def _put(
    motion: Motion,
    item: ItemState,
    step: StepState,
    place: Place,
    *,
    number: int,
    limit_at: datetime | None = None,
) -> None:
    department, region = place
    desk = _round(step, number)
    opened = TaskOpened(item.key, step.code, desk, department, region, kind="visit", limit_at=limit_at)
    put_on_desk(motion, opened, step)


def _round(step: StepState, number: int) -> int:
    return step.round if number == 0 else step.round * _DESKS_PER_ROUND + number
