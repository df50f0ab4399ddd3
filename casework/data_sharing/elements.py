"""The catalogue of data elements (政务数据目录): what each is, whose, how got, how complete."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.data_sharing.promises import library_now
from casework.plan_words import department_kind_words
from casework.words import Language
from database.session import become_engine, legal_now
from forms.values.formats import format_of
from forms.values.registry import VALUE_TYPES
from matter_definitions.language.dictionary import APPLICANT, ElementModel
from matter_definitions.library_index import Library
from matter_definitions.sharing import element_of, fresh_days, supplied_by

MEASURED_DAYS = 30

_MEASURED = text("""
    SELECT e.element, count(*) AS asked,
        count(*) FILTER (WHERE s.outcome = 'found' AND NOT e.element = ANY(s.lacking)) AS found
    FROM data_supply s CROSS JOIN LATERAL unnest(s.elements) AS e (element)
    WHERE s.at >= :since AND s.outcome IN ('found', 'empty') GROUP BY e.element
""")


@dataclass(frozen=True, slots=True)
class ElementLine:
    """`owner`: a kind of department, or `applicant`. `from_calls`: connector/call of what gives it; nobody
    does: it is collected from the applicant. `items`: how many ask for it. `asked` and `found_percent`: of
    the questions of the last 30 days that were answered; None: none was."""

    code: str
    title: str
    type: str
    format: str
    max_length: int | None
    options: int
    standard: str | None
    sensitivity: str
    owner: str
    owner_words: str
    from_calls: list[str]
    fresh_days: int | None
    items: int
    asked: int
    found_percent: float | None


async def list_elements(act: Act, *, language: Language = "zh") -> list[ElementLine]:
    """In the order of a form."""
    demand(act.actor, "data_sharing.read")
    become_engine(act.connection)
    since = await legal_now(act.connection) - timedelta(days=MEASURED_DAYS)
    rows = await act.connection.execute(_MEASURED, {"since": since})
    measured = {row.element: (row.asked, row.found) for row in rows}
    library = await library_now(act)
    calls: dict[str, list[str]] = {}
    for each in supplied_by(library):
        calls.setdefault(each.element, []).append(f"{each.connector}/{each.call}")
    asking = _items_asking(library)
    return [
        _line(
            entry.model,
            calls=calls.get(code, []),
            items=asking.get(code, 0),
            measured=measured.get(code, (0, 0)),
            language=language,
        )
        for code, entry in library.elements.items()
        if entry.model.type in VALUE_TYPES
    ]


def _items_asking(library: Library) -> dict[str, int]:
    asking: dict[str, set[str]] = {}
    for code, entry in library.items.items():
        for need in entry.model.fields:
            if name := element_of(library, need.field):
                asking.setdefault(name, set()).add(code)
    return {name: len(items) for name, items in asking.items()}


def _line(
    element: ElementModel, *, calls: list[str], items: int, measured: tuple[int, int], language: Language
) -> ElementLine:
    asked, found = measured
    words = {"zh": "申请人", "en": "The applicant"}[language]
    return ElementLine(
        code=element.code,
        title=element.title.text.in_language(language),
        type=element.type,
        format=format_of(element.type).in_language(language),
        max_length=element.max_length,
        options=len(element.options),
        standard=element.standard,
        sensitivity=element.sensitivity or VALUE_TYPES[element.type].sensitivity,
        owner=element.source,
        owner_words=words
        if element.source == APPLICANT
        else department_kind_words(element.source, language=language),
        from_calls=calls,
        fresh_days=fresh_days(element),
        items=items,
        asked=asked,
        found_percent=round(100 * found / asked, 1) if asked else None,
    )
