from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.verification import (
    ALPHABET,
    STATUS_WORDS,
    find_verify_code,
    grouped,
    masked_holder,
    new_verify_code,
    status_on,
    verify_url,
)

codes = st.text(alphabet=ALPHABET, min_size=28, max_size=28)


def test_a_code_has_at_least_128_random_bits() -> None:
    assert len(new_verify_code()) * 5 >= 128
    assert new_verify_code() != new_verify_code()


@given(codes)
def test_a_code_is_found_as_it_is_printed_and_however_it_is_typed(code: str) -> None:
    assert find_verify_code(grouped(code)) == code
    assert find_verify_code(f" {code.lower()[:9]} {code.lower()[9:]} ") == code


@given(codes)
def test_look_alikes_are_read_as_what_was_meant(code: str) -> None:
    assert find_verify_code(code.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 28, "0" * 29, "一" * 28])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert find_verify_code(typed) is None


def test_the_address_of_a_code_has_one_slash() -> None:
    assert verify_url("http://127.0.0.1:8600/", code="X") == "http://127.0.0.1:8600/verify/X"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王芳", "王*"),
        ("张三丰", "张*丰"),
        ("欧阳娜娜", "欧**娜"),
        ("John Smith", "J*** S***"),
        ("李", "李*"),
    ],
)
def test_a_masked_name_is_recognised_by_its_bearer_only(name: str, masked: str) -> None:
    assert masked_holder(name) == masked


def test_a_company_is_public() -> None:
    assert masked_holder("杭州一碗面餐饮有限公司", is_company=True) == "杭州一碗面餐饮有限公司"


def test_the_last_day_of_validity_is_valid() -> None:
    last = date(2026, 11, 21)
    assert status_on(last, valid_to=last, revoked=False) == "valid"
    assert status_on(date(2026, 11, 22), valid_to=last, revoked=False) == "expired"
    assert status_on(last, valid_to=None, revoked=True) == "revoked"
    assert STATUS_WORDS["expired"].zh == "已过有效期"


@pytest.mark.parametrize(
    ("revoked", "replaced", "status"),
    [(False, True, "replaced"), (True, True, "revoked"), (True, False, "revoked")],
)
def test_a_paper_that_was_replaced_or_revoked_is_valid_on_no_day(
    revoked: bool, replaced: bool, status: str
) -> None:
    day = date(2026, 11, 21)
    assert status_on(day, valid_to=None, revoked=revoked, replaced=replaced) == status
    assert STATUS_WORDS[status_on(day, valid_to=None, revoked=revoked, replaced=replaced)].zh
