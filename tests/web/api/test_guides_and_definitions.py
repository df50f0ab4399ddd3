"""What can be done here and what it takes, for everybody; and what an administrator's definition is worth."""

from pathlib import Path

from tests.web.api.conftest import ANSWERS, ROOT, Town

NEWBORN = Path("matter_definitions/library/matters/newborn.yaml")


async def test_a_matter_is_found_by_what_people_call_it(town: Town) -> None:
    for q in ("上户口", "baby", "newborn"):
        found = (await town.stranger.get("/matters", q=q))["items"]
        assert [each["code"] for each in found] == ["newborn"], q
    assert (await town.stranger.get("/matters", q="吊车"))["items"] == []


async def test_the_guide_names_items_limits_materials_and_bases(town: Town) -> None:
    guide = await town.stranger.get("/matters/newborn")

    assert len(guide["items"]) == 9
    assert all(each["basis"] and each["statutory"] and each["promised"] for each in guide["items"])
    assert guide["questions"][0]["code"] == "born_where"
    assert (await town.stranger.call("GET", "/matters/none")).status_code == 404


async def test_answers_tell_what_is_on_and_what_is_still_to_ask(town: Town) -> None:
    some = await town.stranger.post("/matters/newborn/guide", {"answers": {"children": 1}})
    everything = await town.stranger.post("/matters/newborn/guide", {"answers": dict(ANSWERS)})

    assert some["complete"] is False
    assert everything["complete"] is True
    assert everything["questions"] == []
    assert len(everything["items"]) == 9


async def test_an_exit_says_where_to_go_instead(town: Town) -> None:
    guide = await town.stranger.post("/matters/newborn/guide", {"answers": {"born_where": "abroad"}})

    assert guide["complete"] is False
    assert guide["exits"][0]["where"]


async def test_a_good_definition_is_ok_and_names_its_plan(town: Town) -> None:
    administrator = await town.person("administrator")

    answer = await administrator.call("POST", "/definitions/check", content=NEWBORN.read_bytes())

    assert answer.json()["ok"] is True
    assert len(answer.json()["plan"]) == 64


async def test_a_broken_definition_is_refused_with_line_path_and_a_sentence(town: Town) -> None:
    administrator = await town.person("administrator")
    broken = NEWBORN.read_text(encoding="utf-8").replace("item: maternity-benefit", "item: no-such-item")

    answer = await administrator.call("POST", "/definitions/check", content=broken.encode())

    assert answer.status_code == 200
    checked = answer.json()
    assert (checked["ok"], checked["plan"]) == (False, None)
    problem = next(each for each in checked["problems"] if "no-such-item" in each["message"])
    assert problem["line"] > 100
    assert problem["path"].startswith("items.")


async def test_only_an_administrator_has_definitions_checked(town: Town) -> None:
    answer = await (await town.person("mother")).call("POST", "/definitions/check", content=b"matter: x")

    assert answer.status_code == 403


async def test_the_description_of_the_api_names_every_route_with_its_errors(town: Town) -> None:
    document = (await town.api.get(f"{ROOT}/openapi.json")).json()

    paths = document["paths"]
    for path in ("/applications", "/cases/{case_no}", "/tasks/{task_id}/decide", "/supervision/summary"):
        assert f"{ROOT}{path}" in paths
    for operations in paths.values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]


async def test_a_guide_says_what_one_form_saves_for_answers_that_it_names(town: Town) -> None:
    saving = (await town.stranger.get("/matters/newborn"))["saving"]
    same = await town.stranger.post("/matters/newborn/guide", {"answers": saving["answers"]})

    assert same["complete"] is True
    assert same["saving"] == saving
    assert saving["items"] == len(same["items"]) == 9
    for counted in (saving["fields"], saving["materials"], saving["visits"]):
        assert counted["together"] < counted["one_by_one"]
