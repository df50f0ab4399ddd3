"""Commitments from the draft to the officer's desk: signed words, a paper brought later, and its time."""

from dataclasses import replace
from typing import Any

import pytest

from clocks.clock import Limit
from database.session import ENGINE, transaction
from engine.flags import credit_of
from forms.form_plan import Text
from matter_definitions.offers import CommitmentPlan
from matter_definitions.plan import Plan, from_json, name_of, to_json
from tests.web.api.conftest import Town, picture

KEY = "maternity-benefit/invoice"
INVOICE = "maternity_invoice"
OFFER = CommitmentPlan(
    code="invoice",
    kind="late_supply",
    title=Text("补交发票承诺书", "Promise to bring the invoice"),
    statement=Text("本人承诺在期限内补交发票。", "I will bring the invoice in time."),
    replaces=(f"material:{INVOICE}",),
    until=Limit(3, "working_day"),
    consequences=Text("逾期未补交的，办理终止。", "If it does not come, the procedure ends."),
)


async def publish(town: Town, offer: CommitmentPlan = OFFER) -> Plan:
    """The matter as it is, but one item waits for nobody and offers a commitment."""
    [(document,)] = town.sql(
        "SELECT p.document FROM matter_in_force m JOIN plan p ON p.name = m.plan WHERE m.matter = 'newborn'"
    )
    plan = from_json(document)
    items = tuple(
        replace(each, commitments=(offer,), after=()) if each.code == "maternity-benefit" else each
        for each in plan.items
    )
    changed = to_json(replace(plan, items=items, format=2))
    town.sql(
        "INSERT INTO plan (name, document, matter, format) VALUES (%s, %s, 'newborn', 2)",
        name_of(changed),
        changed,
    )
    town.sql("UPDATE matter_in_force SET plan = %s WHERE matter = 'newborn'", name_of(changed))
    return from_json(changed)


async def unpromised_draft(town: Town) -> str:
    """Complete but for the invoice, which nobody has handed in."""
    path = f"/applications/{await town.complete_draft()}"
    mother = await town.person("mother")
    await mother.call("DELETE", f"{path}/materials/{INVOICE}")
    return path


async def signed_draft(town: Town) -> str:
    path = await unpromised_draft(town)
    mother = await town.person("mother")
    [offer] = (await mother.get(path))["commitment_offers"]
    signature = {"agreed": True, "statement_sha256": offer["statement_sha256"]}
    await mother.patch(path, {"commitments": {KEY: signature}})
    return path


async def promised_case(town: Town) -> str:
    await publish(town)
    path = await signed_draft(town)
    return (await (await town.person("mother")).post(f"{path}/submit", status=201))["case_no"]


def pointers(draft: dict[str, Any]) -> list[str]:
    return [each["pointer"] for each in draft["problems"]]


async def test_a_signed_promise_stands_in_the_place_of_the_paper(town: Town) -> None:
    await publish(town)
    path = await unpromised_draft(town)
    mother = await town.person("mother")

    before = await mother.get(path)
    [offer] = before["commitment_offers"]
    signature = {"agreed": True, "statement_sha256": offer["statement_sha256"]}
    after = await mother.patch(path, {"commitments": {KEY: signature}})
    taken_back = await mother.patch(path, {"commitments": {KEY: None}})

    assert pointers(before) == pointers(taken_back) == [f"/materials/{INVOICE}"]
    assert (offer["key"], offer["signed"], offer["statement"]) == (KEY, False, OFFER.statement.zh)
    assert (after["can_submit"], after["commitment_offers"][0]["signed"]) == (True, True)
    paper = [
        next(m for m in each["materials"] if m["key"] == INVOICE) for each in (before, after, taken_back)
    ]
    assert [(each["required"], each["promised"]) for each in paper] == [
        (True, False),
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize(
    "signature",
    [True, {"agreed": True}, {"agreed": True, "statement_sha256": "ab" * 32}, {"agreed": False}],
)
async def test_other_words_than_those_of_the_plan_cannot_be_signed(town: Town, signature: object) -> None:
    await publish(town)
    path = await unpromised_draft(town)
    mother = await town.person("mother")

    refused = await mother.call("PATCH", path, json={"commitments": {KEY: signature}})

    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == [
        "/commitments/maternity-benefit~1invoice"
    ]


async def test_what_was_signed_is_kept_with_the_case(town: Town) -> None:
    case_no = await promised_case(town)

    [line] = await (await town.person("mother")).get(f"/cases/{case_no}/commitments")
    [material] = town.sql("SELECT source, reference, file_id FROM case_material WHERE material = %s", INVOICE)
    [(text_version, digest)] = town.sql("SELECT text_version, statement_sha256 FROM commitment")
    [(plan_name,)] = town.sql("SELECT plan FROM matter_case")

    assert (line["item"], line["code"], line["state"]) == ("maternity-benefit", "invoice", "open")
    assert line["statement_sha256"] == digest
    assert text_version == f"{plan_name}/invoice"
    assert material == ("commitment", "invoice", None)


async def accepted_case(town: Town) -> str:
    case_no = await promised_case(town)
    task = await town.task("officer-medical-insurance", case_no, item="maternity-benefit")
    officer = await town.person("officer-medical-insurance")
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "accept"})
    return case_no


