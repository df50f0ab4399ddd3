"""A problem of a definition leads to the input in which it is put right, in the words of the forms."""

import pytest

from matter_definitions.editing.places import place_of
from matter_definitions.editing.skeletons import new_definition
from matter_definitions.editing.spots import Spot, spot_finder

MATTER = """\
matter: dogs
title: {zh: 养犬, en: Dogs}
promise: 5 working days
questions:
  - code: kind_of_dog
    options:
      - {code: big, text: {zh: 大, en: Big}}
subjects:
  - {code: owner, uses: {Name: other_name}}
items: []
"""


def spot(path: str, *, kind: str = "matter", source: str = MATTER) -> Spot:
    found = spot_finder(kind, source)(path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "at", "name", "way"),
    [
        ("title.en", "basics", "title.en", "基本信息 › 名称 › 英文"),
        ("title", "basics", "title.zh", "基本信息 › 名称"),
        ("promise", "basics", "promise.amount", "基本信息 › 整体承诺时限"),
        ("items", "items", "items", "事项与先后 › 事项"),
        (
            "questions.0.title.zh",
            "questions.0",
            "questions.0.title.zh",
            "情形问题：kind_of_dog › 问题 › 中文",
        ),
        ("questions.0", "questions.0", "", "情形问题：kind_of_dog"),
        (
            "questions.0.options.0.exit.where",
            "questions.0.options.0",
            None,
            "选项：big › 选了它就不能在这里办",
        ),
        ("subjects.0.uses.Name.[key]", "subjects.0", "subjects.0.uses", "主体：owner › 换用数据元"),
        ("synonyms.3", "basics", "synonyms", "基本信息 › 其他叫法"),
    ],
)
def test_the_path_of_a_problem_leads_to_its_input(path: str, at: str, name: str | None, way: str) -> None:
    found = spot(path)
    assert found.at == at
    assert name is None or found.name == name
    assert way in " › ".join(each.zh for each in found.way)
    assert place_of("matter", MATTER, found.at) is not None


def test_what_people_call_a_key_is_known_only_where_the_path_ends_with_it() -> None:
    assert spot("lead").called.zh == "牵头部门"
    assert spot("title.en").called.en == "English"
    assert spot("subjects.0.uses.Name").called.zh == ""


def test_an_element_is_found_below_the_root_of_its_document() -> None:
    found = spot("elements.0.title.zh", kind="element", source=new_definition("element", "dog_name"))
    assert (found.at, found.name) == ("basics", "elements.0.title.zh")


@pytest.mark.parametrize(
    ("kind", "source", "path"),
    [
        ("matter", MATTER, "no_such_key"),
        ("matter", MATTER, ""),
        ("matter", "matter: [", "title"),
        ("element", MATTER, "title"),
        ("organisation", MATTER, "title"),
    ],
)
def test_what_no_form_shows_has_no_input(kind: str, source: str, path: str) -> None:
    found = spot_finder(kind, source)(path)
    assert found is None or found.name == ""
