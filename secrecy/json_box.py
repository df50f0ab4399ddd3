"""JSON values, encrypted whole."""

import json
from typing import Any

from secrecy.envelope import decrypt, encrypt


def encrypt_json(key: bytes, value: Any, *, context: bytes) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return encrypt(key, text.encode(), context=context)


def decrypt_json(key: bytes, ciphertext: bytes, *, context: bytes) -> Any:
    """The value; raises `secrecy.envelope.Unreadable`."""
    return json.loads(decrypt(key, ciphertext, context=context))
