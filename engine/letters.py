"""Letters between authorities: each is an act with a number, without a gap per department and year.

The number is taken in the transaction of the act itself, so an act that is refused or lost takes none. Each
is drawn as a paper and sealed by who sends it. Inside the platform the other authority's officers find it on
their desks; one to an authority outside is printed, or goes out as an effect whose outcome is the answer.
"""

from uuid import UUID, uuid4

from sqlalchemy import text

from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.effects import LETTER, own_row
from engine.outcome import DONE, Outcome
from engine.who import THE_ENGINE
from matter_definitions import events
from matter_definitions.acts.corresponding import AnswerLetter
from matter_definitions.consequences import LetterWanted
from matter_definitions.corresponding import ANSWER, CONFIRMED, NOT_CONFIRMED
from matter_definitions.plan import StepPlan
from refusals import NotNow

# Whoever comes second waits until the first has committed, or takes its number when it has not.
_NUMBER = text("""
    INSERT INTO letter_number (department, year, last) VALUES (:department, :year, 1)
    ON CONFLICT (department, year) DO UPDATE SET last = letter_number.last + 1 RETURNING last
""")
_INSERT = text("""
    INSERT INTO letter (id, case_id, item_key, step, round, number, kind, from_department, to_department,
        from_region, to_region, text_id, sent_at, answers, subject_zh, subject_en, outside_zh, outside_en,
        due_at, outcome)
    VALUES (:id, :case_id, :item_key, :step, :round, :number, :kind, :from_department, :to_department,
        :from_region, :to_region, :text_id, :sent_at, :answers, :subject_zh, :subject_en, :outside_zh,
        :outside_en, :due_at, :outcome)
""")
_ANSWERED = text("""
    UPDATE letter SET state = 'answered', answered_at = :now
    WHERE case_id = :case AND item_key = :item AND step = :step AND state = 'sent' AND kind <> 'answer'
        AND round < :round RETURNING id
""")


async def follow(change: CaseChange) -> None:
    """Sends the letters of `change.out.letters_wanted`, in the transaction of the act."""
    for wanted in change.out.letters_wanted:
        await _send(change, wanted)


async def record_answer(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """An authority outside has answered through its connector; a refusal to answer is an answer that confirms
    nothing. Where the answer was written down meanwhile, or is not waited for any more, it is only logged."""
    confirmed = outcome.word == DONE and outcome.data.get("confirmed") is True
    words = outcome.data.get("text") or "\n".join(filter(None, (outcome.reason_zh, outcome.reason_en)))
    number = outcome.data.get("number")
    text_id = case.add_text("letter", str(words)) if words else None
    act = AnswerLetter(
        item=effect.item_key or "",
        step=step_of_letter(effect),
        outcome=CONFIRMED if confirmed else NOT_CONFIRMED,
        text=str(text_id) if text_id else None,
        number=str(number) if number else None,
    )
    before, case.by = case.by, THE_ENGINE
    try:
        case.apply(act)
    except NotNow:
        case.happened(events.LATE_OUTCOME, item=effect.item_key, step=act.step, outcome=act.outcome)
    finally:
        case.by = before


def step_of_letter(effect: EffectRow) -> str:
    """The code of the step that the letter of this effect belongs to."""
    return effect.step.removeprefix(f"{LETTER}:")


async def _send(change: CaseChange, wanted: LetterWanted) -> None:
    letter_id = uuid4()
    foreign = wanted.outside and wanted.kind == ANSWER
    number = wanted.number or "" if foreign else await _take_number(change, wanted.department)
    step = change.plan.step(change.state.items[wanted.item].code, wanted.step)
    answers = await _answered(change, wanted) if wanted.kind == ANSWER else None
    row = _row(change, wanted, step) | {"id": letter_id, "number": number, "answers": answers}
    await change.connection.execute(_INSERT, row)
    change.happened(
        # That there is an answer, `LETTER_ANSWERED` says already.
        events.LETTER_ANSWER_REGISTERED if wanted.kind == ANSWER else events.LETTER_SENT,
        item=wanted.item,
        step=wanted.step,
        number=number,
        department=wanted.to_department,
    )
    if not foreign:
        _draw(change, wanted, letter_id)
    if wanted.connector is not None:
        _send_outside(change, wanted, wanted.connector)


def _row(change: CaseChange, wanted: LetterWanted, step: StepPlan) -> dict[str, object]:
    outside = step.letter.outside if step.letter else None
    return {
        "case_id": change.id,
        "item_key": wanted.item,
        "step": wanted.step,
        "round": wanted.round,
        "kind": wanted.kind,
        "from_department": wanted.department,
        "to_department": wanted.to_department,
        "from_region": wanted.region,
        "to_region": wanted.to_region,
        "text_id": UUID(wanted.text) if wanted.text else None,
        "sent_at": change.now,
        "subject_zh": step.title.zh,
        "subject_en": step.title.en,
        "outside_zh": outside.zh if outside else None,
        "outside_en": outside.en if outside else None,
        "due_at": wanted.due_at,
        "outcome": wanted.outcome,
    }


def _draw(change: CaseChange, wanted: LetterWanted, letter_id: UUID) -> None:
    """As a paper, with the seal of who sends it."""
    change.plan_effect(
        own_row(
            f"{change.case_no}/{wanted.item}/{LETTER}/{letter_id}",
            kind="paper",
            item=wanted.item,
            step=f"{events.LETTER_SENT}:{letter_id}",
            now=change.now,
            template="letter_answer" if wanted.kind == ANSWER else wanted.template,
        )
    )


def _send_outside(change: CaseChange, wanted: LetterWanted, connector: str) -> None:
    change.plan_effect(
        own_row(
            f"{change.case_no}/{wanted.item}/{wanted.step}/{wanted.round}/{LETTER}",
            kind=LETTER,
            item=wanted.item,
            step=f"{LETTER}:{wanted.step}",
            round=wanted.round,
            now=change.now,
            connector=connector,
        )
    )


async def _answered(change: CaseChange, wanted: LetterWanted) -> UUID | None:
    row = {
        "case": change.id,
        "item": wanted.item,
        "step": wanted.step,
        "round": wanted.round,  # the letter went out in a round before
        "now": change.now,
    }
    return (await change.connection.execute(_ANSWERED, row)).scalar_one_or_none()


async def _take_number(change: CaseChange, department: str) -> str:
    """As written on a letter: `police@330110000000〔2026〕12号`."""
    year = local_date(change.now).year
    row = {"department": department, "year": year}
    last: int = (await change.connection.execute(_NUMBER, row)).scalar_one()
    return f"{department}〔{year}〕{last}号"
