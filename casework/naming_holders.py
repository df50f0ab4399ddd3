"""Which case has what another one wants back: said only to whoever may know of that case."""

from sqlalchemy import text

from access.act import Act
from access.policy import can
from access.resources import CaseResource
from engine.claims import TakenMeanwhile
from forms.form_plan import Text

_HOLDER = text("""
    SELECT case_no, applicant, parties, departments, regions, region FROM matter_case WHERE id = :case
""")


async def name_holder(act: Act, taken: TakenMeanwhile) -> TakenMeanwhile:
    """With the number of the other case if the actor may see it; who applied there is never said."""
    row = (await act.connection.execute(_HOLDER, {"case": taken.holder})).one_or_none()
    if row is None:
        return taken
    resource = CaseResource(
        applicant=row.applicant,
        parties=frozenset(row.parties),
        departments=frozenset(row.departments),
        regions=frozenset(row.regions),
        region=row.region,
    )
    if not can(act.actor, "case.read", resource).allowed:
        return taken
    zh, en = f"{taken.title.zh}。请查看办件 {row.case_no}", f"{taken.title.en}. See case {row.case_no}"
    return TakenMeanwhile(Text(zh, en), holder=taken.holder)
