"""Departments that end, people who leave, what somebody may do and why, and several posts of one person."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query
from pydantic import Field
from starlette.requests import Request

from access.act import CurrentAct
from access.parts import get_parts
from access.rules import access
from api.frame.models import NO_ZERO, Body, Id
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion
from casework.organising.end_order import EndOrder
from casework.organising.first_matters import ReadyMatter, list_ready_matters, publish_ready_matter
from casework.organising.leaving import Leaving, record_leaving
from casework.organising.posts import PostHeld, choose_post, list_my_posts
from casework.organising.reorganising import (
    EndPreview,
    ReorganisationLine,
    cancel_reorganisation,
    list_reorganisations,
    plan_reorganisation,
    preview_end,
)
from casework.organising.rights import PersonLine, PersonRights, explain_person, list_people

router = api_router(tag="administration", prefix=ROOT)

Day = Annotated[date, Field(strict=False)]
Code = Annotated[str, Field(max_length=100)]
Words = Annotated[str, Query(max_length=100, pattern=NO_ZERO)]
InPath = Annotated[str, Path(max_length=100, pattern=NO_ZERO)]


class EndBody(Body):
    """`items` and `posts`: heirs of their own; all else is the successor's."""

    kind: Literal["merge", "split", "dissolve"]
    department: Code
    successor: Code
    effective_on: Day
    source: str = Field(min_length=1, max_length=500, description="The document that orders it")
    items: dict[str, Code] = Field(default_factory=dict, max_length=500)
    posts: dict[str, Code] = Field(default_factory=dict, max_length=500)


class ReasonBody(Body):
    reason: str = Field(min_length=1, max_length=500)


class LeaveBody(Body):
    """`heir` or `to_group`, while tasks are assigned to the person."""

    last_day: Day
    reason: str = Field(min_length=1, max_length=500)
    heir: Id | None = None
    to_group: bool = False


class Planned(Body):
    id: UUID


@router.get("/organisation/reorganisations", summary="Departments that end or have ended")
@access("administrator")
async def get_reorganisations(act: CurrentAct, language: Spoken) -> list[ReorganisationLine]:
    """The latest first, with how many cases have gone over."""
    return await list_reorganisations(act, language=language)


@router.get("/organisation/departments/{code}/left-behind", summary="What a department would leave behind")
@access("administrator")
async def get_left_behind(code: InPath, act: CurrentAct, language: Spoken) -> EndPreview:
    """Each of it needs an heir; `version` goes into If-Match of the order."""
    return await preview_end(act, code, language=language)


@router.post(
    "/organisation/reorganisations", summary="Merge, split or dissolve a department", status_code=201
)
@access("administrator", level="L2")
async def post_reorganisation(body: EndBody, act: CurrentAct, if_version: IfVersion) -> Planned:
    """On a day from today on. Until then it can be cancelled; then its work goes over case by case."""
    return Planned(id=await plan_reorganisation(act, EndOrder(**body.model_dump()), if_version=if_version))


@router.post("/organisation/reorganisations/{one}/cancel", summary="Cancel a reorganisation", status_code=204)
@access("administrator", level="L2")
async def post_cancel(one: UUID, body: ReasonBody, act: CurrentAct) -> None:
    """Before its day has come."""
    await cancel_reorganisation(act, one, reason=body.reason)


@router.get("/organisation/people", summary="Members of staff")
@access("administrator")
async def get_people(act: CurrentAct, language: Spoken, q: Words = "") -> list[PersonLine]:
    """At most 200; `q`: in department or login."""
    return await list_people(act, search=q, language=language)


@router.get("/organisation/people/{officer}/rights", summary="What somebody may see and do, and why")
@access("administrator")
async def get_rights(officer: UUID, act: CurrentAct, language: Spoken) -> PersonRights:
    """Read out of the policy itself, with what the rights reach at this moment."""
    return await explain_person(act, officer, language=language)


@router.post("/organisation/people/{officer}/leave", summary="Somebody leaves", status_code=204)
@access("administrator", level="L2")
async def post_leave(officer: UUID, body: LeaveBody, act: CurrentAct, if_version: IfVersion) -> None:
    """Refused until the open tasks have an heir: a colleague, or the group."""
    leaving = Leaving(officer, body.last_day, body.reason, heir=body.heir, to_group=body.to_group)
    await record_leaving(act, leaving, if_version=if_version)


@router.get("/organisation/ready-matters", summary="Matters that come with the project")
@access("administrator")
async def get_ready_matters(act: CurrentAct, language: Spoken) -> list[ReadyMatter]:
    """A beginning for a new installation."""
    return await list_ready_matters(act, language=language)


@router.post(
    "/organisation/ready-matters/{code}/publish", summary="Put one of them in force", status_code=204
)
@access("administrator", level="L2")
async def post_ready_matter(code: InPath, act: CurrentAct) -> None:
    """With all that it needs and that is not here yet; refused while somebody or something is missing."""
    await publish_ready_matter(act, code)


@router.get("/me/posts", summary="The posts that I hold")
@access("officer", "window", "supervisor", "administrator")
async def get_my_posts(act: CurrentAct, language: Spoken) -> list[PostHeld]:
    """Of several one is the current one."""
    return await list_my_posts(act, language=language)


@router.post("/me/posts/{code}/choose", summary="Act in another post", status_code=204)
@access("officer", "window", "supervisor", "administrator")
async def post_choose(code: InPath, act: CurrentAct, request: Request) -> None:
    """From the next request on."""
    await choose_post(act, code)
    get_parts(request).actors.forget(act.actor.subject)
