"""Who has to supply what is a list that administrators keep; what falls short is shown to supervisors."""

from departments.dialect import DIALECTS, Dialect, load_dialect
from engine.sweep import sweep
from tests.web.api.conftest import ANSWERS, Town

KEY = "/data-sharing/promises/household/household_lookup/household_no"
TERMS = {
    "fresh_days": 7,
    "answer_within": 1,
    "found_percent": 90,
    "basis_zh": "部门间共享协议",
    "basis_en": "An agreement between departments",
}


async def start_draft(town: Town, persona: str = "mother") -> dict:
    person = await town.person(persona)
    return await person.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)


async def look(town: Town) -> None:
    await sweep(town.app.state.parts.engine, temporal_is_away=False)


async def test_the_list_begins_with_what_the_definitions_need_and_administrators_change_it(
    town: Town,
) -> None:
    admin, supervisor = await town.person("administrator"), await town.person("supervisor")
    listed = await supervisor.get("/data-sharing/promises")
    one = next(each for each in listed if each["element"] == "household_no")
    assert (one["supplier"], one["call"], one["fresh_days"]) == ("police", "household_lookup", 30)
    assert (await admin.post("/data-sharing/promises/take-over"))["added"] == 0

    answer = await admin.call("PUT", KEY, json=TERMS, headers={"If-Match": f'"{one["version"]}"'})

    assert answer.status_code == 200, answer.text
    stale = await admin.call("PUT", KEY, json=TERMS, headers={"If-Match": f'"{one["version"]}"'})
    assert stale.status_code == 412
    assert (await supervisor.call("PUT", KEY, json=TERMS)).status_code == 403
    unknown = await admin.call("PUT", KEY.replace("household_no", "mobile"), json=TERMS)
    assert unknown.status_code == 404
    changed = next(e for e in await admin.get("/data-sharing/promises") if e["element"] == "household_no")
    assert (changed["answer_within"], changed["found_percent"], changed["version"]) == (1, 90, 2)
    town.sql("DELETE FROM data_promise WHERE element = 'household_no' RETURNING 1")
    assert (await admin.post("/data-sharing/promises/take-over"))["added"] >= 1


async def test_the_catalogue_says_of_each_element_whose_it_is_and_how_often_it_was_found(town: Town) -> None:
    await start_draft(town)
    admin = await town.person("administrator")
    elements = {each["code"]: each for each in await admin.get("/data-sharing/elements")}

    household = elements["household_no"]
    assert household["owner"] == "police"
    assert "household/household_lookup" in household["from_calls"]
    assert (household["asked"], household["found_percent"]) == (1, 100.0)
    assert elements["ethnic_group"]["standard"] == "GB/T 3304-1991"
    assert elements["mobile"]["owner"] == "applicant"
    assert elements["mobile"]["found_percent"] is None
    mother = await town.person("mother")
    assert (await mother.call("GET", "/data-sharing/elements")).status_code in (403, 404)


async def test_a_department_that_does_not_answer_becomes_one_line_for_the_supervisor(town: Town) -> None:
    await town.behave("household", fail=True)
    await start_draft(town)
    await town.move_time(days=1)
    for _ in range(2):
        await look(town)
    supervisor = await town.person("supervisor")

    [line] = [each for each in await supervisor.get("/data-sharing/shortfalls") if each["reason"] == "late"]

    assert (line["supplier"], line["call"]) == ("police", "household_lookup")
    assert (line["failed"], line["asked"], line["incident_state"]) == (1, 1, "open")
    figures = {each["code"]: each for each in (await supervisor.get("/supervision/summary"))["figures"]}
    drilled = await supervisor.get(figures["data_sharing"]["drill"].removeprefix("/api/v1"))
    assert figures["data_sharing"]["value"] == len(drilled["items"]) == 1
    [incident] = drilled["items"]
    body = {"outcome": "noted", "reason": "已联系公安机关恢复接口"}
    await supervisor.post(f"/supervision/incidents/{incident['id']}/resolve", body)
    await look(town)
    [settled] = [e for e in await supervisor.get("/data-sharing/shortfalls") if e["reason"] == "late"]
    assert settled["incident_state"] == "ended"


async def test_data_that_are_older_than_promised_are_told_from_the_day_that_the_answer_names(
    town: Town,
) -> None:
    await town.behave("household", data_age_days=31)
    await start_draft(town)
    await look(town)
    supervisor = await town.person("supervisor")

    [line] = [each for each in await supervisor.get("/data-sharing/shortfalls") if each["reason"] == "old"]

    assert (line["call"], line["failed"], line["asked"]) == ("household_lookup", 1, 1)
    assert "household_no" in line["elements"]


async def test_what_is_in_the_catalogue_and_not_there_is_typed_and_uploaded_instead(town: Town) -> None:
    found = await start_draft(town)
    await town.behave("household", reject={"household_lookup": {"outcome": "not_found"}})

    not_found = await start_draft(town)

    for draft, was_found in ((found, True), (not_found, False)):
        fields = {each["key"]: each for each in draft["fields"]}
        booklet = next(each for each in draft["materials"] if each["key"] == "household_pages")
        assert fields["household.household_no"]["locked"] is was_found
        assert booklet["replaced"] is was_found
        assert booklet["required"]


async def test_a_code_without_translation_is_one_incident_and_no_guess(town: Town) -> None:
    document = load_dialect(DIALECTS / "register.yaml").model_dump()
    document["calls"]["household_lookup"]["receive"]["type"]["codes"] = {"9": "family"}
    connector = town.app.state.outside.connectors["household"]
    connector._dialect = Dialect.model_validate(document)
    await town.behave("household", dialect=True)

    drafts = [await start_draft(town) for _ in range(2)]

    for draft in drafts:
        assert "household.household_no" not in draft["prefilled"]
    supervisor = await town.person("supervisor")
    [incident] = (await supervisor.get("/supervision/incidents", kind="data_sharing"))["items"]
    assert incident["reason"] == "no_translation"
    assert incident["detail"] == "household/household_lookup HB: no translation of the code 1"
