"""Cases of a small plan in the town of the other tests: one item of the police of Yuhang."""

from dataclasses import replace
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.new_case import NewCase, open_new_case
from engine.who import Who
from forms.values.case_number import make_case_number
from matter_definitions.advance import ItemOpening
from matter_definitions.plan import Plan, StepPlan, name_of, to_json
from tests.engine_room import item, plan_of
from tests.web.api.conftest import Person

YUHANG, XIHU = "330110000000", "330106000000"
POLICE, HEALTH, POLICE_XIHU = f"police@{YUHANG}", f"health@{YUHANG}", f"police@{XIHU}"
_MOTHER = text("SELECT id FROM person WHERE subject = 'mother'")
_SERIAL = text("SELECT nextval('case_serial')")
_INSERT = text("""
    INSERT INTO plan (name, document, matter, format) VALUES (:name, :document, :matter, :format)
    ON CONFLICT DO NOTHING
""")


def plan_with(*steps: StepPlan) -> Plan:
    return replace(plan_of(item("card", *steps)), format=2)


class HasApp(Protocol):
    @property
    def app(self) -> FastAPI: ...


async def open_case(
    place: HasApp, plan: Plan, *, places: dict[str, tuple[str, str]] | None = None, **values: object
) -> CaseChange:
    """The mother's."""
    engine, document = place.app.state.parts.engine, to_json(plan)
    row = {"name": name_of(document), "document": document, "matter": plan.matter, "format": plan.format}
    async with transaction(engine.database, ENGINE) as connection:
        applicant: UUID = (await connection.execute(_MOTHER)).scalar_one()
        serial: int = (await connection.execute(_SERIAL)).scalar_one()
        await connection.execute(_INSERT, row)
        new = NewCase(
            case_no=make_case_number(region=YUHANG, day=date(2026, 3, 2), serial=serial),
            plan=row["name"],
            region=YUHANG,
            applicant=applicant,
            parties=(applicant,),
            openings=[ItemOpening("card", "card", 1, YUHANG, POLICE, places=places or {})],
            form={"answers": {}, "values": {f"card.{key}": value for key, value in values.items()}},
            password_hash="",
        )
        return await open_new_case(engine, connection, new, by=Who("applicant", str(applicant)))


async def only_task(officer: Person, case_no: str) -> dict[str, Any]:
    found = (await officer.get("/tasks", q=case_no))["items"]
    assert len(found) == 1, [each["title"] for each in found]
    return found[0]
