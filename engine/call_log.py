"""What a running case gives to a department, or asks of it, stands on the applicant's list.

Written once per effect, when the other side has surely been reached, with names of fields and no values.
"""

from uuid import uuid4

from sqlalchemy import text

from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.received import step_of
from engine.values import stored_key

CONSTANT = "="

_INSERT = text("""
    INSERT INTO access_log (id, actor, actor_kind, case_id, purpose, route, fields, person_id)
    VALUES (:id, :actor, 'department', :case, :purpose, 'department_call', :fields, :person)
""")


async def record_call(case: CaseChange, effect: EffectRow) -> None:
    """Nothing for a call without personal data (only constants are sent), nor for the answer to a question
    that was written down when it was asked."""
    if effect.state == "awaiting" or effect.connector is None:
        return
    fields = _fields_sent(case, effect)
    if not fields:
        return
    row = {
        "id": uuid4(),
        "actor": effect.connector,
        "case": case.id,
        "purpose": case.case_no,
        "fields": fields,
        "person": case.row.applicant,
    }
    await case.connection.execute(_INSERT, row)


def _fields_sent(case: CaseChange, effect: EffectRow) -> list[str]:
    step = step_of(case, effect)
    if step is None or effect.item_key is None:
        return []
    item = case.state.items[effect.item_key]
    plan = case.plan.item(item.code)
    return sorted(
        stored_key(plan, item, ours) for ours in (step.send or {}).values() if not ours.startswith(CONSTANT)
    )
