"""What a matter costs, for its guide: a payment is a step of an item that is on."""

from collections.abc import Iterable
from dataclasses import dataclass

from forms.form_plan import Text
from matter_definitions.plan import Plan


@dataclass(frozen=True, slots=True)
class Fee:
    """The amount is worked out while the case runs; `pay_within_days` are natural days from the demand."""

    item: str
    description: Text
    pay_within_days: int


def fees_of(plan: Plan, item_codes: Iterable[str]) -> list[Fee]:
    codes = set(item_codes)
    return [
        Fee(item.code, step.payment.description, step.payment.expire_after_days)
        for item in plan.items
        if item.code in codes
        for step in item.steps
        if step.payment is not None
    ]
