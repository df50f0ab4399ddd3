"""What was promised and not delivered, for supervisors: a line for a day, a call, a supplier and a reason."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from access.regions import region_prefix
from casework.plan_words import department_kind_words
from casework.words import Language, state_words

SHOWN_AT_MOST = 200

_LIST = text("""
    SELECT s.day, s.connector, s.call, s.supplier, s.region, s.reason, s.elements, s.asked, s.failed,
        s.incident_id, i.state AS incident_state
    FROM data_shortfall s LEFT JOIN incident i ON i.id = s.incident_id
    WHERE (s.region = '' OR starts_with(s.region, :within)) AND (CAST(:day AS date) IS NULL OR s.day = :day)
    ORDER BY s.day DESC, s.supplier, s.connector, s.call, s.reason, s.region LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class ShortfallLine:
    """`reason` late, empty (有目录无资源) or old; `failed` of `asked` questions of that day. `region`: the
    city, 12 digits, empty for drafts without a place. `incident_state`: open while nobody has settled it."""

    day: date
    connector: str
    call: str
    supplier: str
    supplier_words: str
    region: str
    reason: str
    reason_words: str
    elements: list[str]
    asked: int
    failed: int
    incident: UUID | None
    incident_state: str | None


async def list_shortfalls(
    act: Act, *, day: date | None = None, language: Language = "zh"
) -> list[ShortfallLine]:
    """The latest first, of the supervisor's region; an administrator sees those of every region."""
    demand(act.actor, "data_sharing.read")
    values = {"within": _within(act), "day": day, "limit": SHOWN_AT_MOST}
    return [
        ShortfallLine(
            day=row.day,
            connector=row.connector,
            call=row.call,
            supplier=row.supplier,
            supplier_words=department_kind_words(row.supplier, language=language),
            region=row.region,
            reason=row.reason,
            reason_words=state_words("incident_reason", f"promised_{row.reason}", language=language),
            elements=row.elements,
            asked=row.asked,
            failed=row.failed,
            incident=row.incident_id,
            incident_state=row.incident_state,
        )
        for row in await act.connection.execute(_LIST, values)
    ]


def _within(act: Act) -> str:
    if act.actor.kind == "supervisor" and act.actor.region is not None:
        return region_prefix(act.actor.region)
    return ""
