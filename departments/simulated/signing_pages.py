"""The simulated signing provider's page: the statement as it is, a PIN, and the way back."""

from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from departments.simulated.answers.signing import PINS_TO_TRY, declined, locked, signatory_of, text_of
from departments.simulated.control import Control
from departments.simulated.desk import Desk
from departments.simulated.outcome import Outcome
from departments.simulated.pages import templates
from departments.simulated.routes import TheDesk, task_state
from departments.simulated.state import Task
from documents.sealing.signing import Signatory
from documents.sealing.trial_signers import TrialSigners, trial_pin

router = APIRouter(tags=["simulation"])

_ANOTHER = Signatory("person", "他人", "330106199001010019")


@router.get("/signing/sign/{reference}", summary="The simulated signing page")
async def show_signing_page(reference: str, request: Request, desk: TheDesk) -> Response:
    return _page(_task(reference, desk), desk, request)


@router.post("/signing/sign/{reference}", summary="Sign: page for a browser, JSON for a script")
async def sign(
    reference: str, request: Request, desk: TheDesk, pin: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """Signs once, whoever clicks twice; after some wrong PINs the request is closed."""
    task = _task(reference, desk)
    if task.answer is not None:
        return _done(task, desk, request)
    if pin.strip().upper() != trial_pin(signatory_of(task)):
        return _wrong_pin(task, desk, request)
    signers: TrialSigners = request.app.state.signers
    signature = await _signature(task, signers, desk.controls.of("signing"))
    if task.answer is None:  # nobody was faster meanwhile
        desk.tell(task, Outcome(data={"signature": b64encode(signature).decode()}))
    return _done(task, desk, request)


@router.post("/signing/sign/{reference}/decline", summary="The signer does not want to sign")
async def decline(reference: str, request: Request, desk: TheDesk) -> Response:
    task = _task(reference, desk)
    if task.answer is None:
        desk.tell(task, declined())
    return _done(task, desk, request)


async def _signature(task: Task, signers: TrialSigners, control: Control) -> bytes:
    """As it should be, or with the mistake that the control asks for."""
    text, signatory = text_of(task), signatory_of(task)
    match control.signature:
        case "another_person":
            return await signers.sign(text, signatory=_ANOTHER)
        case "expired":
            return await signers.sign_with(signers.expired(signatory), text)
        case "other_text":
            return await signers.sign(text + b".", signatory=signatory)
        case _:
            return await signers.sign(text, signatory=signatory)


def _wrong_pin(task: Task, desk: Desk, request: Request) -> Response:
    tried = int(str(task.go_on.get("wrong_pins", 0))) + 1
    task.go_on["wrong_pins"] = tried  # forgotten by a restart, as this is a trial
    if tried >= PINS_TO_TRY:
        desk.tell(task, locked())
        return _done(task, desk, request)
    return _page(task, desk, request, wrong=True)


def _task(reference: str, desk: Desk) -> Task:
    task = desk.state.by_reference.get(reference)
    if task is None or task.kind != "statement_sign":
        raise HTTPException(404, "没有这个签名请求 No such request.")
    return task


def _done(task: Task, desk: Desk, request: Request) -> Response:
    """Back to where the signer came from; a script gets the state."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(str(task.payload["return_url"]), status_code=303)
    return JSONResponse({"state": task_state(task, desk), "simulated": True})


def _page(task: Task, desk: Desk, request: Request, *, wrong: bool = False) -> Response:
    if wrong and "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"state": "wrong_pin", "simulated": True}, status_code=403)
    shown = {
        "task": task,
        "state": task_state(task, desk),
        "signatory": signatory_of(task),
        "wrong": wrong,
    }
    return templates.TemplateResponse(request, "sign.html", shown, status_code=403 if wrong else 200)
