"""My cases, one case in full, its papers, and who has read my data."""

from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.case_access_log import case_access_log
from casework.case_documents import open_document
from casework.case_view import case_view
from casework.consent_view import my_consents
from casework.flags import my_flags
from casework.my_applications import my_applications
from casework.my_cases import my_cases
from portal.applicant.case_shown import (
    is_done,
    items_shown,
    parcels_shown,
    payments_shown,
    promise_words,
    readings_shown,
    to_do_shown,
)
from portal.language import Language, language_of
from portal.moods import mood_of
from portal.page_router import page_router
from portal.rendering import show
from portal.wording import gettext_in

router = page_router()
SHOWN_AT_MOST = 200
CASES_AT_ONCE = 50
# What came before stands folded below: on a phone it would hide all the rest.
LATEST_EVENTS = 5


@router.get("/cases")
@access("applicant")
async def show_my_cases(
    request: Request, act: CurrentAct, before: str | None = None, last: str | None = None
) -> Response:
    """`before` and `last`: when the last case of the page before was submitted, and its number."""
    language = language_of(request)
    after = (before, last) if before and last else ()
    cases = await my_cases(act, limit=CASES_AT_ONCE + 1, after=after, language=language)
    page = cases[:CASES_AT_ONCE]
    older = (
        {"before": page[-1].submitted_at.isoformat(), "last": page[-1].case_no}
        if len(cases) > len(page)
        else {}
    )
    drafts = await my_applications(act, limit=SHOWN_AT_MOST, language=language)
    consents = await my_consents(act, language=language)
    flags = await my_flags(act, language=language)
    return show(
        request,
        "applicant/cases.html",
        cases=[(each, mood_of("case", each.state)) for each in page],
        older=f"/cases?{urlencode(older)}" if older else "",
        is_first=not after,
        drafts=[each for each in drafts if each.state == "draft"],
        consents=[each for each in consents if each.state == "asked"],
        flags=[each for each in flags if each.state not in ("over", "lifted")],
        answered=[each for each in consents if each.state in ("given", "refused")],
    )


@router.get("/cases/{case_no}")
@access("applicant")
async def show_case(request: Request, act: CurrentAct, case_no: str) -> Response:
    language = language_of(request)
    case = await case_view(act, case_no, language=language)
    return show(
        request,
        "applicant/case.html",
        case=case,
        mood=mood_of("case", case.state),
        promise=promise_words(case, language),
        to_do=to_do_shown(case, language),
        items=items_shown(case, language),
        documents=case.documents,
        payments=payments_shown(case, language),
        parcels=parcels_shown(case, language),
        # Papers stand in a list of their own.
        timeline=[each for each in reversed(case.timeline) if each.event != "DOCUMENT_ISSUED"],
        latest=LATEST_EVENTS,
        done=sum(is_done(each) for each in case.items),
        allowed=case.allowed,
        may_rate=case.may_rate and not any(each.kind == "rating" for each in case.to_do),
        confirmation=_confirmation(request, language),
    )


@router.get("/cases/{case_no}/access-log")
@access("applicant")
async def show_access_log(request: Request, act: CurrentAct, case_no: str) -> Response:
    rows = await case_access_log(act, case_no, limit=SHOWN_AT_MOST, language=language_of(request))
    return show(request, "applicant/access_log.html", rows=readings_shown(rows), case_no=case_no)


@router.get("/cases/{case_no}/documents/{document_id}")
@access("applicant", "officer", "window", "supervisor")
async def download_document(act: CurrentAct, case_no: str, document_id: UUID) -> Response:
    paper = await open_document(act, case_no, document_id)
    return attachment(paper.content, name=paper.name, media_type=paper.media_type)


def attachment(content: bytes, *, name: str, media_type: str) -> Response:
    """Never shown inside our own pages: what others made must not run here."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=media_type, headers=headers)


def _confirmation(request: Request, language: Language) -> str:
    _ = gettext_in(language)
    words = {
        "corrected": _("Thank you. Your corrections are with the department."),
        "partly": _("Thank you. Something is still missing; you can send it later."),
        "urged": _("The departments know that you are waiting."),
        "withdrawn": _("It was taken back."),
        "confirmed": _("Thank you. It goes on now."),
        "rated": _("Thank you for your rating."),
        "follow-up": _(
            "Thank you. We are sorry that it did not go well; somebody will get in touch with you."
        ),
    }
    return words.get(request.query_params.get("said", ""), "")
