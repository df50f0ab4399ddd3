"""The contract that every department speaks: tasks, asking, the list of a day. Signed requests only."""

import asyncio
from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError

from departments import signatures
from departments.kinds import KINDS, describe
from departments.simulated.answers.providers import paid_fen, paid_lines, refunded_fen
from departments.simulated.answers.treasury import arrived_fen, is_closed
from departments.simulated.desk import Desk, KeyUsedForAnotherTask
from departments.simulated.dialect import in_dialect, in_our_words
from departments.simulated.state import Task
from departments.wire import (
    AcceptedBody,
    AnsweredBody,
    ReconciliationBody,
    ReconciliationLineBody,
    TaskBody,
    UnknownBody,
)

DEPARTMENTS_ZONE = ZoneInfo("Asia/Shanghai")
NONSENSE = {"status": "answered", "outcome": ["?"], "data": "这不是答复"}
LOST_ANSWER = 504

Department = Literal[
    "identity",
    "certificates",
    "hospital",
    "household",
    "insurance",
    "tax",
    "social_card",
    "fertility",
    "payment",
    "courier",
    "sms",
    "mail",
    "signing",
    "agencies",
    "treasury",
    "funeral",
    "pension",
    "housing_fund",
    "traffic",
    "allowances",
    "market",
    "seals",
    "social_insurance",
    "bank",
]

router = APIRouter(tags=["contract"])


def get_desk(request: Request) -> Desk:
    return request.app.state.desk


TheDesk = Annotated[Desk, Depends(get_desk)]


async def signed_body(department: Department, request: Request) -> bytes:
    """The body, once the signature is right and the department is up."""
    body = await request.body()
    try:
        signatures.verify(body, secret=request.app.state.secrets[department], headers=request.headers)
    except signatures.SignatureRefused:
        raise HTTPException(401, "签名不对 The signature is wrong.") from None
    control = get_desk(request).controls.of(department)
    await asyncio.sleep(control.latency_ms / 1000)
    status = control.failure_status
    if status is not None:
        headers = {"Retry-After": "1"} if status in (429, 503) else None
        raise HTTPException(status, "模拟故障 A simulated failure.", headers=headers)
    return body


SignedBody = Annotated[bytes, Depends(signed_body)]


@router.post(
    "/{department}/tasks",
    summary="Carry out one task",
    description="The same Idempotency-Key again gives the same answer and repeats no effect.",
    responses={
        200: {"model": AnsweredBody, "description": "The final answer"},
        202: {"model": AcceptedBody, "description": "Taken; the answer comes by callback"},
        401: {"description": "Wrong or old signature"},
        409: {"description": "The key was used for another task"},
        422: {"description": "Not understood"},
        503: {"description": "Not now"},
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": TaskBody.model_json_schema()}},
        },
        "parameters": [
            {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
        ],
    },
)
async def post_task(department: Department, request: Request, body: SignedBody, desk: TheDesk) -> Response:
    speaks_dialect = desk.controls.of(department).dialect
    task_body = _read_task(department, in_our_words(body) if speaks_dialect else body)
    if request.headers.get("Idempotency-Key") != task_body.key:
        raise HTTPException(422, "Idempotency-Key 与 key 不一致 The header and the body name different keys.")
    try:
        receipt = await desk.receive(department, task_body)
    except KeyUsedForAnotherTask:
        raise HTTPException(409, "这个键已用于另一件事 The key was used for another task.") from None
    if desk.controls.of(department).lose_answer:
        raise HTTPException(LOST_ANSWER, "办了，但答复丢了 Done, but the answer is lost.")
    return _show(receipt.task, desk, answered=receipt.answered)


@router.get(
    "/{department}/tasks/{key:path}",
    summary="What became of a task",
    responses={
        200: {"model": AnsweredBody, "description": "The final answer"},
        202: {"model": AcceptedBody, "description": "Not answered yet"},
        401: {"description": "Wrong or old signature"},
        404: {"model": UnknownBody, "description": "This key was never seen"},
    },
)
async def get_task(department: Department, key: str, body: SignedBody, desk: TheDesk) -> Response:
    task = desk.state.find_task(department, key)
    if task is None:
        unknown = UnknownBody(status="unknown", key=key, simulated=True)
        return JSONResponse(unknown.model_dump(), status_code=404)
    return _show(task, desk, answered=task.answer is not None)


@router.get("/{department}/reconciliation/{day}", summary="Everything taken in or answered on one day")
async def get_reconciliation(
    department: Department, day: date, body: SignedBody, desk: TheDesk
) -> ReconciliationBody:
    lines = paid_lines(desk.state) if department == "payment" else []
    paid_then = {line["key"] for line in lines if _day_of(str(line["paid_at"])) == day}
    tasks = [
        task
        for task in desk.state.list_tasks(department)
        if day in (_day_of(task.accepted_at), _day_of(task.answered_at)) or task.key in paid_then
    ]
    return ReconciliationBody(
        date=day.isoformat(), items=[_line(task, desk) for task in tasks], simulated=True
    )


def _day_of(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).astimezone(DEPARTMENTS_ZONE).date() if moment else None


def task_state(task: Task, desk: Desk) -> str:
    """awaiting | paid | refunded (payments) | returned (arrivals), else awaiting or the outcome."""
    if task.answer is None:
        return "awaiting"
    if task.kind == "payment_order" and task.effects:
        return "paid"
    if task.kind == "payment_create" and paid_fen(task.key, desk.state):
        return "refunded" if refunded_fen(task.key, desk.state) else "paid"
    if task.kind == "arrival_expect" and is_closed(task, desk.state):
        return "returned"
    return str(task.answer["outcome"])


def _line(task: Task, desk: Desk) -> ReconciliationLineBody:
    amount = task.payload.get("amount_fen")
    if task.kind == "arrival_expect" and task.answer is not None:
        amount = arrived_fen(task)
    return ReconciliationLineBody(
        key=task.key,
        kind=task.kind,
        state=task_state(task, desk),
        reference=task.reference,
        amount_fen=amount if isinstance(amount, int) else None,
    )


def _read_task(department: str, body: bytes) -> TaskBody:
    try:
        task = TaskBody.model_validate_json(body)
    except ValidationError as problem:
        raise HTTPException(422, describe(problem)) from None
    if task.kind not in KINDS or KINDS[task.kind].connector != department:
        raise HTTPException(422, f"本部门不办 {task.kind} This department does not do that.")
    missing = [name for name in KINDS[task.kind].needs if name not in task.payload]
    if missing:
        raise HTTPException(422, f"缺少 Missing: {', '.join(missing)}")
    return task


def _show(task: Task, desk: Desk, *, answered: bool) -> Response:
    if desk.controls.of(task.department).nonsense:
        return JSONResponse(NONSENSE)
    if not answered or task.answer is None:
        accepted = AcceptedBody(status="accepted", reference=task.reference, data=task.go_on, simulated=True)
        return JSONResponse(accepted.model_dump(), status_code=202)
    shown = {"status": "answered", "kind": task.kind, "reference": task.reference, "simulated": True}
    answer = in_dialect(task.answer) if desk.controls.of(task.department).dialect else task.answer
    return JSONResponse(AnsweredBody.model_validate(shown | answer, strict=False).model_dump(mode="json"))
