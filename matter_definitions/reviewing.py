"""The first review of each item's form, the one correction notice, and what silence means."""

from dataclasses import replace

from clocks.pauses import Pause
from matter_definitions import events
from matter_definitions.acts import AnswerNotice, DecideReceipt
from matter_definitions.motion import ActRefused, Motion, collecting_notice, end_pauses, is_open
from matter_definitions.state import RECEIPT, ItemState, Mark, Notice, StepState
from matter_definitions.timing import close_after_working_days

RECEIPT_OUTCOMES = ("accept", "correct", "refuse", "not_applicable")
CORRECTION = "correction"


def start_receipt_clock(motion: Motion, item: ItemState) -> None:
    """The receipt clock starts when nothing else has to come first; paused while the applicant is asked."""
    item.received_at = motion.now
    if item.standing == "correcting":
        item.receipt_pauses.append(Pause(motion.now, None, CORRECTION))


def decide_receipt(motion: Motion, act: DecideReceipt) -> None:
    item = motion.state.items[act.item]
    step = item.steps.get(RECEIPT)
    if step is None or step.standing != "open":
        raise ActRefused("not_under_review")
    if act.outcome == "correct" and not act.marks:
        raise ActRefused("nothing_marked", RECEIPT_OUTCOMES)
    motion.close_task(item, step, act.outcome)
    motion.close_step(item, step, outcome=act.outcome)
    if act.outcome == "accept":
        item.form_ok = True
        motion.say(events.REVIEW_PASSED, item, nth=step.round)
    elif act.outcome == "correct":
        _collect(motion, item, act.marks)
    elif act.outcome == "refuse":
        motion.end_item(item, "refused", reason=act.reason)
    else:
        motion.end_item(item, "not_applicable", reason=act.reason)


def _collect(motion: Motion, item: ItemState, marks: tuple[Mark, ...]) -> None:
    """Adds marks to the notice being collected. A second demand of what has not changed is recorded."""
    state = motion.state
    notice = collecting_notice(state)
    if notice is None:
        notice = Notice(number=len(state.notices) + 1, opened_at=motion.now)
        state.notices.append(notice)
    dated = [replace(mark, version=state.versions.get(mark.target, 0)) for mark in marks]
    notice.marks.setdefault(item.key, []).extend(dated)
    motion.say(events.MARKED, item, nth=notice.number, count=len(dated))
    # What the department could already see when an earlier notice left (行政许可法 art. 32: told once).
    earlier = [each for each in state.notices if each.sent_at]
    if earlier and any(mark.version <= earlier[-1].asked.get(mark.target, 0) for mark in dated):
        motion.say(events.SECOND_DEMAND, item, nth=notice.number)


def send_notice(motion: Motion, notice: Notice) -> None:
    state = motion.state
    notice.sent_at = motion.now
    notice.answer_until = close_after_working_days(
        motion.now, motion.plan.correction_days, motion.situation.calendar
    )
    for key, marks in notice.marks.items():
        item = state.items[key]
        item.standing = "correcting"
        for mark in marks:
            notice.asked[mark.target] = state.versions.get(mark.target, 0)
        if item.received_at:
            item.receipt_pauses.append(Pause(motion.now, None, CORRECTION))
    motion.say(
        events.NOTICE_SENT,
        nth=notice.number,
        number=notice.number,
        answer_until=notice.answer_until.isoformat(),
        items=len(notice.marks),
    )


def settle_notice(motion: Motion) -> bool:
    """Sends the collected notice once every first reviewer has answered. True when something changed."""
    for sent in motion.state.notices:
        if sent.sent_at and not sent.closed_at and not sent.marks:
            sent.closed_at = motion.now  # whatever it asked for has ended in another way
    notice = collecting_notice(motion.state)
    if notice is None:
        return False
    if not notice.marks:
        motion.state.notices.remove(notice)  # its items ended before it left
        return True
    if any(_is_under_review(item) for item in motion.state.items.values()):
        return False
    send_notice(motion, notice)
    return True


def _is_under_review(item: ItemState) -> bool:
    step = item.steps.get(RECEIPT)
    return is_open(item) and step is not None and step.standing == "open"


def answer_notice(motion: Motion, act: AnswerNotice) -> None:
    """The applicant mended some targets. An item whose marks are all mended goes back to its reviewer."""
    state = motion.state
    open_notices = [each for each in state.notices if each.sent_at and not each.closed_at]
    asked = {mark.target for notice in open_notices for marks in notice.marks.values() for mark in marks}
    targets = [target for target in act.targets if target in asked]
    if not targets:
        raise ActRefused("nothing_to_correct")
    for target in targets:
        state.versions[target] = state.versions.get(target, 0) + 1
    for notice in open_notices:
        for key in list(notice.marks):
            left = [mark for mark in notice.marks[key] if mark.target not in targets]
            if left:
                notice.marks[key] = left
            else:
                del notice.marks[key]
                _review_again(motion, state.items[key])
        if not notice.marks:
            notice.closed_at = motion.now
        motion.say(
            events.NOTICE_ANSWERED,
            nth=sum(state.versions.values()),
            number=notice.number,
            mended=len(targets),
            complete=not notice.marks,
        )


def _review_again(motion: Motion, item: ItemState) -> None:
    item.standing = "received"
    end_pauses(item, motion.now)
    step = item.steps[RECEIPT]
    item.steps[RECEIPT] = StepState(code=RECEIPT, round=step.round + 1)
    motion.open_task(item, item.steps[RECEIPT])
    motion.say(events.REVIEWED_AGAIN, item, nth=step.round + 1)


def lapse_unanswered(motion: Motion) -> None:
    """The time to answer a notice is over: items that are still marked end (补正不来办结)."""
    for notice in motion.state.notices:
        if notice.answer_until and not notice.closed_at and notice.answer_until <= motion.now:
            for key in list(notice.marks):
                motion.end_item(motion.state.items[key], "lapsed", reason="not_corrected")
            notice.closed_at = motion.now


def apply_silence(motion: Motion, item: ItemState) -> None:
    """The receipt clock ran out unanswered: by the item's rule it is accepted as of receipt, or watched."""
    if motion.item_plan(item).silence == "supervise":
        item.silent = True
        motion.say(events.RECEIPT_OVERDUE, item)
        return
    step = item.steps.get(RECEIPT)
    if step and step.standing == "open":
        motion.close_task(item, step, None)
        motion.close_step(item, step, outcome="silence")
    for notice in motion.state.notices:
        if notice.sent_at is None:
            notice.marks.pop(item.key, None)
    item.form_ok = True
    item.accepted_by = "silence"
    motion.say(events.ACCEPTED_BY_SILENCE, item)
