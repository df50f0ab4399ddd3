"""Codes of items (GB/T 39554.1-2020), with codes that were published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.values.checked import Invalid
from forms.values.item_code import (
    check_basic_code,
    check_business_code,
    check_implementation_code,
    make_implementation_code,
)
from tests.unit.forms.values.checks import code, normal

BASIC = ["370117002011", "312003564000"]
IMPLEMENTATION = "11370800MB285591843370117002011"
BUSINESS = "11310000MB2F30661Y231200356400001"


@pytest.mark.parametrize("number", BASIC)
def test_published_basic_codes_are_valid(number: str) -> None:
    assert normal(check_basic_code(number)) == number


def test_published_codes_of_implementation_and_business_are_valid() -> None:
    assert normal(check_implementation_code(IMPLEMENTATION)) == IMPLEMENTATION
    assert normal(check_business_code(BUSINESS)) == BUSINESS


def test_an_implementation_code_is_made_of_department_level_and_basic_code() -> None:
    made = make_implementation_code(uscc="11370800MB28559184", level=3, basic_code="370117002011")
    assert made == IMPLEMENTATION


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("37011700201", "basic_code.form"),
        ("37011700201A", "basic_code.form"),
        ("371117002011", "basic_code.kind"),
        ("370117000011", "basic_code.main"),
    ],
)
def test_a_basic_code_of_another_shape_is_told(number: str, problem: str) -> None:
    assert code(check_basic_code(number)) == problem


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (IMPLEMENTATION[:-1], "implementation_code.form"),
        (IMPLEMENTATION[:18] + "7" + IMPLEMENTATION[19:], "implementation_code.form"),
        (IMPLEMENTATION[:19] + "371117002011", "basic_code.kind"),
    ],
)
def test_an_implementation_code_of_another_shape_is_told(number: str, problem: str) -> None:
    assert code(check_implementation_code(number)) == problem
    assert isinstance(check_business_code(number + "01"), Invalid)


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_mistyped_department_in_an_implementation_code_is_found(position: int, other: str) -> None:
    changed = IMPLEMENTATION[:position] + other + IMPLEMENTATION[position + 1 :]
    assert changed == IMPLEMENTATION or isinstance(check_implementation_code(changed), Invalid)
