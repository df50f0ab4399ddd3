"""The keys that sign our own tokens (local stack only): a file, rotated with an overlap.

A new key is published `PUBLISHED_BEFORE_SIGNING` before it signs, so that whoever caches our JWKS knows
it in time, and an old one stays published until the last token signed with it has expired.
"""

import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from jwt.algorithms import ECAlgorithm

PUBLISHED_BEFORE_SIGNING = timedelta(minutes=15)
TOKEN_LIFE = timedelta(hours=1)
ROTATED_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A P-256 private key; `signs_until` is None for the newest one."""

    kid: str
    pem: str
    signs_from: datetime
    signs_until: datetime | None = None

    @classmethod
    def new(cls, *, signs_from: datetime) -> "SigningKey":
        private = generate_private_key(SECP256R1())
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(kid=token_urlsafe(9), pem=pem.decode(), signs_from=signs_from)

    def public_jwk(self) -> dict[str, object]:
        private = serialization.load_pem_private_key(self.pem.encode(), password=None)
        assert isinstance(private, EllipticCurvePrivateKey)
        document = ECAlgorithm.to_jwk(private.public_key(), as_dict=True)
        return {**document, "kid": self.kid, "alg": "ES256", "use": "sig"}


@dataclass(frozen=True)
class SigningKeys:
    """Oldest first; immutable: `rotated` gives another value, `save` writes it."""

    keys: tuple[SigningKey, ...]

    @classmethod
    def load_or_create(cls, path: Path) -> "SigningKeys":
        """Called when a process starts; rotates when the newest key is older than `ROTATED_AFTER`."""
        now = datetime.now(UTC)
        if path.exists():
            keys = cls.load(path)
            if keys.keys[-1].signs_from > now - ROTATED_AFTER:
                return keys
            keys = keys.rotated(now)
        else:
            keys = cls(keys=(SigningKey.new(signs_from=now),))
        keys.save(path)
        return keys

    @classmethod
    def load(cls, path: Path) -> "SigningKeys":
        return cls(keys=tuple(_read_key(row) for row in json.loads(path.read_text(encoding="utf-8"))))

    def save(self, path: Path) -> None:
        """Readable by the owner alone, and never half written."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump([_written_key(key) for key in self.keys], file)
        draft.replace(path)

    def rotated(self, now: datetime) -> "SigningKeys":
        start = now + PUBLISHED_BEFORE_SIGNING
        kept = [key for key in self.keys if not _is_retired(key, now)]
        ending = [replace(key, signs_until=start) if key.signs_until is None else key for key in kept]
        return SigningKeys(keys=(*ending, SigningKey.new(signs_from=start)))

    def signing_key(self, now: datetime) -> SigningKey:
        return next(key for key in reversed(self.keys) if key.signs_from <= now)

    def key_set(self, now: datetime) -> dict[str, object]:
        """The JWKS document (RFC 7517)."""
        return {"keys": [key.public_jwk() for key in self.keys if not _is_retired(key, now)]}

    def published(self, now: datetime) -> jwt.PyJWKSet:
        return jwt.PyJWKSet.from_dict(self.key_set(now))


def _is_retired(key: SigningKey, now: datetime) -> bool:
    return key.signs_until is not None and key.signs_until + TOKEN_LIFE < now


def _written_key(key: SigningKey) -> dict[str, str | None]:
    until = key.signs_until.isoformat() if key.signs_until else None
    return {"kid": key.kid, "pem": key.pem, "signs_from": key.signs_from.isoformat(), "signs_until": until}


def _read_key(row: dict[str, str | None]) -> SigningKey:
    until = row["signs_until"]
    return SigningKey(
        kid=str(row["kid"]),
        pem=str(row["pem"]),
        signs_from=datetime.fromisoformat(str(row["signs_from"])),
        signs_until=datetime.fromisoformat(until) if until else None,
    )
