"""A case with two fees, one of them for two departments, and the worker's part of paying: its carrier against
the simulated provider."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from activities.carrier import Carrier
from activities.department_calls import DepartmentCalls
from activities.registry import Outside, make_carrier
from engine.change import change_case
from engine.who import THE_ENGINE
from forms.form_plan import Text
from matter_definitions.offers import RefundRule, SplitPart
from matter_definitions.plan import PaymentRule, StepPlan, from_json, name_of, to_json
from tests.shared_press import shared_press
from tests.web.api.conftest import US, Town

ITEM = "maternity-benefit"
FIRST, SECOND = 1000, 400
_VALUES = {"mother.fee": FIRST, "mother.health_part": 700, "mother.police_part": 300, "mother.stamp": SECOND}


def fees(refund: RefundRule | None) -> tuple[StepPlan, StepPlan]:
    parts = (SplitPart("health", "mother.health_part"), SplitPart("police", "mother.police_part"))
    split = PaymentRule("mother.fee", Text("工本费", "Fee"), split=parts, refund=refund)
    whole = PaymentRule("mother.stamp", Text("印花税", "Stamp"), refund=refund)
    return (
        StepPlan(code="pay", kind="payment", title=Text("缴费", "Payment"), payment=split),
        StepPlan(code="stamp", kind="payment", title=Text("印花税", "Stamp"), payment=whole),
    )


def publish(town: Town, refund: RefundRule | None) -> None:
    """The matter as it is, but one item waits for nobody and has two fees during its handling."""
    [(document,)] = town.sql(
        "SELECT p.document FROM matter_in_force m JOIN plan p ON p.name = m.plan WHERE m.matter = 'newborn'"
    )
    plan = from_json(document)
    items = tuple(
        replace(each, after=(), steps=(*fees(refund), *each.steps)) if each.code == ITEM else each
        for each in plan.items
    )
    changed = to_json(replace(plan, items=items, format=2))
    town.sql(
        "INSERT INTO plan (name, document, matter, format) VALUES (%s, %s, 'newborn', 2)",
        name_of(changed),
        changed,
    )
    town.sql("UPDATE matter_in_force SET plan = %s WHERE matter = 'newborn'", name_of(changed))


@dataclass
class Payer:
    town: Town
    case_no: str
    carrier: Carrier

    async def carry(self, *kinds: str) -> None:
        """What the worker would do now with effects of these kinds."""
        for kind in kinds:
            rows = self.town.sql(
                "UPDATE effect SET lease_until = NULL WHERE kind = %s AND subject = %s"
                " AND state IN ('planned', 'attempted', 'awaiting') RETURNING id",
                kind,
                self.case_no,
            )
            for (effect,) in rows:
                await self.carrier.claim_and_carry(effect)

    async def pay_at(self, pay_url: str) -> None:
        """The person presses the provider's button."""
        (await self.town.app.state.outside.client.post(pay_url)).raise_for_status()

    def payments(self) -> Mapping[int, Any]:
        """Id and state of each payment, by its sum."""
        return {
            amount: (str(payment), state)
            for amount, payment, state in self.town.sql("SELECT amount_fen, id, state FROM payment")
        }

    def states(self) -> dict[int, str]:
        return {amount: state for amount, (_, state) in self.payments().items()}


async def two_demands(town: Town, *, refund: RefundRule | None = None) -> Payer:
    """Both fees are with the provider."""
    publish(town, refund)
    case_no = (await town.submit())["case_no"]
    engine = town.app.state.parts.engine
    async with change_case(engine, case_no, by=THE_ENGINE) as case:
        case.set_values(_VALUES)
    task = await town.task("officer-medical-insurance", case_no, item=ITEM)
    officer = await town.person("officer-medical-insurance")
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "accept"})
    calls = DepartmentCalls(town.app.state.outside.connectors, f"{US}/callbacks")
    payer = Payer(town, case_no, make_carrier(engine, Outside(calls, shared_press(), US)))
    await payer.carry("payment")
    return payer
