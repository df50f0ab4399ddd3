"""The border to whoever holds the seals: a test authority of our own, or a service of the installation.

An adapter for a real seal service (a hardware module, a provincial electronic-seal platform) implements
`Signer`. SM2 seals after GB/T 38540 and OFD files are no part of this product: such an adapter would bring
them along.
"""

from dataclasses import dataclass, field
from typing import Protocol

from forms.form_plan import Text


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed paper. `certificate_serial` (hex) names the certificate with which it was sealed."""

    pdf: bytes = field(repr=False)
    certificate_serial: str


class Signer(Protocol):
    """Seals papers in the name of departments."""

    @property
    def name(self) -> str:
        """Of the authority behind the seals, as it is kept with each paper."""
        ...

    async def seal(self, pdf: bytes, *, key: str, issuer: Text, reason: Text) -> Sealed:
        """The paper with the issuer's seal. `key` names this use: a service that counts the uses of a seal
        counts the same key once."""
        ...

    async def find(self, key: str) -> Sealed | None:
        """What an earlier, interrupted `seal` with this key has made; None when there is nothing."""
        ...
