"""What is sent to do harm to everybody else: refused with a reason, and nothing of it is kept."""

import pytest

from tests.database.engine.dogs import ITEM, MATTER
from tests.web.api.conftest import Person, Town

BOMB = "a: &a [x, x]\nmatter: [*a, *a, *a]\n"
TOO_MANY = MATTER + "  - {item: dog-licence}\n" * 10_000
KEPT = "SELECT count(*) FROM definition WHERE code IN ('dog', 'dog-licence')"


@pytest.fixture
async def administrator(town: Town) -> Person:
    return await town.person("administrator")


async def test_ten_megabytes_are_sent_away_before_they_are_read(town: Town, administrator: Person) -> None:
    large = {"content-type": "application/yaml"}
    for path in ("/definitions/check", "/definitions"):
        answer = await administrator.call("POST", path, content=b"x" * 10_000_000, headers=large)
        assert answer.status_code == 413
    assert town.sql(KEPT) == [(0,)]


@pytest.mark.parametrize("source", [BOMB, TOO_MANY, "[" * 100_000], ids=["bomb", "ten thousand", "deep"])
async def test_what_is_no_definition_is_refused_and_not_kept(
    town: Town, administrator: Person, source: str
) -> None:
    checked = await administrator.call("POST", "/definitions/check", content=source.encode())
    assert checked.status_code == 200
    assert not checked.json()["ok"]
    assert [each["line"] > 0 for each in checked.json()["problems"]] == [True]
    refused = await administrator.post("/definitions", {"source": source}, status=422)
    assert refused["type"].endswith("definition-unusable")
    assert town.sql(KEPT) == [(0,)]


async def test_a_script_in_a_text_is_never_published(town: Town, administrator: Person) -> None:
    text = ITEM.replace("养犬登记", "养犬<script>alert(1)</script>", 1)
    draft = await administrator.post("/definitions", {"source": text}, status=201)
    path = f"/definitions/item/{draft['code']}/versions/{draft['version']}/publish"
    refused = await administrator.post(path, {}, status=422)
    assert any("HTML" in each["message"] for each in refused["errors"])
    assert town.sql("SELECT state FROM definition WHERE code = 'dog-licence'") == [("draft",)]
