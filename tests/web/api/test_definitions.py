"""An administrator writes a matter, and the next applicant gets it: no restart, no deployment."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.project_definitions import publish_files
from tests.database.engine import dogs
from tests.database.engine.dogs import ITEM, XIHU, YUHANG
from tests.web.api.conftest import Person, Town

MATTER = dogs.MATTER.replace(
    "subjects:\n",
    """questions:
  - {code: large, kind: boolean, title: {zh: 是大型犬吗？, en: Is it a large dog?}}
subjects:
""",
)
ELEMENTS = tuple(dogs.ELEMENTS.values())


@pytest.fixture
async def administrator(town: Town) -> Person:
    for region in (YUHANG, XIHU):
        town.sql(
            "INSERT INTO responsibility (item, region, department) VALUES ('dog-licence', %s, %s)",
            region, f"police@{region}",
        )  # fmt: skip
    return await town.person("administrator")


async def drafts(administrator: Person) -> list[dict[str, Any]]:
    """Elements, item and matter as drafts; the matter last."""
    made = [
        await administrator.post("/definitions", {"source": each}, status=201)
        for each in (*ELEMENTS, ITEM, MATTER)
    ]
    return [{name: each[name] for name in ("kind", "code", "version")} for each in made]


def of(draft: dict[str, Any]) -> str:
    return f"/definitions/{draft['kind']}/{draft['code']}/versions/{draft['version']}"


async def published(administrator: Person) -> dict[str, Any]:
    *parts, matter = await drafts(administrator)
    await administrator.post(f"{of(matter)}/publish", {"together": parts})
    return matter


async def test_the_next_applicant_gets_what_was_published_and_who_has_begun_keeps_his(
    town: Town, administrator: Person
) -> None:
    reader = await town.person("reader")
    assert (await reader.call("POST", "/applications", json={"matter": "dog"})).status_code == 404
    await published(administrator)

    begun = await reader.post("/applications", {"matter": "dog"}, status=201)
    second = await administrator.post("/definitions/matter/dog/versions", {}, status=201)
    source = MATTER.replace("promise: 4", "promise: 5")
    await administrator.call("PUT", of(second), json={"source": source})
    done = await administrator.post(f"{of(second)}/publish", {"reason": "it takes longer"})

    next_one = await reader.post("/applications", {"matter": "dog"}, status=201)
    assert next_one["plan"] == done["published"][0]["plan"]
    assert begun["plan"] != next_one["plan"]


async def test_a_county_first_then_everybody(town: Town, administrator: Person) -> None:
    *parts, matter = await drafts(administrator)
    await administrator.post(f"{of(matter)}/publish", {"together": parts, "regions": [YUHANG]})

    reader = await town.person("reader")
    there = await reader.call("POST", "/applications", json={"matter": "dog", "region": YUHANG})
    elsewhere = await reader.call("POST", "/applications", json={"matter": "dog", "region": XIHU})
    view = await administrator.get("/definitions/matter/dog")

    assert (there.status_code, elsewhere.status_code) == (201, 404)
    assert [each["region"] for each in view["in_force"]] == [YUHANG]
    assert [each["code"] for each in (await town.stranger.get("/matters", region=YUHANG, q="dog"))["items"]]
    assert (await town.stranger.get("/matters", q="dog"))["items"] == []

    again = await administrator.post("/definitions/matter/dog/versions", {"from_version": 1}, status=201)
    await administrator.post(f"{of(again)}/publish", {})
    elsewhere = await reader.call("POST", "/applications", json={"matter": "dog", "region": XIHU})
    assert elsewhere.status_code == 201


async def test_the_second_of_two_administrators_is_told_and_nothing_is_lost(
    administrator: Person,
) -> None:
    matter = (await drafts(administrator))[-1]
    first = MATTER.replace("A licence", "The licence")
    saved = await administrator.call("PUT", of(matter), json={"source": first}, headers={"If_Match": '"1"'})
    late = await administrator.call("PUT", of(matter), json={"source": MATTER}, headers={"If_Match": '"1"'})

    assert (saved.status_code, saved.headers["ETag"], late.status_code) == (200, '"2"', 412)
    kept = await administrator.call("GET", of(matter))
    assert kept.json()["source"] == first
    assert kept.headers["ETag"] == '"2"'


async def test_a_checked_draft_is_a_draft_again_once_it_is_edited(administrator: Person) -> None:
    *parts, matter = await drafts(administrator)
    alone = await administrator.post(f"{of(matter)}/check", {})
    assert alone["ok"] is False
    together = await administrator.post(f"{of(matter)}/check", {"together": parts})

    assert (together["ok"], len(together["plan"])) == (True, 64)
    assert (await administrator.get(of(matter)))["line"]["state"] == "checked"
    await administrator.call("PUT", of(matter), json={"source": MATTER.replace("A licence", "The licence")})
    assert (await administrator.get(of(matter)))["line"]["state"] == "draft"


async def test_publishing_tells_every_problem_with_its_line_and_puts_nothing_in_force(
    town: Town, administrator: Person
) -> None:
    matter = (await drafts(administrator))[-1]
    answer = await administrator.call("POST", f"{of(matter)}/publish", json={})

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("definition-refused")
    assert answer.json()["errors"][0]["pointer"] == "matter/dog:14#items.0"
    assert (await town.stranger.call("GET", "/matters/dog")).status_code == 404


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("matter: [", 422),
        ("a: &a [x]\nb: *a\n", 422),
        (MATTER.replace("matter: dog", "matter: ../x"), 422),
        ("x" * 300_000, 422),
        (MATTER.replace("matter: dog", "matter: newborn"), 409),
    ],
)
async def test_what_cannot_be_kept_is_refused_and_nothing_stored(
    administrator: Person, source: str, status: int
) -> None:
    answer = await administrator.call("POST", "/definitions", json={"source": source})

    assert answer.status_code == status
    assert (await administrator.get("/definitions", state="draft"))["items"] == []


async def test_a_copy_keeps_everything_but_its_code(administrator: Person) -> None:
    matter = await published(administrator)
    copy = await administrator.post("/definitions/matter/dog/copy", {"code": "cat"}, status=201)

    assert (await administrator.get(of(copy)))["source"] == MATTER.replace("matter: dog", "matter: cat")
    taken = await administrator.call("POST", "/definitions/matter/dog/copy", json={"code": "newborn"})
    wrong = await administrator.call("POST", "/definitions/matter/dog/copy", json={"code": "a b"})
    assert (taken.status_code, wrong.status_code) == (409, 422)
    assert matter["version"] == 1


async def test_a_draft_is_thrown_away_and_its_number_with_it(administrator: Person) -> None:
    await published(administrator)
    second = await administrator.post("/definitions/matter/dog/versions", {}, status=201)
    again = await administrator.call("POST", "/definitions/matter/dog/versions", json={})
    gone = await administrator.call("DELETE", of(second))
    third = await administrator.post("/definitions/matter/dog/versions", {}, status=201)
    kept = await administrator.call("DELETE", "/definitions/matter/dog/versions/1")

    assert (again.status_code, gone.status_code, kept.status_code) == (409, 204, 409)
    assert third["version"] == 3


async def test_the_book_tells_who_did_what_and_why(administrator: Person) -> None:
    matter = await published(administrator)
    await administrator.post(f"{of(matter)}/retire", {"reason": "dogs are free now"})

    view = await administrator.get("/definitions/matter/dog")
    book = [(each["act"], each["reason"]) for each in view["history"]]
    assert book == [("retired", "dogs are free now"), ("published", None), ("created", None)]
    assert {each["by"] for each in view["history"]} != {"系统自带"}
    assert view["versions"][0]["state"] == "retired"
    assert view["in_force"] == []


async def test_a_matter_whose_item_was_retired_is_shown_as_no_longer_valid_and_goes_on(
    town: Town, administrator: Person
) -> None:
    await published(administrator)
    await administrator.post("/definitions/item/dog-licence/versions/1/retire", {"reason": "a new law"})

    line = next(
        each
        for each in (await administrator.get("/definitions", kind="matter", q="dog"))["items"]
        if each["code"] == "dog"
    )
    assert line["problems"] == ["事项“dog-licence”已停用"]
    assert line["in_force"] == 1
    assert (await town.stranger.call("GET", "/matters/dog")).status_code == 200


async def test_versions_differ_in_words_and_name_the_running_cases(administrator: Person) -> None:
    await published(administrator)
    second = await administrator.post("/definitions/matter/dog/versions", {}, status=201)
    await administrator.call("PUT", of(second), json={"source": MATTER.replace("promise: 4", "promise: 6")})

    found = await administrator.get("/definitions/matter/dog/diff", **{"from": 1, "to": 2})

    assert [each["path"] for each in found["differences"]] == ["promise"]
    assert "-promise: 4 working days" in found["source"]
    assert found["impact"] == []


async def test_an_imaginary_case_is_played_through_a_draft(administrator: Person) -> None:
    *parts, matter = await drafts(administrator)
    script = {
        "together": parts,
        "answers": {"large": True},
        "decisions": {"dog-licence.decide": ["deny:forbidden_breed"]},
    }
    played = await administrator.post(f"{of(matter)}/simulate", script)
    wrong = await administrator.call(
        "POST", f"{of(matter)}/simulate", json=script | {"decisions": {"no.such": ["deny"]}}
    )

    assert played["end"] == "refused"
    assert played["timeline"]["moments"]
    assert played["picture"].startswith("<svg")
    assert wrong.status_code == 422


async def test_the_catalogue_is_read_page_by_page_and_by_administrators_alone(
    town: Town, administrator: Person
) -> None:
    await drafts(administrator)
    found: list[tuple[str, str]] = []
    cursor = None
    while cursor is not None or not found:
        page = await administrator.get("/definitions", limit=20, **({"cursor": cursor} if cursor else {}))
        found += [(each["kind"], each["code"]) for each in page["items"]]
        cursor = page["next"]

    assert found == sorted(set(found))
    assert ("matter", "dog") in found
    assert ("matter", "newborn") in found
    stranger = await (await town.person("officer-police")).call("GET", "/definitions")
    weak = await (await town.person("administrator", level="L1")).call(
        "POST", "/definitions/matter/dog/versions/1/publish", json={}
    )
    assert (stranger.status_code, weak.status_code) == (403, 403)


async def test_where_two_persons_are_asked_for_the_editor_may_not_publish(
    town: Town, administrator: Person
) -> None:
    *parts, matter = await drafts(administrator)
    parts_of_web = town.app.state.parts
    engine = replace(parts_of_web.engine, two_persons=True)
    town.app.state.parts = replace(parts_of_web, engine=engine)
    answer = await administrator.call("POST", f"{of(matter)}/publish", json={"together": parts})

    assert answer.status_code == 403
    assert answer.json()["type"].endswith("second-person-needed")


async def test_a_running_process_gives_what_another_one_published(
    town: Town, administrator: Person, tmp_path: Path
) -> None:
    """`onematter publish` beside web processes that have read the catalogue before and are not told."""
    await administrator.get("/definitions")
    texts = {"item.yaml": ITEM, "matter.yaml": MATTER, "a.yaml": ELEMENTS[0], "b.yaml": ELEMENTS[1]}
    for name, source in texts.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
    files = [tmp_path / name for name in texts]
    await asyncio.to_thread(publish_files, town.database.owner_url, files)

    begun = await (await town.person("reader")).post("/applications", {"matter": "dog"}, status=201)
    view = await administrator.get("/definitions/matter/dog")
    checked = await administrator.call(
        "POST", "/definitions/check", content=MATTER.replace("matter: dog", "matter: cat").encode()
    )

    assert begun["plan"] == view["versions"][0]["plan"]
    assert view["history"][0]["by"] == "系统自带"
    assert checked.json()["ok"] is True


async def test_who_ends_a_trial_sees_before_what_each_region_gets_then(administrator: Person) -> None:
    await published(administrator)
    trial = await administrator.post("/definitions/matter/dog/versions", {}, status=201)
    await administrator.call("PUT", of(trial), json={"source": MATTER.replace("promise: 4", "promise: 5")})
    await administrator.post(f"{of(trial)}/publish", {"regions": [YUHANG]})

    ahead = await administrator.get(f"{of(trial)}/retire")
    done = await administrator.post(f"{of(trial)}/retire", {"reason": "the trial is over"})
    last = await administrator.get("/definitions/matter/dog/versions/1/retire")

    told = [(each["region"], each["region_name"], each["version"]) for each in ahead["follows"]]
    assert told == [(YUHANG, "杭州市余杭区", 1)]
    assert done == ahead
    assert [(each["region_name"], each["version"]) for each in last["follows"]] == [("全国", None)]
    assert (await administrator.call("GET", f"{of(trial)}/retire")).status_code == 409
    view = await administrator.get("/definitions/matter/dog")
    assert [(each["version"], each["region"]) for each in view["in_force"]] == [(1, "")]
