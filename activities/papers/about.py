"""One item as its papers see it: its state, and the event on which a paper is written.

The last event of that kind for the item holds the facts that no state keeps, such as why a decision was taken
back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from activities.papers.words import Words, read_texts, reference_of
from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from departments.contract import DepartmentNonsense
from documents.papers import OUTCOME_WORDS
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.plan import ItemPlan
from matter_definitions.state import ItemState

_EVENT = text("""
    SELECT at, step, data FROM case_event
    WHERE case_id = :case_id AND kind = :kind AND item_key = :item ORDER BY number DESC LIMIT 1
""")
_MATERIALS = text("""
    SELECT DISTINCT ON (material) material, source, version FROM case_material WHERE case_id = :case_id
    ORDER BY material, version DESC
""")
_OFFICERS = text("SELECT id, name FROM officer WHERE id = ANY(:ids)")
_RESULTS = text("""
    SELECT title_zh, title_en, number FROM document
    WHERE case_id = :case_id AND item_key = :item AND kind = 'result' AND state <> 'drawn'
    ORDER BY issued_at DESC, id
""")


@dataclass(frozen=True)
class About:
    """Everything that the papers of an item are made of. `at`: when the event of the paper happened;
    `step`: of which step, where it is said of several."""

    case: CaseChange
    item: ItemState
    plan: ItemPlan
    words: Words
    texts: Mapping[str, str]
    at: datetime
    data: Mapping[str, Any]
    step: str | None
    materials: list[Any]
    results: list[Any]
    officers: Mapping[str, str]
    public_url: str

    @property
    def day(self) -> date:
        return local_date(self.at)

    def said(self, reference: object) -> Text | None:
        """The words behind a stored text's id or a reason's code."""
        if not isinstance(reference, str) or not reference:
            return None
        stored = self.texts.get(reference_of(reference))
        return Text(stored, stored) if stored else self.words.known_reason(self.case, self.item, reference)

    @property
    def reason(self) -> Text | None:
        return self.said(self.data.get("reason")) or self.said(self.item.reason)

    @property
    def surely_a_reason(self) -> Text:
        """No act that needs a ground is possible without one; what the engine ends names its standing."""
        return self.reason or OUTCOME_WORDS[self.item.standing]


async def read_about(case: CaseChange, effect: EffectRow, words: Words, *, public_url: str) -> About:
    item = case.state.items.get(effect.item_key or "")
    if item is None:
        raise DepartmentNonsense("papers", f"{effect.template} is about one item, and its event names none")
    place = {"case_id": case.id, "item": item.key, "kind": effect.step.partition(":")[0]}
    event = (await case.connection.execute(_EVENT, place)).one_or_none()
    data: Mapping[str, Any] = event.data if event else {}
    materials = (await case.connection.execute(_MATERIALS, place)).all()
    results = (await case.connection.execute(_RESULTS, place)).all()
    deciders = [UUID(each.decided_by) for each in item.steps.values() if each.decided_by]
    officers = (await case.connection.execute(_OFFICERS, {"ids": deciders})).all() if deciders else []
    return About(
        case=case,
        item=item,
        plan=case.plan.item(item.code),
        words=words,
        texts=await read_texts(case, [*data.values(), *_references(item)]),
        at=event.at if event else case.now,
        data=data,
        step=_step_of(effect),
        materials=list(materials),
        results=list(results),
        officers={str(row.id): row.name for row in officers},
        public_url=public_url,
    )


def _step_of(effect: EffectRow) -> str | None:
    """The effect of a paper is named by the event, its step if it has one, and the template."""
    parts = effect.step.split(":")
    return parts[1] if len(parts) == 3 else None


def _references(item: ItemState) -> list[object]:
    """Where an item's state refers to what people wrote."""
    return [
        item.reason,
        item.authority,
        item.legal_basis,
        item.review_decision,
        *(each.reason for each in item.suspensions),
        *(each.reason for each in item.extensions),
    ]
