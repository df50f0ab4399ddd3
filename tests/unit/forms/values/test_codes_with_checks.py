"""Credit codes, bank cards, parcels, certificates and regions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.values.bank_card import check_bank_card, luhn_check
from forms.values.birth_certificate import check_birth_certificate
from forms.values.checked import Invalid
from forms.values.electronic_certificate import (
    check_electronic_certificate,
    make_certificate_identifier,
    parse_certificate_identifier,
)
from forms.values.marriage_certificate import check_marriage_certificate
from forms.values.postal_item import check_postal_item, s10_check
from forms.values.region_code import check_region_code, covers, level_of, parent_of
from forms.values.uscc import check_uscc, make_uscc
from tests.unit.forms.values.checks import code, normal, with_other_digit

TODAY = date(2026, 3, 2)
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "number",
    [
        "91350100M000100Y43",
        "91330100799655058B",
        "11370800MB28559184",
        "11310000MB2F30661Y",
        "11511301008778183N",
        "91330106MA0000015K",
        "92330106MA0000023B",
        "113300000000000199",
    ],
)
def test_published_credit_codes_are_valid(number: str) -> None:
    assert normal(check_uscc(number.lower())) == number


@given(
    st.sampled_from(["91", "92", "11", "53"]),
    st.from_regex("[1-6][0-9]{5}", fullmatch=True),
    st.text(USCC_LETTERS, min_size=8, max_size=8),
    st.integers(0, 17),
    st.sampled_from(USCC_LETTERS),
)
def test_one_wrong_character_of_a_credit_code_is_always_found(
    kind: str, region: str, subject: str, position: int, other: str
) -> None:
    number = make_uscc(kind=kind, region=region, subject=subject)
    assert normal(check_uscc(number)) == number
    changed = number[:position] + other + number[position + 1 :]
    assert changed == number or isinstance(check_uscc(changed), Invalid)


@pytest.mark.parametrize("number", ["9135010OM000100Y43", "91350100M000100Y4", "Z1350100M000100Y43"])
def test_a_credit_code_with_impossible_characters_is_refused(number: str) -> None:
    assert code(check_uscc(number)) == "uscc.form"


@given(st.text("0123456789", min_size=15, max_size=18), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_of_a_bank_card_is_always_found(payload: str, position: int, step: int) -> None:
    number = payload + luhn_check(payload)
    assert normal(check_bank_card(number)) == number
    assert code(check_bank_card(with_other_digit(number, position, step))) == "bank_card.check"


def test_a_bank_card_is_read_as_it_is_printed() -> None:
    assert normal(check_bank_card("4111 1111 1111 1111")) == "4111111111111111"
    assert code(check_bank_card("4111 1111 1111 111")) == "bank_card.form"


@pytest.mark.parametrize(
    ("serial", "check"), [("47312482", "9"), ("12345678", "5"), ("00000001", "4"), ("98765432", "6")]
)
def test_parcel_numbers_have_the_check_of_the_postal_union(serial: str, check: str) -> None:
    assert s10_check(serial) == check
    assert normal(check_postal_item(f"ra{serial}{check}cn")) == f"RA{serial}{check}CN"


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 7), st.integers(1, 9))
def test_a_wrong_digit_of_a_parcel_number_changes_its_check_unless_two_remainders_share_it(
    serial: str, position: int, step: int
) -> None:
    changed = with_other_digit(serial, position, step)
    # Remainders 0 and 6 both give check digit 5, so the standard itself cannot tell these apart.
    assert s10_check(changed) != s10_check(serial) or s10_check(serial) == "5"


@pytest.mark.parametrize(
    ("number", "reason"), [("RA473124828CN", "postal_item.check"), ("12345", "postal_item.form")]
)
def test_what_is_no_parcel_number_is_refused(number: str, reason: str) -> None:
    assert code(check_postal_item(number)) == reason


def test_domestic_parcels_have_thirteen_digits() -> None:
    assert normal(check_postal_item("1012345678901")) == "1012345678901"


@pytest.mark.parametrize(
    "identifier",
    [
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
        "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
    ],
)
def test_published_certificate_identifiers_are_valid(identifier: str) -> None:
    assert normal(check_electronic_certificate(identifier)) == identifier


def test_a_certificate_with_a_wrong_check_is_read_but_not_accepted_from_a_person() -> None:
    wrong = "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.8"
    parsed = parse_certificate_identifier(wrong)
    assert parsed is not None
    assert not parsed.check_holds
    assert code(check_electronic_certificate(wrong)) == "electronic_certificate.check"
    assert code(check_electronic_certificate("1.2.3")) == "electronic_certificate.form"


@given(st.from_regex("[0-9A-Z]{1,20}", fullmatch=True), st.integers(1, 999))
def test_a_made_certificate_identifier_is_read_back(serial: str, version: int) -> None:
    made = make_certificate_identifier(
        type_code="11100000000013338W011", issuer="11430000006122244L", serial=serial, version=version
    )
    parsed = parse_certificate_identifier(made)
    assert parsed is not None
    assert parsed.check_holds
    assert (parsed.serial, int(parsed.version)) == (serial, version)


@pytest.mark.parametrize(
    ("typed", "stored"), [("330106", "330106000000"), ("330106001", "330106001000"), ("330106001002",) * 2]
)
def test_regions_are_stored_with_twelve_digits(typed: str, stored: str) -> None:
    assert normal(check_region_code(typed)) == stored


@pytest.mark.parametrize(
    ("typed", "reason"), [("33010", "region_code.form"), ("990106", "region_code.province")]
)
def test_what_is_no_region_is_refused(typed: str, reason: str) -> None:
    assert code(check_region_code(typed)) == reason


def test_a_region_knows_its_level_and_what_lies_above() -> None:
    chain = ["330106001002", "330106001000", "330106000000", "330100000000", "330000000000"]
    assert [level_of(region) for region in chain] == ["village", "town", "county", "city", "province"]
    assert [parent_of(region) for region in chain] == [*chain[1:], None]
    assert all(covers(upper, chain[0]) for upper in chain)
    assert not covers("330106000000", "330105000000")
    assert not covers(chain[0], chain[1])


@pytest.mark.parametrize(("typed", "stored"), [("k330012345", "K330012345"), ("Ｋ330012345", "K330012345")])
def test_birth_certificates_have_a_letter_and_nine_digits(typed: str, stored: str) -> None:
    assert normal(check_birth_certificate(typed)) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("K33001234", "birth_certificate.form"), ("K990012345", "birth_certificate.province")],
)
def test_what_is_no_birth_certificate_is_refused(typed: str, reason: str) -> None:
    assert code(check_birth_certificate(typed)) == reason


def test_marriage_certificates_are_read_with_and_without_hyphens() -> None:
    assert normal(check_marriage_certificate("J330106-2024-000123", today=TODAY)) == "J3301062024000123"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("330106-2024-000123", "marriage_certificate.form"),
        ("J330106-2027-000123", "marriage_certificate.content"),
        ("J330106-2003-000123", "marriage_certificate.content"),
        ("J990106-2024-000123", "marriage_certificate.content"),
    ],
)
def test_what_is_no_marriage_certificate_is_refused(typed: str, reason: str) -> None:
    assert code(check_marriage_certificate(typed, today=TODAY)) == reason
