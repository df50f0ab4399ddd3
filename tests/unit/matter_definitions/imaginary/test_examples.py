"""The examples of a matter are played by the checks, and complained about at the line that is wrong."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from forms.form_plan import Text
from matter_definitions.check import CheckResult, check_library, check_source
from matter_definitions.compile import compile_matter
from matter_definitions.imaginary.drawing import as_data, as_lines
from matter_definitions.imaginary.examples import play
from matter_definitions.imaginary.people import LATE, SILENT, VOCABULARY
from matter_definitions.imaginary.performing import NotStaged, Script, perform, stage
from matter_definitions.imaginary.simulate import Unimaginable
from matter_definitions.imaginary.words import STANDINGS
from matter_definitions.language.examples import ExampleModel
from matter_definitions.library_index import BUILT_IN, Library, built_in_library, load_library
from matter_definitions.plan import name_of, to_json
from matter_definitions.state import ItemStanding
from matter_definitions.wording.titles import Names
from tests.unit.matter_definitions.imaginary.stages import DEFINITIONS, plan_of

SMALL = (DEFINITIONS / "valid" / "small-matter.yaml").read_text(encoding="utf-8")
NEWBORN = BUILT_IN / "matters" / "newborn.yaml"
EXAMPLE = """
examples:
  - name: one
    title: {zh: 例子, en: One}
    answers: {resident: true, age_group: adult, members: 0}
    expect:
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(DEFINITIONS / "library_card")


def checked(library: Library, expect: str) -> CheckResult:
    text = SMALL.rstrip() + "\n" + EXAMPLE + f"      {expect}\n"
    return check_source(text, library=library)


def test_the_newborn_matter_has_examples_of_every_kind() -> None:
    examples = built_in_library().matters["newborn"].model.examples
    assert len(examples) >= 4
    ends = {each.name: each.expect.end for each in examples}
    assert set(ends.values()) >= {"completed", "partly_completed", "exit"}
    assert {"twins", "certificate-refused", "premium-unpaid", "born-at-home"} <= set(ends)


@pytest.mark.parametrize(
    "example", built_in_library().matters["newborn"].model.examples, ids=lambda each: each.name
)
def test_every_example_of_the_newborn_matter_comes_out_as_it_says(example: ExampleModel) -> None:
    assert [each.words.en for each in play(plan_of("newborn"), example).differences] == []


def test_an_example_that_comes_out_as_it_says_gives_no_alarm(library: Library) -> None:
    result = checked(library, "{end: completed, within: 15 working days}")
    assert [each.en for each in result.problems] == []
    assert result.ok


def test_examples_are_no_part_of_the_plan(library: Library) -> None:
    """A better example is no new version of the matter."""
    with_one, without = checked(library, "{end: completed}"), check_source(SMALL, library=library)
    names = [name_of(to_json(each.plans["small"])) for each in (with_one, without)]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("expect", "path", "said"),
    [
        ("{end: refused}", "end", "should be “not granted”; it is “completed”"),
        ("{end: completed, items: [study-proof]}", "items", "should be study-proof; they are"),
        ("{end: completed, materials: [moon_dust]}", "materials", "should be moon_dust; they are"),
        ("{end: completed, fields: []}", "fields", "should be (none); they are"),
        ("{end: completed, within: 1 hour}", "within", "it should end by 2026-03-05 11:00"),
        (
            "{end: completed, item_ends: {address-proof: denied}}",
            "item_ends.address-proof",
            "should be denied; it is granted",
        ),
    ],
)
def test_a_difference_is_told_at_its_place_with_what_should_be_and_what_is(
    library: Library, expect: str, path: str, said: str
) -> None:
    result = checked(library, expect)
    [problem] = result.problems
    assert (problem.code, problem.path) == ("example-differs", f"examples.0.expect.{path}")
    assert said in problem.en
    assert problem.zh != problem.en
    assert problem.line > SMALL.rstrip().count("\n")
    assert not result.ok
    assert not result.plans


