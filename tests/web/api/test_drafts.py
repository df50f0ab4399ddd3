"""A draft: what is known already, what is asked, what is wrong, and what changes with an answer."""

import asyncio

from tests.web.api.conftest import ANSWERS, FORM, Town, picture


async def test_a_new_draft_knows_what_signing_in_and_the_departments_say(town: Town) -> None:
    mother = await town.person("mother")

    draft = await mother.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)

    known = draft["prefilled"]
    assert known["mother.name"]["source"] == "sign_in"
    assert known["household.household_no"]["source"] == "household_of_mother"
    assert known["child.1.birth_record_no"]["locked"] is True
    pages = next(each for each in draft["materials"] if each["key"] == "household_pages")
    assert pages["replaced"] is True


async def test_every_look_up_is_written_down_with_its_purpose(town: Town) -> None:
    mother = await town.person("mother")

    draft = await mother.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)

    rows = town.sql("SELECT fields FROM access_log WHERE purpose = 'draft_lookup'")
    assert ["household_of_mother"] in [row[0] for row in rows]
    ledger = (await town.departments.get("/household/ledger")).json()["items"]
    assert {each["purpose"] for each in ledger} == {f"application/{draft['id']}"}


async def test_a_department_that_is_away_leaves_the_draft_usable_and_is_asked_again(town: Town) -> None:
    mother = await town.person("mother")
    await town.behave("household", fail=True)
    draft = await mother.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)
    states = {each["key"]: each["state"] for each in draft["lookups"]}
    assert states["household_of_mother"] == "unanswered"
    pages = next(each for each in draft["materials"] if each["key"] == "household_pages")
    assert (pages["required"], pages["replaced"]) == (True, False)
    await town.behave("household")

    saved = await mother.patch(f"/applications/{draft['id']}", {})

    assert {each["key"]: each["state"] for each in saved["lookups"]}["household_of_mother"] == "found"


async def test_all_problems_are_named_at_once_each_with_its_place(town: Town) -> None:
    mother = await town.person("mother")
    draft = await mother.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)
    wrong = {
        **FORM,
        "father.id_number": "330106199409030312",
        "father.mobile": "12",
        "child.1.name": "王𠮷𰻝A",
    }

    saved = await mother.patch(f"/applications/{draft['id']}", {"form": wrong})

    places = {each["pointer"] for each in saved["problems"]}
    assert places >= {
        "/form/father.id_number",
        "/form/father.mobile",
        "/form/child.1.name",
        "/materials/maternity_invoice",
        "/consents/father",
        "/delivery/mode",
    }
    assert saved["can_submit"] is False
    refused = await mother.post(f"/applications/{draft['id']}/submit", status=422)
    assert {each["pointer"] for each in refused["errors"]} == places


async def test_a_changed_answer_says_what_it_brings_and_takes_away_and_loses_nothing(town: Town) -> None:
    mother = await town.person("mother")
    draft = await town.draft()
    path = f"/applications/{draft['id']}"

    without = await mother.patch(path, {"answers": {"social_card": "none"}})

    assert without["changed"]["items_removed"] == ["social-card.1"]
    assert "card.card_bank" in without["changed"]["fields_removed"]
    again = await mother.patch(path, {"answers": {"social_card": "both"}})
    bank = next(each for each in again["fields"] if each["key"] == "card.card_bank")
    assert bank["value"] == "icbc"


async def test_a_stale_version_is_refused(town: Town) -> None:
    mother = await town.person("mother")
    draft = await town.draft()
    path = f"/applications/{draft['id']}"
    fresh = {"If-Match": f'"{draft["version"]}"'}

    first = await mother.call("PATCH", path, json={"answers": {}}, headers=fresh)
    second = await mother.call("PATCH", path, json={"answers": {}}, headers=fresh)

    assert (first.status_code, second.status_code) == (200, 412)
    assert first.headers["ETag"] == f'"{draft["version"] + 1}"'


async def test_a_file_is_handed_in_replaced_and_taken_back(town: Town) -> None:
    mother = await town.person("mother")
    draft = await mother.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)
    path = f"/applications/{draft['id']}/materials/maternity_invoice"

    taken = await mother.put_file(path, picture())
    again = await mother.put_file(path, picture())

    assert taken["media_type"] == "image/jpeg"
    assert taken["file_id"] != again["file_id"]
    assert (await mother.call("DELETE", path)).status_code == 204
    assert (await mother.call("DELETE", path)).status_code == 404


async def test_what_is_no_picture_and_what_no_material_is_are_refused(town: Town) -> None:
    mother = await town.person("mother")
    draft = await mother.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)
    path = f"/applications/{draft['id']}/materials"

    await mother.put_file(f"{path}/maternity_invoice", b"MZ program", status=415)
    await mother.put_file(f"{path}/no-such-thing", picture(), status=404)


async def test_nobody_else_knows_of_a_draft(town: Town) -> None:
    draft = await town.draft()
    path = f"/applications/{draft['id']}"

    for persona in ("father", "second-mother"):
        answer = await (await town.person(persona)).call("GET", path)
        assert answer.status_code == 404
    assert (await town.stranger.call("GET", path)).status_code == 401
    assert (await (await town.person("officer-police")).call("GET", path)).status_code == 403


async def test_an_unknown_matter_is_not_found(town: Town) -> None:
    mother = await town.person("mother")

    answer = await mother.call("POST", "/applications", json={"matter": "no-such-matter"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_is_sent_twice_with_one_key_is_one_draft(town: Town) -> None:
    mother = await town.person("mother")
    body = {"matter": "newborn", "answers": dict(ANSWERS)}

    first = await mother.post("/applications", body, status=201, Idempotency_Key="k-1")
    again = await mother.post("/applications", body, status=201, Idempotency_Key="k-1")

    assert again == first
    assert len((await mother.get("/applications"))["items"]) == 1


async def test_departments_are_asked_with_no_transaction_open_also_under_a_key(town: Town) -> None:
    mother = await town.person("mother")
    body = {"matter": "newborn", "answers": dict(ANSWERS)}
    await town.behave("household", latency_ms=700)

    started = asyncio.create_task(mother.post("/applications", body, status=201, Idempotency_Key="k-2"))
    committed = False
    while not started.done():
        await asyncio.sleep(0.05)
        committed = committed or (not started.done() and bool(town.sql("SELECT 1 FROM application")))
    first = await started

    assert committed, "while the department thinks, nobody holds the draft"
    assert first["prefilled"]["household.household_no"]
    assert await mother.post("/applications", body, status=201, Idempotency_Key="k-2") == first
