"""A stranger learns nothing; a department sees its own part; nobody sees another's."""

import pytest

from tests.web.api.conftest import Town


async def test_a_stranger_is_asked_who_he_is_before_anything_else(town: Town) -> None:
    for method, path in (
        ("GET", "/cases/1"),
        ("POST", "/tasks/not-an-id/decide"),
        ("GET", "/supervision/summary"),
        ("POST", "/definitions/check"),
    ):
        answer = await town.stranger.call(method, path, content=b"{broken")
        assert answer.status_code == 401, path


@pytest.mark.parametrize("persona", ["second-mother", "officer-library"])
async def test_who_has_no_part_in_a_case_is_told_that_it_does_not_exist(town: Town, persona: str) -> None:
    case_no = (await town.submit())["case_no"]

    answer = await (await town.person(persona)).call("GET", f"/cases/{case_no}")

    assert answer.status_code == 404


async def test_an_administrator_is_not_let_near_a_case(town: Town) -> None:
    case_no = (await town.submit())["case_no"]

    assert (await (await town.person("administrator")).call("GET", f"/cases/{case_no}")).status_code == 403


async def test_the_father_who_agreed_may_look_but_not_withdraw(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    father = await town.person("father")

    assert (await father.get(f"/cases/{case_no}"))["allowed"] == ["complain"]
    await father.post(f"/cases/{case_no}/withdraw", {"reason": "x"}, status=403)


async def test_each_department_sees_its_own_part_of_the_form_only(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]

    view = await (await town.person("officer-police")).get(f"/tasks/{task}")

    keys = {each["key"] for each in view["form"]}
    assert "household.household_no" in keys
    assert not {"account.account_no", "card.card_bank", "delivery.address"} & keys
    assert "maternity_invoice" not in {each["key"] for each in view["materials"]}


async def test_another_departments_task_does_not_exist(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]

    for persona in ("officer-tax", "officer-police-xihu"):
        officer = await town.person(persona)
        assert (await officer.call("GET", f"/tasks/{task}")).status_code == 404
        await officer.post(f"/tasks/{task}/decide", {"outcome": "accept"}, status=404)


async def test_an_officers_remarks_are_not_shown_to_the_applicant(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    officer = await town.person("officer-health-xihu")
    task = await town.task("officer-health-xihu", case_no, item="birth-certificate")
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "accept", "comment": "内部意见"})

    hers = (await (await town.person("mother")).get(f"/cases/{case_no}"))["timeline"]
    his = (await officer.get(f"/cases/{case_no}"))["timeline"]

    assert all(each["note"] is None for each in hers)
    assert "内部意见" in [each["note"] for each in his]


async def test_answers_are_in_the_callers_language(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")

    english = await mother.call("GET", f"/cases/{case_no}", headers={"Accept-Language": "en"})

    assert english.json()["title"] == "Birth of a baby"
    assert english.json()["timeline"][0]["text"] == "You handed in the application, with 9 items"
