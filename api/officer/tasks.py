"""The desk: worklists, a task with the department's own view, and decisions."""

from typing import Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from access.act import CurrentAct
from access.parts import CurrentActor, Parts
from access.rules import access
from api.frame.models import NO_ZERO, Body, Id, Values
from api.frame.pages import Page, Paging
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion, set_version
from casework.decide_batch import BatchDecision, TaskResult, decide_batch
from casework.decide_task import TaskDecided, decide_task
from casework.decision import Decision, Mark
from casework.holding_tasks import (
    TaskHeld,
    TaskRead,
    claim_task,
    mark_task_read,
    reassign_task,
    release_task,
    transfer_task,
)
from casework.outside import CurrentOutside
from casework.preview_result import ResultPreviewed, preview_result
from casework.task_list import TaskLine, cursor_of, task_list
from casework.task_personal import UnmaskedField, open_task_material, unmask_field
from casework.task_view import TaskView, task_view

BATCH_AT_MOST = 50

router = api_router(tag="officer", prefix=ROOT)


class MarkBody(Body):
    """Either a field or a material."""

    field: str | None = Field(default=None, max_length=200)
    material: str | None = Field(default=None, max_length=200)
    message: str = Field(max_length=1000)


class DecideBody(Body):
    outcome: str = Field(max_length=50, description="One of the task's `outcomes`")
    comment: str | None = Field(default=None, max_length=2000)
    reasons: list[str] = Field(default_factory=list, max_length=20, description="Codes of `reasons`")
    legal_basis: str | None = Field(
        default=None, max_length=2000, description="The law; needed to refuse and to deny"
    )
    authority: str | None = Field(
        default=None, max_length=1000, description="For not_applicable: who is competent, or why nobody is"
    )
    marks: list[MarkBody] = Field(default_factory=list, max_length=100)
    data: Values = Field(
        default_factory=dict, description="The officer's fields by key, or what the outcome `asks`"
    )

    def decision(self) -> Decision:
        return Decision(
            outcome=self.outcome,
            comment=self.comment,
            reasons=tuple(self.reasons),
            legal_basis=self.legal_basis,
            authority=self.authority,
            marks=tuple(Mark(each.message, each.field, each.material) for each in self.marks),
            data=self.data,
        )


class BatchTask(DecideBody):
    task: Id
    version: int | None = None


class PreviewBody(Body):
    data: Values = Field(default_factory=dict, description="The officer's fields, as they will be decided")


class BatchBody(Body):
    tasks: list[BatchTask] = Field(min_length=1, max_length=BATCH_AT_MOST)


class TransferBody(Body):
    to: Id = Field(description="An officer's id")


class ReassignBody(Body):
    to: Id | None = Field(default=None, description="An officer's id; null: back to the group")


class UnmaskBody(Body):
    field: str = Field(max_length=200)
    reason: str = Field(min_length=2, max_length=200, pattern=NO_ZERO, description="For the applicant")


class BatchResult(BaseModel):
    items: list[TaskResult]


@router.get("/tasks", summary="My worklists")
@access("officer", "window")
async def get_tasks(
    act: CurrentAct,
    page: Paging,
    language: Spoken,
    queue: Literal["mine", "group", "done"] | None = None,
    light: Literal["none", "green", "yellow", "red"] | None = None,
    matter: str | None = Query(default=None, max_length=100, pattern=NO_ZERO),
    q: str = Query(default="", max_length=100, pattern=NO_ZERO, description="Case number or words"),
) -> Page[TaskLine]:
    """The earliest limit first; done ones with the latest first. Without `queue`: mine and the group's."""
    rows = await task_list(
        act,
        queue=queue,
        light=light,
        matter=matter,
        q=q,
        limit=page.rows_to_read,
        after=page.after,
        language=language,
    )
    items, cursor = page.cut(rows, key=lambda each: cursor_of(each, queue=queue))
    return Page[TaskLine](items=list(items), next=cursor)


