"""Calls: the last channel, where no other has proved in time that the applicant was told.

One call is open at a time, for the one person to be told: the applicant. It names every notice and every
decision that is unproved; what becomes unproved later joins it. It ends when all of it is proved, or is not
needed any more. Beside telephoning, the counter may post a paper by hand, or hand it over in person.
"""

from dataclasses import dataclass

from matter_definitions import events
from matter_definitions.acts.telling import AskCall, RecordCall
from matter_definitions.consequences import Deadline
from matter_definitions.motion import ActRefused, Motion, is_open
from matter_definitions.state import CALL, CaseState, ItemState, Notice, StepState

_NOTICES, _DECISIONS, _ASKED, _ONE = "notices", "decisions", "asked", "notice"
_EVENTS = {"not_reached": events.CALL_NOT_REACHED, "posted": events.POSTED_BY_HAND}


@dataclass(frozen=True, slots=True)
class Named:
    """What a call is about: numbers of notices, and keys of items whose decision it is."""

    notices: tuple[int, ...] = ()
    decisions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notices or self.decisions)


def named_by(step: StepState) -> Named:
    """States of an earlier release name one notice."""
    numbers = str(step.data.get(_NOTICES) or step.data.get(_ONE) or "").split()
    return Named(tuple(map(int, numbers)), tuple(str(step.data.get(_DECISIONS) or "").split()))


def items_named(state: CaseState, step: StepState) -> tuple[str, ...]:
    """Keys of the items that the call is about, each once."""
    named = named_by(step)
    notices = [each for each in state.notices if each.number in named.notices]
    of_notices = [key for each in notices for key in each.marks or each.items]
    return tuple(dict.fromkeys((*of_notices, *named.decisions)))


def open_call(motion: Motion, deadline: Deadline) -> None:
    """A notice is unproved half a day before its limit: somebody telephones, before the limit ends."""
    for notice in motion.state.notices:
        if notice.call_at is not None and notice.call_at <= motion.now:
            notice.call_at = None
            _ask_about(motion, notice)


def check_asked(motion: Motion, act: AskCall) -> None:
    notice = _notice(motion, act.notice)
    if act.notice is not None and (notice is None or not _is_wanted(notice)):
        raise ActRefused("not_now")
    if act.notice is None and (act.item is None or not _is_unproved(motion.state.items[act.item])):
        raise ActRefused("not_now")


def ask_call(motion: Motion, act: AskCall) -> None:
    """No channel is left for this notice or decision."""
    check_asked(motion, act)
    notice = _notice(motion, act.notice)
    if notice is not None:
        notice.call_at = None  # it is asked for now, and not again at the limit
        _ask_about(motion, notice)
    elif act.item is not None:
        _ask(motion, motion.state.items[act.item], Named(decisions=(act.item,)))


def check_recorded(motion: Motion, act: RecordCall) -> None:
    if open_step(motion.state.items[act.item]) is None:
        raise ActRefused("step_not_open")


def record_call(motion: Motion, act: RecordCall) -> None:
    """Nothing is proved by it, and the task stays."""
    item = motion.state.items[act.item]
    step = item.steps[CALL]
    times = int(step.data.get(act.outcome) or 0) + 1
    step.data[act.outcome] = times
    motion.say(_EVENTS[act.outcome], item, nth=step.round * 100 + times, times=times)


def close_call(motion: Motion, item: ItemState, outcome: str) -> Named:
    """The counter has told her everything; gives what the call named."""
    step = open_step(item)
    if step is None:
        raise ActRefused("step_not_open")
    motion.close_task(item, step, outcome)
    motion.close_step(item, step, outcome=outcome)
    return named_by(step)


def open_step(item: ItemState) -> StepState | None:
    step = item.steps.get(CALL)
    return step if step is not None and step.standing == "open" else None


def settle(motion: Motion, item: ItemState) -> bool:
    """What was proved otherwise, or is over, is not called about; with the last of it the call ends.

    Where the item that the call stood at has ended, the rest of what it named is called about at another.
    """
    step = item.steps.get(CALL)
    if step is None or step.standing not in ("open", "ended"):
        return False
    before, left = named_by(step), _left(motion, named_by(step))
    if left == before and step.standing == "open":
        return False
    _keep(step, left if step.standing == "open" else Named())
    if step.standing == "ended":
        _ask_again(motion, left, besides=item)
    elif not left:
        motion.close_task(item, step, None)
        motion.close_step(item, step, outcome="not_needed")
    return bool(before)


def _ask_again(motion: Motion, left: Named, *, besides: ItemState) -> None:
    for notice in motion.state.notices:
        if notice.number in left.notices:
            _ask_about(motion, notice)
    for key in left.decisions:
        if key != besides.key:
            _ask(motion, motion.state.items[key], Named(decisions=(key,)))


def _left(motion: Motion, named: Named) -> Named:
    wanted = {each.number for each in motion.state.notices if _is_wanted(each)}
    items = motion.state.items
    return Named(
        tuple(each for each in named.notices if each in wanted),
        tuple(key for key in named.decisions if _is_unproved(items[key])),
    )


def _is_wanted(notice: Notice) -> bool:
    over = notice.told_at or notice.closed_at or notice.heard_at
    return notice.sent_at is not None and not over


def _is_unproved(item: ItemState) -> bool:
    return item.told_of_decision_at is None and not is_open(item)


def _notice(motion: Motion, number: int | None) -> Notice | None:
    return next((each for each in motion.state.notices if each.number == number), None)


def _ask_about(motion: Motion, notice: Notice) -> None:
    first = next(iter(notice.marks or notice.items), None)
    if first is not None:
        _ask(motion, motion.state.items[first], Named(notices=(notice.number,)))


def _ask(motion: Motion, item: ItemState, more: Named) -> None:
    """Opens a call at the item, or lets what is `more` join the one that is open."""
    at, step = _under_way(motion.state)
    if at is not None and step is not None:
        named = named_by(step)
        joined = Named(
            tuple(dict.fromkeys((*named.notices, *more.notices))),
            tuple(dict.fromkeys((*named.decisions, *more.decisions))),
        )
        if joined != named:
            _keep(step, joined)
            _say_asked(motion, at, step, more)
        return
    before = item.steps.get(CALL)
    asked = int(before.data.get(_ASKED) or before.round) if before else 0
    step = StepState(CALL, round=before.round + 1 if before else 1, data={_ASKED: asked})
    item.steps[CALL] = step
    _keep(step, more)
    _say_asked(motion, item, step, more)
    motion.open_task(item, step, kind="call", about=items_named(motion.state, step))


def _under_way(state: CaseState) -> tuple[ItemState | None, StepState | None]:
    for item in state.items.values():
        if (step := open_step(item)) is not None:
            return item, step
    return None, None


def _say_asked(motion: Motion, item: ItemState, step: StepState, more: Named) -> None:
    step.data[_ASKED] = int(step.data.get(_ASKED) or 0) + 1
    number = more.notices[0] if more.notices else None
    motion.say(events.CALL_ASKED, item, nth=int(step.data[_ASKED] or 1), number=number)


def _keep(step: StepState, named: Named) -> None:
    step.data.pop(_ONE, None)
    step.data[_NOTICES] = " ".join(map(str, named.notices))
    step.data[_DECISIONS] = " ".join(named.decisions)
