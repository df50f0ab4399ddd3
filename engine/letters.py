"""Letters between departments: each is an act with a number, without a gap per department and year.

The number is taken in the transaction of the act itself, so an act that is refused or lost takes none.
Letters stay on the platform: the other authority's officers find them on their desks.
"""

from uuid import UUID, uuid4

from sqlalchemy import text

from clocks.calendar import local_date
from engine.case_change import CaseChange
from matter_definitions import events
from matter_definitions.consequences import LetterWanted
from matter_definitions.corresponding import ANSWER
from matter_definitions.state import ItemState

# Whoever comes second waits until the first has committed, or takes its number when it has not.
_NUMBER = text("""
    INSERT INTO letter_number (department, year, last) VALUES (:department, :year, 1)
    ON CONFLICT (department, year) DO UPDATE SET last = letter_number.last + 1 RETURNING last
""")
_INSERT = text("""
    INSERT INTO letter (id, case_id, item_key, step, round, number, kind, from_department, to_department,
        from_region, to_region, text_id, sent_at, answers)
    VALUES (:id, :case_id, :item_key, :step, :round, :number, :kind, :from_department, :to_department,
        :from_region, :to_region, :text_id, :sent_at, :answers)
""")
_ANSWERED = text("""
    UPDATE letter SET state = 'answered', answered_at = :now
    WHERE case_id = :case AND item_key = :item AND step = :step AND round = :round RETURNING id
""")


async def follow(change: CaseChange) -> None:
    """Sends the letters of `change.out.letters_wanted`, in the transaction of the act."""
    for wanted in change.out.letters_wanted:
        await _send(change, wanted)


async def _send(change: CaseChange, wanted: LetterWanted) -> None:
    item = change.state.items[wanted.item]
    department, region = _sender(item, wanted)
    answers = await _answered(change, wanted) if wanted.kind == ANSWER else None
    number = await _take_number(change, department)
    await change.connection.execute(
        _INSERT,
        {
            "id": uuid4(),
            "case_id": change.id,
            "item_key": wanted.item,
            "step": wanted.step,
            "round": wanted.round,
            "number": number,
            "kind": wanted.kind,
            "from_department": department,
            "to_department": wanted.to_department,
            "from_region": region,
            "to_region": wanted.to_region,
            "text_id": UUID(wanted.text) if wanted.text else None,
            "sent_at": change.now,
            "answers": answers,
        },
    )
    change.happened(
        events.LETTER_SENT, item=wanted.item, step=wanted.step, number=number, department=wanted.to_department
    )


def _sender(item: ItemState, wanted: LetterWanted) -> tuple[str, str]:
    """Of an answer: whom the letter went to. Else whoever does the step."""
    if wanted.kind == ANSWER:
        return item.places[f"{wanted.step}:to"]
    return item.places.get(wanted.step, (item.department, item.region))


async def _answered(change: CaseChange, wanted: LetterWanted) -> UUID | None:
    row = {
        "case": change.id,
        "item": wanted.item,
        "step": wanted.step,
        "round": wanted.round - 1,  # the letter went out in the round before
        "now": change.now,
    }
    return (await change.connection.execute(_ANSWERED, row)).scalar_one_or_none()


async def _take_number(change: CaseChange, department: str) -> str:
    """As written on a letter: `police@330110000000〔2026〕12号`."""
    year = local_date(change.now).year
    row = {"department": department, "year": year}
    last: int = (await change.connection.execute(_NUMBER, row)).scalar_one()
    return f"{department}〔{year}〕{last}号"
