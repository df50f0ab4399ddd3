"""Materials that nobody hands in, because another item of the same case ends with them.

They are no rows of their own: the paper that the item has issued is the material, of the highest grade of
trust (A: made by an authority; 国办函〔2016〕108号).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from casework.case_reading import ReadCase
from forms.department_view import DepartmentView
from forms.facts import key_of
from forms.form_plan import MaterialPlan
from matter_definitions.state import ItemState

_RESULTS = text("""
    SELECT id, item_key, step, number, issued_at, state FROM document
    WHERE case_id = :case AND kind = 'result' AND state IN ('valid', 'expired', 'suspended', 'revoked')
    ORDER BY state = 'valid' DESC, issued_at DESC, id
""")
_CONTENT = text("SELECT ciphertext FROM document WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Produced:
    """`document` None: the item has not issued it yet. `state` is the document's."""

    key: str
    plan: MaterialPlan
    item_key: str
    document: UUID | None = None
    number: str | None = None
    issued_at: datetime | None = None
    state: str | None = None


async def produced_materials(act: Act, case: ReadCase, view: DepartmentView) -> list[Produced]:
    """Those that the department needs, in the order of the plan."""
    made = [each for each in _made_here(case) if view.shows_material(each.key)]
    if not made:
        return []
    rows = (await act.connection.execute(_RESULTS, {"case": case.row.id})).all()
    return [_with_its_paper(case, each, rows) for each in made]


async def read_produced(act: Act, case: ReadCase, produced: Produced) -> bytes | None:
    """The PDF; None while there is none. Raises CaseErased."""
    if produced.document is None:
        return None
    row = (await act.connection.execute(_CONTENT, {"id": produced.document})).one()
    return case.box.open_paper(row.ciphertext)


def _made_here(case: ReadCase) -> Iterator[Produced]:
    for plan in case.plan.form.materials:
        for item in case.state.items.values():
            if item.code == plan.produced_by:
                yield Produced(_key(case, plan, item), plan, item.key)


def _key(case: ReadCase, plan: MaterialPlan, item: ItemState) -> str:
    """The second child's certificate is the result of the item of the second child."""
    for_each = case.item_plan(item.key).for_each
    return key_of(plan.key, (for_each, item.instance) if for_each and item.instance else None)


def _with_its_paper(case: ReadCase, made: Produced, rows: Sequence[Row[Any]]) -> Produced:
    item = case.item_plan(made.item_key)
    steps = {step.code for step in item.steps if step.result == made.plan.result}
    for row in rows:
        if row.item_key == made.item_key and row.step in steps:
            return Produced(made.key, made.plan, made.item_key, row.id, row.number, row.issued_at, row.state)
    return made
