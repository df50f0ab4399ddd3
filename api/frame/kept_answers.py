"""An answer kept for repetition, encrypted: it may hold a case's password or personal data."""

from secrecy.envelope import decrypt, encrypt
from secrecy.keys import purpose_key
from settings import MasterKeys

PURPOSE = "idempotency"


def seal_answer(body: bytes, *, master_keys: MasterKeys, context: str) -> bytes:
    """The id of the key stands in front (one byte of length), so keys can be rotated within the day."""
    kid = master_keys.current.encode()
    key = purpose_key(master_keys, master_keys.current, PURPOSE)
    return bytes([len(kid)]) + kid + encrypt(key, body, context=context.encode())


def open_answer(sealed: bytes, *, master_keys: MasterKeys, context: str) -> bytes:
    end = 1 + sealed[0]
    key = purpose_key(master_keys, sealed[1:end].decode(), PURPOSE)
    return decrypt(key, sealed[end:], context=context.encode())
