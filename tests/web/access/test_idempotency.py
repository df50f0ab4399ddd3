"""The same write, sent twice, is carried out once."""

import asyncio

import psycopg

from tests.conftest import Database
from tests.web.access.conftest import Application

NOTES = "/api/v1/trial/notes"


async def test_the_same_key_and_body_give_the_same_answer(application: Application) -> None:
    headers = await application.token("mother") | {"Idempotency-Key": "one"}
    first = await application.api.post(NOTES, json={"score": 1}, headers=headers)
    second = await application.api.post(NOTES, json={"score": 1}, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["content-type"] == "application/json"


async def test_without_a_key_each_is_an_act_of_its_own(application: Application) -> None:
    headers = await application.token("mother")
    first = await application.api.post(NOTES, json={"score": 1}, headers=headers)
    second = await application.api.post(NOTES, json={"score": 1}, headers=headers)
    assert first.json()["done"] != second.json()["done"]


async def test_the_same_key_with_another_body_is_409(application: Application) -> None:
    headers = await application.token("mother") | {"Idempotency-Key": "one"}
    await application.api.post(NOTES, json={"score": 1}, headers=headers)
    other = await application.api.post(NOTES, json={"score": 2}, headers=headers)
    assert other.status_code == 409
    assert other.json()["type"] == "urn:onematter:problem:idempotency-key-reused"


async def test_a_key_belongs_to_one_person(application: Application) -> None:
    mother = await application.token("mother") | {"Idempotency-Key": "one"}
    father = await application.token("father") | {"Idempotency-Key": "one"}
    first = await application.api.post(NOTES, json={"score": 1}, headers=mother)
    second = await application.api.post(NOTES, json={"score": 2}, headers=father)
    assert second.status_code == 201
    assert first.json()["done"] != second.json()["done"]


async def test_both_at_the_same_moment_are_one_act(application: Application) -> None:
    headers = await application.token("mother") | {"Idempotency-Key": "one"}
    answers = await asyncio.gather(
        *(application.api.post(NOTES, json={"score": 1}, headers=headers) for _ in range(4))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1


async def test_a_refused_act_did_nothing_and_may_be_tried_again(application: Application) -> None:
    headers = await application.token("mother") | {"Idempotency-Key": "one"}
    before = await application.api.post(NOTES, json={"score": 1}, headers=await application.token("mother"))
    refused = await application.api.post(NOTES, json={"score": 5}, headers=headers)
    assert refused.status_code == 409
    done = await application.api.post(NOTES, json={"score": 2}, headers=headers)
    assert done.status_code == 201
    assert int(done.json()["done"]) == int(before.json()["done"]) + 1


async def test_answers_are_kept_encrypted(application: Application, database: Database) -> None:
    headers = await application.token("mother") | {"Idempotency-Key": "one"}
    await application.api.post(NOTES, json={"score": 1}, headers=headers)
    url = database.owner_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT answer, status FROM idempotency_key").fetchone()
    assert row is not None
    assert b"score" not in row[0]
    assert row[1] == 201


async def test_an_unusable_key_is_refused(application: Application) -> None:
    for key in ("", "x" * 201):
        headers = await application.token("mother") | {"Idempotency-Key": key}
        answer = await application.api.post(NOTES, json={"score": 1}, headers=headers)
        assert answer.status_code == 422
