"""The steps of an accepted item: which opens when, and what each outcome means."""

from clocks.calendar import local_date
from forms.conditions import holds
from matter_definitions import awaiting, confirming, events, hearing_others, windowing
from matter_definitions.acts.deciding import RecordOutcome, RedoStep
from matter_definitions.consequences import EffectUnwanted
from matter_definitions.limits import ends_at
from matter_definitions.motion import ActRefused, Motion, is_open
from matter_definitions.movements import row_of
from matter_definitions.plan import StepPlan
from matter_definitions.situation import Situation
from matter_definitions.state import IN_HANDLING, ItemState, StepState
from matter_definitions.timing import OVERDUE, ROUNDS_BEFORE

FINISHED = frozenset({"done", "skipped"})
FAILED_ROUND = "failed_round"  # in the data of a step: the last round, which has failed and ended nothing


def open_ready_steps(motion: Motion, item: ItemState) -> bool:
    """Opens every step whose predecessors are over; skips those whose condition does not hold."""
    changed = False
    for plan in motion.item_plan(item).steps:
        step = item.steps[plan.code]
        if step.standing != "pending" or not _is_ready(motion, item, plan):
            continue
        if plan.after_failure_of or (plan.when and not condition_holds(motion, item, plan.when)):
            step.standing, step.closed_at = "skipped", motion.now  # what undoes is opened by its own rule
            changed = True
        elif plan.confirm and step.confirmed_at is None:
            changed |= confirming.ask(motion, item, step)
        elif not windowing.is_closed(motion, item, step, plan):
            _open(motion, item, step, plan)
            changed = True
    return changed


