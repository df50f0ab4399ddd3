"""One person, several posts: which of them is the one that she acts in now."""

from dataclasses import dataclass

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.organising.change_log import Written, record
from database.session import become_engine
from forms.form_plan import Text
from refusals import Unknown

_HELD = text("""
    SELECT p.code, p.title_zh, p.title_en, p.role, p.department, p.region, p.code = o.post AS current
    FROM officer_post h JOIN post p ON p.code = h.post JOIN officer o ON o.id = h.officer, (
        SELECT ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date AS today FROM installation) AS t
    WHERE h.officer = :officer
        AND h.valid_from <= t.today AND (h.valid_to IS NULL OR h.valid_to > t.today)
        AND p.valid_from <= t.today AND (p.valid_to IS NULL OR p.valid_to > t.today)
    ORDER BY h.valid_from, p.code
""")
_CHOOSE = text("""
    UPDATE officer o SET post = p.code, role = p.role, department = p.department, region = p.region,
        rank = p.rank, items = p.items, version = o.version + 1
    FROM post p WHERE p.code = :post AND o.id = :officer
""")


@dataclass(frozen=True, slots=True)
class PostHeld:
    """`current`: what she may do now is by this one."""

    code: str
    title: str
    role: str
    department: str | None
    region: str | None
    current: bool


async def list_my_posts(act: Act, *, language: str = "zh") -> list[PostHeld]:
    """Those in force today; none for somebody whose rights do not come from a post."""
    demand(act.actor, "post.choose")
    become_engine(act.connection)
    return [
        PostHeld(
            row.code,
            Text(row.title_zh, row.title_en).in_language(language),
            row.role,
            row.department,
            row.region,
            bool(row.current),
        )
        for row in await act.connection.execute(_HELD, {"officer": act.actor.officer_id})
    ]


async def choose_post(act: Act, post: str) -> None:
    """She acts in it from the next request on, in every browser. Raises Unknown (404)."""
    if post not in {each.code for each in await list_my_posts(act)}:
        raise Unknown
    await act.connection.execute(_CHOOSE, {"post": post, "officer": act.actor.officer_id})
    written = Written("people", str(act.actor.officer_id), "chosen", {"post": ["", post]})
    await record(act.connection, [written], actor=act.actor.officer_id, reason="")
