"""The limit of a whole case that several departments handle together (联合办理).

行政许可法 art. 42 (2): where licences are dealt with together, jointly or in one place, the time is not
longer than 45 days; what cannot be done in it may be extended by 15 days with the approval of the head of
the government at that level, and the applicant is told why. Days are working days (art. 82).

The limit runs from the first acceptance until the last item is over, whatever the items' own limits are, by
the calendar of the place where it ends last. It stands still while nothing of the case can go on: while every
item that is under way stands still.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from clocks.calendar import WorkCalendar
from clocks.clock import due
from clocks.pauses import Pause
from matter_definitions import events
from matter_definitions.acts.joint import AskJointExtension, DecideJointExtension
from matter_definitions.consequences import Deadline
from matter_definitions.messages import tell_anyway
from matter_definitions.motion import ActRefused, Motion, NotOffered, is_open
from matter_definitions.offers import JointPlan
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState, Extension, ItemState

LAW = "行政许可法 42(2)"
TEMPLATE = "joint_limit_extended"
_KIND = "joint"


@dataclass(frozen=True, slots=True)
class JointClock:
    """`due_at` None: it stands still. `extended`: the limit was lengthened."""

    started: datetime
    due_at: datetime | None
    extended: bool
    provisional: bool


def joint_clock(plan: Plan, state: CaseState, calendar: WorkCalendar) -> JointClock | None:
    """None where the matter has no such limit, one department alone does it all, nothing is accepted yet, or
    everything is over."""
    started = min((each.accepted_at for each in state.items.values() if each.accepted_at), default=None)
    alone = len({each.department for each in state.items.values()}) < 2
    if plan.joint is None or alone or started is None or not any(map(is_open, state.items.values())):
        return None
    granted = [each for each in state.joint_extensions if each.granted]
    pauses = _standing_still(state, started)
    ends = [
        due(plan.joint.limit, started=started, pauses=pauses, calendar=calendar.for_region(place),
            extra=[each.amount for each in granted])
        for place in sorted({each.region for each in state.items.values()})
    ]  # fmt: skip
    last = None if any(each.at is None for each in ends) else max(each.at for each in ends if each.at)
    return JointClock(started, last, bool(granted), any(each.provisional for each in ends))


def _standing_still(state: CaseState, started: datetime) -> list[Pause]:
    """When every item that was under way stood still, and there was one."""
    moments = sorted({started, *_moments(state, started)})
    found: list[Pause] = []
    for at, end in zip(moments, [*moments[1:], None], strict=True):
        under_way = [each for each in state.items.values() if _is_under_way(each, at)]
        if under_way and all(_stands(each, at) for each in under_way):
            found.append(Pause(at, end, _KIND))
    return found


def _moments(state: CaseState, started: datetime) -> Iterator[datetime]:
    for item in state.items.values():
        for pause in (*item.receipt_pauses, *item.handling_pauses):
            yield from (at for at in (pause.start, pause.end) if at and at > started)
        yield from (at for at in (item.received_at, item.decided_at) if at and at > started)


def _is_under_way(item: ItemState, at: datetime) -> bool:
    begun = item.received_at is not None and item.received_at <= at
    return begun and (item.decided_at is None or item.decided_at > at)


def _stands(item: ItemState, at: datetime) -> bool:
    return any(pause.contains(at) for pause in (*item.receipt_pauses, *item.handling_pauses))


def ask_joint_extension(motion: Motion, act: AskJointExtension) -> None:
    """By an officer, before the limit is over. Refused: `not_offered`, `not_yours_to_do`, `not_now`,
    `no_ground`, `asked_already`, `no_extension_left`, `limit_over`."""
    plan, state, actor = _plan(motion), motion.state, motion.situation.actor
    if plan.extension is None:
        raise NotOffered
    if actor is not None and actor.role != "officer":
        raise ActRefused("not_yours_to_do", source=LAW)
    clock = joint_clock(motion.plan, state, motion.situation.calendar)
    if clock is None:
        raise ActRefused("not_now", source=LAW)
    if actor is not None and not act.reason.strip():
        raise ActRefused("no_ground", source=LAW)
    if undecided(state) is not None:
        raise ActRefused("asked_already")
    if any(each.granted for each in state.joint_extensions):
        raise ActRefused("no_extension_left", source=LAW)
    if clock.due_at is not None and clock.due_at < motion.now:
        raise ActRefused("limit_over", source=LAW)
    number = len(state.joint_extensions) + 1
    asked_by = actor.id if actor else None
    state.joint_extensions.append(Extension(number, motion.now, asked_by, act.reason, plan.extension))
    motion.say(events.JOINT_EXTENSION_ASKED, nth=number, number=number, reason=act.reason)


def decide_joint_extension(motion: Motion, act: DecideJointExtension) -> None:
    """By the supervisor, for the head of the government at that level, and never by who asked. Refused:
    `not_offered`, `not_yours_to_do`, `step_not_open`, `same_person`, `no_ground`."""
    state, actor = motion.state, motion.situation.actor
    _plan(motion)
    if actor is not None and actor.role != "supervisor":
        raise ActRefused("not_yours_to_do", source=LAW)
    extension = undecided(state)
    if extension is None:
        raise ActRefused("step_not_open")
    if actor is not None and actor.id == extension.asked_by:
        raise ActRefused("same_person", source=LAW)
    if actor is not None and not act.granted and not (act.reason or "").strip():
        raise ActRefused("no_ground")
    extension.decided_at, extension.granted = motion.now, act.granted
    extension.decided_by = actor.id if actor else None
    if not act.granted:
        motion.say(events.JOINT_EXTENSION_REFUSED, nth=extension.number, reason=act.reason)
        return
    clock = joint_clock(motion.plan, state, motion.situation.calendar)
    until = clock.due_at.isoformat() if clock and clock.due_at else None
    state.joint_overdue = False
    motion.say(
        events.JOINT_EXTENSION_GRANTED, nth=extension.number, promised_at=until, reason=extension.reason
    )
    tell_anyway(motion, events.JOINT_EXTENSION_GRANTED, TEMPLATE, nth=extension.number)


def undecided(state: CaseState) -> Extension | None:
    return next((each for each in state.joint_extensions if each.granted is None), None)


def limit_over(motion: Motion, deadline: Deadline) -> None:
    """Shown to those who supervise, once for each end; what it means is for them to say."""
    motion.state.joint_overdue = True
    granted = sum(each.granted is True for each in motion.state.joint_extensions)
    motion.say(events.JOINT_LIMIT_PASSED, nth=1 + granted)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """The one that `agenda` asks this room for."""
    clock = None if state.joint_overdue else joint_clock(plan, state, calendar)
    if clock is None or clock.due_at is None:
        return []
    return [Deadline(clock.due_at, "joint_limit", provisional=clock.provisional)]


def _plan(motion: Motion) -> JointPlan:
    if motion.plan.joint is None:
        raise NotOffered
    return motion.plan.joint
