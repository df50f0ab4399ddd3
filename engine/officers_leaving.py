"""The day has come on which somebody leaves or a post changes hands: desks and rights follow."""

from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.context import EngineContext

TASKS_AT_ONCE = 500

_TODAY = "((now() + (SELECT clock_offset FROM installation)) AT TIME ZONE 'Asia/Shanghai')::date"
# Of several posts that somebody holds today, the one that he chose; else the one he has held longest.
_POSTS = text(f"""
    UPDATE officer o SET post = n.code, role = n.role, department = n.department, region = n.region,
        rank = n.rank, items = n.items, version = o.version + 1
    FROM (
        SELECT DISTINCT ON (h.officer) h.officer, p.* FROM officer_post h JOIN post p ON p.code = h.post
        WHERE h.valid_from <= {_TODAY} AND (h.valid_to IS NULL OR h.valid_to > {_TODAY})
            AND p.valid_from <= {_TODAY} AND (p.valid_to IS NULL OR p.valid_to > {_TODAY})
        ORDER BY h.officer, h.valid_from, h.post
    ) AS n
    WHERE n.officer = o.id AND NOT EXISTS (
        SELECT FROM officer_post h JOIN post p ON p.code = h.post
        WHERE h.officer = o.id AND h.post = o.post
            AND h.valid_from <= {_TODAY} AND (h.valid_to IS NULL OR h.valid_to > {_TODAY})
            AND p.valid_from <= {_TODAY} AND (p.valid_to IS NULL OR p.valid_to > {_TODAY}))
""")  # noqa: S608 - a constant
# An heir who is gone himself, or works elsewhere by now, is none: the task is the group's.
_TASKS = text(f"""
    UPDATE task t SET version = t.version + 1, claimed_at = NULL, assignee = (
        SELECT heir.id FROM officer heir
        WHERE heir.id = o.heir AND heir.department = t.department
            AND (heir.valid_to IS NULL OR heir.valid_to > {_TODAY}))
    FROM officer o
    WHERE o.id = t.assignee AND t.state = 'open' AND t.id IN (
        SELECT t.id FROM task t JOIN officer o ON o.id = t.assignee
        WHERE t.state = 'open' AND (o.valid_to <= {_TODAY}
            OR (o.post IS NOT NULL AND NOT EXISTS (
                SELECT FROM officer_post h JOIN post p ON p.code = h.post
                WHERE h.officer = o.id AND (p.department IS NULL OR p.department = t.department)
                    AND h.valid_from <= {_TODAY} AND (h.valid_to IS NULL OR h.valid_to > {_TODAY}))))
        ORDER BY t.id LIMIT :limit FOR UPDATE OF t SKIP LOCKED)
""")  # noqa: S608 - a constant


async def let_officers_change(context: EngineContext) -> int:
    """How many tasks changed hands. A task that somebody is working on has its turn the next time."""
    async with transaction(context.database, ENGINE) as connection:
        await connection.execute(_POSTS)
    async with transaction(context.database, ENGINE) as connection:
        return (await connection.execute(_TASKS, {"limit": TASKS_AT_ONCE})).rowcount
