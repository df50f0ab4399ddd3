"""Two look-ups without signing in: progress of a case by its password, and whether a paper is genuine."""

from fastapi import Request
from pydantic import Field

from access.parts import Parts
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.track_case import TrackedCase, track_case
from casework.verify_document import VerifiedDocument, verify_document

router = api_router(tag="public", prefix=ROOT)


class TrackBody(Body):
    case_no: str = Field(min_length=1, max_length=40)
    password: str = Field(min_length=1, max_length=40, description="The ten characters of the receipt")


@router.post("/track", summary="Progress of a case, without signing in")
@access("public")
async def track(body: TrackBody, request: Request, parts: Parts, language: Spoken) -> TrackedCase:
    """No personal data. Five wrong tries an hour for a case, thirty for an address; the same 404 for a
    wrong number and a wrong password."""
    address = request.client.host if request.client else ""
    return await track_case(
        parts.engine, body.case_no, password=body.password, address=address, language=language
    )


@router.get("/verify/{code}", summary="Is this paper genuine?")
@access("public")
async def verify(code: str, parts: Parts, language: Spoken) -> VerifiedDocument:
    """Where the QR code of a paper leads."""
    return await verify_document(parts.engine, code, language=language)
