"""Keyed hashes that find rows, and the passwords of cases."""

from hypothesis import given
from hypothesis import strategies as st

from secrecy.lookup import keyed_hash, number_hash, uniqueness_digest
from secrecy.passwords import ALPHABET, LENGTH, hash_password, is_password, new_password
from settings import MasterKeys

OLD = MasterKeys(current="old", keys={"old": b"1" * 32})
ROTATED = MasterKeys(current="new", keys={"old": b"1" * 32, "new": b"2" * 32})
OTHER = MasterKeys(current="old", keys={"old": b"3" * 32})


def test_a_number_is_found_however_it_was_typed_and_after_a_rotation() -> None:
    assert number_hash(OLD, "11010519491231002x") == number_hash(ROTATED, " 110105 19491231 002X ")


def test_two_installations_hash_differently_and_so_do_two_purposes() -> None:
    assert number_hash(OLD, "1") != number_hash(OTHER, "1")
    assert keyed_hash(OLD, "1", purpose="a") != keyed_hash(OLD, "1", purpose="b")


@given(st.lists(st.text(max_size=3), max_size=3), st.lists(st.text(max_size=3), max_size=3))
def test_only_equal_values_take_the_same_place(one: list[str], other: list[str]) -> None:
    same = uniqueness_digest(OLD, item="i", values=one) == uniqueness_digest(OLD, item="i", values=other)
    assert same == (one == other)


def test_a_password_opens_its_case_only_and_as_people_type_it() -> None:
    password = new_password()
    hashed = hash_password(OLD, password)
    assert is_password(ROTATED, f" {password[:5].lower()}-{password[5:]} ", hashed=hashed)
    assert not is_password(ROTATED, new_password(), hashed=hashed)
    assert not is_password(OTHER, password, hashed=hashed)


def test_a_password_whose_key_is_gone_opens_nothing() -> None:
    password = new_password()
    assert not is_password(OLD, password, hashed=hash_password(ROTATED, password))


def test_a_password_has_no_letters_that_look_alike_and_its_hash_is_salted() -> None:
    password = new_password()
    assert len(password) == LENGTH
    assert set(password) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1IL")
    assert hash_password(OLD, password) != hash_password(OLD, password)
