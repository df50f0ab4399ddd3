"""The pages' sign-in: code flow with PKCE at a real (development) provider, sessions and their protection."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from access.sessions import ABSOLUTE, IDLE
from tests.conftest import Database
from tests.web.access.conftest import Application

PAGE = "/trial-page"


def run(database: Database, statement: str, values: list[object] | None = None) -> list[tuple]:
    url = database.owner_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement.encode(), values)
        return cursor.fetchall() if cursor.description else []


async def csrf_token(application: Application, database: Database) -> str:
    from access.sessions import csrf_token_of

    return csrf_token_of(run(database, "SELECT csrf_secret FROM session")[0][0])


async def test_a_person_signs_in_and_comes_back_to_the_page_she_wanted(application: Application) -> None:
    refused = await application.browser.get(PAGE)
    assert refused.headers["location"] == f"/login?return_to={PAGE}"
    done = await application.sign_in("mother", return_to=PAGE)
    assert (done.status_code, done.headers["location"]) == (303, PAGE)
    assert (await application.browser.get(PAGE)).status_code == 200


async def test_the_same_person_by_token_and_by_session(application: Application) -> None:
    await application.sign_in("mother")
    page = (await application.browser.get(PAGE)).json()["key"]
    me = await application.api.get("/api/v1/trial/me", headers=await application.token("mother"))
    assert me.json()["key"] == page


async def test_the_cookie_cannot_be_read_by_scripts_or_found_in_the_database(
    application: Application, database: Database
) -> None:
    done = await application.sign_in("mother")
    header = next(value for value in done.headers.get_list("set-cookie") if value.startswith("onematter="))
    assert "HttpOnly" in header
    assert "samesite=lax" in header.lower()
    cookie = application.browser.cookies["onematter"]
    assert len(cookie) >= 43
    assert cookie not in str(run(database, "SELECT * FROM session"))


async def test_a_new_sign_in_ends_the_old_session(application: Application, database: Database) -> None:
    await application.sign_in("mother")
    first = application.browser.cookies["onematter"]
    await application.sign_in("father")
    assert application.browser.cookies["onematter"] != first
    assert run(database, "SELECT subject FROM session") == [("father",)]


async def test_the_level_of_the_login_is_kept(application: Application, database: Database) -> None:
    await application.sign_in("mother", level="L2")
    assert run(database, "SELECT assurance FROM session") == [("L2",)]


@pytest.mark.parametrize(
    ("column", "moment"),
    [("last_seen_at", datetime.now(UTC) - IDLE), ("expires_at", datetime.now(UTC) - timedelta(seconds=1))],
)
async def test_a_session_ends_when_idle_and_at_the_latest_after_hours(
    application: Application, database: Database, column: str, moment: datetime
) -> None:
    await application.sign_in("mother")
    assert ABSOLUTE > IDLE
    run(database, f"UPDATE session SET {column} = %s", [moment])
    assert (await application.browser.get(PAGE)).status_code == 303


async def test_a_write_without_the_sessions_token_is_refused(
    application: Application, database: Database
) -> None:
    await application.sign_in("mother")
    token = await csrf_token(application, database)
    assert (await application.browser.post(PAGE)).status_code == 403
    assert (await application.browser.post(PAGE, data={"csrf_token": "x"})).status_code == 403
    assert (await application.browser.post(PAGE, data={"csrf_token": token})).status_code == 200
    assert (await application.browser.post(PAGE, headers={"X-CSRF-Token": token})).status_code == 200


async def test_the_token_of_another_session_is_refused(application: Application, database: Database) -> None:
    await application.sign_in("mother")
    old = await csrf_token(application, database)
    await application.sign_in("mother")
    assert (await application.browser.post(PAGE, data={"csrf_token": old})).status_code == 403


@pytest.mark.parametrize("from_site", ["cross-site", "same-site"])
async def test_a_write_from_another_site_is_refused_even_with_the_token(
    application: Application, database: Database, from_site: str
) -> None:
    await application.sign_in("mother")
    token = await csrf_token(application, database)
    answer = await application.browser.post(
        PAGE, data={"csrf_token": token}, headers={"Sec-Fetch-Site": from_site}
    )
    assert answer.status_code == 403


async def test_signing_out_ends_the_session(application: Application, database: Database) -> None:
    await application.sign_in("mother")
    cookie = application.browser.cookies["onematter"]
    token = await csrf_token(application, database)
    assert (await application.browser.post("/logout")).status_code == 403
    assert (await application.browser.post("/logout", data={"csrf_token": token})).status_code == 303
    assert run(database, "SELECT 1 FROM session") == []
    again = await application.browser.get(PAGE, headers={"Cookie": f"onematter={cookie}"})
    assert again.status_code == 303


async def test_a_sign_in_begun_in_another_browser_is_refused(application: Application) -> None:
    """Otherwise somebody could sign a victim in as himself."""
    start = await application.browser.get("/login")
    back = await application.choose(start.headers["location"], persona="mother")
    answer = await application.api.get(back)
    assert answer.status_code == 403
    assert "onematter" not in answer.cookies


async def test_a_sign_in_serves_once(application: Application) -> None:
    start = await application.browser.get("/login")
    cookies = dict(application.browser.cookies)
    back = await application.choose(start.headers["location"], persona="mother")
    assert (await application.browser.get(back)).status_code == 303
    application.browser.cookies.update(cookies)
    assert (await application.browser.get(back)).status_code == 403


async def test_an_old_attempt_is_refused(application: Application, database: Database) -> None:
    start = await application.browser.get("/login")
    back = await application.choose(start.headers["location"], persona="mother")
    run(database, "UPDATE login_attempt SET created_at = created_at - interval '11 minutes'")
    assert (await application.browser.get(back)).status_code == 403


async def test_a_code_of_another_attempt_is_refused(application: Application, database: Database) -> None:
    """PKCE: the code was given for another verifier."""
    first = await application.browser.get("/login")
    stolen = await application.choose(first.headers["location"], persona="mother")
    second = await application.browser.get("/login")
    mine = await application.choose(second.headers["location"], persona="father")
    code = stolen.split("code=")[1].split("&")[0]
    state = mine.split("state=")[1].split("&")[0]
    answer = await application.browser.get("/login/callback", params={"code": code, "state": state})
    assert answer.status_code == 403
    assert run(database, "SELECT 1 FROM session") == []


async def test_a_refusal_of_the_provider_leads_to_words_not_to_a_session(
    application: Application, database: Database
) -> None:
    start = await application.browser.get("/login")
    state = start.headers["location"].split("state=")[1].split("&")[0]
    answer = await application.browser.get(
        "/login/callback", params={"error": "access_denied", "state": state}
    )
    assert answer.status_code == 403
    assert run(database, "SELECT 1 FROM session") == []


async def test_an_answer_of_another_issuer_is_refused(application: Application) -> None:
    start = await application.browser.get("/login")
    back = await application.choose(start.headers["location"], persona="mother")
    forged = back.replace("iss=http%3A%2F%2F127.0.0.1%3A8602", "iss=https%3A%2F%2Fevil.example")
    assert forged != back
    assert (await application.browser.get(forged)).status_code == 403


async def test_a_forged_cookie_is_nobody(application: Application) -> None:
    for cookie in ("x", "", "a" * 5000, '"quoted"'):
        answer = await application.browser.get(PAGE, headers={"Cookie": f"onematter={cookie}"})
        assert answer.status_code == 303


async def test_personal_data_is_written_encrypted_only(application: Application, database: Database) -> None:
    await application.sign_in("mother")
    rows = str(run(database, "SELECT * FROM person")) + str(run(database, "SELECT * FROM person_key"))
    assert "李小雨" not in rows
    assert "小雨".encode().hex() not in rows
