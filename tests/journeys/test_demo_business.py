"""`onematter demo open-business`, as a person types it: the good day, and a bank that refuses."""

import json
from typing import Any

import pytest

from demo.business import ITEMS
from demo.stage import Stage
from tests.journeys.conftest import Onematter

pytestmark = [pytest.mark.timeout(180), pytest.mark.xdist_group("stack")]


def played(onematter: Onematter, stage: Stage, *words: str) -> dict[str, Any]:
    assert stage.folder is not None
    done = onematter("demo", "open-business", "--data", stage.folder.path, "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.needs_pdf
def test_a_company_is_opened_with_everything_that_belongs_to_it(onematter, stage):
    report = played(onematter, stage)
    assert report["state"] == "completed"
    assert len(report["items"]) == ITEMS
    assert {"营业执照", "公章刻制备案回执"} <= {paper["title"] for paper in report["documents"]}
    assert [each["event"] for each in report["timeline"]].count("STATEMENT_SIGNED") == 2


def test_where_the_bank_refuses_everything_else_stands(onematter, stage):
    report = played(onematter, stage, "--with", "seal-differs")
    assert report["state"] == "partly_completed"