async def hand_in(town: Town, case_no: str) -> dict[str, Any]:
    mother = await town.person("mother")
    taken = await mother.put_file(f"/cases/{case_no}/promised/{INVOICE}", picture())
    return await mother.post(
        f"/cases/{case_no}/items/maternity-benefit/late-supply", {"materials": {INVOICE: taken["file_id"]}}
    )


async def test_a_promised_paper_that_is_brought_comes_before_an_officer(town: Town) -> None:
    case_no = await accepted_case(town)
    mother = await town.person("mother")
    before = (await mother.get(f"/cases/{case_no}"))["to_do"]

    await hand_in(town, case_no)

    assert [(each["kind"], each["item"]) for each in before] == [("late_supply", "maternity-benefit")]
    assert (await mother.get(f"/cases/{case_no}"))["to_do"] == []
    [line] = await mother.get(f"/cases/{case_no}/commitments")
    assert (line["state"], line["materials"][0]["brought"]) == ("supplied", True)
    assert town.sql("SELECT state FROM task WHERE step = 'commitment_invoice'") == [("open",)]
    versions = town.sql("SELECT version, source FROM case_material WHERE material = %s ORDER BY 1", INVOICE)
    assert versions == [(1, "commitment"), (2, "upload")]
    [(standing, supplied_at)] = town.sql("SELECT standing, supplied_at FROM commitment")
    assert standing == "supplied"
    assert supplied_at is not None


async def test_a_paper_that_was_not_promised_is_refused(town: Town) -> None:
    case_no = await accepted_case(town)
    mother = await town.person("mother")

    await mother.put_file(f"/cases/{case_no}/promised/household_pages", picture(), status=409)


async def test_after_the_time_the_item_is_over_and_nothing_can_be_brought(town: Town) -> None:
    case_no = await accepted_case(town)

    await town.move_time(20)

    mother = await town.person("mother")
    await mother.put_file(f"/cases/{case_no}/promised/{INVOICE}", picture(), status=409)
    case = await mother.get(f"/cases/{case_no}")
    [item] = [each for each in case["items"] if each["key"] == "maternity-benefit"]
    assert item["state"] == "lapsed"
    kinds = [kind for (kind,) in town.sql("SELECT kind FROM case_event ORDER BY number")]
    assert kinds.index("LATE_SUPPLY_REMINDED") < kinds.index("LATE_SUPPLY_MISSED")
    assert town.sql("SELECT standing FROM commitment") == [("missed",)]


FLAG = (
    "INSERT INTO person_flag (id, person_id, kind, case_id, item_key, commitment, reason, proposed_at)"
    " SELECT gen_random_uuid(), applicant, 'false_promise', id, 'maternity-benefit', 'invoice', 'text:x',"
    " now() FROM matter_case"
)


async def test_a_proposal_holds_nothing_until_two_officers_have_signed_it(town: Town) -> None:
    case_no = await promised_case(town)
    town.sql(FLAG)
    path = f"/cases/{case_no}/items/maternity-benefit/commitments/invoice/flag"
    officer, supervisor = await town.person("officer-medical-insurance"), await town.person("supervisor")
    [(person,)] = town.sql("SELECT applicant FROM matter_case")

    async def credit() -> str:
        [(today,)] = town.sql("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date")
        async with transaction(town.app.state.parts.engine.database, ENGINE) as connection:
            return await credit_of(connection, person, today=today)

    before = await credit()
    first = await officer.post(path)
    same = await officer.post(path, status=409)
    between = await credit()
    second = await supervisor.post(path)
    await supervisor.post(path, status=409)

    assert (before, between, await credit()) == ("good", "good", "bad")
    assert (first["state"], second["state"]) == ("signed", "in_force")
    assert same["type"] == "urn:onematter:problem:same-person"


async def test_who_promised_falsely_is_offered_no_further_promise(town: Town) -> None:
    await promised_case(town)
    town.sql(FLAG)
    town.sql(
        "UPDATE person_flag SET signed_by = gen_random_uuid(), countersigned_by = gen_random_uuid(),"
        " from_day = current_date - 1, until_day = current_date + 30"
    )
    await town.report_birth()
    path = await unpromised_draft(town)

    draft = await (await town.person("mother")).get(path)

    assert draft["commitment_offers"] == []
    assert f"/materials/{INVOICE}" in pointers(draft)


async def test_an_expression_of_the_item_decides_who_may_promise(town: Town) -> None:
    await publish(town, replace(OFFER, eligible="applicant.credit == 'good' && answers.children > 1"))
    path = await unpromised_draft(town)

    assert (await (await town.person("mother")).get(path))["commitment_offers"] == []


async def test_an_officer_finds_what_was_brought_in_order(town: Town) -> None:
    case_no = await accepted_case(town)
    await hand_in(town, case_no)
    officer = await town.person("officer-medical-insurance")
    found = await officer.get("/tasks", q=case_no)
    task = next(each for each in found["items"] if each["step"] == "commitment_invoice")

    offered = [each["code"] for each in (await officer.get(f"/tasks/{task['id']}"))["outcomes"]]
    lacking = await officer.call("POST", f"/tasks/{task['id']}/decide", json={"outcome": "lacks"})
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "conforms"})

    assert offered == ["conforms", "lacks"]
    assert lacking.status_code == 422, "what is wrong with it has to be said"
    [line] = await (await town.person("mother")).get(f"/cases/{case_no}/commitments")
    assert (line["state"], line["can_supply"]) == ("kept", False)
