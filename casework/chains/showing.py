"""The matters before and after a case, for its applicant's page."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.case_reading import ReadCase
from casework.chains.giving import ENDED_WELL
from casework.published_matters import get_plan_in_force
from casework.words import Language
from refusals import Unknown

_FOLLOWING = text("""
    SELECT a.id, a.matter, a.plan, c.case_no FROM application a LEFT JOIN matter_case c ON c.id = a.case_id
    WHERE a.after_case = :case AND a.owner = :owner AND a.state <> 'deleted' ORDER BY a.created_at
""")
_DRAFTS = text("""
    SELECT id, matter, plan FROM application
    WHERE owner = :owner AND state = 'draft' AND after_case IS NULL ORDER BY created_at
""")
_BEFORE = text("""
    SELECT c.case_no, c.plan FROM application a JOIN matter_case c ON c.id = a.after_case
    WHERE a.case_id = :case
""")


@dataclass(frozen=True, slots=True)
class NextMatter:
    """`state`: offered (it can be begun), waiting (a draft waited for this case and can go on), draft or case
    (it was begun: `application`, `case_no`)."""

    matter: str
    title: str
    text: str
    state: Literal["offered", "waiting", "draft", "case"]
    application: UUID | None = None
    case_no: str | None = None


@dataclass(frozen=True, slots=True)
class CaseBefore:
    case_no: str
    title: str


async def next_matters(act: Act, case: ReadCase, *, language: Language) -> list[NextMatter]:
    """Empty while the case is open. With the rights of its applicant."""
    if case.state.ended_at is None:
        return []
    place = {"case": case.row.id, "owner": case.row.applicant}
    texts = {each.matter: each.text.in_language(language) for each in case.plan.next}
    found: dict[str, NextMatter] = {}
    for row in await act.connection.execute(_FOLLOWING, place):
        title = (await act.engine.plans.get(act.connection, row.plan)).title.in_language(language)
        state = "case" if row.case_no else "draft"
        found[row.matter] = NextMatter(
            row.matter, title, texts.get(row.matter, ""), state, row.id, row.case_no
        )
    ended_well = case.state.standing in ENDED_WELL
    for row in await act.connection.execute(_DRAFTS, place) if ended_well else ():
        plan = await act.engine.plans.get(act.connection, row.plan)
        required = next((each for each in plan.requires if each.matter == case.row.matter), None)
        if required and row.matter not in found:
            title = plan.title.in_language(language)
            found[row.matter] = NextMatter(row.matter, title, texts.get(row.matter, ""), "waiting", row.id)
    for matter in case.state.next_matters:
        title = await _title(act, case, matter, language=language)
        if matter not in found and title is not None:
            found[matter] = NextMatter(matter, title, texts.get(matter, ""), "offered")
    return list(found.values())


async def case_before(act: Act, case: ReadCase, *, language: Language) -> CaseBefore | None:
    row = (await act.connection.execute(_BEFORE, {"case": case.row.id})).one_or_none()
    if row is None:
        return None
    plan = await act.engine.plans.get(act.connection, row.plan)
    return CaseBefore(row.case_no, plan.title.in_language(language))


async def _title(act: Act, case: ReadCase, matter: str, *, language: Language) -> str | None:
    """None: nobody offers it here now."""
    try:
        _, plan = await get_plan_in_force(act, matter, now=case.now, place="")
    except Unknown:
        return None
    return plan.title.in_language(language)
