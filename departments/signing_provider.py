"""The signing provider over the departments' contract: one kind of request, answered at its own page."""

import hashlib
from typing import Protocol
from urllib.parse import urlsplit

from departments.contract import Accepted, Answered, DepartmentNonsense, Request
from documents.sealing.signing import StatementToSign

CONNECTOR, CALL = "signing", "statement_sign"


class _Connector(Protocol):
    async def send(self, request: Request, *, timeout: float) -> Answered | Accepted: ...  # noqa: ASYNC109


class ContractSigningProvider:
    """Implements `documents.sealing.signing.SigningProvider`. `callback_url`: where the answer comes."""

    def __init__(self, connector: _Connector, *, callback_url: str) -> None:
        self._connector = connector
        self._callback_url = callback_url

    async def begin(self, statement: StatementToSign, *, seconds: float) -> str | None:
        request = Request(
            key=statement.key,
            kind=CALL,
            purpose=statement.purpose,
            payload=payload_of(statement),
            callback_url=self._callback_url,
        )
        reply = await self._connector.send(request, timeout=seconds)
        return _page_of(reply.data.get("sign_url")) if isinstance(reply, Accepted) else None


def payload_of(statement: StatementToSign) -> dict[str, object]:
    """The same statement gives the same payload: who asks again with its key gets the same page."""
    return {
        "title": statement.title,
        "statement": statement.text.decode(),
        "statement_sha256": hashlib.sha256(statement.text).hexdigest(),
        "signer_kind": statement.signatory.kind,
        "signer_name": statement.signatory.name,
        "signer_number": statement.signatory.number,
        "return_url": statement.return_url,
    }


def _page_of(sign_url: object) -> str:
    """Where the signer's browser is sent must be a page, never a script or a file."""
    if not isinstance(sign_url, str) or urlsplit(sign_url).scheme not in ("https", "http"):
        raise DepartmentNonsense(CONNECTOR, "sign_url is no web address")
    return sign_url
