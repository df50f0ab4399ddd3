"""Administrators draft, look at and publish calendars; a region decides for itself; everybody reads how
the time of an item is counted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.calendar_publishing import move_next
from tests.web.api.conftest import Town

ZHEJIANG, HANGZHOU, SOMEWHERE = "330000000000", "330100000000", "999900000000"
YEAR = datetime.now(UTC).year + 1
SOURCE = "国办发明电〔2026〕0号"
# The whole of January is off, so that every limit which reaches it moves.
JANUARY = [{"day": f"{YEAR}-01-{day:02}", "kind": "off"} for day in range(1, 32)]


async def draft(town: Town, **body: object) -> dict[str, Any]:
    admin = await town.person("administrator")
    body = {"year": YEAR, "source": SOURCE, "days": JANUARY} | body
    return await admin.post("/calendars/drafts", body, status=201)


async def date_all_anew(town: Town) -> None:
    while await move_next(town.app.state.parts.engine, settle_seconds=0):
        pass


async def test_a_year_is_drafted_looked_at_and_published(town: Town) -> None:
    now = datetime.now(UTC)
    await town.move_time(max((datetime(YEAR, 1, 1, tzinfo=UTC) - now).days - 2, 0))
    case_no = (await town.submit())["case_no"]
    mother, admin = await town.person("mother"), await town.person("administrator")
    before = await mother.get(f"/cases/{case_no}")
    made = await draft(town)

    seen = await admin.get(f"/calendars/drafts/{made['id']}/preview")
    assert (seen["cases"], seen["complete"]) == (1, True)
    assert f"{YEAR}-01-04" in seen["lost"] or f"{YEAR}-01-05" in seen["lost"]
    assert (await mother.get(f"/cases/{case_no}"))["items"] == before["items"]
    published = await admin.post(f"/calendars/drafts/{made['id']}/publish")
    await date_all_anew(town)

    listed = await admin.get("/calendars")
    assert YEAR in [each["year"] for each in listed["years"]]
    assert listed["drafts"] == []
    [line] = [each for each in listed["publications"] if each["id"] == published["publication"]]
    assert (line["moved"], line["finished_at"] is not None) == (1, True)
    after = await mother.get(f"/cases/{case_no}")
    pairs = list(zip(before["items"], after["items"], strict=True))
    in_january = [new for old, new in pairs if (old["due_at"] or "") >= f"{YEAR}-01-01T16"]
    assert in_january
    assert all(each["due_at"] > f"{YEAR}-02-01" for each in in_january)
    moved = {item["item"]: item["after"] for item in seen["items"] if not item["firm"]}
    assert moved == {new["key"]: new["due_at"] for old, new in pairs if new["due_at"] != old["due_at"]} != {}
    await admin.post(f"/calendars/drafts/{made['id']}/publish", status=409)


async def test_a_file_of_days_is_read_and_one_with_a_mistake_names_the_line(town: Town) -> None:
    admin = await town.person("administrator")
    file = f"day,kind,source\n{YEAR}-01-01,off,{SOURCE}\n"
    made = await admin.post("/calendars/drafts", {"year": YEAR, "csv": file}, status=201)
    assert made["days"] == 1
    assert (await admin.get("/calendars"))["drafts"][0]["source"] == SOURCE
    wrong = {"year": YEAR, "csv": f"day,kind,source\n{YEAR}-13-01,off,{SOURCE}\n"}
    refused = await admin.post("/calendars/drafts", wrong, status=422)
    assert refused["errors"][0]["pointer"] == "/csv"
    assert "csv:2" in refused["errors"][0]["message"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"days": []}, "/days"),
        ({"source": None}, "/source"),
        ({"year": 1999, "days": [{"day": "1999-01-01", "kind": "off"}]}, "/year"),
        ({"days": [{"day": "2020-01-01", "kind": "off"}]}, "/days/0/day"),
        ({"days": [JANUARY[0], JANUARY[0]]}, "/days/1/day"),
        ({"days": [{"day": "2026-03-04", "kind": "work"}], "year": 2026}, "/days/0/day"),
        ({"days": [{"day": f"{YEAR}-01-01", "kind": "standstill"}]}, "/days/0/kind"),
        ({"region": HANGZHOU}, "/year"),
        ({"region": SOMEWHERE, "year": None}, "/region"),
        ({"region": "000000000000", "year": None}, "/region"),
    ],
)
async def test_a_draft_that_cannot_be_right_names_what_is_wrong(
    town: Town, body: dict[str, object], pointer: str
) -> None:
    admin = await town.person("administrator")
    sent = {"year": YEAR, "source": SOURCE, "days": JANUARY} | body
    refused = await admin.post("/calendars/drafts", sent, status=422)
    assert pointer in [each["pointer"] for each in refused["errors"]]


async def test_a_dropped_draft_is_not_published(town: Town) -> None:
    made, admin = await draft(town), await town.person("administrator")
    answer = await admin.call("DELETE", f"/calendars/drafts/{made['id']}")
    assert answer.status_code == 204
    await admin.post(f"/calendars/drafts/{made['id']}/publish", status=409)


async def test_a_region_has_a_day_off_of_its_own(town: Town) -> None:
    admin = await town.person("administrator")
    body = {"region": ZHEJIANG, "day": f"{YEAR}-04-19", "kind": "off", "source": "浙政办发〔2026〕0号"}
    await admin.post("/calendars/regional-days", body)
    [line] = (await admin.get("/calendars"))["regional"]
    assert (line["region"], line["kind"], line["decision_no"]) == (ZHEJIANG, "off", None)


async def test_an_emergency_stops_the_limits_of_a_region_by_its_decision(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother, admin = await town.person("mother"), await town.person("administrator")
    before = await mother.get(f"/cases/{case_no}")
    today = datetime.now(UTC).date()
    last = (today + timedelta(days=20)).isoformat()
    body = {"region": HANGZHOU, "decision_no": "杭防指〔2026〕1号", "source": "杭州市人民政府"}
    path = "/calendars/standstills"
    await admin.post(path, body | {"first": "2026-05-02", "last": "2026-05-01"}, status=422)
    await admin.post(path, body | {"first": "2026-05-02", "last": "2026-12-01"}, status=422)

    await admin.post(path, body | {"first": today.isoformat(), "last": last})
    await date_all_anew(town)

    after = await mother.get(f"/cases/{case_no}")
    pairs = zip(before["items"], after["items"], strict=True)
    moved = [(old["due_at"], new["due_at"]) for old, new in pairs if old["due_at"] and old["due_at"] <= last]
    assert moved
    assert all(new > old and new > last for old, new in moved)
    listed = (await admin.get("/calendars"))["regional"]
    assert len(listed) == 21
    assert {(each["kind"], each["decision_no"]) for each in listed} == {("standstill", "杭防指〔2026〕1号")}


async def test_only_an_administrator_changes_the_calendar(town: Town) -> None:
    made = await draft(town)
    for persona in ("mother", "officer-police", "supervisor"):
        other = await town.person(persona)
        body = {"year": YEAR, "source": SOURCE, "days": JANUARY}
        await other.post("/calendars/drafts", body, status=403)
        await other.post(f"/calendars/drafts/{made['id']}/publish", status=403)
    assert (await (await town.person("supervisor")).get("/calendars"))["drafts"]


async def test_how_an_items_time_is_counted_is_told_in_words_and_day_by_day(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")
    item = next(each for each in (await mother.get(f"/cases/{case_no}"))["items"] if each["due_at"])
    path = f"/cases/{case_no}/items/{item['key']}/account"

    told = await mother.get(path)
    clock = told["clocks"][-1]
    assert clock["due_at"] == item["due_at"]
    assert clock["sentences"][0].endswith(("决定是否受理。", "办结。"))
    assert clock["days"] == []

    await town.move_time(3)
    days = (await mother.get(path, days=True))["clocks"][-1]["days"]
    assert len(days) == 4
    assert days[0]["why_not"] == "day_of_start"
    english = await mother.call("GET", path, headers={"Accept-Language": "en"})
    assert english.json()["clocks"][-1]["sentences"][0].startswith(("Received", "Accepted"))


async def test_the_account_of_somebody_elses_item_does_not_exist(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    path = f"/cases/{case_no}/items/fertility-registration/account"
    assert (await town.stranger.call("GET", path)).status_code == 401
    assert (await (await town.person("officer-police-xihu")).call("GET", path)).status_code == 404
    mother = await town.person("mother")
    assert (await mother.get(path))["item"] == "fertility-registration"
    assert (await mother.call("GET", f"/cases/{case_no}/items/no-such-item/account")).status_code == 404
