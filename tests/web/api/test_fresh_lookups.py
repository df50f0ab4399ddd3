"""What was looked up is relied on as long as the dictionary says; then the department is asked again."""

from tests.web.api.conftest import Town

LOOKUP = "household_of_mother"  # an address is relied on for thirty days


async def questions(town: Town) -> int:
    ledger = (await town.departments.get("/household/ledger")).json()["items"]
    return sum(each["kind"] == "household_lookup" for each in ledger)


async def test_an_answer_that_has_grown_old_is_asked_for_again_before_it_is_submitted(town: Town) -> None:
    draft = await town.complete_draft()
    mother, path = await town.person("mother"), f"/applications/{draft}"
    asked = await questions(town)
    await town.move_time(days=29)
    await mother.patch(path, {})
    assert await questions(town) == asked
    await town.move_time(days=1)

    refused = await mother.call("POST", f"{path}/submit")

    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == [
        f"/lookups/{LOOKUP}",
        "/lookups/maternity_insurance",
    ]
    saved = await mother.patch(path, {})
    assert saved["prefilled"]["household.household_no"]["source"] == LOOKUP
    assert await questions(town) == asked + 1
    await mother.post(f"{path}/submit", status=201)


async def test_what_is_too_old_and_cannot_be_asked_again_is_typed(town: Town) -> None:
    draft = await town.complete_draft()
    mother, path = await town.person("mother"), f"/applications/{draft}"
    await town.move_time(days=30)
    await town.behave("household", fail=True)

    saved = await mother.patch(path, {})

    fields = {each["key"]: each for each in saved["fields"]}
    assert not fields["household.household_no"]["locked"]
    assert "household.household_no" not in saved["prefilled"]
    refused = await mother.call("POST", f"{path}/submit")
    pointers = [each["pointer"] for each in refused.json()["errors"]]
    assert "/form/household.household_no" in pointers
    assert f"/lookups/{LOOKUP}" not in pointers
