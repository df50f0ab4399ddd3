"""What cannot be undone is confirmed by the applicant before it is done: a name, once it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from access.act import Act
from casework.case_reading import ReadCase
from casework.item_act import ItemActed, acting_on
from casework.words import Language
from matter_definitions.acts.deciding import ConfirmStep
from matter_definitions.state import ItemState, StepState


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`text` is the sentence that the definition asks the applicant to confirm."""

    item: str
    item_title: str
    step: str
    text: str


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
        )
        for item in sorted(case.state.items.values(), key=lambda each: each.number)
        for step in asked_steps(item)
        if (plan := case.plan.find_step(item.code, step.code)) and (sentence := plan.confirm)
    ]


def asked_steps(item: ItemState) -> Iterator[StepState]:
    for step in item.steps.values():
        if step.asked_at is not None and step.confirmed_at is None and step.standing == "pending":
            yield step
