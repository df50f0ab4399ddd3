"""Results that are materials, one paper of several results, matters after matters: what the checks say."""

from dataclasses import replace
from pathlib import Path

import pytest

from forms.form_plan import FormPlan
from matter_definitions.chains import given_on
from matter_definitions.check import check_library
from matter_definitions.library_index import library_of
from matter_definitions.plan import Plan, from_json, to_json

FOLDER = Path(__file__).parents[2] / "definitions" / "boats"
FILES = {str(each.relative_to(FOLDER)): each.read_text(encoding="utf-8") for each in FOLDER.rglob("*.yaml")}
BOAT, TRIPS = "matters/boat.yaml", "matters/boat-trips.yaml"
SURVEY, REGISTRATION, LICENCE = (f"items/boat-{each}.yaml" for each in ("survey", "registration", "licence"))


def problems(*changes: tuple[str, str, str]) -> set[tuple[str, str]]:
    """Code and path of what is told when a text of a file is another one."""
    files = dict(FILES)
    for file, before, after in changes:
        assert before in files[file], before
        files[file] = files[file].replace(before, after)
    found = check_library(library_of(files.items())).problems
    assert all(each.zh != each.en for each in found)
    return {(each.code, each.path) for each in found if each.severity == "error"}


@pytest.fixture(scope="module")
def boat() -> Plan:
    return check_library(library_of(FILES.items())).plans["boat"]


def test_as_they_stand_they_give_no_alarm() -> None:
    assert problems() == set()


def test_what_the_plan_says_is_kept_in_its_document(boat: Plan) -> None:
    assert from_json(to_json(boat)) == boat
    report = next(each for each in boat.form.materials if each.key == "survey_report")
    assert (report.produced_by, report.result) == ("boat-survey", "report")
    assert boat.merged[0].parts[2].item == "boat-licence"
    assert boat.next[0].give == {"vessel.boat_name": "boat.boat_name", "vessel.harbour": "boat.harbour"}


def test_where_the_item_is_no_part_of_the_matter_its_result_is_asked_for() -> None:
    files = {**FILES, BOAT: FILES[BOAT].replace('  - {item: boat-survey, when: "!answers.surveyed"}\n', "")}
    files[BOAT] = files[BOAT].replace("after: [boat-survey]", "after: []")
    files[BOAT] = files[BOAT].replace("boat-survey.report, ", "")
    files[BOAT] = files[BOAT].replace("answers.trips", "answers.trips && answers.surveyed")
    checked = check_library(library_of(files.items()))
    assert checked.ok, checked.problems
    report = next(each for each in checked.plans["boat"].form.materials if each.key == "survey_report")
    assert report.produced_by is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            [("dictionary.yaml", "boat-survey.report", "boat-survey.receipt")],
            ("unknown-result", "materials.1.result_of"),
        ),
        (
            [("dictionary.yaml", "boat-survey.report", "boat-look.report")],
            ("unknown-result", "materials.1.result_of"),
        ),
        ([(BOAT, "after: [boat-survey]", "after: []")], ("needed-before-made", "materials.0")),
        (
            [(SURVEY, "fields: [boat.boat_name", "materials: [survey_report]\nfields: [boat.boat_name")],
            ("needed-before-made", "materials.0"),
        ),
        (
            [(SURVEY, "    result: report\n", "    result: report\n    when: answers.trips\n")],
            ("result-not-sure", "materials.1.result_of"),
        ),
        (
            [
                (BOAT, "  - {item: boat-survey,", "  - {item: boat-survey, for_each: engine,"),
                (
                    BOAT,
                    "subjects:\n",
                    'subjects:\n  - {code: engine, title: {zh: 机, en: E}, person: false, repeats: "2"}\n',
                ),
            ],
            ("which-one", "materials.0"),
        ),
        ([(BOAT, "matter: boat-trips", "matter: boat-races")], ("unknown-matter", "next.0.matter")),
        (
            [(BOAT, "vessel.harbour: boat", "vessel.port: boat")],
            ("unknown-element", "next.0.give.vessel.port"),
        ),
        (
            [(BOAT, "vessel.harbour: boat.harbour", "vessel.harbour: boat.port")],
            ("never-known", "next.0.give.vessel.harbour"),
        ),
        (
            [(BOAT, "vessel.harbour: boat.harbour", "vessel.harbour: boat.boat_name")],
            ("wrong-type", "next.0.give.vessel.harbour"),
        ),
        (
            [(BOAT, "title: {zh: 船舶, en: Boat}, person: false}", "title: {zh: 人, en: Man}}")],
            ("not-its-own", "next.0.give.vessel.boat_name"),
        ),
        ([(BOAT, "when: answers.trips", "when: answers.journeys")], ("expression", "next.0.when")),
        ([(TRIPS, "matter: boat\n", "matter: ship\n")], ("unknown-matter", "requires.0.matter")),
        ([(TRIPS, "matter: boat\n", "matter: boat-trips\n")], ("circle", "requires.0")),
        (
            [(BOAT, "boat-licence.licence", "boat-licence.paper")],
            ("unknown-result", "merged_results.0.parts.2"),
        ),
        (
            [(BOAT, "boat-licence.licence", "boat-survey.report")],
            ("duplicate", "merged_results.0.parts.2"),
        ),
        (
            [(LICENCE, "valid_until: boat.licence_until", "valid_until: boat.licence_no")],
            ("not-a-day", "results.0.valid_until"),
        ),
        (
            [(LICENCE, "    may_be_suspended", "    valid_for: 1 year\n    may_be_suspended")],
            ("two-validities", "results.0.valid_until"),
        ),
        (
            [(SURVEY, "    decides: true\n", "    decides: true\n    window: {season: [02-30, 02-30]}\n")],
            ("window", "steps.0.window"),
        ),
        (
            [(SURVEY, "    decides: true\n", "    decides: true\n    window: {pauses: true}\n")],
            ("window", "steps.0.window"),
        ),
        (
            [(SURVEY, "    decides: true\n", "    decides: true\n    window: {days_of_month: [20, 5]}\n")],
            ("window", "steps.0.window"),
        ),
        (
            [(SURVEY, "    decides: true\n", "    decides: true\n    window: {days_of_month: [5, 20]}\n")],
            ("step-limits-above-promise", "steps"),
        ),
    ],
)
def test_a_mistake_is_told_where_it_is(changes: list[tuple[str, str, str]], told: tuple[str, str]) -> None:
    assert told in problems(*changes)


def test_a_window_that_pauses_fits_into_every_promise() -> None:
    window = "    decides: true\n    window: {days_of_month: [5, 20], pauses: true}\n"
    assert problems((SURVEY, "    decides: true\n", window)) == set()


def test_only_what_is_the_applicants_or_a_things_is_given_on(boat: Plan) -> None:
    trips = check_library(library_of(FILES.items())).plans["boat-trips"].form
    values = {
        "owner.name": "徐书涵",
        "owner.address": "路 1 号",
        "boat.boat_name": "小荷号",
        "boat.harbour": "x",
    }
    give = {"vessel.boat_name": "boat.boat_name", "vessel.harbour": "boat.survey_no"}
    assert given_on(boat.form, trips, values, give=give) == {
        "captain.name": "徐书涵",
        "captain.address": "路 1 号",
        "vessel.boat_name": "小荷号",
    }
    assert "vessel.boat_name" not in given_on(_with_people(boat.form), trips, values, give=give)


def _with_people(form: FormPlan) -> FormPlan:
    """The same, but the boat is somebody."""
    return replace(form, subjects=tuple(replace(each, person=True) for each in form.subjects))
