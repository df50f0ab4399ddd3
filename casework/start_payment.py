"""The applicant is sent to the payment provider's page for a demand that is open."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.actor import level_of
from access.policy import demand_level
from casework.case_reading import read_case
from casework.finding import find_case
from casework.words import find_words
from forms.form_plan import Text
from matter_definitions.plan import ItemPlan
from refusals import NotNow, Unknown

_FIND = text("SELECT item_key, state, pay_url, amount_fen FROM payment WHERE id = :id AND case_id = :case")


class NotToBePaid(NotNow):
    type = "not-to-be-paid"
    title = Text(zh="该笔费用当前无需缴纳", en="This is not to be paid now")


class PaymentPrepared(NotNow):
    type = "payment-being-prepared"
    title = Text(
        zh="缴费单正在生成，请稍后再试", en="The payment is being prepared; please try again shortly"
    )


@dataclass(frozen=True, slots=True)
class PaymentStarted:
    """`pay_url` is the provider's page; nothing is paid by opening it."""

    pay_url: str
    amount_fen: int


def demand_level_of(act: Act, item: ItemPlan) -> None:
    """Raises NotYours when a payment of the item asks for a stronger login."""
    for step in item.steps:
        if step.kind == "payment" and step.assurance is not None:
            demand_level(act.actor, level_of(step.assurance))


async def start_payment(act: Act, case_no: str, payment_id: UUID) -> PaymentStarted:
    """Changes nothing here. Raises Unknown (404), NotYours (403, the step asks for a stronger login),
    NotToBePaid and PaymentPrepared (409)."""
    found = await find_case(act, case_no, action="case.pay")
    row = (await act.connection.execute(_FIND, {"id": payment_id, "case": found.id})).one_or_none()
    if row is None:
        raise Unknown
    demand_level_of(act, (await read_case(act, found.id)).item_plan(row.item_key))
    if row.state != "open":
        raise NotToBePaid(find_words("payment", row.state))
    if row.pay_url is None:
        raise PaymentPrepared
    return PaymentStarted(row.pay_url, row.amount_fen)
