"""Who appoints others reads no cases, and so gives no post that opens them to himself: another one does."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text

from access.policy import POLICY
from database.connection import Connection
from forms.form_plan import Text
from refusals import NotYours

_ROLES = sorted({kind for grant in POLICY["case.read"] for kind in grant.kinds})
_OPENS_CASES = text("""
    SELECT EXISTS (SELECT FROM officer_post h JOIN post p ON p.code = h.post, installation
        WHERE h.officer = :officer AND (h.valid_to IS NULL
                OR h.valid_to > ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date)
            AND p.code = ANY(:posts) AND p.role = ANY(:roles))
""")


class OwnPost(NotYours):
    type = "own-post"
    title = Text(
        zh="不能给自己配备可以查看办件的岗位，也不能修改自己任职的这类岗位，请由另一位管理员办理",
        en="Nobody gives himself a post that opens cases, or changes such a post that he holds;"
        " another administrator has to do it",
    )


async def demand_by_another(connection: Connection, officer: UUID | None, posts: Iterable[str]) -> None:
    """As the engine, after `officer` has written these posts, or who holds them. Raises OwnPost (403)."""
    values = {"officer": officer, "posts": sorted(posts), "roles": _ROLES}
    if (await connection.execute(_OPENS_CASES, values)).scalar_one():
        raise OwnPost
