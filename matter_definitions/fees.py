"""What a matter costs, for its guide: a payment is a step of an item that is on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from forms.conditions import conditions_of, holds
from forms.form_plan import FormPlan, Text
from matter_definitions.plan import Plan

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fee:
    """The amount is worked out while the case runs; `pay_within_days` are natural days from the demand."""

    item: str
    description: Text
    pay_within_days: int


def fees_of(
    plan: Plan,
    item_codes: Iterable[str],
    *,
    answers: Mapping[str, object] = _NOTHING,
    today: date | None = None,
) -> list[Fee]:
    """Those that may come. A payment is left out when its condition reads nothing but answers that are
    given, and does not hold; `today` is needed with answers."""
    codes = set(item_codes)
    return [
        Fee(item.code, step.payment.description, step.payment.expire_after_days)
        for item in plan.items
        if item.code in codes
        for step in item.steps
        if step.payment is not None and not (today and _never(plan.form, step.when, answers, today))
    ]


def _never(form: FormPlan, when: str | None, answers: Mapping[str, object], today: date) -> bool:
    if when is None:
        return False
    read = conditions_of(form).expression(when).variables()
    if not read <= {f"answers.{code}" for code in answers}:
        return False
    return not holds(form, when, values={}, answers=answers, today=today)
