"""Commitments on pages: signed in the draft, and the papers brought later in the case."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.application_view import application_view
from casework.outside import Acts, CurrentOutside
from casework.save_application import save_application
from casework.supply_late import add_late_file, case_commitments, supply_late
from portal.applicant.draft_acts import FILE_REFUSED, NoFileChosen
from portal.inputs import text_sent
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import anchor_of, go_to, show
from portal.uploads import stream_of, upload_sent
from refusals import Refusal

router = page_router()


@router.get("/applications/{application_id}/commitments")
@access("applicant")
async def show_offers(request: Request, act: CurrentAct, application_id: UUID) -> Response:
    """What may be promised instead of a paper; nobody has to."""
    view = await application_view(act, application_id, language=language_of(request))
    if view.case_no:
        return go_to(f"/cases/{view.case_no}/commitments")
    base = f"/applications/{view.id}"
    offers = view.commitment_offers
    return show(request, "applicant/commitments.html", matter_title=view.title, base=base, offers=offers)


@router.post("/applications/{application_id}/commitments")
@access("applicant")
async def sign_offer(request: Request, act: CurrentAct, application_id: UUID) -> Response:
    """Signs the words that were shown, or takes the signature back."""
    sent = await request.form()
    key, digest = text_sent(sent, "key")[:200], text_sent(sent, "statement_sha256")[:64]
    signature = {"agreed": True, "statement_sha256": digest} if text_sent(sent, "agreed") else None
    await save_application(act, application_id, commitments={key: signature})
    return go_to(f"/applications/{application_id}/commitments?said=saved")


@router.get("/cases/{case_no}/commitments")
@access("applicant")
async def show_commitments(request: Request, act: CurrentAct, case_no: str) -> Response:
    return await _promised_page(request, act, case_no)


@router.post("/cases/{case_no}/commitments/{item}/{material}")
@access("applicant", level="L2")
async def bring(
    request: Request, acts: Acts, outside: CurrentOutside, case_no: str, item: str, material: str
) -> Response:
    """One paper at a time: taken in, and handed in at once."""
    file = upload_sent(await request.form(), "file")
    try:
        if file is None:
            raise NoFileChosen
        stream, name = stream_of(file), file.filename or ""
        taken = await add_late_file(acts, outside, case_no, material, stream=stream, name=name)
    except Refusal as refusal:
        if refusal.status not in FILE_REFUSED:
            raise
        words = refusal.detail.in_language(language_of(request))
        async with acts() as act:
            return await _promised_page(request, act, case_no, error=(material, words))
    async with acts() as act:
        await supply_late(act, case_no, item, materials={material: taken.file_id})
    return go_to(f"/cases/{case_no}/commitments?said=saved")


async def _promised_page(
    request: Request, act: Act, case_no: str, *, error: tuple[str, str] = ("", "")
) -> Response:
    """`error`: the material whose file was not taken, and why."""
    lines = await case_commitments(act, case_no, language=language_of(request))
    material, words = error
    problems = [Problem(words, f"#{anchor_of(f'/materials/{material}')}")] if words else []
    return show(
        request,
        "applicant/promised.html",
        status=422 if problems else 200,
        case_no=case_no,
        commitments=lines,
        wrong=material,
        wrong_words=words,
        problems=problems,
    )
