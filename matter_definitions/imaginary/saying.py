"""What happens to an imaginary case, in words."""

from forms.form_plan import Text
from matter_definitions.consequences import Event
from matter_definitions.imaginary.words import EVENTS, REASONS
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState, ItemState


def event_in_words(plan: Plan, state: CaseState, event: Event) -> Text:
    """What has no words of its own is called by its kind."""
    item = state.items.get(event.item or "")
    zh, en = EVENTS.get(event.kind, (event.kind, event.kind))
    titles, reason = titles_of(plan, item, event.step or ""), _reason(plan, item, event)
    first = titles_of(plan, state.items.get(str(event.data.get("first"))), "")[0]
    return Text(
        zh.format(
            item=titles[0].zh, step=titles[1].zh, first=first.zh, reason=f"（{reason.zh}）" if reason else ""
        ),
        en.format(
            item=titles[0].en, step=titles[1].en, first=first.en, reason=f" ({reason.en})" if reason else ""
        ),
    )


def titles_of(plan: Plan, item: ItemState | None, step: str) -> tuple[Text, Text]:
    """Of the item, with its number where it repeats, and of the step; a code where there is no title."""
    if item is None:
        return Text("", ""), Text(step, step)
    planned, title = plan.find_step(item.code, step), plan.item(item.code).title
    number = item.instance
    named = Text(f"{title.zh}（{number}）", f"{title.en} {number}") if number else title
    return named, planned.title if planned else Text(step, step)


def _reason(plan: Plan, item: ItemState | None, event: Event) -> Text | None:
    code = event.data.get("reason") or event.data.get("outcome")
    return reason_in_words(plan, item.code, code) if item is not None and isinstance(code, str) else None


def reason_in_words(plan: Plan, item: str, code: str) -> Text | None:
    """None for a code without words, such as the outcome of a step."""
    listed = next((each.text for each in plan.item(item).refusal_reasons if each.code == code), None)
    return listed or (Text(*REASONS[code]) if code in REASONS else None)
