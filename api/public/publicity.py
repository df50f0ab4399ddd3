"""What is put before the public, objections to it, and asking for a hearing."""

from uuid import UUID

from pydantic import BaseModel, Field

from access.act import CurrentAct
from access.parts import Parts
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.hearings import ask_hearing
from casework.publicity import (
    MyObjection,
    PublicNotice,
    my_objections,
    object_to,
    public_notice,
    public_notices,
)

router = api_router(tag="public", prefix=ROOT)


class ObjectBody(Body):
    text: str = Field(min_length=1, max_length=2000)


class PublicNotices(BaseModel):
    items: list[PublicNotice]


class MyObjections(BaseModel):
    items: list[MyObjection]


@router.get("/publicity", summary="What is put before the public now")
@access("public")
async def get_publicity(parts: Parts, language: Spoken) -> PublicNotices:
    """Names and numbers are masked. Whatever ends first comes first; 200 at most."""
    return PublicNotices(items=await public_notices(parts.engine, language=language))


@router.get("/publicity/{publicity_id}", summary="One of them")
@access("public")
async def get_public_notice(publicity_id: UUID, parts: Parts, language: Spoken) -> PublicNotice:
    """Also when its time is over; 404 when it was withdrawn."""
    return await public_notice(parts.engine, publicity_id, language=language)


@router.post("/publicity/{publicity_id}/objections", status_code=201, summary="Object")
@access("applicant", level="L2")
async def post_objection(
    publicity_id: UUID, body: ObjectBody, act: CurrentAct, language: Spoken
) -> MyObjections:
    """Everybody with a sure login may, whether the case concerns them or not."""
    await object_to(act, publicity_id, body.text)
    return MyObjections(items=await my_objections(act, language=language))


@router.get("/me/objections", summary="What came of my objections")
@access("applicant")
async def get_my_objections(act: CurrentAct, language: Spoken) -> MyObjections:
    """The latest first."""
    return MyObjections(items=await my_objections(act, language=language))


@router.post("/cases/{case_no}/hearings/{item}/{step}", status_code=204, summary="Ask to be heard")
@access("applicant", level="L2")
async def post_hearing(case_no: str, item: str, step: str, act: CurrentAct) -> None:
    """Within the time that was given; whoever does not ask is not waited for."""
    await ask_hearing(act, case_no, item=item, step=step)