@router.get("/tasks/{task_id}", summary="A task")
@access("officer", "window", "supervisor")
async def get_task(task_id: UUID, act: CurrentAct, language: Spoken, response: Response) -> TaskView:
    """The department's own view of form and materials; numbers are masked."""
    view = await task_view(act, task_id, language=language)
    set_version(response, view.version)
    return view


@router.get(
    "/tasks/{task_id}/materials/{material}",
    summary="A material",
    response_class=Response,
    responses={200: {"description": "The file", "content": {"application/octet-stream": {}}}},
)
@access("officer", "window", "supervisor")
async def get_material(task_id: UUID, material: str, act: CurrentAct, outside: CurrentOutside) -> Response:
    """The latest version."""
    opened = await open_task_material(act, outside, task_id, material)
    return Response(opened.content, headers=opened.headers)


@router.post("/tasks/{task_id}/unmask", summary="See one number in full")
@access("officer", "window", "supervisor")
async def unmask(task_id: UUID, body: UnmaskBody, act: CurrentAct) -> UnmaskedField:
    """With a reason, which the applicant will read."""
    return await unmask_field(act, task_id, body.field, reason=body.reason)


@router.post("/tasks/{task_id}/claim", summary="Take a task")
@access("officer", "window")
async def claim(task_id: UUID, act: CurrentAct, if_version: IfVersion) -> TaskHeld:
    """409 when a colleague has it."""
    return await claim_task(act, task_id, if_version=if_version)


@router.post("/tasks/{task_id}/release", summary="Give a task back")
@access("officer", "window")
async def release(task_id: UUID, act: CurrentAct, if_version: IfVersion) -> TaskHeld:
    """Back to the group."""
    return await release_task(act, task_id, if_version=if_version)


@router.post("/tasks/{task_id}/transfer", summary="Hand a task to a colleague")
@access("officer", "window")
async def transfer(task_id: UUID, body: TransferBody, act: CurrentAct, if_version: IfVersion) -> TaskHeld:
    """Of the same department."""
    return await transfer_task(act, task_id, to=body.to, if_version=if_version)


@router.post("/tasks/{task_id}/read", summary="Mark a task as read")
@access("officer", "window")
async def read(task_id: UUID, act: CurrentAct) -> TaskRead:
    """The first time counts."""
    return await mark_task_read(act, task_id)


@router.post("/tasks/{task_id}/reassign", summary="Give a task to another officer")
@access("supervisor")
async def reassign(task_id: UUID, body: ReassignBody, act: CurrentAct) -> TaskHeld:
    """Of the department that it belongs to."""
    return await reassign_task(act, task_id, to=body.to)


@router.post("/tasks/{task_id}/preview", summary="See the result before granting it")
@access("officer", "window")
async def preview(task_id: UUID, body: PreviewBody, act: CurrentAct, language: Spoken) -> ResultPreviewed:
    """Each paper as a page of HTML. Where the item asks for it, only what was previewed can be granted."""
    return await preview_result(act, task_id, body.data, language=language)


@router.post("/tasks/{task_id}/decide", summary="Decide a task")
@access("officer", "window")
async def decide(task_id: UUID, body: DecideBody, act: CurrentAct, if_version: IfVersion) -> TaskDecided:
    """What follows stands in the same moment. 409 with `allowed` when it was decided already, 412 when
    somebody has changed it, 422 with everything that is missing."""
    return await decide_task(act, task_id, body.decision(), if_version=if_version)


@router.post("/tasks/batch", summary="Decide several tasks")
@access("officer", "window")
async def decide_several(body: BatchBody, parts: Parts, actor: CurrentActor, language: Spoken) -> BatchResult:
    """Each by itself: one refusal never spoils the rest."""
    wanted = [BatchDecision(each.task, each.decision(), each.version) for each in body.tasks]
    return BatchResult(items=await decide_batch(parts, actor, wanted, language=language))
