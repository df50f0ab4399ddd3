"""What nobody should send is refused in words; nothing that is sent makes the server stumble."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.api.conftest import ANSWERS, Town

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-10, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["mother.mobile", "child.1.name", "child.99999999999999999999.name", "father.id_number", "..", "x", ""]
) | st.text(max_size=12)


@pytest.mark.parametrize(
    "path",
    ["/cases/%00", "/cases/1", "/tasks?q=%00", "/tasks?cursor=WyJ4IiwgMV0", "/cases?cursor=WzFd", "/tasks/x"],
)
async def test_senseless_addresses_are_refused_in_words(town: Town, path: str) -> None:
    answer = await (await town.person("officer-police")).call("GET", path)

    assert answer.status_code in (404, 422)
    assert answer.json()["type"].startswith("urn:onematter:problem:")


@pytest.mark.parametrize("value", ['"\\ud800"', "1e999", "NaN"])
async def test_what_could_not_be_written_down_is_refused_with_its_place(town: Town, value: str) -> None:
    mother = await town.person("mother")
    body = f'{{"matter": "newborn", "answers": {{"x": {value}}}}}'.encode()

    answer = await mother.call(
        "POST", "/applications", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/answers"]


async def test_an_unknown_part_of_a_body_is_refused(town: Town) -> None:
    mother = await town.person("mother")

    refused = await mother.post("/applications", {"matter": "newborn", "extra": 1}, status=422)

    assert [each["pointer"] for each in refused["errors"]] == ["/extra"]


async def test_whatever_is_typed_into_a_draft_is_taken_and_its_problems_are_named(town: Town) -> None:
    mother = await town.person("mother")
    draft = await mother.post("/applications", {"matter": "newborn", "answers": dict(ANSWERS)}, status=201)
    path = f"/applications/{draft['id']}"
    loop = asyncio.get_running_loop()

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(
        form=st.dictionaries(KEYS, JSON, max_size=4),
        answers=st.dictionaries(st.sampled_from([*ANSWERS, "x"]), JSON, max_size=3),
        delivery=st.dictionaries(st.sampled_from(["mode", "x"]), JSON, max_size=2),
    )
    def type_anything(form: Any, answers: Any, delivery: Any) -> None:
        body = {"form": form, "answers": answers, "delivery": delivery}
        asked = asyncio.run_coroutine_threadsafe(mother.call("PATCH", path, json=body), loop)
        answer = asked.result()
        # What has no place in this matter is named; everything else is taken, however wrong it is.
        assert answer.status_code in (200, 422), answer.text
        if answer.status_code == 422:
            assert {each["message"] for each in answer.json()["errors"]} == {"没有这一项"}

    await asyncio.to_thread(type_anything)


async def test_of_two_decisions_at_the_same_moment_one_counts(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]
    officers = [await town.person("officer-police"), await town.person("officer-police-2")]

    answers = await asyncio.gather(
        *(each.call("POST", f"/tasks/{task}/decide", json={"outcome": "accept"}) for each in officers)
    )

    assert sorted(each.status_code for each in answers) == [200, 409]
    [(passed,)] = town.sql("SELECT count(*) FROM case_event WHERE kind = 'FORM_REVIEW_PASSED'")
    assert passed == 1


async def test_of_two_submissions_at_the_same_moment_one_counts(town: Town) -> None:
    draft, mother = await town.complete_draft(), await town.person("mother")

    answers = await asyncio.gather(*(mother.call("POST", f"/applications/{draft}/submit") for _ in range(3)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    assert town.sql("SELECT count(*) FROM matter_case") == [(1,)]


@pytest.mark.parametrize("path", ["/supervision/cases", "/supervision/summary"])
async def test_any_day_may_be_asked_for(town: Town, path: str) -> None:
    supervisor = await town.person("supervisor")
    await supervisor.get(path, **{"from": "0001-01-01", "to": "9999-12-31"})
    await supervisor.get(path, **{"from": "9999-12-31", "to": "0001-01-01"})


async def test_the_zero_character_is_refused_wherever_it_stands(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")
    bodies = ({"score": 1, "options": ["a\x00"]}, {"score": 1, "text": "\x00"})
    for body in bodies:
        await mother.post(f"/cases/{case_no}/ratings", body, status=422)
    await mother.post(f"/cases/{case_no}/withdraw", {"reason": "\x00"}, status=422)
    for path, status in (("/cases/a%00", 404), ("/matters?q=%00", 422), ("/matters/x?region=%00", 422)):
        assert (await mother.call("GET", path)).status_code == status
    form = {"content-type": "application/x-www-form-urlencoded"}
    page = await town.api.post("/track", content=b"case_no=%00&password=x", headers=form)
    assert page.status_code in (404, 403, 422)