def _open(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> None:
    if plan.limit:
        calendar = motion.situation.calendar.for_region(item.region)
        step.limit_at = ends_at(plan.limit, motion.now, calendar)
    if plan.kind == "approval":
        motion.open_task(item, step)
        motion.say(events.STEP_OPENED, item, plan.code, nth=step.round)
    elif plan.kind in hearing_others.KINDS:
        hearing_others.open_step(motion, item, step, plan)
    else:
        step.standing, step.opened_at = "open", motion.now
        motion.want_effect(item, step)
        if plan.kind == "payment":
            motion.say(events.PAYMENT_DEMANDED, item, plan.code, nth=step.round)
        elif plan.kind == "money_awaited":
            motion.say(events.MONEY_AWAITED, item, plan.code, nth=step.round)


def _is_ready(motion: Motion, item: ItemState, plan: StepPlan) -> bool:
    if any(item.steps[code].standing not in FINISHED for code in plan.after):
        return False
    if item.standing == "received":
        return plan.stage == "before_acceptance"
    return item.standing == "granted" or plan.code not in motion.plan.steps_after_the_grant(item.code)


def is_paid_for(motion: Motion, item: ItemState) -> bool:
    """Everything that has to be over before the item is accepted, such as a fee."""
    return all(
        item.steps[plan.code].standing in FINISHED
        for plan in motion.item_plan(item).steps
        if plan.stage == "before_acceptance"
    )


def condition_holds(motion: Motion, item: ItemState, when: str) -> bool:
    """As the form stands now."""
    plan = motion.item_plan(item)
    instance = (plan.for_each, item.instance) if plan.for_each and item.instance else None
    situation: Situation = motion.situation
    return holds(
        motion.plan.form,
        when,
        values=situation.values,
        answers=situation.answers,
        instance=instance,
        today=local_date(motion.now),
    )


def grant_when_decided(motion: Motion, item: ItemState) -> bool:
    """The item is granted when every step but those that carry the grant out is over.

    What was promised to be brought later is missing still: then a plain grant waits for it.
    """
    if item.standing != "accepted" or needs_late_supply(item):
        return False
    definition = motion.item_plan(item)
    late = motion.plan.steps_after_the_grant(item.code)
    if any(
        item.steps[each.code].standing not in FINISHED for each in definition.steps if each.code not in late
    ):
        return False
    motion.become(item, row_of(item, "finish"))
    item.decided_at = motion.now
    motion.say(events.GRANTED, item)
    return True


def needs_late_supply(item: ItemState) -> bool:
    """Whether something that the applicant promised to bring later is not there yet."""
    return any(
        each.kind == "late_supply" and each.standing in ("open", "supplied") for each in item.commitments
    )


def check_outcome(motion: Motion, act: RecordOutcome) -> None:
    item = motion.state.items[act.item]
    step, plan = item.steps.get(act.step), motion.plan.find_step(item.code, act.step)
    if step is None or step.standing != "open" or step.round != act.round:
        raise ActRefused("outcome_unwanted")
    if step.data.get(FAILED_ROUND) == act.round:
        raise ActRefused("outcome_unwanted")  # it has its answer, and waits for somebody to look at it
    if plan is None or plan.kind == "approval" or plan.kind in hearing_others.KINDS:
        raise ActRefused("outcome_unwanted")


def record_outcome(motion: Motion, act: RecordOutcome) -> None:
    item = motion.state.items[act.item]
    step, plan = item.steps[act.step], motion.step_plan(item, act.step)
    if act.outcome == "done":
        motion.close_step(item, step, outcome="done")
        if plan.kind == "issue_result" and motion.plan.format > 1:
            item.issued_at = motion.now
        motion.say(events.STEP_DONE, item, act.step, nth=step.round, outcome="done")
    elif plan.payment and act.outcome == "failed":
        _payment_failed(motion, item, step, tries=plan.payment.tries)
    elif plan.money:
        awaiting.returned(motion, item, step, plan, act)
    elif plan.refused == "hold":
        step.data[FAILED_ROUND] = step.round
    elif plan.refused == "note":
        motion.close_step(item, step, outcome=act.outcome)
        motion.say(events.STEP_NOTED, item, act.step, outcome=act.outcome, reason=act.reason)
    else:
        motion.close_step(item, step, refused=True, outcome=act.outcome)
        motion.say(events.STEP_REFUSED, item, act.step, outcome=act.outcome, reason=act.reason)
        if item.standing in IN_HANDLING or item.standing == "received":
            motion.end_item(item, "denied", word="outcome", reason=act.reason or act.outcome)
        else:
            end_followers(motion, item, act.step)


def end_followers(motion: Motion, item: ItemState, code: str) -> None:
    """Steps of a granted item that would follow a refused one can never open; they end with it."""
    for plan in motion.item_plan(item).steps:
        follower = item.steps[plan.code]
        if code in plan.after and follower.standing == "pending":
            follower.standing, follower.closed_at = "ended", motion.now
            end_followers(motion, item, plan.code)


def _payment_failed(motion: Motion, item: ItemState, step: StepState, *, tries: int) -> None:
    """A failed payment may be tried again, each time in a new round, until the rule ends it.

    After the grant nothing ends: somebody has to look why, and lets it be tried again (`redo_step`)."""
    left = tries - step.round + int(step.data.get(ROUNDS_BEFORE) or 0)
    motion.say(events.PAYMENT_FAILED, item, step.code, nth=step.round, tries_left=max(left, 0))
    if left > 0:
        step.round += 1
        motion.want_effect(item, step)
        return
    if not is_open(item):
        step.data[FAILED_ROUND] = step.round
        _leave_unpaid(motion, item, step)
        return
    motion.close_step(item, step, refused=True, outcome="failed")
    motion.end_item(item, "lapsed", word="payment_failed", reason="payment_failed")


def check_redo(motion: Motion, act: RedoStep) -> None:
    item = motion.state.items[act.item]
    step, plan = item.steps.get(act.step), motion.plan.find_step(item.code, act.step)
    if step is None or step.standing != "open" or plan is None or plan.kind == "approval":
        raise ActRefused("step_not_open")


def redo_step(motion: Motion, act: RedoStep) -> None:
    item = motion.state.items[act.item]
    step = item.steps[act.step]
    motion.out.effects_unwanted.append(EffectUnwanted(item.key, step.code, step.round))
    step.round += 1
    motion.say(events.STEP_REDONE, item, step.code, nth=step.round)
    motion.want_effect(item, step)


def remind_of_payment(motion: Motion, item: ItemState, step: StepState) -> None:
    step.reminders += 1
    motion.say(events.PAYMENT_REMINDED, item, step.code, nth=step.reminders + 100 * item.undone)


def expire_payment(motion: Motion, item: ItemState, step: StepState) -> None:
    """An item that is not granted yet ends. What is granted stays granted: its fee stays to be paid, and
    that it is overdue is said."""
    if not is_open(item):
        _leave_unpaid(motion, item, step)
        return
    motion.say(events.PAYMENT_EXPIRED, item, step.code)
    motion.end_item(item, "lapsed", word="unpaid", reason="unpaid")


def _leave_unpaid(motion: Motion, item: ItemState, step: StepState) -> None:
    if not step.data.get(OVERDUE):
        step.data[OVERDUE] = True
        motion.shift(item, row_of(item, "unpaid"), step=step.code, nth=step.round)
