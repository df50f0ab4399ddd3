"""The keys of an installation: master keys with ids, and one key per purpose made from them.

The first key in the settings' order (or the one named `lookup`) also makes the keyed hashes that rows
are found by. It stays for the life of the installation; rotating `current` never touches it.
"""

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from settings import MasterKeys

KEY_BYTES = 32
LOOKUP_KID = "lookup"


class UnknownKey(Exception):
    """Something was wrapped by a master key that this installation does not have."""

    def __init__(self, kid: str) -> None:
        self.kid = kid
        super().__init__(f"there is no master key {kid!r}")


def purpose_key(keys: MasterKeys, kid: str, purpose: str) -> bytes:
    """The key of one purpose, 32 bytes; raises UnknownKey. Knowing it tells nothing of the others."""
    try:
        return _derive(keys.keys[kid], purpose)
    except KeyError:
        raise UnknownKey(kid) from None


def lookup_key(keys: MasterKeys, purpose: str) -> bytes:
    """The key of a keyed hash by which rows are found: it must not change when the current key does."""
    kid = LOOKUP_KID if LOOKUP_KID in keys.keys else next(iter(keys.keys))
    return purpose_key(keys, kid, purpose)


@lru_cache(maxsize=64)
def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"onematter/{purpose}".encode()).derive(master)
