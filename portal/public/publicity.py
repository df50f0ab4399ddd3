"""What is put before the public, objections to it, and asking for a hearing."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.parts import Parts, get_actor
from access.rules import access
from casework.hearings import ask_hearing
from casework.publicity import my_objections, object_to, public_notice, public_notices
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()


@router.get("/publicity")
@access("public")
async def show_publicity(request: Request, parts: Parts) -> Response:
    notices = await public_notices(parts.engine, language=language_of(request))
    return show(request, "public/publicity.html", notices=notices)


@router.get("/publicity/{publicity_id}")
@access("public")
async def show_notice(request: Request, parts: Parts, publicity_id: UUID) -> Response:
    notice = await public_notice(parts.engine, publicity_id, language=language_of(request))
    may_object = get_actor(request).kind == "applicant" and notice.open
    return show(request, "public/public_notice.html", notice=notice, may_object=may_object)


@router.post("/publicity/{publicity_id}/objections")
@access("applicant", level="L2")
async def make_objection(
    act: CurrentAct, publicity_id: UUID, words: Annotated[str, Form(min_length=1, max_length=2000)]
) -> Response:
    await object_to(act, publicity_id, words)
    return go_to("/objections")


@router.get("/objections")
@access("applicant")
async def show_objections(request: Request, act: CurrentAct) -> Response:
    objections = await my_objections(act, language=language_of(request))
    return show(request, "public/objections.html", objections=objections)


@router.post("/cases/{case_no}/hearings/{item}/{step}")
@access("applicant", level="L2")
async def ask_to_be_heard(act: CurrentAct, case_no: str, item: str, step: str) -> Response:
    await ask_hearing(act, case_no, item=item, step=step)
    return go_to(f"/cases/{case_no}")
