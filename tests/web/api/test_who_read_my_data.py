"""The applicant's list of who read her data is complete, from the first look-up of the draft."""

from tests.web.api.conftest import Town


async def test_what_was_looked_up_and_shown_before_there_was_a_case_is_on_its_list(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother, father = await town.person("mother"), await town.person("father")

    hers = (await mother.get(f"/cases/{case_no}/access-log", limit=200))["items"]

    looked_up = {each["fields"][0] for each in hers if each["purpose"] == "draft_lookup"}
    assert {"household_of_mother", "birth_record", "father_identity"} <= looked_up
    assert "consent_shown" in {each["purpose"] for each in hers}
    his = (await father.get(f"/cases/{case_no}/access-log", limit=200))["items"]
    assert "father_identity" in {field for each in his for field in each["fields"]}


async def test_what_was_asked_about_the_father_is_written_under_the_father(town: Town) -> None:
    await town.submit()
    rows = town.sql(
        "SELECT p.subject FROM access_log l JOIN person p ON p.id = l.person_id"
        " WHERE l.fields = ARRAY['father_identity'] AND l.application_id IS NOT NULL"
    )
    assert set(rows) == {("father",)}
