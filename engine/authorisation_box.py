"""Who principal and agent of an authorisation are: encrypted with a key of the row's own."""

from dataclasses import asdict, dataclass
from uuid import UUID

from secrecy.envelope import new_data_key, unwrap, wrap
from secrecy.json_box import decrypt_json, encrypt_json
from settings import MasterKeys


@dataclass(frozen=True, slots=True)
class AgencyNames:
    """As they were granted: each by name and number of identity."""

    principal: str
    principal_number: str
    agent: str
    agent_number: str


@dataclass(frozen=True, slots=True)
class SealedNames:
    ciphertext: bytes
    wrapped_key: bytes
    kid: str


def seal_names(keys: MasterKeys, authorisation: UUID, names: AgencyNames) -> SealedNames:
    key, place = new_data_key(), _place(authorisation)
    wrapped = wrap(keys, key, context=place)
    return SealedNames(encrypt_json(key, asdict(names), context=place), wrapped.wrapped, wrapped.kid)


def open_names(
    keys: MasterKeys, authorisation: UUID, *, ciphertext: bytes, wrapped_key: bytes | None, kid: str | None
) -> AgencyNames | None:
    """None when one of both was lawfully deleted."""
    if wrapped_key is None or kid is None:
        return None
    place = _place(authorisation)
    key = unwrap(keys, wrapped_key, kid=kid, context=place)
    return AgencyNames(**decrypt_json(key, ciphertext, context=place))


def _place(authorisation: UUID) -> bytes:
    return f"authorisation/{authorisation}".encode()
