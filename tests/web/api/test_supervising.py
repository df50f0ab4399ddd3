"""A supervisor's figures can be opened to the cases behind them; incidents are retried and resolved."""

from uuid import uuid4

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
    assert (line["id"], line["allowed"]) == (incident, ["retry", "resolve"])

    await supervisor.post(f"/supervision/incidents/{incident}/retry")

    assert (await supervisor.get("/supervision/incidents"))["items"] == []
    assert town.sql("SELECT state FROM effect WHERE item_key = 'fertility-registration'") == [("planned",)]
    await supervisor.post(f"/supervision/incidents/{incident}/retry", status=409)


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
