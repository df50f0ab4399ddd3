"""Encryption with keys per case: only the right key at the right place opens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secrecy.envelope import Unreadable, decrypt, encrypt, new_data_key, unwrap, wrap
from secrecy.json_box import decrypt_json, encrypt_json
from secrecy.keys import UnknownKey
from settings import MasterKeys

OLD = MasterKeys(current="old", keys={"old": b"1" * 32})
ROTATED = MasterKeys(current="new", keys={"old": b"1" * 32, "new": b"2" * 32})
KEY = new_data_key()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(plaintext=st.binary(), context=st.binary())
def test_what_was_encrypted_comes_back(plaintext: bytes, context: bytes) -> None:
    sealed = encrypt(KEY, plaintext, context=context)
    assert decrypt(KEY, sealed, context=context) == plaintext


@given(value=JSON)
def test_json_comes_back(value: object) -> None:
    assert decrypt_json(KEY, encrypt_json(KEY, value, context=b"c"), context=b"c") == value


@given(position=st.integers(min_value=0, max_value=40), flip=st.integers(min_value=1, max_value=255))
def test_one_changed_byte_makes_it_unreadable(position: int, flip: int) -> None:
    sealed = bytearray(encrypt(KEY, b"thirteen byte", context=b"c"))
    sealed[position] ^= flip
    with pytest.raises(Unreadable):
        decrypt(KEY, bytes(sealed), context=b"c")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01short", b"\x02" + b"0" * 40])
def test_what_is_no_ciphertext_is_unreadable(sealed: bytes) -> None:
    with pytest.raises(Unreadable):
        decrypt(KEY, sealed, context=b"c")


def test_a_ciphertext_moved_to_another_place_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        decrypt(KEY, encrypt(KEY, b"x", context=b"case/1"), context=b"case/2")


def test_the_same_text_never_looks_the_same() -> None:
    assert encrypt(KEY, b"x", context=b"c") != encrypt(KEY, b"x", context=b"c")


def test_an_old_case_opens_after_the_master_key_was_rotated() -> None:
    wrapped = wrap(OLD, KEY, context=b"case/1")
    assert unwrap(ROTATED, wrapped.wrapped, kid=wrapped.kid, context=b"case/1") == KEY
    assert wrap(ROTATED, KEY, context=b"case/1").kid == "new"


def test_a_missing_master_key_is_named() -> None:
    wrapped = wrap(ROTATED, KEY, context=b"c")
    with pytest.raises(UnknownKey, match="new"):
        unwrap(OLD, wrapped.wrapped, kid=wrapped.kid, context=b"c")
