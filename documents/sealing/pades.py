"""Seals a PDF file after PAdES B-B (ETSI EN 319 142-1), and says what is to be seen of the seals in one.

The seal is an incremental update: the bytes before it stay as they were drawn, and the file stays PDF/A-3,
which is built on PDF 1.7 (ISO 19005-3). There is no time stamp of a third party: the time in the seal is
the sealer's own. Both functions take tens of milliseconds and an event loop of their own: call them in a
thread.
"""

import io
import logging
from dataclasses import dataclass
from typing import Any

from asn1crypto import keys, x509
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Seal"
HIGHEST_VERSION = (1, 7)
# Of a seal, what is not a certificate: digests, names, times, the signature itself (of RSA 8192: a kilobyte).
ROOM = 2048  # bytes

# A seal of a stranger is no fault of ours: pyHanko writes a traceback into the log for each.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class SealKey:
    """A certificate with its private key and the certificate of the authority above it, all DER."""

    certificate: bytes
    private_key: bytes
    authority: bytes


@dataclass(frozen=True, slots=True)
class SealCheck:
    """`intact`: no byte has changed since. `trusted`: the seal's certificate comes from our authority.
    `whole`: the seal covers the whole file, nothing was added behind it."""

    intact: bool
    trusted: bool
    whole: bool
    sealer: str

    @property
    def holds(self) -> bool:
        return self.intact and self.trusted and self.whole


class _ArchivableWriter(IncrementalPdfFileWriter):
    """Leaves alone what PDF/A fixes: the version, and metadata that agree with the file's properties."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, HIGHEST_VERSION))

    def register_extension(self, ext: DeveloperExtension) -> None:
        if not ext.prefix_name.startswith("/ISO"):  # those are extensions of PDF 2.0
            super().register_extension(ext)

    def _update_meta(self) -> None:
        pass


def seal_pdf(pdf: bytes, *, key: SealKey, sealer: str, reason: str) -> bytes:
    """The file with one seal more. No later change of the file is allowed by it."""
    store = SimpleCertificateStore()
    store.register(x509.Certificate.load(key.authority))
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(key.certificate),
        signing_key=keys.PrivateKeyInfo.load(key.private_key),
        cert_registry=store,
    )
    told = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=sealer,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    sealed = io.BytesIO()
    PdfSigner(told, signer=signer, new_field_spec=SigFieldSpec(FIELD)).sign_pdf(
        _ArchivableWriter(io.BytesIO(pdf)),
        # In hexadecimal digits. Asked to find it out, pyHanko makes the whole seal twice.
        bytes_reserved=2 * (len(key.certificate) + len(key.authority) + ROOM),
        output=sealed,
    )
    return sealed.getvalue()


def check_seals(pdf: bytes, *, authority: bytes) -> list[SealCheck]:
    """Every seal of a file, oldest first; `authority` is the certificate (DER) that we trust."""
    trusted = ValidationContext(trust_roots=[x509.Certificate.load(authority)], allow_fetching=False)
    reader = PdfFileReader(io.BytesIO(pdf))
    return [_check(each, trusted) for each in reader.embedded_signatures]


def _check(seal: Any, trusted: ValidationContext) -> SealCheck:
    status = validate_pdf_signature(seal, trusted)
    return SealCheck(
        intact=status.intact and status.valid,
        trusted=status.trusted,
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        sealer=str(seal.signer_cert.subject.native.get("common_name", "")),
    )
