"""A draft becomes a case in one moment, and every department's task stands on its desk."""

from tests.web.api.conftest import Town


async def test_a_submitted_draft_is_a_case_with_a_task_on_every_desk_in_the_same_moment(town: Town) -> None:
    submitted = await town.submit()

    assert len(submitted["case_no"]) == 23
    assert len(submitted["password"]) == 10
    assert len(submitted["items"]) == 9
    task = await town.task("officer-police", submitted["case_no"], item="birth-registration")
    assert task["kind"] == "receipt"
    view = await (await town.person("mother")).get(f"/cases/{submitted['case_no']}")
    assert view["state"] == "open"
    assert view["timeline"][0]["event"] == "SUBMITTED_BY_APPLICANT"
    assert [item["number"][-2:] for item in view["items"]] == [f"{number:02}" for number in range(1, 10)]


async def test_the_responsible_departments_follow_from_each_items_own_place(town: Town) -> None:
    submitted = await town.submit()

    departments = {item["code"]: item["department"] for item in submitted["items"]}

    assert departments["birth-certificate"] == "health@330106000000"  # where the hospital is
    assert departments["birth-registration"] == "police@330110000000"  # where the household is


async def test_the_same_key_gives_the_same_answer_and_another_submission_is_refused(town: Town) -> None:
    draft, mother = await town.complete_draft(), await town.person("mother")
    path = f"/applications/{draft}/submit"

    first = await mother.post(path, status=201, Idempotency_Key="once")
    again = await mother.post(path, status=201, Idempotency_Key="once")
    refused = await mother.post(path, status=409)

    assert again == first
    assert refused["type"] == "urn:onematter:problem:already-submitted"
    assert refused["allowed"]
    assert town.sql("SELECT count(*) FROM matter_case") == [(1,)]


async def test_a_birth_is_registered_once_and_a_party_is_led_to_the_open_case(town: Town) -> None:
    first = await town.submit()

    draft = await town.draft()

    assert draft["can_submit"] is False
    assert [each["case_no"] for each in draft["conflicts"]] == [first["case_no"]]
    assert first["case_no"] in next(
        each["message"] for each in draft["problems"] if each["code"] == "under_way"
    )
    mother, father = await town.person("mother"), await town.person("father")
    asked = await mother.post(f"/applications/{draft['id']}/consents/father", status=201)
    await father.post(f"/consents/{asked['id']}", {"decision": "give"})
    refused = await mother.post(f"/applications/{draft['id']}/submit", status=409)
    assert refused["allowed"] == [f"/cases/{first['case_no']}"]


async def test_the_password_is_kept_as_a_hash_only(town: Town) -> None:
    submitted = await town.submit()

    [(stored,)] = town.sql("SELECT password_hash FROM matter_case")

    assert submitted["password"] not in stored


async def test_no_personal_value_is_written_in_plain(town: Town) -> None:
    await town.submit()

    documents = town.sql("SELECT doc::text FROM matter_case") + town.sql("SELECT data::text FROM case_event")

    assert not any("李小雨" in each[0] or "330106199605180245" in each[0] for each in documents)
    forms = town.sql("SELECT ciphertext FROM case_form") + town.sql("SELECT ciphertext FROM application")
    assert not any("李小雨".encode() in each[0] for each in forms)


async def test_a_login_that_is_too_weak_may_fill_in_but_not_submit(town: Town) -> None:
    draft = await town.complete_draft()
    weak = await town.person("mother", level="L1")

    await weak.get(f"/applications/{draft}")
    await weak.post(f"/applications/{draft}/submit", status=403)


async def test_what_an_other_fills_in_cannot_be_submitted_by_him(town: Town) -> None:
    draft = await town.complete_draft()

    await (await town.person("father")).post(f"/applications/{draft}/submit", status=404)
    await (await town.person("officer-police")).post(f"/applications/{draft}/submit", status=403)
