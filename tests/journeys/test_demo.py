"""`onematter demo newborn`, as a person types it, on a good day and on each bad one."""

import json
from typing import Any

import pytest

from demo.play import BAD_DAYS
from demo.stage import Stage
from tests.journeys.conftest import Onematter

pytestmark = [pytest.mark.timeout(180), pytest.mark.xdist_group("stack")]

ITEMS = {
    "birth-certificate",
    "vaccination-record",
    "birth-registration",
    "insurance-registration",
    "insurance-premium",
    "social-card",
    "maternity-benefit",
    "fertility-registration",
    "parenting-guidance",
}
PAPERS = ["收件凭证", "申请表", "受理通知书", "出生医学证明", "出生登记证明", "办结通知书", "送达回执"]
ENDS = {"premium-unpaid": "partly_completed"}


def played(onematter: Onematter, stage: Stage, *words: str) -> dict[str, Any]:
    assert stage.folder is not None
    done = onematter("demo", "newborn", "--data", stage.folder.path, "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def good_day(onematter: Onematter, stage: Stage) -> dict[str, Any]:
    """Played once for the tests that only read its report."""
    return played(onematter, stage)


def test_the_demo_plays_nine_items_of_five_departments_to_their_end(good_day):
    items = good_day["items"]
    assert good_day["state"] == "completed"
    assert {item["code"] for item in items} == ITEMS
    assert {item["state"] for item in items} == {"granted"}
    assert len({item["department"].partition("@")[0] for item in items}) == 5
    assert "STEP_CONFIRMED_BY_APPLICANT" in {event["event"] for event in good_day["timeline"]}
    assert good_day["seconds"] > 0


@pytest.mark.needs_pdf
def test_every_paper_of_the_matter_is_written(good_day):
    papers = [paper["title"] for paper in good_day["documents"]]
    assert sorted(papers) == sorted(PAPERS)


@pytest.mark.parametrize("bad_day", BAD_DAYS["newborn"])
def test_a_bad_day_ends_as_the_rules_say(onematter, stage, bad_day):
    report = played(onematter, stage, "--with", bad_day)
    assert report["state"] == ENDS.get(bad_day, "completed")


def test_the_demo_tells_the_story_in_words_without_codes(onematter, stage):
    done = onematter("demo", "newborn", "--data", stage.folder.path)
    assert done.returncode == 0, done.stderr
    assert "五星评价" in done.stdout
    assert "出生医学证明" in done.stdout
    assert "None" not in done.stdout


def test_a_play_that_does_not_exist_is_refused_in_words(onematter, stage):
    done = onematter("demo", "newborn", "--with", "sunshine", "--data", stage.folder.path)
    assert done.returncode == 1
    assert "father-refuses" in done.stderr
