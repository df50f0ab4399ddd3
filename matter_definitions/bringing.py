"""What reaches people: proof that they were told, results handed over, and the archive at the end."""

from clocks.calendar import WorkCalendar
from clocks.clock import due
from matter_definitions import calling, confirming, events, forewarning, noticing
from matter_definitions.acts.telling import Archive, ConsentToService, RecordDelivery, RecordTold
from matter_definitions.consequences import Deadline, EffectWanted
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.plan import Plan
from matter_definitions.state import CONFIRMATION, PRIOR, CaseState, ItemState, Notice
from matter_definitions.timing import clock_of

# How the counter told her -> the outcome of its task.
_OUTCOME_OF = {"call": "reached", "visit": "visited", "letter": "receipt_came"}


def check_told(motion: Motion, act: RecordTold) -> None:
    if act.notice is not None and _notice(motion, act.notice) is None:
        raise ActRefused("not_now")
    if act.notice is None and act.item is None:
        raise ActRefused("no_such_item")


def record_told(motion: Motion, act: RecordTold) -> None:
    """It is proved that a notice or a decision has arrived; a second proof says nothing new."""
    if act.whole_call:
        _call_told(motion, act)
        return
    notice = _notice(motion, act.notice) if act.notice is not None else None
    if notice is not None:
        _notice_told(motion, notice, act)
    else:
        _decision_told(motion, motion.state.items[act.item or ""], act)


def _call_told(motion: Motion, act: RecordTold) -> None:
    """By one call she has heard of everything that it names."""
    named = calling.close_call(motion, motion.state.items[act.item or ""], _OUTCOME_OF[act.channel])
    for number in named.notices:
        notice = _notice(motion, number)
        if notice is not None:
            _notice_told(motion, notice, act)
    for key in named.decisions:
        _decision_told(motion, motion.state.items[key], act)


def _decision_told(motion: Motion, item: ItemState, act: RecordTold) -> None:
    if item.told_of_decision_at is None:
        item.told_of_decision_at = motion.now
        motion.say(events.DECISION_TOLD, item, channel=act.channel, proof=act.proof)


def _notice(motion: Motion, number: int) -> Notice | None:
    return next((each for each in motion.state.notices if each.number == number and each.sent_at), None)


def _notice_told(motion: Motion, notice: Notice, act: RecordTold) -> None:
    notice.call_at = None
    if notice.told_at is not None:
        return
    notice.told_at = motion.now
    if notice.kind == PRIOR:
        forewarning.told(motion, notice)
    elif notice.kind == CONFIRMATION:
        confirming.told(motion, notice)
    else:
        noticing.told(motion, notice)
    motion.say(
        events.NOTICE_TOLD,
        nth=notice.number,
        number=notice.number,
        channel=act.channel,
        proof=act.proof,
        answer_until=notice.answer_until.isoformat() if notice.answer_until else None,
    )


def check_delivery(motion: Motion, act: RecordDelivery) -> None:
    """There is something to hand over, and nobody has signed for it yet."""
    item = motion.state.items[act.item]
    results = [each.code for each in motion.item_plan(item).steps if each.kind == "issue_result"]
    issued = any(item.steps[code].standing == "done" for code in results)
    if item.standing == "granted" and results and not issued:
        raise ActRefused("not_issued_yet")
    if item.signed_at is not None:
        raise ActRefused("signed_already")


def record_delivery(motion: Motion, act: RecordDelivery) -> None:
    """A result was handed over or signed for."""
    item = motion.state.items[act.item]
    item.delivery_mode = act.how
    item.delivered_at = item.delivered_at or motion.now
    if act.signed:
        item.signed_at = motion.now
    motion.shift(item, row_of(item, "sign" if act.signed else "deliver"), how=act.how)


def delivery_overdue(motion: Motion, deadline: Deadline) -> None:
    """The result did not reach the applicant in time; only shown."""
    item = motion.state.items[deadline.item or ""]
    item.delivery_overdue = True
    motion.shift(item, row_of(item, "delivery_overdue"))


def consent_to_service(motion: Motion, act: ConsentToService) -> None:
    """The applicant agreed to electronic service, or no longer does; it holds from the next notice on."""
    motion.state.service_consent = act.given
    motion.say(events.SERVICE_CONSENT, given=act.given)


def archive_case(motion: Motion, act: Archive) -> None:
    """The package is complete and stored."""
    if motion.state.standing == "open":
        raise ActRefused("still_open")
    if is_archived(motion.state):
        raise ActRefused("archived_already")
    motion.state.archived_at = motion.now
    motion.say(events.ARCHIVED, manifest=act.manifest)


def is_archived(state: CaseState) -> bool:
    """A case that was opened again is archived anew when it ends again."""
    return (
        state.archived_at is not None and state.ended_at is not None and state.archived_at >= state.ended_at
    )


def archive_due(motion: Motion, deadline: Deadline) -> None:
    """It is time to archive the case."""
    state = motion.state
    state.archive_asked = (*state.archive_asked, motion.now)
    motion.out.effects_wanted.append(
        EffectWanted("archive", None, "archive", len(state.archive_asked), quick=False)
    )


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Those that `agenda` asks this room for."""
    found = [Deadline(each.call_at, "call") for each in state.notices if each.call_at and not each.closed_at]
    for item in state.items.values():
        if plan.item(item.code).delivery_watch and not item.delivery_overdue:
            clock = clock_of(plan, item, calendar)
            if clock.running == "delivery" and clock.due_at:
                found.append(Deadline(clock.due_at, "delivery", item.key, provisional=clock.provisional))
    return found + _archive_deadlines(plan, state, calendar)


def _archive_deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Counted from the end, or from when the last result was signed for that somebody watches over."""
    ended_at = state.ended_at
    if plan.archive_after is None or ended_at is None or state.standing == "open" or is_archived(state):
        return []
    if state.archive_asked and state.archive_asked[-1] >= ended_at:
        return []
    signed = [
        item.signed_at
        for item in state.items.values()
        if item.standing == "granted" and plan.item(item.code).delivery_watch
    ]
    begun = max((at for at in signed if at is not None), default=ended_at)
    over = due(plan.archive_after, started=max(begun, ended_at), pauses=(), calendar=calendar)
    if None in signed or over.at is None:
        return []
    return [Deadline(over.at, "archive", provisional=over.provisional)]
