"""Nothing is held against anybody unheard: told first, with the facts and a time to speak (事先告知).

One mechanism for the revocation of a result and for the settlement of a failed promise. Who was told may say
something within a period, which the plan sets (`ItemPlan.heard_within`, five working days unless it says
otherwise); where notices of law have to be proved, it begins when this one is. What is intended may be
decided when the person was heard, or when the period is over without a word.

The law: 行政许可法 art. 7, 36 and 69; 行政处罚法 art. 44, 45 and 64; 国务院《全面推进依法行政实施纲要》 20.
"""

from datetime import datetime

from matter_definitions import events
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.limits import ends_at
from matter_definitions.messages import tell_anyway
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.state import PRIOR, CaseState, ItemState, Notice

REVOCATION = "revocation"  # what a notice is about; else the step of a commitment
TEMPLATE = "prior_notice"


def give_prior_notice(motion: Motion, act: GivePriorNotice) -> None:
    """Refused: `forewarned_already`."""
    item = motion.state.items[act.item]
    if open_notice(motion.state, item, REVOCATION) is not None:
        raise ActRefused("forewarned_already")
    forewarn(motion, item, REVOCATION, reason=act.reason)


def forewarn(motion: Motion, item: ItemState, about: str, *, reason: str) -> None:
    """The notice leaves now."""
    notices = motion.state.notices
    notice = Notice(
        number=notices[-1].number + 1 if notices else 1,
        opened_at=motion.now,
        sent_at=motion.now,
        answer_until=period_from(motion, item, motion.now),
        kind=PRIOR,
        items=(item.key,),
        about=about,
        reason=reason,
    )
    notices.append(notice)
    assert notice.answer_until is not None, "a period always ends"
    motion.say(
        events.PRIOR_NOTICE_GIVEN,
        item,
        None if about == REVOCATION else about,
        nth=notice.number,
        notice_number=notice.number,
        number=notice.number,
        answer_until=notice.answer_until.isoformat(),
        reason=reason,
    )
    number, event = notice.number, events.PRIOR_NOTICE_GIVEN
    tell_anyway(motion, event, TEMPLATE, nth=number, item=item, notice=number)


def record_statement(
    motion: Motion, item: ItemState, about: str, *, text: str, nth: int | None = None
) -> None:
    """The person was heard, or handed in what she has to say. Refused: `not_forewarned`, `heard_already`."""
    notice = open_notice(motion.state, item, about)
    if notice is None:
        raise ActRefused("not_forewarned", source="行政许可法 36")
    if notice.heard_at is not None:
        raise ActRefused("heard_already")
    notice.heard_at, notice.call_at = motion.now, None
    step = None if about == REVOCATION else about
    motion.shift(item, row_of(item, "record_heard"), step=step, nth=nth or notice.number, text=text)


def is_heard(motion: Motion, item: ItemState, about: str) -> bool:
    """She was heard, or had the whole period and said nothing."""
    notice = open_notice(motion.state, item, about)
    if notice is None or notice.answer_until is None:
        return False
    if notice.heard_at is not None:
        return True
    if motion.plan.legal_service and notice.told_at is None:
        return False  # nobody loses anything by a notice of which it is not proved that he has it
    return motion.now > notice.answer_until


def close_notice(motion: Motion, item: ItemState, about: str) -> None:
    """What was intended has been decided; the next time needs a notice of its own."""
    notice = open_notice(motion.state, item, about)
    if notice is not None:
        notice.closed_at, notice.call_at = motion.now, None


def open_notice(state: CaseState, item: ItemState, about: str) -> Notice | None:
    return next(
        (
            each
            for each in state.notices
            if each.kind == PRIOR and each.about == about and item.key in each.items and not each.closed_at
        ),
        None,
    )


def period_from(motion: Motion, item: ItemState, start: datetime) -> datetime:
    calendar = motion.situation.calendar.for_region(item.region)
    return ends_at(motion.item_plan(item).heard_within, start, calendar)


def told(motion: Motion, notice: Notice) -> None:
    """It is proved that she has it: the whole period is before her."""
    item = motion.state.items[notice.items[0]]
    if motion.plan.legal_service and not notice.closed_at:
        notice.answer_until = max(notice.answer_until or motion.now, period_from(motion, item, motion.now))
