"""The applicant asks where the case stays; the departments that hold it see that she did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import text

from access.act import Act
from casework.acting import changing
from casework.finding import find_case
from forms.form_plan import Text
from matter_definitions import events
from refusals import NotNow

# Once a day: more would not make anybody faster.
URGE_AGAIN_AFTER = timedelta(days=1)

_LAST = text("SELECT max(at) FROM urge WHERE case_id = :case")
_INSERT = text("INSERT INTO urge (id, case_id, by, note, at) VALUES (:id, :case, :by, :note, :now)")


class UrgedAlready(NotNow):
    type = "urged-already"
    title = Text(zh="您今天已经催办过，部门已收到", en="You have asked today already; the department knows")


class NothingToUrge(NotNow):
    type = "case-over"
    title = Text(zh="本件已办结", en="The case is over")


@dataclass(frozen=True, slots=True)
class CaseUrged:
    case_no: str
    urged_at: datetime
    again_after: datetime


async def urge_case(act: Act, case_no: str, *, note: str | None = None) -> CaseUrged:
    """Raises Unknown (404), UrgedAlready (409), NothingToUrge (409)."""
    found = await find_case(act, case_no, action="case.urge")
    async with changing(act, found.id) as case:
        if case.state.standing != "open":
            raise NothingToUrge
        last = (await act.connection.execute(_LAST, {"case": case.id})).scalar_one()
        if last is not None and case.now < last + URGE_AGAIN_AFTER:
            raise UrgedAlready
        note_id = case.add_text("note", note) if note else None
        by = act.actor.himself.person_id
        row = {"id": uuid4(), "case": case.id, "by": by, "note": note_id, "now": case.now}
        await act.connection.execute(_INSERT, row)
        case.happened(events.URGED, text=str(note_id) if note_id else None)
    return CaseUrged(found.case_no, case.now, case.now + URGE_AGAIN_AFTER)
