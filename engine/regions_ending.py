"""The day has come on which a region is another's: its cases are seen there, and its work is done there.

Departments, posts and halls are told what becomes of them by whoever ends the region (`casework.organising`).
What is left goes over here: who may see a case, open desks, the responsibility table and the remedies. The
line of the log that says so is also how it is known to be done.
"""

from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.context import EngineContext

CASES_AT_ONCE = 500

_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('onematter_organisation'))")
_NEXT = text("""
    SELECT code, successor AS heir FROM region r, installation
    WHERE successor IS NOT NULL
        AND valid_to <= ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date
        AND NOT EXISTS (SELECT FROM organisation_change c WHERE c.register = 'regions' AND c.key = r.code
            AND c.act = 'ended' AND c.fields -> 'successor' ->> 1 = r.successor)
    ORDER BY valid_to, code LIMIT 1
""")
# The old place stays: it is where the thing was done, and whose papers it stands on.
_CASES = text("""
    UPDATE matter_case SET regions = array_append(regions, :heir) WHERE id IN (
        SELECT id FROM matter_case
        WHERE regions @> ARRAY[CAST(:code AS text)] AND NOT regions @> ARRAY[CAST(:heir AS text)]
        ORDER BY id LIMIT :limit FOR UPDATE)
""")
_TASKS = text("UPDATE task SET region = :heir, version = version + 1 WHERE state = 'open' AND region = :code")
_INCIDENTS = text("UPDATE incident SET region = :heir WHERE state = 'open' AND region = :code")
_TICKETS = text("""
    UPDATE ticket SET region = :heir, version = version + 1 WHERE standing <> 'closed' AND region = :code
""")
# Where the heir says something of its own, that stands.
_CELLS = text("""
    INSERT INTO responsibility (item, region, department)
    SELECT item, :heir, department FROM responsibility WHERE region = :code ON CONFLICT DO NOTHING
""")
_NO_CELLS = text("DELETE FROM responsibility WHERE region = :code")
_REMEDIES = text("""
    INSERT INTO remedy (region, department_kind, authority_zh, authority_en, court_zh, court_en, days, months)
    SELECT :heir, department_kind, authority_zh, authority_en, court_zh, court_en, days, months
    FROM remedy WHERE region = :code ON CONFLICT DO NOTHING
""")
_NO_REMEDIES = text("DELETE FROM remedy WHERE region = :code")
_LOG = text("""
    INSERT INTO organisation_change (register, key, act, reason, fields)
    VALUES ('regions', :code, 'ended', '',
        jsonb_build_object('successor', jsonb_build_array('', CAST(:heir AS text))))
""")


async def hand_region_over(context: EngineContext, *, limit: int = CASES_AT_ONCE) -> bool:
    """The next cases of a region that has ended, and when all went over the rest. False: nothing is left."""
    async with transaction(context.database, ENGINE) as connection:
        await connection.execute(_ALONE)
        due = (await connection.execute(_NEXT)).one_or_none()
        if due is None:
            return False
        places = {"code": due.code, "heir": due.heir}
        if (await connection.execute(_CASES, {**places, "limit": limit})).rowcount:
            return True
        for statement in (_TASKS, _INCIDENTS, _TICKETS, _CELLS, _REMEDIES):
            await connection.execute(statement, places)
        for statement in (_NO_CELLS, _NO_REMEDIES):
            await connection.execute(statement, {"code": due.code})
        await connection.execute(_LOG, places)
        return True
