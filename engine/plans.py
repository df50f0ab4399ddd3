"""Plans by name, read once per process: a plan never changes, so nothing has to be forgotten."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from matter_definitions.plan import Plan, from_json

_READ = text("SELECT document FROM plan WHERE name = :name")


class PlanMissing(Exception):
    """A case names a plan that is not there: the database is damaged."""


class Plans:
    def __init__(self) -> None:
        self._by_name: dict[str, Plan] = {}

    def at_hand(self, name: str) -> Plan | None:
        """None: it has not been read yet."""
        return self._by_name.get(name)

    async def get(self, connection: AsyncConnection, name: str) -> Plan:
        plan = self._by_name.get(name)
        if plan is None:
            document = (await connection.execute(_READ, {"name": name})).scalar_one_or_none()
            if document is None:
                raise PlanMissing(name)
            plan = self._by_name[name] = from_json(document)
        return plan
