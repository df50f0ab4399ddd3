"""docs/definitions.md says only what the checks accept, and leaves no key of the language out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

from forms.values.registry import VALUE_TYPES
from matter_definitions.check import CheckResult, check_source
from matter_definitions.language import (
    chains,
    dictionary,
    items,
    matters,
    merging,
    offers,
    organisation,
    overriding,
)
from matter_definitions.language import examples as example_language
from matter_definitions.library_index import Library, built_in_library, library_of
from matter_definitions.plan import Plan
from matter_definitions.read import read_document
from tests.every_case import for_every

GUIDE = Path(__file__).parents[3] / "docs" / "definitions.md"
TUTORIAL, _, REFERENCE = GUIDE.read_text(encoding="utf-8").partition("\n## Reference\n")

# Which heading of the reference explains which part of the language.
EXPLAINED: dict[str, list[type[BaseModel]]] = {
    "Elements": [dictionary.ElementModel, dictionary.OptionModel],
    "Materials": [dictionary.MaterialModel],
    "Regions": [organisation.RegionModel],
    "Departments": [organisation.DepartmentModel],
    "Responsibility": [organisation.ResponsibilityModel],
    "Remedies": [organisation.RemedyModel],
    "Item": [items.ItemModel, items.LimitsModel, items.FieldNeed, items.MaterialNeed, items.ReasonModel],
    "Special procedures": [offers.SpecialModel],
    "Suspensions": [offers.SuspensionModel],
    "Extension": [offers.ExtensionModel],
    "Forwarding": [offers.ForwardModel],
    "Commitments": [offers.CommitmentModel],
    "Steps": [
        items.StepModel,
        items.OfficerFieldModel,
        items.PaymentModel,
        offers.SplitModel,
        offers.RefundModel,
        offers.LevelModel,
        offers.ByModel,
        offers.PublicityModel,
        offers.HearingModel,
        offers.VisitModel,
        offers.LetterModel,
        offers.WindowModel,
    ],
    "Results": [items.ResultModel],
    "Matter": [matters.MatterModel],
    "Questions": [matters.QuestionModel, matters.AnswerModel, matters.ExitWhenModel],
    "Subjects": [matters.SubjectModel],
    "Items of a matter": [matters.ItemEntry, matters.AnyOf],
    "Look-ups": [matters.LookupModel],
    "Derived fields": [matters.DerivedModel],
    "Consents": [matters.ConsentModel],
    "Statement": [matters.StatementModel],
    "Merged results": [merging.MergedModel],
    "What comes next": [chains.NextModel],
    "What comes first": [chains.RequiresModel],
    "Rules": [matters.RuleModel],
    "Delivery": [matters.DeliveryModel],
    "Notices": [matters.NoticeModel],
    "Papers": [matters.PaperModel],
    "Examples": [example_language.ExampleModel, example_language.ExpectModel],
    "Overrides": [
        overriding.OverrideModel,
        overriding.OtherItem,
        overriding.OtherLimits,
        overriding.HintsModel,
    ],
}


@dataclass(frozen=True, slots=True)
class Block:
    label: str
    text: str

    @property
    def file(self) -> str:
        return self.text.splitlines()[0].removeprefix("# ")


def blocks(text: str) -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(.*)\n((?:.*\n)*?)```$", text, flags=re.MULTILINE)]


def section(heading: str) -> str:
    return re.split(r"^##+ ", REFERENCE.partition(f"\n### {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def tutorial_files() -> list[Block]:
    return [each for each in blocks(TUTORIAL) if each.label == "yaml"]


def tutorial_library(files: list[Block]) -> Library:
    return built_in_library().with_changes(library_of((each.file, each.text) for each in files))


def check_last(files: list[Block]) -> CheckResult:
    return check_source(files[-1].text, library=tutorial_library(files[:-1]), file=files[-1].file)


def tutorial_plan() -> Plan:
    files = tutorial_files()
    matter = next(each for each in files if each.file.startswith("matters/"))
    return check_source(matter.text, library=tutorial_library(files), file=matter.file).plans["dog"]


def examples(heading: str) -> Iterator[tuple[str, object]]:
    """Each key of a table with its example, read as YAML."""
    for row in re.findall(r"^\| (.*) \| .* \| (.*) \|$", section(heading), flags=re.MULTILINE):
        keys, values = (re.findall(r"`([^`]+)`", cell) for cell in row)
        if "key" in row[0] or not values:
            continue
        for key, value in zip(keys, values if len(values) == len(keys) else values * len(keys), strict=True):
            yield key, read_document(f"example: {value}", file=heading).data["example"]


@pytest.mark.parametrize("number", range(len(tutorial_files())))
def test_every_file_of_your_first_matter_is_accepted_after_those_before_it(number: int) -> None:
    result = check_last(tutorial_files()[: number + 1])
    assert [problem.en for problem in result.problems] == []


def test_your_first_matter_asks_for_what_the_text_says() -> None:
    plan = tutorial_plan()
    assert {item.code: item.after for item in plan.items} == {
        "dog-vaccination": (),
        "dog-licence": (("dog-vaccination",),),
    }
    licence = next(field for field in plan.form.fields if field.key == "dog.licence_no")
    assert licence.produced_by == "dog-licence"
    assert plan.item("dog-licence").silence == "accepted"


def test_the_mistakes_get_the_words_that_the_guide_quotes() -> None:
    [(wrong, said)] = [(one, two) for one, two in pairwise(blocks(TUTORIAL)) if one.label == "yaml wrong"]
    library = tutorial_library(tutorial_files())
    problems = check_source(wrong.text, library=library, file=wrong.file).problems
    assert [f"{each.file}:{each.line}: {each.severity}: {each.en}" for each in problems] == (
        said.text.splitlines()
    )


@for_every("heading", EXPLAINED)
def test_every_key_of_the_language_is_explained(heading: str) -> None:
    told = set(re.findall(r"`([a-z_]+)`", section(heading))) | set(re.findall(r"\{(any): ", section(heading)))
    for model in EXPLAINED[heading]:
        assert set(model.model_fields) <= told, model.__name__


@for_every("heading", EXPLAINED)
def test_every_example_of_the_reference_is_accepted(heading: str) -> None:
    model = EXPLAINED[heading][0]
    for key, value in examples(heading):
        annotation = TypeAdapter(model.model_fields[key].rebuild_annotation())
        annotation.validate_python(value, strict=True)


PARTS: dict[str, type[BaseModel]] = {
    "Item": items.ItemModel,
    "Forwarding": items.ItemModel,
    "Commitments": items.ItemModel,
    "Steps": items.ItemModel,
    "Questions": matters.MatterModel,
    "Examples": matters.MatterModel,
    "What comes first": matters.MatterModel,
}


@pytest.mark.parametrize("heading", PARTS)
def test_every_part_shown_in_the_reference_is_accepted(heading: str) -> None:
    model = PARTS[heading]
    shown = [read_document(each.text, file=heading) for each in blocks(section(heading))]
    assert shown
    for key, value in (pair for part in shown for pair in part.data.items()):
        TypeAdapter(model.model_fields[key].rebuild_annotation()).validate_python(value, strict=True)


def test_the_override_of_the_reference_is_accepted() -> None:
    [block] = blocks(section("Overrides"))
    result = check_source(block.text, library=built_in_library(), file="override.yaml")
    assert [problem.en for problem in result.problems] == []


def test_every_value_type_is_named() -> None:
    assert set(VALUE_TYPES) <= set(re.findall(r"`([a-z_]+)`", section("Elements")))
