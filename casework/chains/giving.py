"""What a case that is over knows already for a draft of the matter that comes next.

Only for the applicant of both: it is her own data, which she may give again. What departments said of her may
have changed since, so nothing of it is locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.case_reading import ReadCase, read_case
from casework.draft_row import PrefilledValue
from matter_definitions.chains import given_on
from matter_definitions.plan import Plan

SOURCE = "case:"  # before the number of the case that a value is from
ENDED_WELL = ("completed", "partly_completed")

_FINISHED = text("""
    SELECT id, case_no, matter FROM matter_case
    WHERE applicant = :owner AND matter = ANY(:matters) AND standing = ANY(:ended)
    ORDER BY submitted_at DESC, id DESC
""")
_LINK = text("UPDATE application SET after_case = :case WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Finished:
    """A case that ended with a grant."""

    id: int
    case_no: str
    matter: str


async def finished_cases(act: Act, owner: UUID, matters: Sequence[str]) -> list[Finished]:
    """The latest first. An owner sees her own; the engine sees everybody's."""
    if not matters:
        return []
    values = {"owner": owner, "matters": list(matters), "ended": list(ENDED_WELL)}
    rows = await act.connection.execute(_FINISHED, values)
    return [Finished(row.id, row.case_no, row.matter) for row in rows]


async def link_to(act: Act, application_id: UUID, case: Finished) -> None:
    """The draft follows this case. With the engine's rights."""
    await act.connection.execute(_LINK, {"id": application_id, "case": case.id})


async def given_by(act: Act, finished: Finished, plan: Plan) -> dict[str, PrefilledValue]:
    """By the keys of `plan`."""
    case = await read_case(act, finished.id)
    chain = next((each for each in case.plan.next if each.matter == plan.matter), None)
    give = chain.give or {} if chain else {}
    values = given_on(case.plan.form, plan.form, case.values, give=give)
    at = _ended_at(case)
    return {
        key: PrefilledValue(value, f"{SOURCE}{finished.case_no}", at, locked=False)
        for key, value in values.items()
    }


def _ended_at(case: ReadCase) -> str:
    return (case.state.ended_at or case.now).isoformat()
