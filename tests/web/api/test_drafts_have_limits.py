"""Nobody fills the house with drafts."""

import pytest

from casework import draft_limits
from tests.web.api.conftest import ANSWERS, Town, picture


async def started(town: Town) -> str:
    mother = await town.person("mother")
    body = {"matter": "newborn", "answers": dict(ANSWERS)}
    return f"/applications/{(await mother.post('/applications', body, status=201))['id']}"


async def test_an_entry_that_the_matter_does_not_have_is_refused_with_its_place(town: Town) -> None:
    mother, path = await town.person("mother"), await started(town)
    body = {
        "form": {"x.y": 1, "child.21.name": "x", "mother.2.name": "x", "child.2.name": "王子涵"},
        "answers": {"no_such": True},
        "delivery": {"to": "x"},
        "commitments": {"household_pages": True, "a/b": True},
    }

    answer = await mother.call("PATCH", path, json=body)

    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.json()["errors"]} == {
        "/form/x.y",
        "/form/child.21.name",
        "/form/mother.2.name",
        "/answers/no_such",
        "/delivery/to",
        "/commitments/household_pages",
        "/commitments/a~1b",
    }


async def test_a_value_longer_than_any_field_is_refused(town: Town) -> None:
    mother, path = await town.person("mother"), await started(town)
    answer = await mother.call("PATCH", path, json={"form": {"child.1.name": "x" * 10_001}})
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/form/child.1.name"]


async def test_the_twenty_first_draft_is_refused_until_one_is_deleted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_limits, "MAX_DRAFTS", 2)
    mother, first = await town.person("mother"), await started(town)
    await started(town)

    refused = await mother.post("/applications", {"matter": "newborn"}, status=409)
    assert (refused["type"], refused["allowed"]) == ("urn:onematter:problem:too-many-drafts", ["delete"])

    assert (await mother.call("DELETE", first)).status_code == 204
    assert (await mother.call("GET", first)).status_code == 404
    await started(town)


async def test_a_draft_has_room_for_so_many_files_and_a_new_one_takes_the_place_of_the_old(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_limits, "MAX_FILES", 1)
    mother, path = await town.person("mother"), await started(town)
    await mother.put_file(f"{path}/materials/maternity_invoice", picture())
    await mother.put_file(f"{path}/materials/maternity_invoice", picture())
    readable = "SELECT count(*) FROM stored_file WHERE wrapped_key IS NOT NULL"
    assert town.sql(readable) == [(1,)]
    assert len([each for each in (town.data_dir / "files").rglob("*") if each.is_file()]) == 1

    refused = await mother.put_file(f"{path}/materials/mother.identity_card", picture(), status=413)

    assert refused["type"] == "urn:onematter:problem:too-many-files"


async def test_only_the_owner_deletes_a_draft_and_a_submitted_one_stays(town: Town) -> None:
    path = await started(town)
    assert (await (await town.person("father")).call("DELETE", path)).status_code == 404
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")
    drafts = (await mother.get("/applications"))["items"]
    submitted = next(each for each in drafts if each["case_no"] == case_no)
    assert (await mother.call("DELETE", f"/applications/{submitted['id']}")).status_code == 409
