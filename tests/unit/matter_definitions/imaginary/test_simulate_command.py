"""`onematter simulate` on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import app
from tests.unit.matter_definitions.imaginary.stages import DEFINITIONS


def simulate(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *arguments])


def test_it_draws_the_timeline_in_both_languages() -> None:
    chinese, english = (
        simulate("newborn", "--example", "twins", "--language", each) for each in ("zh", "en")
    )
    assert (chinese.exit_code, english.exit_code) == (0, 0)
    assert "提交申请" in chinese.stdout
    assert "the application is handed in" in english.stdout
    assert (
        "waits for the review of “First issue of the birth certificate 2” [department health]"
        in english.stdout
    )


def test_it_plays_every_example_where_nothing_else_is_said() -> None:
    played = simulate("newborn", "--json")
    assert played.exit_code == 0
    ends = [each["end"] for each in json.loads(played.stdout)]
    assert {"completed", "partly_completed", "exit"} <= set(ends)


def test_a_case_of_its_own_is_played_by_answers_and_decisions() -> None:
    played = simulate("newborn", "--example", "one-child", "--decide", "birth-registration.decide=silent")
    assert played.exit_code == 0
    assert "还在等待“出生登记（户口登记）（1）”的“户籍民警审批”" in played.stdout
    elsewhere = simulate("newborn", "--answers", "born_where=home", "--json")
    assert json.loads(elsewhere.stdout)[0]["end"] == "exit"


def test_an_example_that_comes_out_otherwise_is_said_and_the_exit_is_one(
    tmp_path: Path,
) -> None:
    newborn = simulate("newborn", "--example", "wedding")
    assert newborn.exit_code == 1
    wrong = tmp_path / "newborn.yaml"
    library = DEFINITIONS.parents[1] / "matter_definitions" / "library" / "matters" / "newborn.yaml"
    text = library.read_text(encoding="utf-8")
    wrong.write_text(text.replace("expect: {end: exit}", "expect: {end: completed}"), encoding="utf-8")
    played = simulate(str(wrong), "--example", "born-at-home", "--language", "en")
    assert played.exit_code == 1
    assert "the end should be “completed”; it is “it cannot be done here”" in played.output


@pytest.mark.parametrize(
    "arguments", [("nothing",), ("newborn", "--answers", "married"), ("newborn", "--decide", "a.b=c")]
)
def test_what_cannot_be_played_is_refused_in_one_sentence(arguments: tuple[str, ...]) -> None:
    refused = simulate(*arguments)
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output
    assert refused.output.strip()
