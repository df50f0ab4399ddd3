"""Cases: where they stand, and what their applicant may do."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import File, Response, UploadFile
from pydantic import BaseModel, Field

from access.act import CurrentAct
from access.rules import access
from api.applicant.applications import chunks_of
from api.frame.models import Body, Id, Values
from api.frame.pages import Page, Paging
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import set_version
from casework.answer_correction import CorrectionAnswered, add_correction_file, answer_correction
from casework.case_access_log import AccessEntry, case_access_log
from casework.case_documents import open_document
from casework.case_view import CaseView, case_view
from casework.my_cases import CaseLine, my_cases
from casework.outside import Acts, CurrentOutside
from casework.rate_case import CaseRated, rate_case
from casework.start_payment import PaymentStarted, start_payment
from casework.urge_case import CaseUrged, urge_case
from casework.withdraw_case import CaseWithdrawn, withdraw_case
from files.names import download_headers

router = api_router(tag="applicant", prefix=ROOT)

NOTE = Field(default=None, max_length=1000)


class CorrectionBody(Body):
    """May be partial: what is still missing stays to do."""

    fields: Values = Field(default_factory=dict, description="New values by form key")
    materials: dict[str, Id] = Field(
        default_factory=dict, description="By material: the `file_id` of a file handed in for it"
    )
    note: str | None = NOTE


class WithdrawBody(Body):
    reason: str = Field(min_length=1, max_length=1000)
    items: list[str] = Field(default_factory=list, description="Item keys; empty: all that are still open")


class UrgeBody(Body):
    note: str | None = NOTE


class RatingBody(Body):
    score: int = Field(ge=1, le=5)
    options: list[str] = Field(default_factory=list, max_length=20)
    text: str | None = NOTE
    item: str | None = Field(default=None, max_length=100, description="An item's key; without: the case")


class FileTaken(BaseModel):
    file_id: UUID
    sha256: str
    size: int
    media_type: str
    warnings: list[str]


@router.get("/cases", summary="Cases that I may see")
@access("applicant", "officer", "window", "supervisor")
async def get_cases(
    act: CurrentAct, page: Paging, language: Spoken, role: Literal["applicant"] | None = None
) -> Page[CaseLine]:
    """The latest first."""
    rows = await my_cases(act, limit=page.rows_to_read, after=page.after, language=language)
    items, cursor = page.cut(rows, key=lambda each: (each.submitted_at, each.case_no))
    return Page[CaseLine](items=list(items), next=cursor)


@router.get("/cases/{case_no}", summary="A case")
@access("applicant", "officer", "window", "supervisor")
async def get_case(case_no: str, act: CurrentAct, language: Spoken, response: Response) -> CaseView:
    """Who has it now, until when, what happened, and what is to do. Without form and materials."""
    view = await case_view(act, case_no, language=language)
    set_version(response, view.version)
    return view


@router.put("/cases/{case_no}/materials/{material}", summary="Hand in a corrected file")
@access("applicant", level="L2")
async def put_material(
    case_no: str,
    material: str,
    file: Annotated[UploadFile, File(description="PDF, JPEG or PNG, at most 20 MB")],
    acts: Acts,
    outside: CurrentOutside,
    language: Spoken,
) -> FileTaken:
    """For a material that the correction notice names; `POST …/corrections` then hands it in."""
    taken = await add_correction_file(
        acts, outside, case_no, material, stream=chunks_of(file), name=file.filename or ""
    )
    return FileTaken(
        file_id=taken.file_id,
        sha256=taken.sha256,
        size=taken.size,
        media_type=taken.media_type,
        warnings=[each.in_language(language) for each in taken.warnings],
    )


@router.post("/cases/{case_no}/corrections", summary="Answer a correction notice")
@access("applicant", level="L2")
async def correct(case_no: str, body: CorrectionBody, act: CurrentAct) -> CorrectionAnswered:
    """`left` says what is still to be mended."""
    return await answer_correction(act, case_no, fields=body.fields, materials=body.materials, note=body.note)


@router.post("/cases/{case_no}/withdraw", summary="Take back a case or some of its items")
@access("applicant", level="L2")
async def withdraw(case_no: str, body: WithdrawBody, act: CurrentAct) -> CaseWithdrawn:
    """What depends on a withdrawn item ends with it."""
    return await withdraw_case(act, case_no, reason=body.reason, items=body.items)


@router.post("/cases/{case_no}/urge", summary="Ask where it stays")
@access("applicant")
async def urge(case_no: str, act: CurrentAct, body: UrgeBody | None = None) -> CaseUrged:
    """Once a day."""
    return await urge_case(act, case_no, note=body.note if body else None)


@router.post("/cases/{case_no}/payments/{payment_id}/start", summary="Go and pay")
@access("applicant", level="L2")
async def pay(case_no: str, payment_id: UUID, act: CurrentAct) -> PaymentStarted:
    """The provider's page."""
    return await start_payment(act, case_no, payment_id)


@router.post("/cases/{case_no}/ratings", status_code=201, summary="Say how it went")
@access("applicant")
async def rate(case_no: str, body: RatingBody, act: CurrentAct) -> CaseRated:
    """Once for the case and once for each item; 1 or 2 opens a follow-up."""
    return await rate_case(
        act, case_no, score=body.score, options=body.options, words=body.text, item=body.item
    )


@router.get(
    "/cases/{case_no}/documents/{document_id}",
    summary="A paper",
    response_class=Response,
    responses={200: {"description": "The PDF", "content": {"application/pdf": {}}}},
)
@access("applicant", "officer", "window", "supervisor")
async def get_document(case_no: str, document_id: UUID, act: CurrentAct) -> Response:
    """The PDF as it was issued."""
    opened = await open_document(act, case_no, document_id)
    headers = download_headers(opened.name, media_type=opened.media_type)
    return Response(opened.content, headers=headers)


@router.get("/cases/{case_no}/access-log", summary="Who has read my data")
@access("applicant")
async def get_access_log(case_no: str, act: CurrentAct, page: Paging, language: Spoken) -> Page[AccessEntry]:
    """Who, when and what for; the latest first."""
    rows = await case_access_log(act, case_no, limit=page.rows_to_read, after=page.after, language=language)
    items, cursor = page.cut(rows, key=lambda each: (each.at, each.id))
    return Page[AccessEntry](items=list(items), next=cursor)
