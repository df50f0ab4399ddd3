"""Somebody with several posts chooses the one in which she acts."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.parts import get_parts
from access.rules import access
from casework.organising.posts import choose_post, list_my_posts
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()


@router.get("/posts")
@access("officer", "window", "supervisor", "administrator")
async def show_posts(request: Request, act: CurrentAct) -> Response:
    return show(request, "officer/posts.html", posts=await list_my_posts(act, language=language_of(request)))


@router.post("/posts")
@access("officer", "window", "supervisor", "administrator")
async def choose(request: Request, act: CurrentAct, post: Annotated[str, Form(max_length=100)]) -> Response:
    await choose_post(act, post)
    get_parts(request).actors.forget(act.actor.subject)
    return go_to("/posts")
