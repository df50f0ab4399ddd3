"""Identifiers of electronic certificates, GB/T 36904-2018.

`1.2.156.3005.2.<type 21>.<issuer>.<serial>.<version 3>.<check 1>`, where the type is the credit code of the
body that defines it and three digits, and the check is ISO 7064 MOD 37,36 over the parts without dots.
"""

import re
from dataclasses import dataclass
from datetime import date

from forms.values.checked import Checked, Invalid, Valid
from forms.values.iso7064 import hybrid_check

ROOT = "1.2.156.3005.2"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FORM = re.compile(
    re.escape(ROOT) + r"\.(?P<type>[0-9A-Z]{18}[0-9]{3})\.(?P<issuer>[0-9A-Z]{6,18})"
    r"\.(?P<serial>[0-9A-Z]{1,40})\.(?P<version>[0-9]{3})\.(?P<check>[0-9A-Z])"
)


@dataclass(frozen=True, slots=True)
class CertificateIdentifier:
    """`check_holds` is told apart because published samples exist whose check is wrong: warn, still read."""

    type_code: str
    issuer: str
    serial: str
    version: str
    check_holds: bool


def parse_certificate_identifier(text: str) -> CertificateIdentifier | None:
    found = _FORM.fullmatch(text.strip().upper())
    if found is None:
        return None
    covered = found["type"] + found["issuer"] + found["serial"] + found["version"]
    return CertificateIdentifier(
        type_code=found["type"],
        issuer=found["issuer"],
        serial=found["serial"],
        version=found["version"],
        check_holds=_check_of(covered) == found["check"],
    )


def make_certificate_identifier(*, type_code: str, issuer: str, serial: str, version: int = 1) -> str:
    check = _check_of(f"{type_code}{issuer}{serial}{version:03d}")
    return f"{ROOT}.{type_code}.{issuer}.{serial}.{version:03d}.{check}"


def check_electronic_certificate(text: str, *, today: date | None = None) -> Checked:
    """For an identifier that a person types; one that a library sends is only parsed."""
    parsed = parse_certificate_identifier(text)
    if parsed is None:
        return Invalid(
            "electronic_certificate.form",
            "电子证照标识格式不正确",
            "This is not the identifier of an electronic certificate",
        )
    if not parsed.check_holds:
        return Invalid(
            "electronic_certificate.check",
            "电子证照标识校验位不正确，请核对是否输错",
            "The check character does not fit the identifier; please look for a typing mistake",
        )
    return Valid(text.strip().upper())


def _check_of(covered: str) -> str:
    return _ALPHABET[hybrid_check((_ALPHABET.index(c) for c in covered), modulus=36)]
