"""Somebody has to be able to appoint others: no change of posts or people may leave nobody who is."""

from sqlalchemy import text

from database.connection import Connection
from forms.form_plan import Text
from refusals import NotNow

# Whose rights come from posts is what the posts say, from the day on; the rest as the row says.
_STAYS = text("""
    SELECT EXISTS (SELECT FROM officer o WHERE o.valid_to IS NULL AND CASE
        WHEN EXISTS (SELECT FROM officer_post h WHERE h.officer = o.id) THEN EXISTS (
            SELECT FROM officer_post h JOIN post p ON p.code = h.post
            WHERE h.officer = o.id AND h.valid_to IS NULL AND p.valid_to IS NULL
                AND p.role = 'administrator')
        ELSE o.role = 'administrator' END)
""")


class LastAdministrator(NotNow):
    type = "last-administrator"
    title = Text(
        zh="这是最后一位管理员，请先配备另一位",
        en="This is the last administrator; appoint another one first",
    )


async def demand_administrator(connection: Connection) -> None:
    """As the engine, after the change, with the lock of the organisation. Raises LastAdministrator (409)."""
    if not (await connection.execute(_STAYS)).scalar_one():
        raise LastAdministrator
