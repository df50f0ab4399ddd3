"""Who may call what, decided before the body is read."""

import httpx
import pytest

from tests.web.access.conftest import Application

ME = "/api/v1/trial/me"
NOTES = "/api/v1/trial/notes"


def problem_type(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()["type"].removeprefix("urn:onematter:problem:")


async def test_a_persona_gets_a_token_and_is_known_by_it(application: Application) -> None:
    for persona, kind in (
        ("mother", "applicant"),
        ("officer-police", "officer"),
        ("supervisor", "supervisor"),
    ):
        answer = await application.api.get(ME, headers=await application.token(persona))
        assert answer.status_code == 200
        assert answer.json()["kind"] == kind


async def test_an_officer_acts_for_the_department_of_our_record(application: Application) -> None:
    answer = await application.api.get(ME, headers=await application.token("officer-police"))
    assert answer.json()["department"] == "police@330110000000"


async def test_a_person_has_one_row_however_often_she_signs_in(application: Application) -> None:
    keys = set()
    for _ in range(3):
        answer = await application.api.get(ME, headers=await application.token("mother"))
        keys.add(answer.json()["key"])
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("GET", ME, b""),
        ("POST", NOTES, b"{broken"),
        ("POST", NOTES, b"\xff\xfe"),
        ("POST", NOTES, b'{"score": "no number"}'),
        ("PUT", "/api/v1/trial/files/1", b"no form at all"),
        ("DELETE", NOTES, b""),
        ("GET", "/api/v1/trial/people?limit=9999999", b""),
    ],
)
async def test_a_stranger_learns_nothing_but_401(
    application: Application, method: str, path: str, content: bytes
) -> None:
    answer = await application.api.request(
        method, path, content=content, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 401
    assert problem_type(answer) == "not-signed-in"
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_strangers_body_is_never_read(application: Application) -> None:
    async def endless():
        raise AssertionError("the body was asked for")
        yield b""

    answer = await application.api.post(NOTES, content=endless())
    assert answer.status_code == 401


async def test_an_unusable_token_is_401_also_with_a_broken_body(application: Application) -> None:
    for header in ("Bearer x.y.z", "Bearer ", "Basic bTpw", "Bearer"):
        answer = await application.api.post(NOTES, content=b"{", headers={"Authorization": header})
        assert answer.status_code == 401


async def test_the_wrong_role_is_403_with_the_rule_before_the_body_is_judged(
    application: Application,
) -> None:
    headers = await application.token("officer-police") | {"Accept-Language": "en"}
    answer = await application.api.post(NOTES, content=b"{broken", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This is only for applicants"


async def test_a_login_too_weak_is_403_and_says_which_level_is_needed(application: Application) -> None:
    headers = await application.token("mother", level="L1")
    answer = await application.api.put("/api/v1/trial/files/1", headers=headers, files={"file": b"x"})
    assert answer.status_code == 403
    assert problem_type(answer) == "login-too-weak"
    assert "L3" in answer.json()["detail"]


async def test_the_api_does_not_look_at_cookies(application: Application) -> None:
    await application.sign_in("mother")
    assert (await application.browser.get("/trial-page")).status_code == 200
    assert (await application.browser.get(ME)).status_code == 401


async def test_pages_do_not_look_at_tokens(application: Application) -> None:
    answer = await application.api.get("/trial-page", headers=await application.token("mother"))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?return_to=/trial-page"


async def test_an_expired_token_does_not_keep_one_from_asking_for_another(application: Application) -> None:
    answer = await application.api.post(
        "/api/v1/dev/token", json={"persona": "mother"}, headers={"Authorization": "Bearer expired"}
    )
    assert answer.status_code == 200


async def test_an_id_token_of_the_identity_provider_is_no_key_to_the_api(application: Application) -> None:
    """Its audience is the sign-in, not the API."""
    start = await application.browser.get("/login")
    back = await application.choose(start.headers["location"], persona="mother")
    assert "code=" in back
    header = {"Authorization": "Bearer " + back.split("code=")[1].split("&")[0]}
    assert (await application.api.get(ME, headers=header)).status_code == 401


async def test_a_reader_sees_only_herself(application: Application) -> None:
    mother, father = await application.token("mother"), await application.token("father")
    for headers in (mother, father, mother):
        me = (await application.api.get(ME, headers=headers)).json()["key"]
        seen = (await application.api.get("/api/v1/trial/people", headers=headers)).json()
        assert seen == {"items": [me], "next": None}
