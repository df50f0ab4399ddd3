"""Whether a matter has plans of its own for some regions."""

from datetime import date

from sqlalchemy import text

from database.connection import Connection

_HAS = text("""
    SELECT EXISTS (SELECT FROM matter_in_force
        WHERE matter = :matter AND region <> '' AND effective_from <= :day)
""")


async def has_regional_plans(connection: Connection, *, matter: str, day: date) -> bool:
    return (await connection.execute(_HAS, {"matter": matter, "day": day})).scalar_one()
