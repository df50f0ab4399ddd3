"""What departments and providers tell us by themselves."""

from fastapi import Request

from access.parts import Parts
from access.rules import access
from api.frame.routing import ROOT, api_router
from casework.outside import CurrentOutside
from casework.take_callback import take_callback

router = api_router(tag="machines", prefix=ROOT)

_EVENT = {
    "required": True,
    "content": {"application/cloudevents+json": {"schema": {"type": "object"}}},
}


@router.post(
    "/callbacks/{connector}",
    status_code=204,
    summary="A department answers",
    openapi_extra={"requestBody": _EVENT},
)
@access("machine")
async def take(connector: str, request: Request, parts: Parts, outside: CurrentOutside) -> None:
    """Signed (Standard Webhooks), a CloudEvents body whose `subject` is our key; idempotent by `webhook-id`.
    401: the signature or its time is wrong. 404: we do not know the key (yet): send it again later."""
    await take_callback(parts.engine, outside, connector, headers=request.headers, body=await request.body())
