"""Written commitments: papers supplied later, promises in the place of a proof, and what follows.

Papers that come later (容缺受理): the time to supply runs from the acceptance and is never longer than the
promised limit. After a reminder, an item whose papers did not come ends by itself.

A promise in the place of a proof (告知承诺, 国办发〔2020〕42号): the item is decided without the proof, and
somebody looks afterwards. What turns out false is put before an officer, step by step: an order to correct
with a date, then the person is heard, then a signed decision. By itself nothing falls: no result is
revoked here, and a mark on somebody's credit is only ever proposed.
"""

from clocks.clock import Limit, due
from forms.facts import key_of
from matter_definitions import events, forewarning
from matter_definitions.acts.committing import (
    JudgeCommitment,
    JudgeLateSupply,
    OrderCorrection,
    RecordHeard,
    SettleCommitment,
    SupplyLate,
)
from matter_definitions.commitment_times import (
    calendar_of,
    deadlines,
    plan_of,
    settle,
)
from matter_definitions.consequences import Deadline, FlagWanted
from matter_definitions.motion import ActRefused, Motion, NotOffered
from matter_definitions.movements import row_of
from matter_definitions.offers import CommitmentPlan
from matter_definitions.plan import ItemPlan
from matter_definitions.state import (
    CommitmentStanding,
    CommitmentState,
    ItemState,
    commitment_step,
)
from matter_definitions.stepping import needs_late_supply

__all__ = [
    "begin",
    "deadlines",
    "judge_commitment",
    "judge_late_supply",
    "late_supply_over",
    "may_settle",
    "order_correction",
    "order_over",
    "record_heard",
    "remind_of_late_supply",
    "settle",
    "settle_commitment",
    "supply_late",
    "targets_of",
    "verify_commitment",
]

_MATERIAL = "material:"


def begin(motion: Motion, item: ItemState, codes: tuple[str, ...]) -> None:
    """The commitments that the applicant signed with the application."""
    definition = motion.item_plan(item)
    for code in codes:
        plan = plan_of(definition, code)
        if definition.instant and plan.kind == "late_supply":
            raise NotOffered  # decided at the counter: there is no later
        limit = due(plan.until, started=motion.now, pauses=(), calendar=calendar_of(motion, item)).at
        item.commitments.append(
            CommitmentState(
                code=code,
                kind=plan.kind,
                targets=targets_of(definition, plan, instance=item.instance),
                made_at=motion.now,
                until=limit or motion.now,
            )
        )
        motion.say(events.COMMITMENT_MADE, item, commitment_step(code))


def targets_of(item: ItemPlan, plan: CommitmentPlan, *, instance: int | None) -> tuple[str, ...]:
    """What a commitment stands for, as this instance of the item names it: `material:child.2.lease`."""
    which = (item.for_each, instance) if item.for_each and instance else None
    return tuple(_MATERIAL + key_of(each.removeprefix(_MATERIAL), which) for each in plan.replaces)


# Papers that come later


def supply_late(motion: Motion, act: SupplyLate) -> None:
    """The applicant brings what was promised; perhaps not yet all. When it comes is when it is handed in,
    however long the look at it takes."""
    item, versions = motion.state.items[act.item], motion.state.versions
    asked = [
        each
        for each in item.commitments
        if each.kind == "late_supply" and each.standing in ("open", "supplied")
        if set(each.targets) & set(act.targets)
    ]
    if not asked:
        raise ActRefused("no_commitment_open")
    brought = {target for each in asked for target in each.targets if target in act.targets}
    for target in sorted(brought):
        versions[target] = versions.get(target, 0) + 1
    for each in asked:
        if all(versions.get(target) for target in each.targets):
            each.standing = "supplied"
    motion.shift(item, row_of(item, "supply_late"), nth=sum(versions.values()), count=len(brought))


def judge_late_supply(motion: Motion, act: JudgeLateSupply) -> None:
    """What was brought conforms, or something is still wrong with it; the last one makes the grant whole."""
    item, commitment = _commitment(motion, act.item, act.commitment, "supplied")
    step = commitment_step(act.commitment)
    nth = _close_task(motion, item, step, "conforms" if act.conforms else "lacks")
    if not act.conforms:
        commitment.standing = "open"
        motion.shift(item, row_of(item, "late_supply_lacks"), step=step, nth=nth, reason=act.reason)
        return
    commitment.standing, commitment.outcome = "kept", "conforms"
    row = row_of(item, "late_supply_conforms")
    if item.standing == "granted_with_late_supply" and not needs_late_supply(item):
        motion.shift(item, row, to="granted", step=step, nth=nth)
        motion.say(events.GRANTED, item)
    else:
        motion.shift(item, row, to=item.standing, clock=False, step=step, nth=nth)


def remind_of_late_supply(motion: Motion, deadline: Deadline) -> None:
    """A reminder before the time to supply is over."""
    item, commitment = _of_deadline(motion, deadline)
    commitment.reminded += 1
    motion.say(
        events.LATE_SUPPLY_REMINDED,
        item,
        deadline.step,
        nth=commitment.reminded,
        until=commitment.until.isoformat(),
    )


