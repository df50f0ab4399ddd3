"""A seal authority of our own, for trials: its seals prove that a file is unchanged and came from
this installation, and have no effect in law.

Only the authority's key is kept (in the data folder). The key of a department's seal lives as long as the
process; its certificate travels in every file that it sealed.
"""

import asyncio
from pathlib import Path

from documents.sealing.signer import Sealed, Signer
from documents.sealing.trial_ca import CERTIFICATE_FILE, KEY_FILE, KeyPair, TrialCa, common_name
from forms.form_plan import Text

__all__ = ["FOLDER", "KEY_FILE", "TrialAuthority", "open_signer", "read_certificate"]

FOLDER = "seal-authority"
AUTHORITY_NAME = "OneMatter 本地演示签章机构（没有法律效力）"


class TrialAuthority:
    """Implements `signer.Signer`. It keeps no file that it sealed, so sealing again after an interruption
    does nothing twice, and `find` finds nothing."""

    name = AUTHORITY_NAME

    def __init__(self, authority: TrialCa) -> None:
        self._authority = authority
        self._seals: dict[str, KeyPair] = {}

    @classmethod
    def create(cls) -> "TrialAuthority":
        return cls(TrialCa.create(AUTHORITY_NAME))

    @classmethod
    def open(cls, folder: Path) -> "TrialAuthority":
        """Raises FileNotFoundError when no authority was made there."""
        return cls(TrialCa.open(folder))

    def keep(self, folder: Path) -> None:
        """Writes key and certificate; the folder appears whole or not at all. Raises FileExistsError."""
        self._authority.keep(folder)

    @property
    def certificate_pem(self) -> bytes:
        return self._authority.certificate_pem

    @property
    def certificate_der(self) -> bytes:
        return self._authority.certificate_der

    async def seal(self, pdf: bytes, *, key: str, issuer: Text, reason: Text) -> Sealed:
        seal = self._seal_of(issuer.zh)
        sealed = await asyncio.to_thread(self._seal, pdf, seal, issuer.zh, reason.zh)
        return Sealed(sealed, seal.serial)

    async def find(self, key: str) -> Sealed | None:
        return None

    def _seal(self, pdf: bytes, seal: KeyPair, sealer: str, reason: str) -> bytes:
        from documents.sealing.pades import SealKey, seal_pdf  # a second of imports, at the first seal

        key = SealKey(
            certificate=seal.certificate_der,
            private_key=seal.private_key_der,
            authority=self.certificate_der,
        )
        return seal_pdf(pdf, key=key, sealer=sealer, reason=reason)

    def _seal_of(self, issuer: str) -> KeyPair:
        if issuer not in self._seals:
            self._seals[issuer] = self._authority.issue(common_name(issuer))
        return self._seals[issuer]


def open_signer(data_dir: Path, *, local: bool) -> Signer | None:
    """Who seals here. The local stack makes itself an authority; elsewhere a test authority is used only
    where an administrator has put one into the data folder. None: nobody seals."""
    folder = data_dir / FOLDER
    if local:
        return TrialAuthority(TrialCa.open_or_create(folder, name=AUTHORITY_NAME))
    return TrialAuthority.open(folder) if folder.exists() else None


def read_certificate(data_dir: Path) -> bytes | None:
    """The authority's certificate (PEM), for those who check our seals; None where nobody seals."""
    path = data_dir / FOLDER / CERTIFICATE_FILE
    return path.read_bytes() if path.exists() else None
