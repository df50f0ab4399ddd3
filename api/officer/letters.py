"""Letters from department to department."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion
from casework.letters import LetterLine, answer_letter, letters_of, send_letter

router = api_router(tag="officer", prefix=ROOT)


class LetterBody(Body):
    text: str = Field(min_length=1, max_length=5000)


class AnswerBody(LetterBody):
    outcome: Literal["confirmed", "not_confirmed"]
    number: str | None = Field(
        default=None, min_length=1, max_length=100, description="Of an answer on paper: its own number"
    )


class Letters(BaseModel):
    items: list[LetterLine]


@router.get("/cases/{case_no}/letters", summary="The letters of a case")
@access("officer", "window", "supervisor")
async def get_letters(case_no: str, act: CurrentAct, language: Spoken) -> Letters:
    """With their numbers, the earliest first."""
    return Letters(items=await letters_of(act, case_no, language=language))


@router.post("/tasks/{task_id}/letter", summary="Send the letter")
@access("officer")
async def post_letter(
    task_id: UUID, body: LetterBody, act: CurrentAct, if_version: IfVersion, language: Spoken
) -> Letters:
    """It takes its number and lies on the other authority's desk at once."""
    case_no = await send_letter(act, task_id, body.text, if_version=if_version)
    return Letters(items=await letters_of(act, case_no, language=language))


@router.post("/tasks/{task_id}/letter/answer", summary="Answer a letter")
@access("officer")
async def post_answer(
    task_id: UUID, body: AnswerBody, act: CurrentAct, if_version: IfVersion, language: Spoken
) -> Letters:
    """The answer is a letter with a number of its own; what an authority outside has answered on paper is
    written down with its number."""
    case_no = await answer_letter(
        act, task_id, body.text, outcome=body.outcome, number=body.number, if_version=if_version
    )
    return Letters(items=await letters_of(act, case_no, language=language))
