"""The password printed on a submission receipt, which opens the public progress of one case.

Ten of 31 characters are 49 bits. Together with the limit of tries, and hashed under a key that is not in
the database, that needs no slow hash.
"""

import hashlib
import hmac
import secrets

from secrecy.keys import UnknownKey, purpose_key
from settings import MasterKeys

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O, 1 I L
LENGTH = 10
SALT_BYTES = 8
_PURPOSE = "case-password"


def new_password() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def hash_password(keys: MasterKeys, password: str) -> str:
    """`<kid>$<salt>$<hmac>`, for `matter_case.password_hash`."""
    salt = secrets.token_hex(SALT_BYTES)
    return f"{keys.current}${salt}${_digest(keys, password, kid=keys.current, salt=salt)}"


def is_password(keys: MasterKeys, password: str, *, hashed: str) -> bool:
    """Does this password open the case? Takes the same time however wrong it is."""
    kid, salt, digest = hashed.split("$")
    try:
        return hmac.compare_digest(digest, _digest(keys, password, kid=kid, salt=salt))
    except UnknownKey:
        return False


def _digest(keys: MasterKeys, password: str, *, kid: str, salt: str) -> str:
    typed = "".join(each for each in password.upper() if each.isalnum())
    key = purpose_key(keys, kid, _PURPOSE)
    return hmac.digest(key, f"{salt}/{typed}".encode(), hashlib.sha256).hex()
