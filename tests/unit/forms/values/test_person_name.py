import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.values.checked import Invalid, Valid
from forms.values.person_name import (
    check_newborn_name,
    check_person_name,
    first_not_permitted,
    permitted_characters,
)
from tests.unit.forms.values.checks import code, normal

permitted = st.sampled_from(sorted(permitted_characters()))


def test_the_table_of_permitted_characters_is_whole() -> None:
    characters = permitted_characters()
    assert len(characters) == 8105
    assert {"一", "燚", "㛃", "䶮", "𬭁"} <= characters
    assert all(unicodedata.normalize("NFC", character) == character for character in characters)


@given(st.text(permitted, min_size=2, max_size=6))
def test_every_permitted_character_may_be_in_a_newborns_name(name: str) -> None:
    assert normal(check_newborn_name(name)) == name


@pytest.mark.parametrize(
    ("name", "wrong"), [("王囍", "囍"), ("王𠮷祥", "𠮷"), ("王小明a", "a"), ("陳小明", "陳")]
)
def test_the_character_that_is_not_permitted_is_named(name: str, wrong: str) -> None:
    assert first_not_permitted(name) == wrong
    checked = check_newborn_name(name)
    assert code(checked) == "newborn_name.character"
    assert isinstance(checked, Invalid)
    assert f"“{wrong}”" in checked.zh


def test_a_newborn_may_have_a_name_of_parts() -> None:
    assert normal(check_newborn_name("阿依古丽•买买提")) == "阿依古丽·买买提"


def test_a_newborn_needs_surname_and_given_name() -> None:
    assert code(check_newborn_name("王")) == "newborn_name.short"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 张三丰 ", "张三丰"),
        ("陳大文", "陳大文"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        ("Jean-Luc  O’Neill Jr.", "Jean-Luc O’Neill Jr."),
        ("Zoe\u0308", "Zo\u00eb"),
        ("ᠪᠠᠲᠤ", "ᠪᠠᠲᠤ"),
        ("王〇", "王〇"),
    ],
)
def test_names_that_people_bear_are_kept(typed: str, stored: str) -> None:
    assert normal(check_person_name(typed)) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "name.empty"),
        ("   ", "name.empty"),
        ("张3", "name.characters"),
        ("张\ue000", "name.characters"),
        ("张😀", "name.characters"),
        ("张\u202e三", "name.characters"),
        ("·张三", "name.edge"),
        ("张三-", "name.edge"),
        ("张" * 51, "name.long"),
    ],
)
def test_what_is_no_name_is_refused(typed: str, reason: str) -> None:
    assert code(check_person_name(typed)) == reason


@given(st.text(max_size=60))
def test_a_stored_name_is_stored_the_same_again(text: str) -> None:
    checked = check_person_name(text)
    if isinstance(checked, Valid):
        assert normal(check_person_name(checked.normal)) == checked.normal
