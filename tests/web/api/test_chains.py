"""What one item makes another need not be brought; what one matter knows the next need not ask."""

from tests.web.api.boats import FORM, OWNER, REGISTRAR, hand_in, launch, publish_boats
from tests.web.api.conftest import Town

CAPTAIN = {"captain.mobile": "13800000000", "vessel.passengers": 6}


async def test_a_paper_that_another_item_makes_is_on_the_officers_desk_and_nobody_brought_it(
    town: Town,
) -> None:
    boat = await launch(town)
    handed_in = town.sql("SELECT material FROM case_material ORDER BY material")
    assert handed_in == [("contract",)], "nobody was asked for the survey report"
    registrar = await town.person(REGISTRAR)
    before = await boat.task(REGISTRAR, item="boat-registration")
    report = next(each for each in before["materials"] if each["key"] == "survey_report")
    assert (report["source"], report["created_at"], report["trust_grade"]) == ("item", None, "A")
    path = f"/tasks/{before['id']}/materials/survey_report"
    assert (await registrar.call("GET", path)).status_code == 404

    await boat.is_surveyed()

    after = await boat.task(REGISTRAR, item="boat-registration")
    report = next(each for each in after["materials"] if each["key"] == "survey_report")
    assert report["reference"] == "船舶检验"
    assert report["created_at"] is not None
    opened = await registrar.call("GET", path)
    assert opened.content.startswith(b"%PDF generic_result S-1")
    mark = {"material": "survey_report", "message": "看不清"}
    refused = await registrar.post(
        f"/tasks/{after['id']}/decide", {"outcome": "correct", "marks": [mark]}, status=422
    )
    assert refused["errors"][0]["pointer"] == "/marks/0/material"


async def test_who_has_the_paper_already_brings_it(town: Town) -> None:
    boat = await launch(town, surveyed=True)
    handed_in = town.sql("SELECT material FROM case_material ORDER BY material")
    assert handed_in == [("contract",), ("survey_report",)]
    task = await boat.task(REGISTRAR, item="boat-registration")
    assert [each["source"] for each in task["materials"]] == ["upload", "upload"]


async def test_the_next_matter_begins_with_what_the_first_one_knows(town: Town) -> None:
    boat = await launch(town)
    owner = await town.person(OWNER)
    early = await owner.post(f"/cases/{boat.case_no}/next", {"matter": "boat-trips"}, status=409)
    assert early["type"].endswith("nothing-follows")
    await boat.is_on_the_lake()
    case = await boat.case()
    assert [(each["matter"], each["state"]) for each in case["next_matters"]] == [("boat-trips", "offered")]
    told = town.sql("SELECT channel FROM effect WHERE template = 'next_matter'")
    assert told == [("box",)]

    draft = await owner.post(f"/cases/{boat.case_no}/next", {"matter": "boat-trips"}, status=201)

    known = {key: (each["value"], each["locked"]) for key, each in draft["prefilled"].items()}
    assert known["vessel.boat_name"] == (FORM["boat.boat_name"], False)
    assert known["captain.address"] == (FORM["owner.address"], False), "the same element of the applicant"
    assert draft["prefilled"]["vessel.boat_name"]["source_title"] == f"来自您的办件 {boat.case_no}"
    assert known["captain.name"][1], "who she is comes from the sign-in, as ever"
    assert draft["after_case"] == boat.case_no
    again = await owner.post(f"/cases/{boat.case_no}/next", {"matter": "boat-trips"}, status=201)
    assert again["id"] == draft["id"], "asking twice begins nothing twice"
    second = await hand_in(town, draft["id"], form=CAPTAIN, answers={"old_boat": False})
    assert (await second.case())["after"]["case_no"] == boat.case_no
    [following] = (await boat.case())["next_matters"]
    assert (following["state"], following["case_no"]) == ("case", second.case_no)


async def test_what_somebody_else_has_begun_is_nobodys_to_go_on_with(town: Town) -> None:
    boat = await launch(town)
    await boat.is_on_the_lake()
    stranger = await town.person("mother")
    await stranger.post(f"/cases/{boat.case_no}/next", {"matter": "boat-trips"}, status=404)


async def test_a_matter_that_needs_another_first_waits_and_is_gone_back_to(town: Town) -> None:
    await publish_boats(town)
    owner = await town.person(OWNER)
    body = {"matter": "boat-trips", "answers": {"old_boat": False}}
    draft = await owner.post("/applications", body, status=201)
    path = f"/applications/{draft['id']}"
    typed = {"vessel.boat_name": "旧名", **CAPTAIN}
    saved = await owner.patch(path, {"form": typed})
    assert [(each["matter"], each["met_by"]) for each in saved["requires"]] == [("boat", None)]
    refused = await owner.post(f"{path}/submit", status=422)
    assert "/requires/boat" in {each["pointer"] for each in refused["errors"]}

    boat = await launch(town)
    under_way = await owner.get(path)
    assert under_way["requires"][0]["case_no"] == boat.case_no
    await boat.is_on_the_lake()
    [waiting] = (await boat.case())["next_matters"]
    assert (waiting["state"], waiting["application"]) == ("waiting", draft["id"])
    back = await owner.post(f"/cases/{boat.case_no}/next", {"matter": "boat-trips"}, status=201)

    assert back["id"] == draft["id"], "the same draft goes on"
    assert back["form"]["vessel.boat_name"] == "旧名", "what was typed stands"
    assert back["requires"][0]["met_by"] == boat.case_no
    assert {each["key"]: each["value"] for each in back["fields"]}["vessel.harbour"] == FORM["boat.harbour"]
    await owner.post(f"{path}/submit", status=201)


async def test_an_old_boat_needs_no_case_before(town: Town) -> None:
    await publish_boats(town)
    owner = await town.person(OWNER)
    body = {"matter": "boat-trips", "answers": {"old_boat": True}}
    draft = await owner.post("/applications", body, status=201)
    assert draft["requires"] == []
    assert not any(each["pointer"].startswith("/requires") for each in draft["problems"])


async def test_after_a_case_that_came_to_nothing_no_draft_goes_on(town: Town) -> None:
    boat = await launch(town)
    owner = await town.person(OWNER)
    body = {"matter": "boat-trips", "answers": {"old_boat": False}}
    await owner.post("/applications", body, status=201)

    await owner.post(f"/cases/{boat.case_no}/withdraw", {"reason": "不办了"})

    case = await boat.case()
    assert case["state"] == "withdrawn"
    assert case["next_matters"] == [], "nothing is offered that would be refused"
    await owner.post(f"/cases/{boat.case_no}/next", {"matter": "boat-trips"}, status=409)
