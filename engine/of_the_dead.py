"""What is open of somebody whose death is recorded: a supervisor says how each case goes on.

Nothing ends by itself. What was for that person alone has lost its object (a permit that qualifies a person
lapses with his death, 行政许可法 art. 70 no. 2); what his heirs may have, they go on with at the counter. The
record is another case's, so this is written beside the log of the case that it concerns.
"""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from engine.case_change import CaseChange
from matter_definitions.acts.deciding import EndBranch
from matter_definitions.state import OPEN_STANDINGS

APPLICANT_DIED = "applicant_died"

# Of the items those of the leading department come first, and of these the one that gave the case its place.
_SHOW = text(f"""
    INSERT INTO incident (id, case_id, case_no, department, region, kind, reason, detail, state, opened_at)
    SELECT gen_random_uuid(), c.id, c.case_no, (
            SELECT i.department FROM case_item i WHERE i.case_id = c.id
            ORDER BY split_part(i.department, '@', 1) <> CAST(l.document AS jsonb) ->> 'lead_department_kind',
                i.region <> c.region, i.number
            LIMIT 1),
        c.region, 'stuck', '{APPLICANT_DIED}', '', 'open', :now
    FROM person p JOIN matter_case c ON c.applicant = p.id JOIN plan l ON l.name = c.plan
    WHERE p.number_hash = :hash AND p.kind = 'person' AND c.standing = 'open' AND NOT EXISTS (
        SELECT FROM incident e WHERE e.case_id = c.id AND e.reason = '{APPLICANT_DIED}' AND e.state = 'open')
""")  # noqa: S608 - a constant
_TAKE_BACK = text(f"""
    UPDATE incident SET state = 'ended', closed_at = :now, resolution = 'went_on'
    WHERE reason = '{APPLICANT_DIED}' AND state = 'open' AND case_id IN (
        SELECT c.id FROM person p JOIN matter_case c ON c.applicant = p.id
        WHERE p.number_hash = :hash AND p.kind = 'person')
""")  # noqa: S608 - a constant


async def show_to_supervisors(connection: AsyncConnection, number_hash: bytes, *, now: datetime) -> None:
    """One incident for each open case whose applicant this is, in the place of its leading department."""
    await connection.execute(_SHOW, {"hash": number_hash, "now": now})


async def take_back(connection: AsyncConnection, number_hash: bytes, *, now: datetime) -> None:
    """The record was wrong: whoever lives goes on with what is his."""
    await connection.execute(_TAKE_BACK, {"hash": number_hash, "now": now})


def end_open_items(case: CaseChange, *, reason: str) -> None:
    """By a supervisor's word. What was granted before stays as it is."""
    for key in list(case.state.items):
        if case.state.items[key].standing in OPEN_STANDINGS:
            case.apply(EndBranch(key, reason=reason))
