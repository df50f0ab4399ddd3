"""The one check for all types, masks, phones, money and plain values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expressions.types import ValueType as CelType
from forms.values.checked import Invalid, Valid
from forms.values.masking import mask_account, mask_by_type, mask_id, mask_name, mask_phone
from forms.values.money import check_yuan, format_fen, parse_yuan
from forms.values.phone import check_phone, show_phone
from forms.values.registry import VALUE_TYPES, check_value
from tests.every_case import for_every
from tests.unit.forms.values.checks import code, normal

TODAY = date(2026, 3, 2)
json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


def stored(type_name: str, value: object) -> object:
    checked = check_value(type_name, value, today=TODAY)
    assert isinstance(checked, Valid), checked
    return checked.normal


@given(st.sampled_from(sorted(VALUE_TYPES)), json_values)
def test_every_value_gets_an_answer_and_a_stored_one_is_stored_the_same_again(
    type_name: str, value: object
) -> None:
    checked = check_value(type_name, value, today=TODAY, options=["a"])
    if isinstance(checked, Valid):
        assert check_value(type_name, checked.normal, today=TODAY, options=["a"]) == checked
        assert VALUE_TYPES[type_name].mask(checked.normal) is not None


@for_every(
    ("type_name", "value", "kept"),
    [
        ("text", " 两行\r\n文字 ", "两行\n文字"),
        ("boolean", True, True),
        ("boolean", "false", False),
        ("integer", "12", 12),
        ("money_fen", 0, 0),
        ("date", "2024-02-29", "2024-02-29"),
        ("datetime", "2026-02-12T09:30", "2026-02-12T09:30:00+08:00"),
        ("datetime", "2026-02-12T01:30:00Z", "2026-02-12T09:30:00+08:00"),
        ("email", " Li.Si@Example.ORG ", "Li.Si@example.org"),
        ("address", "浙江省  杭州市\n西湖区", "浙江省 杭州市 西湖区"),
        ("number_text", "a-12／3", "A-12/3"),
        ("phone", "138 0013 8000", "+8613800138000"),
        ("region", "330106", "330106000000"),
        ("resident_id", "11010519491231002x", "11010519491231002X"),
    ],
)
def test_values_are_stored_in_their_normal_form(type_name: str, value: object, kept: object) -> None:
    assert stored(type_name, value) == kept


@for_every(
    ("type_name", "value", "reason"),
    [
        ("text", 5, "text.not_text"),
        ("text", "  ", "text.empty"),
        ("text", "a\x00", "text.characters"),
        ("text", "a\ud800", "text.characters"),
        ("text", "a\u202eb", "text.characters"),
        ("text", "字" * 2001, "text.long"),
        ("boolean", 1, "boolean.form"),
        ("boolean", "yes", "boolean.form"),
        ("integer", True, "integer.form"),
        ("integer", 1.0, "integer.form"),
        ("integer", 2**60, "integer.form"),
        ("money_fen", -1, "money_fen.form"),
        ("date", "2026-02-30", "date.form"),
        ("date", "20260212", "date.form"),
        ("datetime", "2026-02-12", "datetime.form"),
        ("email", "a@b", "email.form"),
        ("email", "a..b@example.org", "email.form"),
        ("address", "字" * 201, "address.long"),
        ("number_text", "第 3 号", "number_text.form"),
        ("code", "c", "code.unknown"),
        ("phone", "010-12345678", "phone.form"),
        ("phone", "+852 5123 4567", "phone.form"),
        ("phone", "1380013800A", "phone.form"),
    ],
)
def test_what_is_wrong_with_a_value_is_said(type_name: str, value: object, reason: str) -> None:
    assert code(check_value(type_name, value, today=TODAY, options=["a", "b"])) == reason


def test_a_code_is_one_of_the_fields_options() -> None:
    assert check_value("code", "a", today=TODAY, options=["a", "b"]) == Valid("a")


def test_a_field_may_demand_a_length() -> None:
    assert code(check_value("text", "三个字", today=TODAY, max_length=2)) == "text.long"
    assert code(check_value("text", "三个字", today=TODAY, min_length=4)) == "text.short"
    assert check_value("text", "三个字", today=TODAY, min_length=3, max_length=3) == Valid("三个字")


def test_a_date_in_json_is_a_date_in_expressions() -> None:
    assert VALUE_TYPES["date"].cel_type is CelType.DATE
    assert VALUE_TYPES["money_fen"].cel_type is CelType.INT
    assert VALUE_TYPES["phone"].cel_type is CelType.STRING


@pytest.mark.parametrize(
    "typed", ["13800138000", "+86 138-0013-8000", "0086 13800138000", "１３８００１３８０００"]
)
def test_a_phone_is_stored_in_one_form(typed: str) -> None:
    assert normal(check_phone(typed)) == "+8613800138000"


def test_a_phone_is_shown_in_groups() -> None:
    assert show_phone("+8613800138000") == "138 0013 8000"


@for_every(
    ("masked", "shown"),
    [
        (mask_id("11010519491231002X"), "110***********002X"),
        (mask_name("张三丰"), "张*丰"),
        (mask_name("张三"), "张*"),
        (mask_name("欧阳小明"), "欧**明"),
        (mask_phone("+8613800138000"), "138****8000"),
        (mask_phone("13800138000"), "138****8000"),
        (mask_account("4111111111111111"), "************1111"),
        (mask_by_type("email", "lisi@example.org"), "l***@example.org"),
        (mask_by_type("email", "a@example.org"), "*@example.org"),
        (mask_by_type("address", "浙江省杭州市西湖区文三路 1 号"), "浙江省杭州市****"),
        (mask_by_type("date", "1990-05-17"), "1990-**-**"),
        (mask_by_type("text", "家里的情况"), "****"),
        (mask_by_type("newborn_name", "王小明"), "王*明"),
    ],
)
def test_masks_show_only_what_they_must(masked: str, shown: str) -> None:
    assert masked == shown


@given(st.sampled_from(sorted(VALUE_TYPES)), st.text(min_size=2, max_size=40))
def test_no_mask_shows_a_whole_value(type_name: str, text: str) -> None:
    assert mask_by_type(type_name, text) != text or set(text) <= {"*", "@"}


@given(st.integers(0, 10**12))
def test_money_that_is_shown_is_read_back(fen: int) -> None:
    assert parse_yuan(format_fen(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [("380", 38000), ("¥1,234.5", 123450), ("0.05元", 5), ("1,23", None), ("-1", None), ("1.234", None)],
)
def test_amounts_are_read_as_people_write_them(text: str, fen: int | None) -> None:
    assert parse_yuan(text) == fen


def test_an_amount_is_stored_in_fen() -> None:
    assert normal(check_yuan("380.5")) == "38050"
    assert isinstance(check_yuan("much"), Invalid)


def test_a_debt_keeps_its_sign() -> None:
    assert format_fen(-5) == "-0.05"
