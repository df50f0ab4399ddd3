"""What other systems look up: our public keys, and the description of the API."""

from datetime import UTC, datetime
from typing import Any

from fastapi import Request, Response

from access.parts import Parts
from access.rules import access
from api.frame.openapi import build_openapi
from api.frame.routing import ROOT, api_router
from documents.sealing.trial_authority import read_certificate
from refusals import Unknown

router = api_router(tag="machines")


@router.get("/.well-known/jwks.json", summary="The keys that verify our tokens (JWKS, RFC 7517)")
@router.get(f"{ROOT}/.well-known/jwks.json", include_in_schema=False)
@access("public")
async def get_jwks(parts: Parts) -> dict[str, Any]:
    """Empty outside the local stack, where only the identity provider issues tokens."""
    return parts.own_keys.key_set(datetime.now(UTC)) if parts.own_keys else {"keys": []}


@router.get(
    "/.well-known/seal-ca.pem",
    summary="The certificate (PEM) of the authority behind the seals on our papers",
    response_class=Response,
)
@access("public")
async def get_seal_certificate(parts: Parts) -> Response:
    """404 where nobody seals."""
    certificate = read_certificate(parts.settings.data_dir)
    if certificate is None:
        raise Unknown
    return Response(certificate, media_type="application/x-pem-file")


@router.get(f"{ROOT}/openapi.json", include_in_schema=False)
@access("public")
async def get_openapi_document(request: Request) -> dict[str, Any]:
    app = request.app
    if app.openapi_schema is None:
        app.openapi_schema = build_openapi(app)
    return app.openapi_schema
