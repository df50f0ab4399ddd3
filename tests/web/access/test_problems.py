"""Errors: one shape, the caller's language, nothing of the inside."""

from collections.abc import AsyncIterator

import pytest

from tests.web.access.conftest import Application

NOTES = "/api/v1/trial/notes"


async def test_all_wrong_fields_are_named_at_once(application: Application) -> None:
    headers = await application.token("mother") | {"Accept-Language": "en"}
    answer = await application.api.post(NOTES, json={"score": "5", "extra": 1}, headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    found = {error["pointer"]: error["message"] for error in answer.json()["errors"]}
    assert found == {"/score": "should be a whole number", "/extra": "there is no such field"}


async def test_chinese_is_spoken_unless_english_is_preferred(application: Application) -> None:
    headers = await application.token("mother")
    answer = await application.api.post(NOTES, json={}, headers=headers)
    assert answer.headers["content-language"] == "zh"
    assert answer.json()["errors"] == [{"pointer": "/score", "message": "必填"}]


async def test_false_is_not_zero(application: Application) -> None:
    answer = await application.api.post(
        NOTES, json={"score": False}, headers=await application.token("mother")
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("content", [b"{broken", b"\xff\xfe\x00", b"[1]", b"null", b"", b"1" * 5000])
async def test_a_body_that_cannot_be_read_is_refused_and_breaks_nothing(
    application: Application, content: bytes
) -> None:
    headers = await application.token("mother") | {"content-type": "application/json"}
    answer = await application.api.post(NOTES, content=content, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_of_another_type_is_refused(application: Application) -> None:
    headers = await application.token("mother") | {"content-type": "text/plain"}
    answer = await application.api.post(NOTES, content=b'{"score": 1}', headers=headers)
    assert answer.status_code == 422


async def test_a_body_that_is_too_large_is_413(application: Application) -> None:
    headers = await application.token("mother") | {"content-type": "application/json"}
    content = b'{"score": 1, "text": "' + b"x" * (1024 * 1024) + b'"}'

    async def unannounced() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 65536):
            yield content[start : start + 65536]

    for body in (content, unannounced()):
        answer = await application.api.post(NOTES, content=body, headers=headers)
        assert answer.status_code == 413
        assert answer.json()["type"] == "urn:onematter:problem:too-large"


async def test_an_upload_may_be_larger_but_not_endless(application: Application) -> None:
    headers = await application.token("mother")
    path = "/api/v1/trial/files/1"
    good = await application.api.put(path, headers=headers, files={"file": b"x" * (2 * 1024 * 1024)})
    assert good.json() == {"size": 2 * 1024 * 1024}
    large = await application.api.put(path, headers=headers, files={"file": b"x" * (33 * 1024 * 1024)})
    assert large.status_code == 413


async def test_a_refused_act_says_what_may_be_done(application: Application) -> None:
    answer = await application.api.post(NOTES, json={"score": 5}, headers=await application.token("mother"))
    assert answer.status_code == 409
    assert answer.json()["allowed"] == ["wait"]


async def test_who_must_wait_is_told_how_long(application: Application) -> None:
    answer = await application.api.post("/api/v1/trial/busy")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")


async def test_a_fault_of_ours_tells_nothing_of_the_inside(application: Application) -> None:
    answer = await application.api.post(NOTES, json={"score": 6}, headers=await application.token("mother"))
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "Error" not in answer.text


async def test_an_unknown_address_is_404_and_a_wrong_method_405(application: Application) -> None:
    missing = await application.api.get("/api/v1/nothing")
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:onematter:problem:unknown")
    wrong = await application.api.delete("/health/live")
    assert wrong.status_code == 405
    assert wrong.headers["content-type"] == "application/problem+json"
    assert "GET" in wrong.headers["allow"]


async def test_a_page_refuses_in_words(application: Application) -> None:
    answer = await application.browser.get("/nothing", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "Not found" in answer.text


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=nonsense"])
async def test_a_list_refuses_a_page_that_cannot_be(application: Application, query: str) -> None:
    headers = await application.token("mother")
    answer = await application.api.get(f"/api/v1/trial/people?{query}", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/query/{query.split('=', maxsplit=1)[0]}"


@pytest.mark.parametrize("path", ["/api/v1/trial/me", "/nothing", "/health/live"])
async def test_no_answer_may_be_stored_framed_or_guessed_at(application: Application, path: str) -> None:
    headers = (await application.api.get(path)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
