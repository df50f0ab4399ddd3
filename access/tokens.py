"""Bearer tokens (JWT, RFC 7519): issued for the local stack's personas, verified for everybody.

A token says who somebody is and how surely; what that person may do stands in our own record.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import jwt

from access.actor import Level, level_of
from access.signing_keys import TOKEN_LIFE, SigningKeys
from access.trusted_issuers import ALGORITHMS, KeySource
from forms.form_plan import Text
from refusals import NotSignedIn

REQUIRED_CLAIMS = ("exp", "iat", "sub", "aud", "iss")
LEEWAY_SECONDS = 5
BELIEVED_AT_MOST = 10_000  # tokens


class TokenRefused(NotSignedIn):
    type = "token-refused"
    title = Text(
        zh="登录凭证无效或已过期，请重新登录", en="The token is not valid or has expired; sign in again"
    )


@dataclass(frozen=True, slots=True)
class TokenClaims:
    issuer: str
    subject: str
    level: Level
    claims: Mapping[str, object]


def issue_token(keys: SigningKeys, *, subject: str, level: Level, issuer: str, audience: str) -> str:
    """A token for one hour, signed ES256."""
    now = datetime.now(UTC)
    key = keys.signing_key(now)
    claims = {
        "iss": issuer,
        "aud": audience,
        "sub": subject,
        "acr": level,
        "iat": now,
        "exp": now + TOKEN_LIFE,
    }
    return jwt.encode(claims, key.pem, algorithm="ES256", headers={"kid": key.kid})


@dataclass(frozen=True, slots=True)
class _Believed:
    claims: TokenClaims
    key: jwt.PyJWK
    source: KeySource

    async def holds(self, now: datetime) -> bool:
        until = float(str(self.claims.claims["exp"])) + LEEWAY_SECONDS
        key = await self.source.find_key(kid=self.key.key_id, algorithm=self.key.algorithm_name)
        return key is self.key and now.timestamp() < until


class Tokens:
    """The bearer tokens of one application. A client sends the same one for an hour: once verified it is
    believed until it expires, as long as the key that has signed it is in use."""

    def __init__(self, issuers: Mapping[str, KeySource], *, audience: str) -> None:
        self._issuers = issuers
        self._audience = audience
        self._believed: dict[bytes, _Believed] = {}

    async def verify(self, token: str) -> TokenClaims:
        """As `verify_token`."""
        digest = hashlib.sha256(token.encode()).digest()
        known = self._believed.get(digest)
        if known is not None and await known.holds(datetime.now(UTC)):
            return known.claims
        known = await _verify(token, issuers=self._issuers, audience=self._audience)
        if len(self._believed) >= BELIEVED_AT_MOST:
            self._believed.clear()
        self._believed[digest] = known
        return known.claims


async def verify_token(token: str, *, issuers: Mapping[str, KeySource], audience: str) -> TokenClaims:
    """Raises TokenRefused, or Busy when the issuer's keys cannot be had."""
    return (await _verify(token, issuers=issuers, audience=audience)).claims


async def _verify(token: str, *, issuers: Mapping[str, KeySource], audience: str) -> _Believed:
    try:
        said = jwt.decode_complete(token, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        raise TokenRefused from error
    header = said["header"]
    issuer, algorithm = said["payload"].get("iss"), header.get("alg")
    source = issuers.get(issuer) if isinstance(issuer, str) else None
    if source is None or not isinstance(issuer, str) or algorithm not in ALGORITHMS:
        raise TokenRefused
    key = await source.find_key(kid=header.get("kid"), algorithm=algorithm)
    if key is None:
        raise TokenRefused
    return _Believed(_verified(token, key=key, issuer=issuer, audience=audience), key, source)


def _verified(token: str, *, key: jwt.PyJWK, issuer: str, audience: str) -> TokenClaims:
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY_SECONDS,
            options={"require": list(REQUIRED_CLAIMS)},
        )
    except jwt.InvalidTokenError as error:
        raise TokenRefused from error
    subject = claims["sub"]
    return TokenClaims(issuer=issuer, subject=subject, level=level_of(claims.get("acr")), claims=claims)
