"""What people and tests see of the simulation: control, ledger, outbox, births, and the pay page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ConfigDict, Field

from departments.registry import CONNECTORS
from departments.simulated.answers.providers import lines_of, paid, paid_together, payment_failed
from departments.simulated.control import Control
from departments.simulated.desk import Desk
from departments.simulated.families import find_person
from departments.simulated.outcome import Outcome
from departments.simulated.people import XIHU
from departments.simulated.routes import Department, TheDesk, task_state
from departments.simulated.state import Task

router = APIRouter(tags=["simulation"])
templates = Jinja2Templates(Path(__file__).parent / "templates")

_DAYS_SINCE_BIRTH = 3


class BirthReport(BaseModel):
    """A birth to be added to the hospital's records."""

    model_config = ConfigDict(extra="forbid")

    mother_id_number: str
    children: int = Field(default=1, ge=1, le=5)
    born_on: date | None = None
    sex: Literal["female", "male"] = "female"
    hospital_region: str = Field(default=XIHU, pattern=r"^\d{12}$")


@router.get("/", response_class=HTMLResponse, summary="Overview page")
async def show_overview(request: Request, desk: TheDesk) -> Response:
    rows = [{"code": code, "count": len(desk.state.list_tasks(code))} for code in CONNECTORS]
    return templates.TemplateResponse(request, "overview.html", {"departments": rows})


@router.get("/health", summary="Ready to answer")
async def get_health() -> dict[str, object]:
    return {"status": "ok", "simulated": True}


@router.post("/control/reset", summary="A good day for every department")
async def reset_controls(desk: TheDesk) -> dict[str, object]:
    desk.controls.reset()
    return {"reset": True, "simulated": True}


@router.get("/outbox", summary="SMS and mail that were sent: JSON, or a page for a browser")
@router.get("/outbox.json", summary="SMS and mail that were sent")
async def show_outbox(
    request: Request, desk: TheDesk, limit: Annotated[int, Query(ge=1, le=1000)] = 200
) -> Response:
    sent = [_sent(task) for name in ("sms", "mail") for task in desk.state.list_tasks(name) if task.effects]
    items = sorted(sent, key=lambda one: str(one["at"]), reverse=True)[:limit]
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.endswith(".json")
    if wants_page:
        return templates.TemplateResponse(request, "outbox.html", {"items": items})
    return JSONResponse({"items": items, "simulated": True})


@router.post("/hospital/births", status_code=201, summary="Report a birth, so that a matter can begin")
async def add_birth(report: BirthReport, desk: TheDesk) -> dict[str, object]:
    mother = find_person(report.mother_id_number)
    if mother is None or mother.sex != "female":
        raise HTTPException(404, "人口库中没有这位母亲 No such mother.")
    born_on = report.born_on or datetime.now(UTC).date() - timedelta(days=_DAYS_SINCE_BIRTH)
    before = {birth.record_no for birth in desk.state.births_of(mother.id_number)}
    for order in range(1, report.children + 1):
        desk.state.record(
            {
                "record": "birth",
                "mother_id_number": mother.id_number,
                "born_on": born_on.isoformat(),
                "order": order,
                "sex": report.sex,
                "hospital_region": report.hospital_region,
                "number": f"5{desk.state.count_births():05d}",
            }
        )
    births = reversed(desk.state.births_of(mother.id_number))
    added = [birth.record_no for birth in births if birth.record_no not in before]
    return {"record_nos": added, "simulated": True}


@router.get("/payment/pay/{reference}", response_class=HTMLResponse, summary="The simulated pay page")
async def show_pay_page(reference: str, request: Request, desk: TheDesk) -> Response:
    return _pay_page(_payment(reference, desk), desk, request)


@router.post("/payment/pay/{reference}", summary="Pay: page for a browser, JSON for a script")
async def pay(reference: str, request: Request, desk: TheDesk) -> Response:
    task = _payment(reference, desk)
    take = paid_together if task.kind == "payment_order" else paid
    return _settle(task, take(task, desk.state, at=datetime.now(UTC).isoformat()), desk, request)


@router.post("/payment/pay/{reference}/fail", summary="Let the bank refuse this payment")
async def fail_payment(reference: str, request: Request, desk: TheDesk) -> Response:
    return _settle(_payment(reference, desk), payment_failed(), desk, request)


@router.get("/{department}/control", summary="How the department behaves")
async def get_control(department: Department, desk: TheDesk) -> Control:
    return desk.controls.of(department)


@router.put("/{department}/control", summary="Set how the department behaves; what is left out is good")
async def put_control(department: Department, control: Control, desk: TheDesk) -> Control:
    desk.controls.set(department, control)
    return control


@router.get("/{department}/ledger", summary="Everything that was asked for, and how often it really happened")
async def get_ledger(department: Department, desk: TheDesk, purpose: str | None = None) -> dict[str, object]:
    """`purpose` (a case number) leaves out everything else."""
    items = [
        {
            "key": task.key,
            "kind": task.kind,
            "purpose": task.purpose,
            "at": task.accepted_at,
            "answered_at": task.answered_at,
            "state": task_state(task, desk),
            "reference": task.reference,
            "calls": task.calls,
            "effects": task.effects,
        }
        for task in desk.state.list_tasks(department)
        if purpose in (None, task.purpose)
    ]
    return {"items": items, "effects": sum(int(str(one["effects"])) for one in items), "simulated": True}


def _payment(reference: str, desk: Desk) -> Task:
    task = desk.state.by_reference.get(reference)
    if task is None or task.kind not in ("payment_create", "payment_order"):
        raise HTTPException(404, "没有这笔订单 No such order.")
    return task


def _settle(task: Task, outcome: Outcome, desk: Desk, request: Request) -> Response:
    """A second click finds the order settled and changes nothing."""
    if task.answer is None:
        desk.tell(task, outcome)
        if task.kind == "payment_order":
            desk.settle_lines()
    if "text/html" in request.headers.get("accept", ""):
        return _pay_page(task, desk, request)
    return JSONResponse({"state": task_state(task, desk), "simulated": True})


def _pay_page(task: Task, desk: Desk, request: Request) -> Response:
    shown: Mapping[str, object] = {
        "task": task,
        "state": task_state(task, desk),
        "yuan": f"{int(str(task.payload['amount_fen'])) / 100:.2f}",
        "lines": lines_of(task) if task.kind == "payment_order" else [],
    }
    return templates.TemplateResponse(request, "pay.html", dict(shown))


def _sent(task: Task) -> dict[str, object]:
    payload = task.payload
    return {
        "channel": task.department,
        "at": task.answered_at,
        "key": task.key,
        "purpose": task.purpose,
        "to": payload.get("phone") or payload.get("to"),
        "template": payload.get("template"),
        "subject": payload.get("subject"),
        "text": payload.get("text"),
    }
