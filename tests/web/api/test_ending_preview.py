"""Before withdrawing one sees what ends and which money comes back; afterwards exactly that has happened."""

from dataclasses import replace

from engine.change import change_case
from engine.who import THE_ENGINE
from forms.form_plan import Text
from matter_definitions.offers import RefundRule
from matter_definitions.plan import PaymentRule, StepPlan, from_json, name_of, to_json
from tests.web.api.conftest import Town

ITEM, FEE = "maternity-benefit", "mother.benefit_amount"


async def publish(town: Town, refund: RefundRule | None) -> None:
    """The matter as it is, but one item waits for nobody and is paid for during its handling."""
    [(document,)] = town.sql(
        "SELECT p.document FROM matter_in_force m JOIN plan p ON p.name = m.plan WHERE m.matter = 'newborn'"
    )
    plan = from_json(document)
    pay = StepPlan(
        code="pay",
        kind="payment",
        title=Text("缴费", "Payment"),
        payment=PaymentRule(FEE, Text("工本费", "Fee"), refund=refund),
    )
    items = tuple(
        replace(each, after=(), steps=(pay, *each.steps)) if each.code == ITEM else each
        for each in plan.items
    )
    changed = to_json(replace(plan, items=items, format=2))
    town.sql(
        "INSERT INTO plan (name, document, matter, format) VALUES (%s, %s, 'newborn', 2)",
        name_of(changed),
        changed,
    )
    town.sql("UPDATE matter_in_force SET plan = %s WHERE matter = 'newborn'", name_of(changed))


async def paid_case(town: Town, *, refund: RefundRule | None = None) -> str:
    await publish(town, refund)
    case_no = (await town.submit())["case_no"]
    engine = town.app.state.parts.engine
    async with change_case(engine, case_no, by=THE_ENGINE) as case:
        case.set_values({FEE: 1000})
    task = await town.task("officer-medical-insurance", case_no, item=ITEM)
    officer = await town.person("officer-medical-insurance")
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "accept"})
    await town.effect_is_done(f"{case_no}/{ITEM}/pay/1", amount_fen=1000, transaction_no="t1")
    return case_no


async def test_one_sees_what_comes_back_and_that_is_what_comes_back(town: Town) -> None:
    case_no = await paid_case(town)
    mother = await town.person("mother")

    seen = await mother.get(f"/cases/{case_no}/withdraw", items=ITEM)
    assert town.sql("SELECT 1 FROM refund") == []
    await mother.post(f"/cases/{case_no}/withdraw", {"reason": "不需要了", "items": [ITEM]})

    assert [each["key"] for each in seen["items"]] == [ITEM]
    assert [(each["amount_fen"], each["why"]) for each in seen["refunds"]] == [(1000, "withdraw")]
    assert (seen["ends_too"], seen["not_refunded"]) == ([], [])
    assert town.sql("SELECT amount_fen, reason, state FROM refund") == [(1000, "withdraw", "planned")]
    case = await mother.get(f"/cases/{case_no}")
    assert [(each["amount_fen"], each["state"]) for each in case["refunds"]] == [(1000, "planned")]
    assert "REFUND_PLANNED" in [each["event"] for each in case["timeline"]]


async def test_what_stays_paid_is_said_beside_what_comes_back(town: Town) -> None:
    case_no = await paid_case(town, refund=RefundRule(share_percent=30))

    seen = await (await town.person("mother")).get(f"/cases/{case_no}/withdraw", items=ITEM)

    assert [each["amount_fen"] for each in seen["refunds"]] == [300]
    assert [each["amount_fen"] for each in seen["not_refunded"]] == [700]


async def test_one_sees_which_items_end_with_the_one_taken_back(town: Town) -> None:
    case_no = await paid_case(town)
    mother = await town.person("mother")

    seen = await mother.get(f"/cases/{case_no}/withdraw", items="birth-certificate.1")
    withdrawn = await mother.post(
        f"/cases/{case_no}/withdraw", {"reason": "不需要了", "items": ["birth-certificate.1"]}
    )

    assert "birth-registration.1" in [each["key"] for each in seen["ends_too"]]
    ended = [each["key"] for each in (*seen["items"], *seen["ends_too"])]
    assert sorted(ended) == sorted(withdrawn["items"])
    assert seen["refunds"] == []


async def test_what_is_over_cannot_be_taken_back_and_strangers_learn_nothing(town: Town) -> None:
    case_no = await paid_case(town)
    mother = await town.person("mother")
    await mother.post(f"/cases/{case_no}/withdraw", {"reason": "不需要了"})

    assert (await mother.call("GET", f"/cases/{case_no}/withdraw")).status_code == 409
    other = await town.person("second-mother")
    assert (await other.call("GET", f"/cases/{case_no}/withdraw")).status_code == 404
