"""A certificate authority of our own, for trials: its seals prove that a file is unchanged and came from
this installation, and have no effect in law.

Only the authority's key is kept (in the data folder, readable by its owner alone). The key of a
department's seal lives as long as the process; its certificate travels in every file that it sealed.
"""

import asyncio
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

from documents.sealing.signer import Sealed, Signer
from forms.form_plan import Text

FOLDER = "seal-authority"
CERTIFICATE_FILE = "ca.pem"
KEY_FILE = "ca-key.pem"
AUTHORITY_NAME = "OneMatter 本地演示签章机构（没有法律效力）"
LIFE = timedelta(days=3650)
CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True)
class _Seal:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)


class TrialAuthority:
    """Implements `signer.Signer`. It keeps no file that it sealed, so sealing again after an interruption
    does nothing twice, and `find` finds nothing."""

    name = AUTHORITY_NAME

    def __init__(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
        self._authority = _Seal(certificate, key)
        self._seals: dict[str, _Seal] = {}

    @classmethod
    def create(cls) -> "TrialAuthority":
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(AUTHORITY_NAME)
        unsigned = _certificate(name, key.public_key()).issuer_name(name)
        return cls(_signed(unsigned, key, above=key.public_key(), is_authority=True), key)

    @classmethod
    def open(cls, folder: Path) -> "TrialAuthority":
        """Raises FileNotFoundError when no authority was made there."""
        key = load_pem_private_key((folder / KEY_FILE).read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "the authority's key is of another kind"
        return cls(x509.load_pem_x509_certificate((folder / CERTIFICATE_FILE).read_bytes()), key)

    def keep(self, folder: Path) -> None:
        """Writes key and certificate; the folder appears whole or not at all. Raises FileExistsError."""
        making = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}")
        making.mkdir(parents=True, mode=0o700)
        pem = self._authority.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
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
        return self._authority.certificate.public_bytes(Encoding.PEM)

    @property
    def certificate_der(self) -> bytes:
        return self._authority.certificate.public_bytes(Encoding.DER)

    async def seal(self, pdf: bytes, *, key: str, issuer: Text, reason: Text) -> Sealed:
        seal = self._seal_of(issuer.zh)
        sealed = await asyncio.to_thread(self._seal, pdf, seal, issuer.zh, reason.zh)
        return Sealed(sealed, f"{seal.certificate.serial_number:x}")

    async def find(self, key: str) -> Sealed | None:
        return None

    def _seal(self, pdf: bytes, seal: _Seal, sealer: str, reason: str) -> bytes:
        from documents.sealing.pades import SealKey, seal_pdf  # a second of imports, at the first seal

        key = SealKey(
            certificate=seal.certificate.public_bytes(Encoding.DER),
            private_key=seal.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
            authority=self.certificate_der,
        )
        return seal_pdf(pdf, key=key, sealer=sealer, reason=reason)

    def _seal_of(self, issuer: str) -> _Seal:
        if issuer not in self._seals:
            key = ec.generate_private_key(ec.SECP256R1())
            above = self._authority
            unsigned = _certificate(_name(issuer), key.public_key()).issuer_name(above.certificate.subject)
            signed = _signed(unsigned, above.key, above=above.key.public_key(), is_authority=False)
            self._seals[issuer] = _Seal(signed, key)
        return self._seals[issuer]


def open_signer(data_dir: Path, *, local: bool) -> Signer | None:
    """Who seals here. The local stack makes itself an authority; elsewhere a test authority is used only
    where an administrator has put one into the data folder. None: nobody seals."""
    folder = data_dir / FOLDER
    if local and not folder.exists():
        with contextlib.suppress(FileExistsError):  # another process was faster
            TrialAuthority.create().keep(folder)
    return TrialAuthority.open(folder) if folder.exists() else None


def read_certificate(data_dir: Path) -> bytes | None:
    """The authority's certificate (PEM), for those who check our seals; None where nobody seals."""
    path = data_dir / FOLDER / CERTIFICATE_FILE
    return path.read_bytes() if path.exists() else None


def _name(common: str) -> x509.Name:
    # 64 characters are the most that a common name may have (RFC 5280, ub-common-name).
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _certificate(name: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + LIFE)
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
