"""What a ticket is about, for the desk of whoever has to answer it."""

from dataclasses import dataclass

from sqlalchemy import text

from access.act import Act
from casework.case_reading import ReadCase, read_texts
from casework.rating_words import option_words
from casework.tickets.act_on_ticket import ticket_words
from casework.words import Language

_READ = text("""
    SELECT t.number, t.kind, t.about, t.words, r.score, r.options, r.text AS rated
    FROM ticket t LEFT JOIN rating r ON r.id = t.rating_id WHERE t.number = :number
""")


@dataclass(frozen=True, slots=True)
class TicketInShort:
    number: str
    text: str


async def ticket_in_short(
    act: Act, case: ReadCase, number: str, *, language: Language
) -> TicketInShort | None:
    """None for who may not see it (any more)."""
    row = (await act.connection.execute(_READ, {"number": number})).one_or_none()
    if row is None:
        return None
    texts = await read_texts(act, case, [str(each) for each in (row.words, row.rated) if each])
    if row.kind == "complaint":
        heads = [ticket_words("about", row.about, language=language)]
    else:
        heads = [f"{row.score}/5", *(option_words(each, language=language) for each in row.options)]
    return TicketInShort(row.number, " · ".join([*heads, *texts.values()]))
