"""Departments answer by themselves: signed, once, and matched by our key."""

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from departments.registry import load_connectors
from tests.web.api.conftest import DEPARTMENTS, ROOT, Town


def answered(key: str, *, kind: str = "fertility_register", data: object = None) -> bytes:
    """A CloudEvents body that answers the effect `key`."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": "e-1",
        "source": "/fertility",
        "type": "cn.onematter.task.answered",
        "subject": key,
        "time": datetime.now(UTC).isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "kind": kind,
            "outcome": "done",
            "data": {"registration_no": "SY-1"} if data is None else data,
        },
    }
    return json.dumps(event).encode()


def signed(
    town: Town, body: bytes, *, connector: str = "fertility", at: datetime | None = None
) -> dict[str, str]:
    secret = load_connectors(town.data_dir, departments_url=DEPARTMENTS, local=True)[connector].secret
    moment = at or datetime.now(UTC)
    return {
        "webhook-id": f"m-{connector}",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(f"m-{connector}", moment, body.decode()),
        "content-type": "application/cloudevents+json",
    }


async def send(town: Town, body: bytes, headers: dict[str, str]) -> int:
    answer = await town.api.post(f"{ROOT}/callbacks/fertility", content=body, headers=headers)
    return answer.status_code


async def effect_key(town: Town) -> str:
    case_no = (await town.submit())["case_no"]
    return f"{case_no}/fertility-registration/register/1"


async def state_of_item(town: Town) -> str:
    return town.sql("SELECT standing FROM case_item WHERE code = 'fertility-registration'")[0][0]


async def test_an_answer_moves_the_case_and_the_same_one_again_changes_nothing(town: Town) -> None:
    key = await effect_key(town)
    body = answered(key)

    first = await send(town, body, signed(town, body))
    events = town.sql("SELECT count(*) FROM case_event")
    again = await send(town, body, signed(town, body))

    assert (first, again) == (204, 204)
    assert await state_of_item(town) == "granted"
    assert town.sql("SELECT count(*) FROM case_event") == events


async def test_a_wrong_signature_and_an_old_time_are_refused_with_a_log_line_and_no_change(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    key = await effect_key(town)
    body = answered(key)
    wrong = {**signed(town, body), "webhook-signature": "v1,AAAA"}
    old = signed(town, body, at=datetime.now(UTC) - timedelta(hours=1))

    with caplog.at_level(logging.WARNING, logger="onematter.callbacks"):
        assert await send(town, body, wrong) == 401
        assert await send(town, body, old) == 401

    assert [record.message for record in caplog.records] == ["callback_refused", "callback_refused"]
    assert await state_of_item(town) == "accepted"


async def test_a_key_that_is_not_known_yet_is_404_so_that_the_sender_repeats(town: Town) -> None:
    body = answered("33010620261121000000019/none/none/1")

    assert await send(town, body, signed(town, body)) == 404


async def test_another_departments_key_is_not_known_here(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    body = answered(f"{case_no}/vaccination-record.1/open_record/1")

    assert await send(town, body, signed(town, body)) == 404


async def test_nonsense_opens_an_incident_and_the_case_goes_on(town: Town) -> None:
    key = await effect_key(town)
    body = answered(key, data={"registration_no": 17})

    assert await send(town, body, signed(town, body)) == 422

    [line] = (await (await town.person("supervisor")).get("/supervision/incidents"))["items"]
    assert (line["kind"], line["item"]) == ("nonsense", "fertility-registration")
    assert await state_of_item(town) == "accepted"


async def test_an_unknown_connector_is_not_found(town: Town) -> None:
    answer = await town.api.post(f"{ROOT}/callbacks/nobody", content=b"{}")

    assert answer.status_code == 404
