from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.values.checked import Invalid, Valid
from forms.values.permanent_residence import check_permanent_residence
from forms.values.resident_id import (
    birth_of,
    check_resident_id,
    lengthen,
    make_resident_id,
    sex_of,
)
from tests.unit.forms.values.checks import code, normal, with_other_digit

TODAY = date(2026, 3, 2)
regions = st.sampled_from(["110105", "330102", "440304", "650100", "810000", "820000", "830000"])
births = st.dates(date(1900, 1, 1), TODAY)
sequences = st.integers(0, 999)


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "330102202402290013",
        "440306195203171221",
        "310101202603010081",
        "51010419991231999X",
    ],
)
def test_published_numbers_are_valid(number: str) -> None:
    assert normal(check_resident_id(number, today=TODAY)) == number


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_a_number_is_stored_in_one_form(typed: str) -> None:
    assert normal(check_resident_id(typed, today=TODAY)) == "11010519491231002X"


def test_an_old_number_is_lengthened() -> None:
    assert lengthen("110105491231002") == "11010519491231002X"
    assert normal(check_resident_id("110105491231002", today=TODAY)) == "11010519491231002X"


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_residence_permits_of_hong_kong_macao_and_taiwan_are_valid(region: str) -> None:
    number = make_resident_id(region=region, birth=date(1990, 5, 17), sequence=1)
    assert normal(check_resident_id(number, today=TODAY)) == number


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("11010519491231002", "resident_id.form"),
        ("11010519491231002Y", "resident_id.form"),
        ("1101051949123100٢X", "resident_id.form"),
        ("", "resident_id.form"),
        (make_resident_id(region="990105", birth=date(1990, 1, 1), sequence=2), "resident_id.region"),
        ("110105194902300029", "resident_id.birth"),
        (make_resident_id(region="110105", birth=TODAY + timedelta(days=1), sequence=2), "resident_id.birth"),
        (make_resident_id(region="110105", birth=date(1800, 1, 1), sequence=2), "resident_id.birth"),
        ("110105194912310021", "resident_id.check"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(number: str, reason: str) -> None:
    assert code(check_resident_id(number, today=TODAY)) == reason


def test_a_child_that_was_born_today_may_have_a_number() -> None:
    number = make_resident_id(region="330102", birth=TODAY, sequence=7)
    assert isinstance(check_resident_id(number, today=TODAY), Valid)


@given(regions, births, sequences)
def test_a_made_number_is_valid_and_tells_birth_and_sex(region: str, birth: date, sequence: int) -> None:
    number = make_resident_id(region=region, birth=birth, sequence=sequence)
    assert normal(check_resident_id(number, today=TODAY)) == number
    assert birth_of(number) == birth
    assert sex_of(number) == ("male" if sequence % 2 else "female")


@given(regions, births, sequences, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(
    region: str, birth: date, sequence: int, position: int, step: int
) -> None:
    number = make_resident_id(region=region, birth=birth, sequence=sequence)
    assert isinstance(check_resident_id(with_other_digit(number, position, step), today=TODAY), Invalid)


@given(regions, births, sequences, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_found(
    region: str, birth: date, sequence: int, position: int
) -> None:
    number = make_resident_id(region=region, birth=birth, sequence=sequence)
    one, other = number[position], number[position + 1]
    assume(one != other)
    swapped = number[:position] + other + one + number[position + 2 :]
    assert isinstance(check_resident_id(swapped, today=TODAY), Invalid)


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(check_resident_id(text, today=TODAY), Valid | Invalid)


def test_permanent_residence_cards_of_both_kinds_are_read() -> None:
    new = make_resident_id(region="911840", birth=date(1980, 6, 1), sequence=3)
    assert normal(check_permanent_residence(new, today=TODAY)) == new
    assert normal(check_permanent_residence("usa123456789012", today=TODAY)) == "USA123456789012"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("81184019800601003X", "permanent_residence.form"),
        (make_resident_id(region="911840", birth=date(2050, 6, 1), sequence=3), "permanent_residence.birth"),
    ],
)
def test_what_is_wrong_with_a_permanent_residence_number_is_said(number: str, reason: str) -> None:
    assert code(check_permanent_residence(number, today=TODAY)) == reason


def test_a_mistyped_permanent_residence_number_is_found() -> None:
    new = make_resident_id(region="911840", birth=date(1980, 6, 1), sequence=3)
    wrong = with_other_digit(new, 16, 1)
    assert code(check_permanent_residence(wrong, today=TODAY)) == "permanent_residence.check"
