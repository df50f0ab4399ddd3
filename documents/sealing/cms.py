"""Signs a text after CAdES B-B (RFC 5652, RFC 5035, ETSI EN 319 122-1), detached, and checks such signatures.

The list of revoked certificates travels inside the signature, so that it can be checked years later and
without a network. Whose certificate it is stands in the subject as ETSI EN 319 412-1 says (5.1.3, 5.1.4):
`IDCCN-<identity number>` as serial number of a person, `NTRCN-<credit code>` as organisation identifier.

Both functions take tens of milliseconds and an event loop of their own: call them in a thread.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms, crl, keys, pem, x509
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.sealing.pades import SealKey
from documents.sealing.signing import Signatory, SignatureFacts, SignatureWrong

PERSON, COMPANY = "IDCCN-", "NTRCN-"
CLOCKS_DIFFER = timedelta(minutes=5)
LARGEST = 100_000  # bytes of a signature with its certificates and lists


def sign_statement(text: bytes, *, key: SealKey, revocations: bytes, at: datetime) -> bytes:
    """The detached signature over `text`, DER, with the authority's list of revoked certificates in it."""
    store = SimpleCertificateStore()
    store.register(x509.Certificate.load(key.authority))
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(key.certificate),
        signing_key=keys.PrivateKeyInfo.load(key.private_key),
        cert_registry=store,
    )
    settings = PdfCMSSignedAttributes(signing_time=at)
    signed = asyncio.run(
        signer.async_sign_general_data(text, "sha256", use_cades=True, signed_attr_settings=settings)
    )
    listed = cms.RevocationInfoChoice(name="crl", value=crl.CertificateList.load(revocations))
    data: Any = signed["content"]
    data["crls"] = cms.RevocationInfoChoices([listed])
    return signed.dump()


def check_statement(
    signature: bytes,
    text: bytes,
    *,
    trusted: Sequence[bytes],
    signatory: Signatory,
    asked_at: datetime,
    now: datetime,
) -> SignatureFacts:
    """What the signature proves, checked in this order: it is over exactly this text; its certificate comes
    from one of `trusted` (PEM), holds `now` and is not revoked; it names the `signatory`; it was made after
    it was `asked_at`. Both times are real ones, for a signature of today. Raises SignatureWrong."""
    status, certificate = _validated(signature, text, trusted=trusted, now=now)
    if not (status.intact and status.valid):
        raise SignatureWrong("broken")
    if not status.trusted:
        raise SignatureWrong(_why_untrusted(status, certificate, now=now))
    if not _is_of(certificate.subject.native, signatory):
        raise SignatureWrong("other_person")
    signed_at: datetime | None = status.signer_reported_dt
    if signed_at is None or not asked_at - CLOCKS_DIFFER <= signed_at <= now + CLOCKS_DIFFER:
        raise SignatureWrong("untimely")
    return SignatureFacts(
        certificate_serial=f"{certificate.serial_number:x}",
        certificate_sha256=certificate.sha256.hex(),
        signature_sha256=hashlib.sha256(signature).hexdigest(),
        authority=str(certificate.issuer.native["common_name"]),
        signed_at=signed_at,
    )


def _validated(
    signature: bytes, text: bytes, *, trusted: Sequence[bytes], now: datetime
) -> tuple[Any, x509.Certificate]:
    """What pyHanko finds, and the signer's certificate. Raises SignatureWrong for what is no signature at
    all, or one of another make."""
    try:
        data = _signed_data(signature)
        context = ValidationContext(
            trust_roots=[_certificate(each) for each in trusted],
            crls=_lists_in(data),
            allow_fetching=False,
            revocation_mode="require",
            moment=now,
        )
        status = asyncio.run(async_validate_detached_cms(text, data, context))
        certificate: x509.Certificate = status.signing_cert
        _ = certificate.subject.native, certificate.issuer.native["common_name"]  # readable, or it is broken
    # pyHanko looks a digest up by its name in `hashlib`: an unknown one is an AttributeError.
    except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError) as problem:
        raise SignatureWrong("broken") from problem
    return status, certificate


def _signed_data(signature: bytes) -> cms.SignedData:
    """Raises ValueError for anything but one detached signature."""
    if len(signature) > LARGEST:
        raise ValueError("too large")
    whole = cms.ContentInfo.load(signature, strict=True)
    if whole["content_type"].native != "signed_data":
        raise ValueError("not signed data")
    data = whole["content"]
    if data["encap_content_info"]["content"].native is not None:
        raise ValueError("not detached")
    return data


def _lists_in(data: cms.SignedData) -> list[crl.CertificateList]:
    listed = data["crls"]
    return [each.chosen for each in listed if each.name != "other"] if listed.native else []


def _certificate(trusted: bytes) -> x509.Certificate:
    _, _, der = pem.unarmor(trusted)
    return x509.Certificate.load(der)


def _why_untrusted(status: Any, certificate: x509.Certificate, *, now: datetime) -> str:
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        return "expired"
    return "revoked" if status.revoked else "untrusted"


def _is_of(named: Mapping[str, Any], signatory: Signatory) -> bool:
    """By number; a name has namesakes."""
    if signatory.kind == "person":
        return named.get("serial_number") == f"{PERSON}{signatory.number}"
    return named.get("organization_identifier") == f"{COMPANY}{signatory.number}"
