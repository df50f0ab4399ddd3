"""`onematter demo after-death` on the shared stack: a good day, and one on which the heirs are in dispute."""

import json
from typing import Any

import pytest

from demo.stage import Stage
from tests.journeys.conftest import Onematter

pytestmark = [pytest.mark.timeout(180), pytest.mark.xdist_group("stack")]


def played(onematter: Onematter, stage: Stage, *words: str) -> dict[str, Any]:
    assert stage.folder is not None
    done = onematter("demo", "after-death", "--data", stage.folder.path, "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_application_ends_ten_things_in_eight_departments(onematter: Onematter, stage: Stage) -> None:
    report = played(onematter, stage)

    assert report["state"] == "completed"
    assert {item["state"] for item in report["items"]} == {"granted"}
    assert len(report["items"]) == 10
    assert len({item["department"].partition("@")[0] for item in report["items"]}) == 8
    assert "DEATH_RECORDED" in {event["event"] for event in report["timeline"]}


def test_what_the_heirs_dispute_is_not_paid_and_the_rest_is_done(onematter: Onematter, stage: Stage) -> None:
    report = played(onematter, stage, "--with", "heirs-dispute")

    ends = {item["code"]: item["state"] for item in report["items"]}
    assert report["state"] == "partly_completed"
    assert [code for code, end in ends.items() if end != "granted"] == ["fund-withdrawal"]
    assert ends["fund-withdrawal"] == "denied"
