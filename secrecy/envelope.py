"""Envelope encryption: a data key per case, person or file, wrapped by a master key with an id.

AES-256-GCM. `context` names the place of a ciphertext (table, owner, version): moved to another place it
cannot be opened. Layout: one byte of version, 12 bytes of nonce, ciphertext with tag.
"""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from secrecy.keys import KEY_BYTES, purpose_key
from settings import MasterKeys

VERSION = b"\x01"
NONCE_BYTES = 12
_HEAD_BYTES = len(VERSION) + NONCE_BYTES
_WRAPPING = "wrap"


class Unreadable(Exception):
    """A ciphertext was changed, moved, or made with another key."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    wrapped: bytes
    kid: str


def new_data_key() -> bytes:
    return os.urandom(KEY_BYTES)


def wrap(keys: MasterKeys, data_key: bytes, *, context: bytes) -> WrappedKey:
    """The data key, encrypted with the current master key."""
    wrapping_key = purpose_key(keys, keys.current, _WRAPPING)
    return WrappedKey(encrypt(wrapping_key, data_key, context=context), keys.current)


def unwrap(keys: MasterKeys, wrapped: bytes, *, kid: str, context: bytes) -> bytes:
    """The data key; raises UnknownKey, Unreadable."""
    return decrypt(purpose_key(keys, kid, _WRAPPING), wrapped, context=context)


def encrypt(key: bytes, plaintext: bytes, *, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, context)


def decrypt(key: bytes, ciphertext: bytes, *, context: bytes) -> bytes:
    """The plaintext; raises Unreadable."""
    if ciphertext[:1] != VERSION or len(ciphertext) < _HEAD_BYTES:
        raise Unreadable
    nonce, sealed = ciphertext[len(VERSION) : _HEAD_BYTES], ciphertext[_HEAD_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, sealed, context)
    except InvalidTag:
        raise Unreadable from None
