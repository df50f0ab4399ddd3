"""A step whose definition asks for a stronger login gets one, from the officer and from the payer."""

from dataclasses import replace
from uuid import uuid4

from engine.plans import Plans
from tests.web.api.conftest import Town


def demand(town: Town, kind: str, level: str) -> None:
    """As if the definition in force had said so: the plans that this application holds."""
    parts, plans = town.app.state.parts, Plans()
    for name, plan in parts.engine.plans._by_name.items():
        items = tuple(
            replace(
                item,
                steps=tuple(
                    replace(each, assurance=level) if each.kind == kind else each for each in item.steps
                ),
            )
            for item in plan.items
        )
        plans._by_name[name] = replace(plan, items=items)
    town.app.state.parts = replace(parts, engine=replace(parts.engine, plans=plans))


async def test_an_officer_decides_such_a_step_with_such_a_login(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    weak, strong = [await town.person("officer-health-xihu", level=each) for each in ("L2", "L4")]
    task = await town.task("officer-health-xihu", case_no, item="birth-certificate")
    await weak.post(f"/tasks/{task['id']}/decide", {"outcome": "accept"})
    await town.effect_is_done(f"{case_no}/birth-certificate.1/identity/1")
    demand(town, "approval", "L4")
    review = await town.task("officer-health-xihu", case_no, item="birth-certificate")
    path = f"/tasks/{review['id']}/decide"

    refused = await weak.post(path, {"outcome": "pass"}, status=403)

    assert refused["type"] == "urn:onematter:problem:login-too-weak"
    answer = await strong.call("POST", path, json={"outcome": "pass"})
    assert answer.status_code != 403


async def test_an_applicant_pays_such_a_step_with_such_a_login(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    payment = str(uuid4())
    town.sql(
        "INSERT INTO payment (id, case_id, effect_key, item_key, amount_fen, pay_url, demanded_at)"
        " SELECT %s, id, 'k', 'insurance-premium.1', 40000, 'http://pay.example/1', now() FROM matter_case",
        payment,
    )
    demand(town, "payment", "L4")
    path = f"/cases/{case_no}/payments/{payment}/start"
    await (await town.person("mother")).post(path, status=403)
    await (await town.person("mother", level="L4")).post(path)
