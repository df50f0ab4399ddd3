"""What is put before the public: rows that anybody may read, with personal values masked."""

from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import text

from engine.case_change import CaseChange
from engine.values import field_of, stored_key
from forms.form_plan import Text
from forms.values.registry import VALUE_TYPES, FormValue
from matter_definitions.consequences import Event
from matter_definitions.publicising import publicity_of_objection

# A name or a number of a person is masked whatever its definition says; of other types it may say "plain",
# as of the name of a shop.
_MAY_BE_PLAIN = frozenset(
    {"text", *(name for name, each in VALUE_TYPES.items() if each.sensitivity == "plain")}
)
_BEGIN = text("""
    INSERT INTO publicity (id, case_id, item_key, step, region, text_zh, text_en, begins_at, ends_at)
    VALUES (:id, :case_id, :item_key, :step, :region, :text_zh, :text_en, :begins_at, :ends_at)
""")
_END = text("""
    UPDATE publicity SET state = :state, ends_at = least(ends_at, :at)
    WHERE case_id = :case AND item_key = :item AND step = :step AND state = 'open'
""")
_OBJECT = text("""
    INSERT INTO objection (id, publicity_id, case_id, person_id, step, text_id, made_at)
    SELECT :id, p.id, p.case_id, :person, :step, :text_id, :at FROM publicity p
    WHERE p.case_id = :case AND p.item_key = :item AND p.step = :publicity AND p.state = 'open'
""")
_DECIDED = text("""
    UPDATE objection SET outcome = :outcome, decided_at = :at
    WHERE case_id = :case AND step = :step AND decided_at IS NULL
""")


async def begin(change: CaseChange, event: Event) -> None:
    item = change.state.items[event.item or ""]
    words = _text_of(change, item.key, event.step or "")
    row = {
        "id": uuid4(),
        "case_id": change.id,
        "item_key": item.key,
        "step": event.step,
        "region": item.region,
        "text_zh": words.zh,
        "text_en": words.en,
        "begins_at": event.at,
        "ends_at": datetime.fromisoformat(str(event.data["until"])),
    }
    await change.connection.execute(_BEGIN, row)


def _text_of(change: CaseChange, item_key: str, step: str) -> Text:
    """The item's title, and what the plan shows of the form: one line each, masked."""
    item = change.state.items[item_key]
    item_plan = change.plan.item(item.code)
    shown = change.plan.step(item.code, step).publicity
    assert shown is not None, "the step is put before the public"
    zh, en = [item_plan.title.zh], [item_plan.title.en]
    for ours in shown.shows:
        field, value = field_of(change.plan, ours), change.values.get(stored_key(item_plan, item, ours))
        if field is None or value is None:
            continue
        value_type = VALUE_TYPES[field.value_type]
        is_masked = field.sensitivity != "plain" or value_type.name not in _MAY_BE_PLAIN
        seen = value_type.mask(cast(FormValue, value)) if is_masked else value
        zh.append(f"{field.title.zh}：{seen}")
        en.append(f"{field.title.en}: {seen}")
    return Text("\n".join(zh), "\n".join(en))


async def end(change: CaseChange, event: Event) -> None:
    row = {"state": event.data["outcome"], "at": event.at, "case": change.id, "item": event.item}
    await change.connection.execute(_END, {**row, "step": event.step})


async def keep_objection(change: CaseChange, event: Event) -> None:
    """Whoever objects may follow what comes of it, though the case is none of his."""
    row = {
        "id": uuid4(),
        "person": UUID(change.by.id) if change.by.kind == "applicant" and change.by.id else None,
        "step": event.step,
        "publicity": publicity_of_objection(event.step or ""),
        "text_id": UUID(str(event.data["text"])),
        "at": event.at,
        "case": change.id,
        "item": event.item,
    }
    await change.connection.execute(_OBJECT, row)


async def uphold(change: CaseChange, event: Event) -> None:
    await _decide(change, event, "upheld")


async def dismiss(change: CaseChange, event: Event) -> None:
    await _decide(change, event, "dismissed")


async def _decide(change: CaseChange, event: Event, outcome: str) -> None:
    row = {"outcome": outcome, "at": event.at, "case": change.id, "step": event.step}
    await change.connection.execute(_DECIDED, row)
