"""The archive package of a case."""

from fastapi import Response

from access.act import CurrentAct
from access.rules import access
from api.frame.routing import ROOT, api_router
from casework.archive_case import ArchiveView, archive_case, archive_view, open_package
from casework.outside import CurrentOutside

router = api_router(tag="officer", prefix=f"{ROOT}/cases/{{case_no}}/archive")


@router.get("", summary="What has become of the archive of a case")
@access("officer", "supervisor", "administrator")
async def get_archive(case_no: str, act: CurrentAct) -> ArchiveView:
    """Names, digests and counts only."""
    return await archive_view(act, case_no)


@router.post("", summary="Archive a case now", status_code=202)
@access("administrator", level="L2")
async def post_archive(case_no: str, act: CurrentAct) -> ArchiveView:
    """Without waiting for the limit of its plan, or again after something was missing. The package is made
    outside this request. 409 while the case is open, and when it is archived already."""
    return await archive_case(act, case_no)


@router.get(
    "/package",
    summary="The archive package",
    response_class=Response,
    responses={200: {"description": "A zip", "content": {"application/zip": {}}}},
)
@access("officer", "supervisor")
async def get_package(case_no: str, act: CurrentAct, outside: CurrentOutside) -> Response:
    """For the department that leads the matter, and for supervision. The applicant sees that it was opened.
    409 while there is none."""
    opened = await open_package(act, outside, case_no)
    return Response(opened.content, headers=opened.headers)
