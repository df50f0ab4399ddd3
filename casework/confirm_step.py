"""What cannot be undone is confirmed by the applicant before it is done: a name, once it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access.act import Act
from casework.case_reading import ReadCase
from casework.item_act import ItemActed, acting_on
from casework.words import Language
from engine.values import field_of, stored_key
from matter_definitions.acts.deciding import ConfirmStep
from matter_definitions.confirming import UNCONFIRMED, notice_of
from matter_definitions.plan import StepPlan
from matter_definitions.state import ItemState, StepState


@dataclass(frozen=True, slots=True)
class ConfirmedFact:
    """What the step sends out, as it stands in the form; `type` says how to show `value`."""

    title: str
    type: str
    value: Any


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`text` is the sentence that the definition asks the applicant to confirm; `facts`: what it is about.
    `until` None: there is no limit, or it has passed and nothing ends by it."""

    item: str
    item_title: str
    step: str
    text: str
    facts: list[ConfirmedFact]
    until: datetime | None


async def confirm_step(
    act: Act, case_no: str, item: str, step: str, *, if_version: int | None = None
) -> ItemActed:
    """Raises Unknown (404), NotYours (403), NotNow (409), Stale (412)."""
    async with acting_on(act, case_no, item, action="case.confirm", if_version=if_version) as hand:
        hand.case.apply(ConfirmStep(item, step))
    return hand.acted


def confirmations_asked(case: ReadCase, *, language: Language) -> list[Confirmation]:
    """Those that wait for the applicant, in the order of the items."""
    return [
        Confirmation(
            item=item.key,
            item_title=case.item_title(item.key, language=language),
            step=step.code,
            text=sentence.in_language(language),
            facts=_facts(case, item, plan, language=language),
            until=_until(case, item, step),
        )
        for item in sorted(case.state.items.values(), key=lambda each: each.number)
        for step in asked_steps(item)
        if (plan := case.plan.find_step(item.code, step.code)) and (sentence := plan.confirm)
    ]


def _until(case: ReadCase, item: ItemState, step: StepState) -> datetime | None:
    notice = notice_of(case.state, item, step.code)
    return notice.answer_until if notice and not step.data.get(UNCONFIRMED) else None


def _facts(case: ReadCase, item: ItemState, plan: StepPlan, *, language: Language) -> list[ConfirmedFact]:
    """Nobody can confirm an address that is not shown."""
    found: list[ConfirmedFact] = []
    for key in (plan.send or {}).values():
        asked = field_of(case.plan, key)
        value = case.values.get(stored_key(case.plan.item(item.code), item, key))
        if asked is not None and value is not None:
            found.append(ConfirmedFact(asked.title.in_language(language), asked.value_type, value))
    return found


def asked_steps(item: ItemState) -> Iterator[StepState]:
    for step in item.steps.values():
        if step.asked_at is not None and step.confirmed_at is None and step.standing == "pending":
            yield step
