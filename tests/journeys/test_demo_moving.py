"""`onematter demo household-move` and `pension-transfer` on the shared stack; once the money comes back."""

import json
from typing import Any

import pytest

from demo.stage import Stage
from tests.journeys.conftest import Onematter

pytestmark = [pytest.mark.timeout(180), pytest.mark.xdist_group("stack")]


def played(onematter: Onematter, stage: Stage, *words: str) -> dict[str, Any]:
    assert stage.folder is not None
    done = onematter("demo", *words, "--data", stage.folder.path, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_father_and_child_move_to_another_province_with_one_application(
    onematter: Onematter, stage: Stage
) -> None:
    report = played(onematter, stage, "household-move")

    assert report["state"] == "completed"
    assert {item["state"] for item in report["items"]} == {"granted"}
    places = {item["department"].partition("@")[2] for item in report["items"]}
    assert places == {"320102000000", "330110000000"}


def test_money_that_came_back_is_sent_again_and_arrives(onematter: Onematter, stage: Stage) -> None:
    report = played(onematter, stage, "pension-transfer", "--with", "money-returned")

    told = [event["event"] for event in report["timeline"]]
    assert report["state"] == "completed"
    assert (told.count("MONEY_AWAITED"), told.count("MONEY_RETURNED_TO_SENDER")) == (2, 1)