def late_supply_over(motion: Motion, deadline: Deadline) -> None:
    """What was promised did not come, although the person was reminded: the procedure ends by itself."""
    item, commitment = _of_deadline(motion, deadline)
    commitment.standing = "missed"
    motion.say(events.LATE_SUPPLY_MISSED, item, deadline.step)
    motion.end_item(item, "lapsed", word="late_supply_missed", reason="late_supply_missed")


# Promises in the place of a proof


def judge_commitment(motion: Motion, act: JudgeCommitment) -> None:
    """A promise in the place of a proof was looked at."""
    item, commitment = _commitment(motion, act.item, act.commitment, "open")
    if commitment.kind != "replaces_proof":
        raise ActRefused("no_commitment_open")
    step = commitment_step(act.commitment)
    nth = _close_task(motion, item, step, act.outcome)
    commitment.standing = act.outcome
    if act.outcome == "kept":
        commitment.outcome = "kept"
        motion.say(events.COMMITMENT_KEPT, item, step, nth=nth)
    else:
        motion.shift(item, row_of(item, "judge_commitment"), step=step, nth=nth, reason=act.reason)


def order_correction(motion: Motion, act: OrderCorrection) -> None:
    """The person has to put it right within a time."""
    item, commitment = _commitment(motion, act.item, act.commitment, "failed")
    step = commitment_step(act.commitment)
    nth = _close_task(motion, item, step, "ordered")
    limit = Limit(act.until_days, "working_day")
    commitment.order_until = due(limit, started=motion.now, pauses=(), calendar=calendar_of(motion, item)).at
    commitment.standing, commitment.reminded = "ordered", 0
    until = commitment.order_until.isoformat() if commitment.order_until else None
    row = row_of(item, "order_correction")
    motion.shift(item, row, step=step, nth=nth, reason=act.reason, until=until)
    forewarning.forewarn(motion, item, step, reason=act.reason)


def record_heard(motion: Motion, act: RecordHeard) -> None:
    """The person was heard before anything is held against her."""
    if act.commitment is None:
        item = motion.state.items[act.item]
        forewarning.record_statement(motion, item, forewarning.REVOCATION, text=act.text)
        return
    item, commitment = _commitment(motion, act.item, act.commitment, "ordered")
    step = commitment_step(act.commitment)
    nth = _close_task(motion, item, step, "heard")
    commitment.standing = "heard"
    if forewarning.open_notice(motion.state, item, step) is not None:
        forewarning.record_statement(motion, item, step, text=act.text, nth=nth)
    else:  # ordered by an earlier release
        motion.shift(item, row_of(item, "record_heard"), step=step, nth=nth, text=act.text)


def settle_commitment(motion: Motion, act: SettleCommitment) -> None:
    """An officer settles a broken promise; nothing falls by it alone. `heard_first` was asked before."""
    item, commitment = _commitment(motion, act.item, act.commitment, "ordered", "heard")
    step = commitment_step(act.commitment)
    forewarning.close_notice(motion, item, step)
    nth = _close_task(motion, item, step, act.outcome)
    commitment.standing, commitment.outcome = "settled", act.outcome
    row = row_of(item, "settle_commitment")
    motion.shift(item, row, step=step, nth=nth, reason=act.reason, outcome=act.outcome)
    if act.outcome == "false":
        motion.out.flags_wanted.append(FlagWanted(item.key, act.commitment, "false_promise", act.reason))


def may_settle(motion: Motion, item: ItemState, commitment: CommitmentState) -> bool:
    """The person was heard; or the time to put it right and the time to speak are both over."""
    if commitment.standing != "ordered":
        return commitment.standing == "heard"
    in_time = commitment.order_until is not None and motion.now <= commitment.order_until
    return not in_time and forewarning.is_heard(motion, item, commitment_step(commitment.code))


def verify_commitment(motion: Motion, deadline: Deadline) -> None:
    """The time in which somebody should have looked is over; the officers are told, nothing else."""
    item, commitment = _of_deadline(motion, deadline)
    commitment.reminded += 1
    motion.say(events.COMMITMENT_VERIFICATION_DUE, item, deadline.step)


def order_over(motion: Motion, deadline: Deadline) -> None:
    """The time of an order to correct is over; what it means is for the officer to say."""
    item, commitment = _of_deadline(motion, deadline)
    commitment.reminded += 1
    motion.say(events.ORDER_TIME_OVER, item, deadline.step)


def _commitment(
    motion: Motion, key: str, code: str, *standings: CommitmentStanding
) -> tuple[ItemState, CommitmentState]:
    """Raises ActRefused when the item has none of this code that stands so."""
    item = motion.state.items[key]
    found = next((each for each in item.commitments if each.code == code), None)
    if found is None or found.standing not in standings:
        raise ActRefused("no_commitment_open")
    return item, found


def _of_deadline(motion: Motion, deadline: Deadline) -> tuple[ItemState, CommitmentState]:
    item = motion.state.items[deadline.item or ""]
    return item, next(each for each in item.commitments if commitment_step(each.code) == deadline.step)


def _close_task(motion: Motion, item: ItemState, code: str, outcome: str) -> int:
    """Gives the round of the task, which tells repetitions of what is said of it apart."""
    step = item.steps.get(code)
    if step is not None and step.standing == "open":
        motion.close_task(item, step, outcome)
        motion.close_step(item, step, outcome=outcome)
        step.decided_by = motion.situation.actor.id if motion.situation.actor else None
    return step.round if step else 1
