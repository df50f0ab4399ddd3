"""A correction is no way around the rules of the draft."""

from typing import Any

from departments.simulated.people import LI_XIAOYU, WANG_DAMING, XIHU
from tests.web.api.conftest import Town


async def asked(town: Town, *fields: str) -> str:
    """A case of which the insurance office wants these fields corrected; everybody else has accepted."""
    case_no = (await town.submit())["case_no"]
    marks = [{"field": each, "message": "请核对"} for each in fields]
    decisions: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("officer-health-xihu", "birth-certificate", {"outcome": "accept"}),
        ("officer-police", "birth-registration", {"outcome": "accept"}),
        ("officer-medical-insurance", "maternity-benefit", {"outcome": "correct", "marks": marks}),
    )
    for persona, item, decision in decisions:
        task = await town.task(persona, case_no, item=item)
        await (await town.person(persona)).post(f"/tasks/{task['id']}/decide", decision)
    return case_no


async def test_the_account_stays_the_mothers_own(town: Town) -> None:
    case_no = await asked(town, "account.account_name", "account.account_no")
    mother, path = await town.person("mother"), f"/cases/{case_no}/corrections"

    refused = await mother.post(path, {"fields": {"account.account_name": "赵六"}}, status=422)

    assert [each["pointer"] for each in refused["errors"]] == ["/fields/account.account_name"]
    mended = {"account.account_name": LI_XIAOYU.name, "account.account_no": "6222020000000000018"}
    assert (await mother.post(path, {"fields": mended}))["left"] == []


async def test_an_officer_cannot_ask_the_applicant_for_what_she_did_not_type(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    officer = await town.person("officer-medical-insurance")
    task = await town.task("officer-medical-insurance", case_no, item="maternity-benefit")
    marks = [{"field": "mother.id_number", "message": "请核对"}]

    refused = await officer.post(
        f"/tasks/{task['id']}/decide", {"outcome": "correct", "marks": marks}, status=422
    )

    assert [each["pointer"] for each in refused["errors"]] == ["/marks/0/field"]


async def test_what_the_login_said_is_refused_also_where_it_was_marked(town: Town) -> None:
    case_no = await asked(town, "account.account_no")
    # A notice of an earlier release could name such a field.
    town.sql(
        "UPDATE matter_case SET doc = replace(doc::text, 'field:account.account_no',"
        " 'field:mother.id_number')::jsonb WHERE case_no = %s",
        case_no,
    )
    mother = await town.person("mother")

    refused = await mother.post(
        f"/cases/{case_no}/corrections", {"fields": {"mother.id_number": WANG_DAMING.id_number}}, status=422
    )

    assert [each["pointer"] for each in refused["errors"]] == ["/fields/mother.id_number"]


def born(record_no: str) -> dict[str, object]:
    """What a mother types by hand while the hospital does not answer."""
    return {
        "child.1.birth_record_no": record_no,
        "child.1.birth_time": "2026-10-20T08:00:00+08:00",
        "child.1.sex": "female",
        "child.1.weight_grams": 3200,
        "child.1.length_cm": 50,
        "child.1.weeks": 39,
        "child.1.birth_order": 1,
        "child.1.hospital": "模拟妇幼保健院",
        "child.1.hospital_region": XIHU,
    }


async def test_a_number_that_counts_once_is_claimed_anew_or_refused(town: Town) -> None:
    await town.behave("hospital", fail=True)
    mother = await town.person("mother")
    first, second = [
        await mother.post(f"/applications/{await town.complete_draft(form=born(number))}/submit", status=201)
        for number in ("BR1001", "BR1002")
    ]
    assert first["case_no"] != second["case_no"]
    task = await town.task("officer-police", second["case_no"], item="birth-registration")
    marks = [{"field": "child.1.birth_record_no", "message": "请核对"}]
    for persona, item in (
        ("officer-health-xihu", "birth-certificate"),
        ("officer-medical-insurance", "maternity-benefit"),
    ):
        other = await town.task(persona, second["case_no"], item=item)
        await (await town.person(persona)).post(f"/tasks/{other['id']}/decide", {"outcome": "accept"})
    officer = await town.person("officer-police")
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "correct", "marks": marks})
    path, field = f"/cases/{second['case_no']}/corrections", "child.1.birth_record_no"
    claims = "SELECT digest FROM uniqueness u JOIN matter_case c ON c.id = case_id WHERE case_no = %s"
    before = town.sql(claims, second["case_no"])

    refused = await mother.post(path, {"fields": {field: "BR1001"}}, status=409)
    assert refused["type"].endswith("already-under-way")
    assert town.sql(claims, second["case_no"]) == before

    await mother.post(path, {"fields": {field: "BR1003"}})
    assert town.sql(claims, second["case_no"]) != before
