from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.values.case_number import (
    CaseNumber,
    check_case_number,
    make_case_number,
    make_sub_case_number,
    parent_number,
    parse_case_number,
)
from tests.unit.forms.values.checks import code, normal, with_other_digit

regions = st.from_regex("[1-6][0-9]{5}", fullmatch=True)
days = st.dates(date(2020, 1, 1), date(2099, 12, 31))
serials = st.integers(0, 10**8 - 1)


@given(regions, days, serials, st.none() | st.integers(1, 99))
def test_a_made_number_is_read_back(region: str, day: date, serial: int, sub: int | None) -> None:
    parent = make_case_number(region=region, day=day, serial=serial)
    number = parent if sub is None else make_sub_case_number(parent, sub=sub)
    assert parse_case_number(number) == CaseNumber(region, day, serial, sub)
    assert parent_number(number) == parent


@given(regions, days, serials, st.integers(0, 22), st.integers(1, 9))
def test_one_misheard_digit_is_always_found(
    region: str, day: date, serial: int, position: int, step: int
) -> None:
    number = make_case_number(region=region, day=day, serial=serial)
    assert parse_case_number(with_other_digit(number, position, step)) is None


@given(regions, days, serials)
def test_a_number_tells_nothing_but_place_day_and_order(region: str, day: date, serial: int) -> None:
    number = make_case_number(region=region, day=day, serial=serial)
    assert len(number) == 23
    assert number.isdecimal()


def test_the_check_digit_does_not_change_between_releases() -> None:
    number = make_case_number(region="330106000000", day=date(2026, 3, 2), serial=42)
    assert number == "33010620260302000000429"
    assert make_sub_case_number(number, sub=3) == "33010620260302000000429-03"


def test_a_number_may_be_typed_in_groups() -> None:
    number = make_case_number(region="330106", day=date(2026, 3, 2), serial=42)
    typed = f" {number[:6]} {number[6:14]} {number[14:]} "
    assert normal(check_case_number(typed)) == number


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    assume(parse_case_number(text) is None)
    assert parse_case_number(text) is None


@pytest.mark.parametrize("text", ["", "123", "33010620260302000000429-00", "33010620261302000000420"])
def test_what_is_no_case_number_is_refused(text: str) -> None:
    assert code(check_case_number(text)) == "case_number.wrong"


def test_numbers_that_do_not_fit_are_mistakes_of_the_caller() -> None:
    with pytest.raises(ValueError, match="8 digits"):
        make_case_number(region="330106", day=date(2026, 3, 2), serial=10**8)
    with pytest.raises(ValueError, match="99"):
        make_sub_case_number("33010620260302000000429", sub=100)
