"""A step that is put before the public for a time, so that others may object (行政许可法 art. 36, 40).

Each objection is a task of its own. The step is over when its time is and every objection is decided;
one that is upheld refuses the step.
"""

from clocks.calendar import WorkCalendar
from clocks.clock import due
from matter_definitions import events
from matter_definitions.acts.hearing_others import DecideObjection, Object
from matter_definitions.consequences import Deadline
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.plan import Plan, StepPlan
from matter_definitions.state import CaseState, ItemState, StepState, objection_step
from matter_definitions.steps_of_others import finish, open_step_of, open_steps_of, refuse

UPHELD = "objection_upheld"
_PUBLIC, _OVER, _OBJECTIONS = "public", "over", "objections"


def begin(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> None:
    step.standing, step.opened_at = "open", motion.now
    step.data[_PUBLIC] = True
    until = ends_at(plan, step, motion.situation.calendar.for_region(item.region)).at
    motion.say(events.PUBLICITY_BEGUN, item, step.code, nth=step.round, until=until.isoformat())


def ends_at(plan: StepPlan, step: StepState, calendar: WorkCalendar) -> Deadline:
    """When the time of publicity is over; counted anew whenever it is asked for."""
    assert plan.publicity is not None, "only a step that is made public has such a time"
    assert step.opened_at is not None, "it is open"
    end = due(plan.publicity.days, started=step.opened_at, pauses=(), calendar=calendar)
    assert end.at is not None, "a clock without pauses always ends"
    return Deadline(end.at, "publicity_end", step=step.code, provisional=end.provisional)


def object_to(motion: Motion, act: Object) -> None:
    """Somebody objects to what was made public. Refused: `step_not_open`, also when the time is over."""
    item, step, _ = open_step_of(motion, act, "publicity")
    if step.data.get(_OVER):
        raise ActRefused("step_not_open")
    number = objections_made(step) + 1
    step.data[_OBJECTIONS] = number
    task = StepState(objection_code(step.code, step.round, number))
    item.steps[task.code] = task
    motion.open_task(item, task, kind="objection")
    motion.shift(item, row_of(item, "object"), step=task.code, text=act.text)


def objections_made(step: StepState) -> int:
    """How many objected to what this step put before the public."""
    return int(step.data.get(_OBJECTIONS) or 0)


def objection_code(step: str, round: int, number: int) -> str:
    """The step in which the `number`-th objection of a publicity is decided."""
    return f"{objection_step(step)}.{round}.{number}"


def publicity_of_objection(code: str) -> str:
    """The step that was made public, from an objection's own."""
    return code.removeprefix(objection_step("")).partition(".")[0]


def decide_objection(motion: Motion, act: DecideObjection) -> None:
    """`act.step` is the objection's own step, with or without what is before its code. Refused:
    `step_not_open`."""
    item = motion.state.items[act.item]
    task = item.steps.get(objection_step(act.step.removeprefix(objection_step(""))))
    code = publicity_of_objection(act.step)
    plan = motion.plan.find_step(item.code, code)
    if task is None or task.standing != "open" or plan is None or plan.kind != "publicity":
        raise ActRefused("step_not_open")
    outcome = "upheld" if act.upheld else "dismissed"
    motion.close_task(item, task, outcome)
    motion.close_step(item, task, outcome=outcome)
    kind = events.OBJECTION_UPHELD if act.upheld else events.OBJECTION_DISMISSED
    motion.say(kind, item, task.code, reason=act.reason)
    if act.upheld:
        step = item.steps[code]
        _take_down(motion, item, step, outcome="withdrawn")
        refuse(motion, item, step, plan, outcome=UPHELD, reason=act.reason)


def over(motion: Motion, item: ItemState, step: StepState) -> None:
    """The time is over; what was objected until now is still decided."""
    step.data[_OVER] = True
    _take_down(motion, item, step, outcome="ended")


def settle(motion: Motion, item: ItemState, step: StepState) -> bool:
    if step.standing == "open" and step.data.get(_OVER) and not _is_contested(item, step):
        finish(motion, item, step)
        return True
    if step.standing == "ended" and step.data.get(_PUBLIC):
        _take_down(motion, item, step, outcome="withdrawn")
        return True
    return False


def _is_contested(item: ItemState, step: StepState) -> bool:
    return any(
        each.standing == "open" and each.code.startswith(objection_step(step.code) + ".")
        for each in item.steps.values()
    )


def _take_down(motion: Motion, item: ItemState, step: StepState, *, outcome: str) -> None:
    if step.data.pop(_PUBLIC, None):
        motion.say(events.PUBLICITY_ENDED, item, step.code, nth=step.round, outcome=outcome)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    return [
        Deadline(end.at, end.kind, item.key, step.code, provisional=end.provisional)
        for item, step, step_plan in open_steps_of(plan, state, "publicity")
        if not step.data.get(_OVER)
        for end in [ends_at(step_plan, step, calendar.for_region(item.region))]
    ]
