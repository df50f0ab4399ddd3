"""Who plays in the benchmark: applicants with prepared drafts, and officers of the department `bench`."""

from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import text

from access.act import begin_act
from access.actor import Actor
from access.parts import WebParts
from access.tokens import issue_token
from casework.save_application import save_application
from casework.start_application import start_application
from database.queries.person_rows import insert_person
from database.session import ENGINE, transaction
from engine.publish import publish_plan
from matter_definitions.check import check_library
from matter_definitions.library_index import load_library

DEFINITIONS = Path(__file__).parent / "definitions" / "yardstick"
REGION = "330106000000"
DEPARTMENT = f"bench@{REGION}"
IN_FORCE_SINCE = date(2025, 1, 1)
LEVEL = "L3"
NAME = "测试"

Matter = Literal["yardstick", "yardstick-receipt"]

_DEPARTMENT = text("""
    INSERT INTO department (code, kind, region, name_zh, name_en)
    VALUES (:code, 'bench', :region, '测量部门', 'Department of measurement')
""")
_RESPONSIBILITY = text("""
    INSERT INTO responsibility (item, region, department) VALUES ('yardstick', :region, :code)
""")
_OFFICER = text("""
    INSERT INTO officer (id, subject, name, role, department, region)
    VALUES (gen_random_uuid(), :subject, '测量员', 'officer', :code, :region)
""")


@dataclass(frozen=True)
class Draft:
    """An application that only has to be submitted."""

    id: UUID
    applicant: Actor


@dataclass(frozen=True)
class Cast:
    applicants: tuple[Actor, ...]
    officers: tuple[Actor, ...]

    def tokens(self, parts: WebParts) -> dict[str, str]:
        """A bearer token by subject."""
        assert parts.own_keys is not None, "the stage is local"
        issuer = parts.settings.public_url
        return {
            each.subject: issue_token(
                parts.own_keys, subject=each.subject, level=each.assurance, issuer=issuer, audience=issuer
            )
            for each in (*self.applicants, *self.officers)
        }


async def hire(parts: WebParts, *, people: int) -> Cast:
    """`people` applicants and as many officers, the department, and the yardstick's matters in force."""
    place = {"code": DEPARTMENT, "region": REGION}
    officers = [f"bench-officer-{number}" for number in range(people)]
    applicants = [f"bench-applicant-{number}" for number in range(people)]
    async with transaction(parts.database, ENGINE) as connection:
        await connection.execute(_DEPARTMENT, place)
        await connection.execute(_RESPONSIBILITY, place)
        await connection.execute(_OFFICER, [{**place, "subject": each} for each in officers])
        for subject in applicants:
            await insert_person(connection, parts.master_keys, details={"name": NAME}, subject=subject)
        for plan in check_library(load_library(DEFINITIONS)).plans.values():
            await publish_plan(connection, plan, effective_from=IN_FORCE_SINCE)
    return Cast(
        applicants=tuple([await _actor(parts, subject) for subject in applicants]),
        officers=tuple([await _actor(parts, subject) for subject in officers]),
    )


async def prepare_drafts(parts: WebParts, cast: Cast, *, matter: Matter, count: int) -> list[Draft]:
    drafts: list[Draft] = []
    for applicant in islice(cycle(cast.applicants), count):
        async with begin_act(parts, applicant) as act:
            started = await start_application(act, matter, region=REGION)
        async with begin_act(parts, applicant) as act:
            await save_application(act, started.id, form={"applicant.applicant_name": NAME})
        drafts.append(Draft(started.id, applicant))
    return drafts


async def _actor(parts: WebParts, subject: str) -> Actor:
    return cast(Actor, await parts.actors.find_actor(subject, level=LEVEL))
