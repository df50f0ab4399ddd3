"""What the paper of an authorisation says, in a case in which its agent acts."""

from datetime import timedelta

from sqlalchemy import text

from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from engine.agents import authorisation_of, find_authorisation
from engine.authorisation_box import open_names
from engine.case_change import CaseChange
from forms.form_plan import Text
from forms.values.masking import mask_id
from settings import MasterKeys

_TITLES = text("""
    SELECT DISTINCT ON (matter) title_zh, title_en FROM matter_in_force WHERE matter = ANY(:matters)
    ORDER BY matter, effective_from DESC
""")


async def agency_variables(case: CaseChange, effect: EffectRow, *, keys: MasterKeys) -> dict[str, object]:
    row = await find_authorisation(case.connection, authorisation_of(effect.step))
    assert row is not None, "an authorisation that was used is never deleted"
    names = open_names(keys, row.id, ciphertext=row.ciphertext, wrapped_key=row.wrapped_key, kid=row.kid)
    titles = await case.connection.execute(_TITLES, {"matters": row.matters})
    return {
        "kind": row.kind,
        "principal_number": mask_id(names.principal_number) if names else None,
        "agent": names.agent if names else "—",
        "agent_number": mask_id(names.agent_number) if names else None,
        "matters": [{"title": Text(each.title_zh, each.title_en)} for each in titles],
        "actions": [{"action": each} for each in row.actions],
        "begins_on": local_date(row.begins_at),
        "ends_on": local_date(row.ends_at - timedelta(microseconds=1)),
        "granted_on": local_date(row.granted_at),
        "accepted_on": local_date(row.accepted_at) if row.accepted_at else None,
        "origin": row.origin,
    }
