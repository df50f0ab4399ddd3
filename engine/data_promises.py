"""The data-sharing responsibility list as the definitions need it, written where a line is missing.

What an administrator has written stays as it is; nothing is taken off the list here.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from matter_definitions.library_index import Library
from matter_definitions.sharing import Supplied, supplied_by

# Usual promises, until the departments agree on others: somebody who types waits two seconds, a step of a
# running case a day; of ten questions eight find something.
WHILE_TYPING_SECONDS = 2
IN_A_STEP_SECONDS = 24 * 60 * 60
FOUND_PERCENT = 80

_INSERT = text("""
    INSERT INTO data_promise (connector, call, element, supplier, receivers, fresh_days, answer_within,
        found_percent, basis_zh, basis_en)
    VALUES (:connector, :call, :element, :supplier, :receivers, :fresh_days, :answer_within, :found_percent,
        :basis_zh, :basis_en)
    ON CONFLICT DO NOTHING
""")
_COUNT = text("SELECT count(*) FROM data_promise")


async def take_over_promises(connection: AsyncConnection, library: Library) -> int:
    """With the engine's rights; gives how many lines are new."""
    before = (await connection.execute(_COUNT)).scalar_one()
    rows = [_row(each) for each in supplied_by(library)]
    if rows:
        await connection.execute(_INSERT, rows)
    return (await connection.execute(_COUNT)).scalar_one() - before


def _row(one: Supplied) -> dict[str, object]:
    return {
        "connector": one.connector,
        "call": one.call,
        "element": one.element,
        "supplier": one.supplier,
        "receivers": list(one.receivers),
        "fresh_days": one.fresh_days,
        "answer_within": WHILE_TYPING_SECONDS if one.while_typing else IN_A_STEP_SECONDS,
        "found_percent": FOUND_PERCENT,
        "basis_zh": f"办理“{one.basis.zh}”所需" if one.while_typing else one.basis.zh,
        "basis_en": f"Needed for “{one.basis.en}”" if one.while_typing else one.basis.en,
    }
