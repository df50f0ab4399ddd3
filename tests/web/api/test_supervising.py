"""A supervisor's figures can be opened to the cases behind them; incidents are retried and resolved."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from database.session import ENGINE, transaction
from engine.change import read_case
from engine.publish import publish_plan
from matter_definitions.plan import from_json
from tests.web.api.conftest import ROOT, Town


async def test_every_figure_opens_to_as_many_cases_as_it_counts(town: Town) -> None:
    await town.submit()
    await town.move_time(30)
    supervisor = await town.person("supervisor")

    summary = await supervisor.get("/supervision/summary")

    figures = {each["code"]: each for each in summary["figures"]}
    assert figures["overdue"]["value"] == 1
    for figure in summary["figures"]:
        listed = await supervisor.get(figure["drill"].removeprefix(ROOT))
        assert len(listed["items"]) == figure["value"], figure["code"]


async def test_an_overdue_case_says_what_is_overdue(town: Town) -> None:
    submitted = await town.submit()
    await town.move_time(30)

    found = (await (await town.person("supervisor")).get("/supervision/cases", light="red"))["items"]

    assert [each["case_no"] for each in found] == [submitted["case_no"]]
    assert found[0]["overdue_items"]


async def test_figures_are_narrowed_down_by_department_and_day(town: Town) -> None:
    await town.submit()
    supervisor = await town.person("supervisor")

    for query in ({"department": "library@330110000000"}, {"to": "2020-01-01"}, {"region": "110000000000"}):
        figures = (await supervisor.get("/supervision/summary", **query))["figures"]
        assert {each["value"] for each in figures} == {0}, query


async def test_an_incident_is_tried_again_and_what_it_was_about_is_planned_anew(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    incident = broken_effect(town, case_no)
    supervisor = await town.person("supervisor")
    [line] = (await supervisor.get("/supervision/incidents"))["items"]
    assert (line["id"], line["allowed"]) == (incident, ["retry", "correct", "resolve"])

    await supervisor.post(f"/supervision/incidents/{incident}/retry")

    assert (await supervisor.get("/supervision/incidents"))["items"] == []
    assert town.sql("SELECT state FROM effect WHERE item_key = 'fertility-registration'") == [("planned",)]
    await supervisor.post(f"/supervision/incidents/{incident}/retry", status=409)


async def sending_an_account(town: Town) -> None:
    """The registration sends what the mother typed, and what her sign-in has proved."""
    [(document,)] = town.sql(
        "SELECT p.document FROM matter_in_force m JOIN plan p ON p.name = m.plan WHERE m.matter = 'newborn'"
    )
    plan = from_json(document)
    sent = {"name": "mother.name", "account": "account.account_no", "system": "=platform"}
    items = tuple(
        replace(each, steps=tuple(replace(step, send=sent) for step in each.steps))
        if each.code == "fertility-registration"
        else each
        for each in plan.items
    )
    parts = town.app.state.parts
    async with transaction(parts.engine.database, ENGINE) as connection:
        await publish_plan(connection, replace(plan, items=items), effective_from=date(2026, 1, 2))


async def test_what_a_step_sends_is_mended_by_the_rules_of_the_form_and_the_step_is_done_anew(
    town: Town,
) -> None:
    await sending_an_account(town)
    case_no = (await town.submit())["case_no"]
    incident = broken_effect(town, case_no)
    supervisor = await town.person("supervisor")
    path = f"/supervision/incidents/{incident}/correct"
    offered = {each["key"]: each["value"] for each in (await supervisor.get(f"{path}ion"))["items"]}
    assert offered == {"account.account_no": None}, "nothing that was proved, and nothing that stands there"

    good = {"account.account_no": "6222020000000000026"}
    wrong: list[dict[str, object]] = [
        {},
        {"mother.name": "别人"},
        {"insurance.insurance_region": "330106000000"},
        {"account.account_no": "1"},
    ]
    for fields in wrong:
        await supervisor.post(path, {"fields": fields, "reason": "写错了"}, status=422)
    await supervisor.post(path, {"fields": good, "reason": " "}, status=422)
    await (await town.person("officer-health")).post(path, {"fields": good, "reason": "x"}, status=403)
    await supervisor.post(path, {"fields": good, "reason": "与存折不符"})

    assert (await supervisor.get("/supervision/incidents"))["items"] == []
    rounds = "SELECT round, state FROM effect WHERE item_key = 'fertility-registration' ORDER BY round"
    assert town.sql(rounds) == [(1, "unwanted"), (2, "planned")]
    [(case_id,)] = town.sql("SELECT id FROM matter_case WHERE case_no = %s", case_no)
    async with read_case(town.app.state.parts.engine, case_id) as case:
        assert case.values["account.account_no"] == good["account.account_no"]
    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    assert "VALUE_CHANGED" in [each["event"] for each in view["timeline"]]
    await supervisor.post(path, {"fields": good, "reason": "x"}, status=409)


async def test_a_supervisor_ends_a_branch_with_a_reason_that_the_applicant_reads(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    incident = broken_effect(town, case_no)
    supervisor = await town.person("supervisor")
    path = f"/supervision/incidents/{incident}/resolve"
    await supervisor.post(path, {"outcome": "ended", "reason": ""}, status=422)

    await supervisor.post(path, {"outcome": "ended", "reason": "系统停用，请到窗口办理"})

    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    item = next(each for each in view["items"] if each["code"] == "fertility-registration")
    assert (item["state"], item["reason"]) == ("ended", "系统停用，请到窗口办理")


async def test_what_was_done_otherwise_lets_the_branch_go_on(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    incident = broken_effect(town, case_no)

    await (await town.person("supervisor")).post(
        f"/supervision/incidents/{incident}/resolve", {"outcome": "done", "reason": "已电话登记"}
    )

    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    item = next(each for each in view["items"] if each["code"] == "fertility-registration")
    assert item["state"] == "granted"


async def test_only_supervisors_see_incidents_and_figures(town: Town) -> None:
    for persona in ("mother", "officer-police", "administrator"):
        person = await town.person(persona)
        for path in ("/supervision/summary", "/supervision/cases", "/supervision/incidents"):
            assert (await person.call("GET", path)).status_code == 403


async def test_a_supervisor_gives_a_task_to_another_officer(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]
    [(officer,)] = town.sql("SELECT id FROM officer WHERE subject = 'officer-police-2'")

    await (await town.person("supervisor")).post(f"/tasks/{task}/reassign", {"to": str(officer)})

    mine = (await (await town.person("officer-police-2")).get("/tasks", queue="mine"))["items"]
    assert [each["id"] for each in mine] == [task]


def broken_effect(town: Town, case_no: str) -> str:
    """As the engine leaves an effect that used up its tries; the incident's id."""
    incident = str(uuid4())
    town.sql("UPDATE effect SET state = 'incident' WHERE item_key = 'fertility-registration'")
    town.sql(
        "INSERT INTO incident (id, case_id, case_no, effect_id, item_key, department, region, kind, reason,"
        " detail, opened_at) SELECT %s, case_id, %s, id, item_key, 'health@330110000000', '330110000000',"
        " 'exhausted', 'unavailable', '', now() FROM effect WHERE item_key = 'fertility-registration'",
        incident,
        case_no,
    )
    return incident
