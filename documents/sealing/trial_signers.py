"""People and companies as signers, for trials: a certificate for each, made when it is first needed.

The keys live as long as the process. What is signed with them proves that a text is unchanged and was
signed at the simulated provider's page, and has no effect in law.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.x509 import Name, NameAttribute
from cryptography.x509.oid import NameOID

from documents.sealing.signing import FOLDER, Signatory
from documents.sealing.trial_ca import KeyPair, TrialCa

AUTHORITY_NAME = "OneMatter 模拟电子认证机构（没有法律效力）"
PIN_CHARACTERS = 6


@dataclass
class TrialSigners:
    """Signs for whoever shows the trial's PIN. `revoked`: serial numbers."""

    authority: TrialCa
    revoked: set[int] = field(default_factory=set[int])
    _keys: dict[Signatory, KeyPair] = field(default_factory=dict[Signatory, KeyPair])

    @classmethod
    def open(cls, data_dir: Path) -> "TrialSigners":
        """The authority's folder is made when there is none."""
        return cls(TrialCa.open_or_create(data_dir / FOLDER, name=AUTHORITY_NAME))

    async def sign(self, text: bytes, *, signatory: Signatory, at: datetime | None = None) -> bytes:
        """The detached signature, DER (`cms.sign_statement`)."""
        if signatory not in self._keys:
            self._keys[signatory] = self.authority.issue(subject_of(signatory))
        return await self.sign_with(self._keys[signatory], text, at=at)

    async def sign_with(self, pair: KeyPair, text: bytes, *, at: datetime | None = None) -> bytes:
        return await asyncio.to_thread(self._sign, pair, text, at or datetime.now(UTC))

    def expired(self, signatory: Signatory) -> KeyPair:
        """One whose certificate ended yesterday."""
        begun = datetime.now(UTC) - timedelta(days=366)
        return self.authority.issue(subject_of(signatory), begins=begun, life=timedelta(days=365))

    def _sign(self, pair: KeyPair, text: bytes, at: datetime) -> bytes:
        from documents.sealing.cms import sign_statement  # a second of imports, at the first signature
        from documents.sealing.pades import SealKey

        key = SealKey(
            certificate=pair.certificate_der,
            private_key=pair.private_key_der,
            authority=self.authority.certificate_der,
        )
        revocations = self.authority.revocations(frozenset(self.revoked))
        return sign_statement(text, key=key, revocations=revocations, at=at)


def trial_pin(signatory: Signatory) -> str:
    """Known to whoever knows the number; a real provider has the signer choose one."""
    return signatory.number[-PIN_CHARACTERS:]


def subject_of(signatory: Signatory) -> Name:
    """ETSI EN 319 412-1, 5.1.3 and 5.1.4; as in `cms`."""
    attributes = [
        NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        NameAttribute(NameOID.COMMON_NAME, signatory.name[:64]),
    ]
    if signatory.kind == "person":
        attributes.append(NameAttribute(NameOID.SERIAL_NUMBER, f"IDCCN-{signatory.number}"))
    else:
        attributes += [
            NameAttribute(NameOID.ORGANIZATION_NAME, signatory.name[:64]),
            NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"NTRCN-{signatory.number}"),
        ]
    return Name(attributes)
