"""Codes and access tokens of the development identity provider: in memory, short, codes for one use."""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

CODE_SECONDS = 60
TOKEN_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Login:
    """Who chose to be whom, and for which request. Times are seconds of real time."""

    persona: str
    level: str
    client_id: str
    redirect_uri: str
    code_challenge: str
    nonce: str | None
    at: float


class Grants:
    def __init__(self) -> None:
        self._codes: dict[str, Login] = {}
        self._tokens: dict[str, Login] = {}

    def give_code(self, login: Login) -> str:
        self._forget_old()
        code = secrets.token_urlsafe(32)
        self._codes[code] = login
        return code

    def redeem(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Login | None:
        """The login behind `code`, once. A code that was tried is gone, right or wrong (RFC 6749, 4.1.2)."""
        self._forget_old()
        login = self._codes.pop(code, None)
        if login is None or (login.client_id, login.redirect_uri) != (client_id, redirect_uri):
            return None
        return login if hmac.compare_digest(_challenge(verifier), login.code_challenge.encode()) else None

    def give_token(self, login: Login) -> str:
        token = secrets.token_urlsafe(32)
        self._tokens[token] = login
        return token

    def find_token(self, token: str) -> Login | None:
        self._forget_old()
        return self._tokens.get(token)

    def _forget_old(self) -> None:
        now = time.time()
        self._codes = {code: one for code, one in self._codes.items() if now - one.at < CODE_SECONDS}
        self._tokens = {token: one for token, one in self._tokens.items() if now - one.at < TOKEN_SECONDS}


def _challenge(verifier: str) -> bytes:
    """RFC 7636, S256; compared as bytes, since a forged verifier may hold any character."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
