"""A certificate authority for trials: one key in a folder, and the certificates that it issues.

Only the authority's own key is kept, readable by its owner alone. Whatever it certifies has no effect in law.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

CERTIFICATE_FILE = "ca.pem"
KEY_FILE = "ca-key.pem"
LIFE = timedelta(days=3650)
CLOCKS_DIFFER = timedelta(days=1)
LIST_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class KeyPair:
    """A private key with its certificate."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def private_key_der(self) -> bytes:
        return self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    @property
    def serial(self) -> str:
        """Hex, as papers and rows name it."""
        return f"{self.certificate.serial_number:x}"


class TrialCa:
    """Issues certificates for signing, and the list of those that it has revoked (RFC 5280)."""

    def __init__(self, own: KeyPair) -> None:
        self._own = own

    @classmethod
    def create(cls, name: str) -> "TrialCa":
        key = ec.generate_private_key(ec.SECP256R1())
        subject = common_name(name)
        unsigned = _certificate(
            subject, key.public_key(), begins=datetime.now(UTC) - CLOCKS_DIFFER, life=LIFE
        )
        signed = _signed(unsigned.issuer_name(subject), key, above=key.public_key(), is_authority=True)
        return cls(KeyPair(signed, key))

    @classmethod
    def open(cls, folder: Path) -> "TrialCa":
        """Raises FileNotFoundError when no authority was made there."""
        key = load_pem_private_key((folder / KEY_FILE).read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "the authority's key is of another kind"
        return cls(KeyPair(x509.load_pem_x509_certificate((folder / CERTIFICATE_FILE).read_bytes()), key))

    @classmethod
    def open_or_create(cls, folder: Path, *, name: str) -> "TrialCa":
        """Of several processes that start at once, the first makes it for all."""
        if not folder.exists():
            with contextlib.suppress(FileExistsError):
                cls.create(name).keep(folder)
        return cls.open(folder)

    def keep(self, folder: Path) -> None:
        """Writes key and certificate; the folder appears whole or not at all. Raises FileExistsError."""
        making = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}")
        making.mkdir(parents=True, mode=0o700)
        pem = self._own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(making / KEY_FILE, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
        (making / CERTIFICATE_FILE).write_bytes(self.certificate_pem)
        try:
            making.rename(folder)
        except OSError as problem:
            for each in making.iterdir():
                each.unlink()
            making.rmdir()
            raise FileExistsError(folder) from problem

    @property
    def certificate_pem(self) -> bytes:
        return self._own.certificate.public_bytes(Encoding.PEM)

    @property
    def certificate_der(self) -> bytes:
        return self._own.certificate_der

    def issue(self, subject: x509.Name, *, begins: datetime | None = None, life: timedelta = LIFE) -> KeyPair:
        """A new key with a certificate for signing. `begins`: by default a little ago, as clocks differ."""
        key = ec.generate_private_key(ec.SECP256R1())
        since = begins or datetime.now(UTC) - CLOCKS_DIFFER
        unsigned = _certificate(subject, key.public_key(), begins=since, life=life)
        above = self._own
        unsigned = unsigned.issuer_name(above.certificate.subject)
        return KeyPair(_signed(unsigned, above.key, above=above.key.public_key(), is_authority=False), key)

    def revocations(self, serials: frozenset[int]) -> bytes:
        """The list of revoked certificates as of now, DER."""
        now = datetime.now(UTC)
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._own.certificate.subject)
            .last_update(now - CLOCKS_DIFFER)
            .next_update(now + LIST_LIFE)
        )
        for serial in sorted(serials):
            revoked = x509.RevokedCertificateBuilder().serial_number(serial)
            listed = listed.add_revoked_certificate(revoked.revocation_date(now - CLOCKS_DIFFER).build())
        return listed.sign(self._own.key, hashes.SHA256()).public_bytes(Encoding.DER)


def common_name(name: str) -> x509.Name:
    # 64 characters are the most that a common name may have (RFC 5280, ub-common-name).
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _certificate(
    subject: x509.Name, public: ec.EllipticCurvePublicKey, *, begins: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _signed(
    unsigned: x509.CertificateBuilder,
    key: ec.EllipticCurvePrivateKey,
    *,
    above: ec.EllipticCurvePublicKey,
    is_authority: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    path_length = 0 if is_authority else None
    return (
        unsigned.add_extension(x509.BasicConstraints(ca=is_authority, path_length=path_length), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
        .sign(key, hashes.SHA256())
    )
