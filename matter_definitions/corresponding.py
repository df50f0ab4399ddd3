"""A step that is a letter to another authority: written, sent with a number, answered with another.

An authority that is not on this installation answers through its connector, or on paper: then whoever has
written to it writes down what it answered.
"""

from datetime import datetime

from clocks.calendar import WorkCalendar
from clocks.clock import due
from matter_definitions import events
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.consequences import Deadline, LetterWanted, TaskOpened
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.offers import LetterPlan
from matter_definitions.plan import Plan, StepPlan
from matter_definitions.state import CaseState, ItemState, StepState
from matter_definitions.steps_of_others import (
    Place,
    clear_desks,
    demand_department,
    finish,
    open_step_of,
    open_steps_of,
    part_of,
    place_of,
    put_on_desk,
    refuse,
    take_off_desk,
)

CONFIRMED, NOT_CONFIRMED = "confirmed", "not_confirmed"
ANSWERS = (CONFIRMED, NOT_CONFIRMED)
ANSWER = "answer"  # the kind of the letter that answers
OUTSIDE = "outside"  # in the place of a department: an authority that is not on this installation
_SENT, _UNANSWERED = "sent_at", "unanswered"


def begin(motion: Motion, item: ItemState, step: StepState) -> None:
    """The letter is to be written by whoever does the step."""
    step.standing, step.opened_at = "open", motion.now
    department, region = place_of(item, step.code)
    put_on_desk(motion, _task(item, step, department, region), step)
    motion.say(events.STEP_OPENED, item, step.code, nth=step.round)


def _task(
    item: ItemState, step: StepState, department: str, region: str, limit_at: datetime | None = None
) -> TaskOpened:
    return TaskOpened(item.key, step.code, step.round, department, region, kind="letter", limit_at=limit_at)


def addressee(item: ItemState, step: StepPlan) -> Place:
    """Whom the letter goes to; refused as `no_addressee` when the case was opened without one."""
    if _letter(step).outside is not None:
        return OUTSIDE, place_of(item, step.code)[1]
    place = item.places.get(part_of(step.code, "to"))
    if place is None:
        raise ActRefused("no_addressee")
    return place


def _desk_of_answer(item: ItemState, step: StepPlan) -> Place:
    """Where the answer is written down: at the addressee's, or at home when he is not here."""
    return addressee(item, step) if _letter(step).outside is None else place_of(item, step.code)


def _letter(step: StepPlan) -> LetterPlan:
    assert step.letter is not None, "the plan says what the letter is"
    return step.letter


def is_sent(step: StepState) -> bool:
    """Then it is the other authority's turn."""
    return bool(step.data.get(_SENT))


def send_letter(motion: Motion, act: SendLetter) -> None:
    """Once: it lies on the other authority's desk from now. Refused: `step_not_open`, `letter_sent`."""
    item, step, plan = open_step_of(motion, act, "letter")
    if step.data.get(_SENT):
        raise ActRefused("letter_sent")
    home, region = place_of(item, step.code)
    demand_department(motion, home)
    to, to_region = addressee(item, plan)
    letter = _letter(plan)
    take_off_desk(motion, item, step, round=step.round, outcome="sent")
    step.round += 1
    step.data[_SENT] = motion.now.isoformat()
    limit = _answer_by(plan, step, motion.situation.calendar.for_region(to_region))
    motion.out.letters_wanted.append(
        LetterWanted(
            item.key,
            step.code,
            step.round - 1,
            to,
            to_region,
            letter.kind,
            letter.template,
            act.text,
            department=home,
            region=region,
            outside=letter.outside is not None,
            connector=letter.connector,
            due_at=limit.at,
        )
    )
    if letter.connector is None:
        put_on_desk(motion, _task(item, step, *_desk_of_answer(item, plan), limit.at), step)
    motion.shift(item, row_of(item, "send_letter"), step=step.code, nth=step.round)


def answer_letter(motion: Motion, act: AnswerLetter) -> None:
    """Refused: `step_not_open`, `letter_not_sent`, `outcome_not_possible`, `not_yours_to_do`."""
    item, step, plan = open_step_of(motion, act, "letter")
    if not step.data.get(_SENT):
        raise ActRefused("letter_not_sent")
    if act.outcome not in ANSWERS:
        raise ActRefused("outcome_not_possible", ANSWERS)
    demand_department(motion, _desk_of_answer(item, plan)[0])
    take_off_desk(motion, item, step, round=step.round, outcome=act.outcome)
    motion.out.letters_wanted.append(_answer_wanted(item, step, plan, act))
    motion.shift(
        item,
        row_of(item, "answer_letter"),
        step=step.code,
        nth=step.round,
        outcome=act.outcome,
        text=act.text,
    )
    if act.outcome == CONFIRMED:
        finish(motion, item, step, outcome=act.outcome)
    else:
        refuse(motion, item, step, plan, outcome=act.outcome, reason=_said(act.text))


def _answer_wanted(item: ItemState, step: StepState, plan: StepPlan, act: AnswerLetter) -> LetterWanted:
    (department, region), (back_to, back_region) = addressee(item, plan), place_of(item, step.code)
    letter = _letter(plan)
    return LetterWanted(
        item.key,
        step.code,
        step.round,
        back_to,
        back_region,
        ANSWER,
        letter.template,
        act.text,
        department=department,
        region=region,
        outside=letter.outside is not None,
        number=act.number,
        outcome=act.outcome,
    )


def _said(text: str | None) -> str | None:
    """A stored text as the reason of what follows from it."""
    return f"text:{text}" if text else None


def unanswered(motion: Motion, item: ItemState, step: StepState) -> None:
    """The letter is late: the supervisor is shown it, and the answer is still waited for. What a connector
    has not brought may have come on paper."""
    step.data[_UNANSWERED] = True
    plan = motion.step_plan(item, step.code)
    department = addressee(item, plan)[0]
    if _letter(plan).connector is not None:
        put_on_desk(motion, _task(item, step, *_desk_of_answer(item, plan)), step)
    motion.say(events.LETTER_UNANSWERED, item, step.code, nth=step.round, department=department)


def settle(motion: Motion, item: ItemState, step: StepState) -> bool:
    """A letter that nobody needs any more is neither written nor answered."""
    return step.standing == "ended" and clear_desks(motion, item, step)


def _answer_by(plan: StepPlan, step: StepState, calendar: WorkCalendar) -> Deadline:
    """By the calendar of the place that answers."""
    end = due(
        _letter(plan).answer_within,
        started=datetime.fromisoformat(str(step.data[_SENT])),
        pauses=(),
        calendar=calendar,
    )
    assert end.at is not None, "a clock without pauses always ends"
    return Deadline(end.at, "letter_answer", step=step.code, provisional=end.provisional)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    return [
        Deadline(end.at, end.kind, item.key, step.code, provisional=end.provisional)
        for item, step, step_plan in open_steps_of(plan, state, "letter")
        if step.data.get(_SENT) and not step.data.get(_UNANSWERED)
        for end in [_answer_by(step_plan, step, calendar.for_region(addressee(item, step_plan)[1]))]
    ]
