"""What an applicant is asked to mend: the one merged correction notice, and when it counts as told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal

from clocks.clock import noon_of_working_day_before
from clocks.pauses import Pause
from matter_definitions import events
from matter_definitions.acts.receiving import AnswerNotice
from matter_definitions.motion import ActRefused, Motion, collecting_notice, is_open
from matter_definitions.movements import row_of
from matter_definitions.state import RECEIPT, WITHOUT_MARKS, ItemState, Mark, Notice
from matter_definitions.timing import clock_of, close_after_working_days

CORRECTION, RETURN, LATE = "correction", "return", "late_correction"


def start_receipt_clock(motion: Motion, item: ItemState) -> None:
    """The receipt clock starts when nothing else has to come first; paused while the applicant is asked."""
    item.received_at = motion.now
    if item.standing == "returned":
        item.receipt_pauses.append(Pause(motion.now, None, RETURN))
    elif item.standing == "correcting" and _counts_as_told(motion, item):
        item.receipt_pauses.append(Pause(motion.now, None, CORRECTION))


def _counts_as_told(motion: Motion, item: ItemState) -> bool:
    told = any(each.told_at and item.key in each.marks for each in motion.state.notices)
    return told or not motion.plan.legal_service


def _new_notice(motion: Motion, kind: Literal["correction", "return", "late_correction"]) -> Notice:
    notices = motion.state.notices
    number = notices[-1].number + 1 if notices else 1
    notices.append(Notice(number=number, opened_at=motion.now, kind=kind))
    return notices[-1]


def _dated(motion: Motion, marks: tuple[Mark, ...]) -> list[Mark]:
    return [replace(mark, version=motion.state.versions.get(mark.target, 0)) for mark in marks]


def collect(motion: Motion, item: ItemState, marks: tuple[Mark, ...]) -> None:
    """Adds marks to the notice being collected.

    A second demand of what has not changed is refused before it comes here; in cases of format 1 it is
    recorded.
    """
    state = motion.state
    notice = collecting_notice(state) or _new_notice(motion, "correction")
    dated = _dated(motion, marks)
    notice.marks.setdefault(item.key, []).extend(dated)
    motion.say(events.MARKED, item, nth=notice.number, count=len(dated))
    if state.format > 1:
        return
    # What the department could already see when an earlier notice left (行政许可法 art. 32: told once).
    earlier = [each for each in state.notices if each.sent_at]
    if earlier and any(mark.version <= earlier[-1].asked.get(mark.target, 0) for mark in dated):
        motion.say(events.SECOND_DEMAND, item, nth=notice.number)


def send_notice(motion: Motion, notice: Notice) -> None:
    """The merged notice leaves. From then the receipt clock stands, or from when the applicant is told
    where that has to be proved."""
    state = motion.state
    _send(motion, notice)
    limits: list[datetime] = []
    for key in notice.marks:
        item = state.items[key]
        if due_at := clock_of(motion.plan, item, motion.situation.calendar).due_at:
            limits.append(due_at)
        motion.become(item, row_of(item, "send_notice"))
        if item.received_at and not motion.plan.legal_service:
            item.receipt_pauses.append(Pause(motion.now, None, CORRECTION))
    assert notice.answer_until is not None, "it was sent just now"
    must_by = None
    if motion.plan.legal_service:
        # What waits for another item has no limit yet: then the time that the notice itself gives.
        limit = min(limits, default=notice.answer_until)
        must_by = noon_of_working_day_before(limit, motion.situation.calendar)
        notice.call_at = max(must_by, motion.now)
    motion.say(
        events.NOTICE_SENT,
        nth=notice.number,
        notice_number=notice.number,
        must_by=must_by,
        number=notice.number,
        answer_until=notice.answer_until.isoformat(),
        items=len(notice.marks),
    )


def _send(motion: Motion, notice: Notice) -> None:
    versions = motion.state.versions
    notice.sent_at = motion.now
    notice.answer_until = answer_until(motion)
    for marks in notice.marks.values():
        for mark in marks:
            notice.asked[mark.target] = versions.get(mark.target, 0)
    if motion.state.format > 1:
        notice.seen, notice.items = dict(versions), tuple(sorted(notice.marks))


def answer_until(motion: Motion) -> datetime:
    """The time to answer begins now."""
    return close_after_working_days(motion.now, motion.plan.correction_days, motion.situation.calendar)


def send_at_once(
    motion: Motion, item: ItemState, marks: tuple[Mark, ...], *, kind: Literal["return", "late_correction"]
) -> Notice:
    """What concerns one item alone is not collected."""
    notice = _new_notice(motion, kind)
    notice.marks[item.key] = _dated(motion, marks)
    _send(motion, notice)
    return notice


def settle_notice(motion: Motion) -> bool:
    """Sends the collected notice once every first reviewer has answered. True when something changed."""
    for sent in motion.state.notices:
        if sent.sent_at and not sent.closed_at and not sent.marks and sent.kind not in WITHOUT_MARKS:
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
    if not is_open(item) or step is None:
        return False
    return step.standing == "open" or item.standing == "prechecking"


def open_notices(motion: Motion) -> Iterator[Notice]:
    """Those that an applicant answers as corrections; what a pre-check gave back is handed in again."""
    for notice in motion.state.notices:
        if notice.sent_at and not notice.closed_at and notice.kind not in (RETURN, *WITHOUT_MARKS):
            yield notice


def items_of(motion: Motion, act: AnswerNotice) -> list[ItemState]:
    """The items that an answer is about."""
    keys = {
        key
        for notice in open_notices(motion)
        for key, marks in notice.marks.items()
        if any(mark.target in act.targets for mark in marks)
    }
    return [item for key, item in motion.state.items.items() if key in keys]


def check_answer(motion: Motion, act: AnswerNotice) -> None:
    if not items_of(motion, act):
        raise ActRefused("nothing_to_correct")


def take_answer(motion: Motion, act: AnswerNotice) -> Iterator[ItemState]:
    """Notes what was mended, and gives every item of which nothing is left to mend."""
    state = motion.state
    notices = list(open_notices(motion))
    asked = {mark.target for notice in notices for marks in notice.marks.values() for mark in marks}
    targets = [target for target in act.targets if target in asked]
    for target in targets:
        state.versions[target] = state.versions.get(target, 0) + 1
    for notice in notices:
        for key in list(notice.marks):
            left = [mark for mark in notice.marks[key] if mark.target not in targets]
            if left:
                notice.marks[key] = left
            else:
                del notice.marks[key]
                yield state.items[key]
        if not notice.marks:
            notice.closed_at = motion.now
        motion.say(
            events.NOTICE_ANSWERED,
            nth=sum(state.versions.values()),
            number=notice.number,
            mended=len(targets),
            complete=not notice.marks,
        )


def lapse_unanswered(motion: Motion, kind: str = CORRECTION) -> None:
    """The time to answer a notice is over: items that are still marked end (补正不来办结)."""
    for notice in motion.state.notices:
        late = notice.answer_until and not notice.closed_at and notice.answer_until <= motion.now
        if late and notice.kind == kind and counts(motion, notice):
            for key in list(notice.marks):
                motion.end_item(motion.state.items[key], "lapsed", reason="not_corrected")
            notice.closed_at = motion.now


def counts(motion: Motion, notice: Notice) -> bool:
    """Nobody loses anything by a notice of which it is not proved that he has it."""
    return notice.told_at is not None or not motion.plan.legal_service or notice.kind == RETURN


def told(motion: Motion, notice: Notice) -> None:
    """From now the applicant has the time to answer, and the clocks of the items stand."""
    if not motion.plan.legal_service or notice.kind == RETURN or notice.closed_at:
        return
    notice.answer_until = max(notice.answer_until or motion.now, answer_until(motion))
    for key in notice.marks:
        item = motion.state.items[key]
        if item.standing == "correcting" and item.received_at:
            item.receipt_pauses.append(Pause(motion.now, None, CORRECTION))
        elif item.standing == "correcting_late" and not _stands_still(item):
            item.handling_pauses.append(Pause(motion.now, None, CORRECTION))


def _stands_still(item: ItemState) -> bool:
    """Of an earlier release: from when the notice was sent."""
    return any(each.end is None and each.kind == CORRECTION for each in item.handling_pauses)