def test_the_code_of_what_repeats_stands_for_all_of_it() -> None:
    plan = plan_of("newborn")
    twins = next(e for e in built_in_library().matters["newborn"].model.examples if e.name == "twins")
    codes = sorted({each.partition(".")[0] for each in twins.expect.items or ()})
    shorter = twins.model_copy(update={"expect": twins.expect.model_copy(update={"items": codes})})
    assert play(plan, shorter).differences == ()
    fewer = twins.model_copy(update={"expect": twins.expect.model_copy(update={"items": codes[1:]})})
    assert [each.place for each in play(plan, fewer).differences] == [("expect", "items")]


def test_the_command_plays_a_code_and_a_file_alike() -> None:
    library = built_in_library()
    by_code = perform(stage("newborn", library=library), Script(example="twins"))
    by_file = perform(stage(str(NEWBORN), library=library), Script(example="twins"))
    assert by_code == by_file
    [performed] = by_code
    assert performed.imagined
    assert not performed.complaints
    lines = "\n".join(as_lines(performed.imagined, plan_of("newborn"), language="zh"))
    assert "提交申请" in lines
    assert "结果：全部办结" in lines
    assert json.loads(json.dumps(as_data(performed.imagined)))["end"] == "completed"


def test_an_example_may_be_played_with_another_decision_and_is_then_not_held_to_its_end() -> None:
    staged = stage("newborn", library=built_in_library())
    script = Script(
        decisions=("birth-registration.receipt=correct,refuse:parentage_unclear",), example="one-child"
    )
    [performed] = perform(staged, script)
    assert performed.imagined
    assert performed.imagined.end == "partly_completed"
    assert not performed.complaints


def test_answers_are_read_as_their_questions_are() -> None:
    staged = stage("newborn", library=built_in_library())
    twins = next(each for each in staged.matter.examples if each.name == "twins")
    said = tuple(f"{name}={str(value).lower()}" for name, value in twins.answers.items())
    [performed] = perform(staged, Script(answers=said))
    assert [performed] == list(perform(staged, Script(answers=(",".join(said),))))
    assert performed.imagined
    assert len(performed.imagined.items) == len(twins.expect.items or ())


def test_what_the_command_cannot_play_is_said_in_words(tmp_path: Path) -> None:
    library = built_in_library()
    with pytest.raises(NotStaged, match="no matter “wedding”"):
        stage("wedding", library=library)
    broken = tmp_path / "broken.yaml"
    broken.write_text("matter: small\n", encoding="utf-8")
    with pytest.raises(NotStaged, match="is missing"):
        stage(str(broken), library=library)
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NotStaged, match="cannot be read"):
        stage(str(broken), library=library)
    staged = stage("newborn", library=library)
    with pytest.raises(NotStaged, match="no example “none”"):
        perform(staged, Script(example="none"))
    with pytest.raises(Unimaginable, match="name=value"):
        perform(staged, Script(answers=("married",)))


def test_a_matter_without_examples_has_to_be_told_what_is_answered(library: Library) -> None:
    assert not check_library(library).problems
    staged = stage("library-card", library=library)
    with pytest.raises(NotStaged, match="answer with --answers"):
        perform(staged, Script())
    assert compile_matter(library, "library-card").plan == staged.plan


def test_every_word_that_may_be_decided_stands_in_the_guide() -> None:
    guide = (BUILT_IN.parents[1] / "docs" / "definitions.md").read_text(encoding="utf-8")
    section = guide.partition("\n### Examples\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"[a-z_]+", section))
    assert {word for words in VOCABULARY.values() for word in words} <= told
    assert {LATE, SILENT} <= told


def test_the_timeline_tells_how_each_item_ends_in_words_and_calls_departments_by_their_names() -> None:
    script = Script(decisions=("birth-registration.receipt=refuse:parentage_unclear",), example="one-child")
    [performed] = perform(stage("newborn", library=built_in_library()), script)
    assert performed.imagined
    plan = plan_of("newborn")
    reason = next(e for e in plan.item("birth-registration").refusal_reasons if e.code == "parentage_unclear")
    names = Names(departments={"health": Text("卫生健康部门", "Health")})
    lines = list(as_lines(performed.imagined, plan, language="zh", names=names))
    assert any(reason.text.zh in each and "（1）  不予受理" in each for each in lines)
    assert not any("parentage_unclear" in each or "granted" in each for each in lines)
    assert any("部门 卫生健康部门" in each for each in lines)


def test_each_standing_of_an_item_has_words() -> None:
    assert set(STANDINGS) == set(get_args(ItemStanding))
