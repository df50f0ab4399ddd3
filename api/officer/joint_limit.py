"""The limit of departments that handle a case together: a longer one is asked for, and decided above."""

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.versions import IfVersion
from casework.joint_limit import JointActed, ask_joint_extension, decide_joint_extension

router = api_router(tag="officer", prefix=ROOT)


class AskBody(Body):
    reason: str = Field(min_length=1, max_length=2000, description="The applicant is told it")


class DecideBody(Body):
    granted: bool = True
    reason: str | None = Field(default=None, max_length=2000, description="Needed to refuse it")


@router.post("/cases/{case_no}/joint-extension", summary="Ask for a longer limit of the whole case")
@access("officer")
async def post_ask(case_no: str, body: AskBody, act: CurrentAct, if_version: IfVersion) -> JointActed:
    """Where several departments handle a case together and the limit that the law gives them is not over.
    Once, by what the matter's definition allows."""
    return await ask_joint_extension(act, case_no, reason=body.reason, if_version=if_version)


@router.post("/cases/{case_no}/joint-extension/decide", summary="Decide on a longer limit of the whole case")
@access("supervisor")
async def post_decide(case_no: str, body: DecideBody, act: CurrentAct, if_version: IfVersion) -> JointActed:
    """By a supervisor, for the head of the government at that level, and never by who asked. The applicant
    is told the reason."""
    return await decide_joint_extension(
        act, case_no, granted=body.granted, reason=body.reason, if_version=if_version
    )
