"""Whose tokens we believe, and with which keys: our own (local stack) and the identity provider's."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import httpx
import jwt

from access.signing_keys import SigningKeys
from refusals import Busy

ALGORITHMS = ("ES256", "EdDSA")
KEYS_KEPT_SECONDS = 600.0
# A token with a made-up key id must not make us ask the identity provider every time.
ASKED_AGAIN_AFTER_SECONDS = 30.0
REQUEST_SECONDS = 5.0


class KeySource(Protocol):
    async def find_key(self, *, kid: str | None, algorithm: str) -> jwt.PyJWK | None: ...


def choose_key(keys: Sequence[jwt.PyJWK], *, kid: str | None, algorithm: str) -> jwt.PyJWK | None:
    """Some providers leave `kid` out; then the only key of that algorithm is meant."""
    fitting = [key for key in keys if key.algorithm_name == algorithm]
    if kid is not None:
        return next((key for key in fitting if key.key_id == kid), None)
    return fitting[0] if len(fitting) == 1 else None


class OwnKeys:
    def __init__(self, keys: SigningKeys) -> None:
        self._published = keys.published(datetime.now(UTC)).keys

    async def find_key(self, *, kid: str | None, algorithm: str) -> jwt.PyJWK | None:
        return choose_key(self._published, kid=kid, algorithm=algorithm)


class ProviderKeys:
    """Keys and addresses of an OIDC issuer, from its discovery document, kept for some minutes."""

    def __init__(self, issuer: str, *, client: httpx.AsyncClient) -> None:
        self.issuer = issuer
        self._client = client
        self._keys: list[jwt.PyJWK] = []
        self._asked_at = float("-inf")
        self._document: dict[str, object] = {}
        self._lock = asyncio.Lock()

    async def find_key(self, *, kid: str | None, algorithm: str) -> jwt.PyJWK | None:
        found = choose_key(self._keys, kid=kid, algorithm=algorithm)
        kept = KEYS_KEPT_SECONDS if found is not None else ASKED_AGAIN_AFTER_SECONDS
        if time.monotonic() - self._asked_at > kept:
            await self._ask(kept)
            found = choose_key(self._keys, kid=kid, algorithm=algorithm)
        return found

    async def get_address(self, name: str) -> str:
        """An address of the discovery document, such as `token_endpoint`; raises Busy when unreachable."""
        if not self._document:
            self._document = await self._discovery()
        address = self._document.get(name)
        if not isinstance(address, str):
            raise Busy
        return address

    async def _ask(self, kept: float) -> None:
        async with self._lock:
            if time.monotonic() - self._asked_at <= kept:
                return
            document = await self._get(await self.get_address("jwks_uri"))
            self._keys = jwt.PyJWKSet.from_dict(document).keys
            self._asked_at = time.monotonic()

    async def _discovery(self) -> dict[str, object]:
        document = await self._get(f"{self.issuer}/.well-known/openid-configuration")
        # OpenID Connect Discovery 4.3: another issuer's document must not be used.
        if document.get("issuer") != self.issuer:
            raise Busy
        return document

    async def _get(self, url: str) -> dict[str, object]:
        try:
            answer = await self._client.get(url, timeout=REQUEST_SECONDS)
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise Busy from error
