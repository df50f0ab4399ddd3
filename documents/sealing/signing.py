"""The border to whoever lets people and companies sign: what they sign, who they are, what comes back.

There are three kinds of signers. A person (个人电子签名) and a company (企业电子印章) sign the statement of
what they submit or agree to; an authority (电子印章) seals the papers that it issues, behind `signer.Signer`.

A reliable electronic signature is as good as one by hand (电子签名法 art. 13, 14): its data belong to the
signer alone and are in his hands alone when he signs, and any later change of signature or text is found.
The first two are the provider's: the key is used at its place, after the signer has shown that it is he.
The third is what `cms.check_statement` proves.

A provider for SM2 certificates (GB/T 35275) would answer with another signature format: its adapter brings
the check along. OFD is not needed here: what is signed is a plain text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

FOLDER = "signing-authority"
TRUSTED_FILE = "ca.pem"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who has to sign. `number`: the identity number of a person, the credit code of a company."""

    kind: Literal["person", "company"]
    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StatementToSign:
    """`key` names this signing before it is asked for: asked twice, it is one. `text` is exactly what is
    shown and signed, UTF-8. The signer's browser comes back to `return_url`."""

    key: str
    purpose: str
    title: str
    text: bytes = field(repr=False)
    signatory: Signatory
    return_url: str


class SigningProvider(Protocol):
    """Lets people and companies sign, on pages of its own."""

    async def begin(self, statement: StatementToSign, *, seconds: float) -> str | None:
        """The page to send the signer to; None when this key has its answer already. Raises
        `departments.contract.DepartmentUnavailable` or `DepartmentNonsense`."""
        ...


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature that holds. `authority` issued the certificate; `signed_at` by the provider's clock;
    serial and digests in hex."""

    certificate_serial: str
    certificate_sha256: str
    signature_sha256: str
    authority: str
    signed_at: datetime


class SignatureWrong(Exception):
    """The signature is not to be believed. `reason` is a code of `signature_reason` in the state words:
    broken, untrusted, expired, revoked, other_person, untimely."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_trusted(data_dir: Path) -> Sequence[bytes]:
    """The certificates (PEM, each with its own frame) of those who may certify signers: the trial's own in
    the local stack, elsewhere those that an administrator has put there. Empty: nobody is trusted."""
    path = data_dir / FOLDER / TRUSTED_FILE
    if not path.exists():
        return ()
    end = b"-----END CERTIFICATE-----"
    return tuple(each + end + b"\n" for each in path.read_bytes().split(end)[:-1])
