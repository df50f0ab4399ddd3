"""What the steps in which others have a say share: where they are, and how they end.

A `place` is a department and its region. Those of a step are settled when the case is opened, in
`ItemState.places`: `<step>` for the one that does it, `<step>:<part>` for another that has a part in it.
"""

from collections.abc import Iterator
from typing import Protocol

from matter_definitions import events
from matter_definitions.consequences import TaskClosed, TaskOpened
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.plan import Plan, StepKind, StepPlan
from matter_definitions.state import IN_HANDLING, CaseState, ItemState, StepState

Place = tuple[str, str]

# The task that is on a desk now, by its round; what the step is about may be on several desks.
_TASK = "task"


class OfAStep(Protocol):
    @property
    def item(self) -> str: ...
    @property
    def step(self) -> str: ...


def open_step_of(motion: Motion, act: OfAStep, kind: StepKind) -> tuple[ItemState, StepState, StepPlan]:
    """The step that an act is about; refused as `step_not_open` when it is another kind or not open."""
    item = motion.state.items[act.item]
    step, plan = item.steps.get(act.step), motion.plan.find_step(item.code, act.step)
    if step is None or plan is None or plan.kind != kind or step.standing != "open":
        raise ActRefused("step_not_open")
    return item, step, plan


def open_steps_of(
    plan: Plan, state: CaseState, kind: StepKind
) -> Iterator[tuple[ItemState, StepState, StepPlan]]:
    """Every open step of this kind, of items that are being handled."""
    for item in state.items.values():
        if item.standing not in IN_HANDLING:
            continue
        for each in plan.item(item.code).steps:
            step = item.steps.get(each.code)
            if each.kind == kind and step is not None and step.standing == "open":
                yield item, step, each


def part_of(step: str, part: str) -> str:
    """The key of a part in `ItemState.places`."""
    return f"{step}:{part}"


def place_of(item: ItemState, step: str) -> Place:
    """Who does the step: the item's own department, unless another was named for it."""
    return item.places.get(step, (item.department, item.region))


def demand_department(motion: Motion, department: str) -> None:
    """Refused as `not_yours_to_do` when another department's officer acts."""
    actor = motion.situation.actor
    if actor is not None and actor.department is not None and actor.department != department:
        raise ActRefused("not_yours_to_do")


def finish(motion: Motion, item: ItemState, step: StepState, *, outcome: str = "done") -> None:
    motion.close_step(item, step, outcome=outcome)
    motion.say(events.STEP_DONE, item, step.code, nth=step.round, outcome=outcome)


def refuse(
    motion: Motion, item: ItemState, step: StepState, plan: StepPlan, *, outcome: str, reason: str | None
) -> None:
    """As the plan says: the item is denied, or it is only noted and the item goes on."""
    if plan.refused == "note":
        motion.close_step(item, step, outcome=outcome)
        motion.say(events.STEP_NOTED, item, step.code, nth=step.round, outcome=outcome, reason=reason)
        return
    motion.close_step(item, step, refused=True, outcome=outcome)
    motion.say(events.STEP_REFUSED, item, step.code, nth=step.round, outcome=outcome, reason=reason)
    motion.end_item(item, "denied", word="outcome", reason=reason or outcome)


def put_on_desk(motion: Motion, opened: TaskOpened, step: StepState) -> None:
    """A task of this step on the desk of whichever department `opened` names."""
    desks = [*_desks(step), str(opened.round)]
    step.data[_TASK] = ",".join(desks)
    motion.out.tasks_opened.append(opened)


def take_off_desk(
    motion: Motion, item: ItemState, step: StepState, *, round: int, outcome: str | None
) -> None:
    desks = _desks(step)
    if str(round) not in desks:
        return
    desks.remove(str(round))
    if desks:
        step.data[_TASK] = ",".join(desks)
    else:
        step.data.pop(_TASK, None)
    motion.out.tasks_closed.append(TaskClosed(item.key, step.code, round, outcome))


def clear_desks(motion: Motion, item: ItemState, step: StepState) -> bool:
    """The tasks of a step that is over fall away. True when there were some."""
    desks = _desks(step)
    for each in desks:
        take_off_desk(motion, item, step, round=int(each), outcome=None)
    return bool(desks)


def _desks(step: StepState) -> list[str]:
    return [each for each in str(step.data.get(_TASK) or "").split(",") if each]
