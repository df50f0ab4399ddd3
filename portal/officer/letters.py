"""Letters from department to department, written and answered from the desk."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.letters import answer_letter, letters_of, letters_of_task, send_letter
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()

Words = Annotated[str, Form(min_length=1, max_length=5000)]


@router.get("/tasks/{task_id}/letter")
@access("officer", "supervisor")
async def show_letter(request: Request, act: CurrentAct, task_id: UUID) -> Response:
    desk = await letters_of_task(act, task_id)
    letters = await letters_of(act, desk.case_no, language=language_of(request))
    return show(request, "officer/letter.html", desk=desk, letters=letters)


@router.post("/tasks/{task_id}/letter")
@access("officer")
async def send(act: CurrentAct, task_id: UUID, words: Words) -> Response:
    case_no = await send_letter(act, task_id, words)
    return go_to(f"/office/cases/{case_no}")


@router.post("/tasks/{task_id}/letter/answer")
@access("officer")
async def answer(
    act: CurrentAct,
    task_id: UUID,
    words: Words,
    outcome: Annotated[Literal["confirmed", "not_confirmed"], Form()],
    number: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    case_no = await answer_letter(act, task_id, words, outcome=outcome, number=number.strip() or None)
    return go_to(f"/office/cases/{case_no}")
