"""At the window: an authorisation on paper, or a guardian, is recorded."""

from typing import cast, get_args
from uuid import UUID

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.agencies import AuthorisationKind
from access.rules import access
from casework.agency.authorisation_views import authorisation_view
from casework.agency.recording import EvidenceKind, WindowRecord, record_authorisation
from casework.outside import Acts, CurrentOutside
from casework.words import state_words
from documents.agency_paper import AGENCY_KIND_WORDS
from portal.applicant.authorisations import action_choices, matter_choices, scope_sent, typed_in
from portal.applicant.draft_acts import FILE_REFUSED, NoFileChosen
from portal.inputs import text_sent
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.uploads import stream_of, upload_sent
from refusals import FieldError, Refusal

router = page_router()
_REFUSED_HERE = (*FILE_REFUSED, 409)


@router.get("/window/authorisations")
@access("window")
async def show_form(request: Request, act: CurrentAct, recorded: UUID | None = None) -> Response:
    return await _page(request, act, recorded=recorded)


@router.post("/window/authorisations")
@access("window")
async def record(request: Request, acts: Acts, outside: CurrentOutside) -> Response:
    sent = await request.form()
    file = upload_sent(sent, "file")
    try:
        if file is None:
            raise NoFileChosen
        authorisation = await record_authorisation(
            acts, outside, _record_sent(sent), stream=stream_of(file), name=file.filename or ""
        )
    except Refusal as refusal:
        if refusal.status not in _REFUSED_HERE:
            raise
        async with acts() as act:
            return await _page(request, act, sent=sent, refusal=refusal)
    return go_to(f"/window/authorisations?recorded={authorisation}")


def _record_sent(sent: FormData) -> WindowRecord:
    """Whether a paper proves what it is to prove is not decided here."""
    kind, evidence = text_sent(sent, "kind"), text_sent(sent, "evidence_kind")
    return WindowRecord(
        kind=cast(AuthorisationKind, kind if kind in get_args(AuthorisationKind) else "agent"),
        principal_name=text_sent(sent, "principal_name")[:100],
        principal_number=text_sent(sent, "principal_number")[:30],
        scope=scope_sent(sent),
        evidence_kind=cast(EvidenceKind, evidence),
        identity_checked=bool(text_sent(sent, "identity_checked")),
    )


async def _page(
    request: Request,
    act: Act,
    *,
    recorded: UUID | None = None,
    sent: FormData | None = None,
    refusal: Refusal | None = None,
) -> Response:
    language = language_of(request)
    errors = _errors(refusal) if refusal else []
    return show(
        request,
        "officer/authorisations.html",
        status=refusal.status if refusal else 200,
        recorded=await authorisation_view(act, recorded, language=language) if recorded else None,
        kinds=[(code, words.in_language(language)) for code, words in AGENCY_KIND_WORDS.items()],
        evidence_kinds=[
            (each, state_words("evidence", each, language=language)) for each in get_args(EvidenceKind)
        ],
        matters=await matter_choices(act, language),
        actions=action_choices(language),
        typed=typed_in(sent),
        errors=errors_by_pointer(errors, language),
        problems=problems_of(errors, language),
    )


def _errors(refusal: Refusal) -> list[FieldError]:
    """What is about no input of the scope is about the paper or about the people before the clerk."""
    if refusal.errors:
        return refusal.errors
    pointer = "/identity_checked" if refusal.status == 409 else "/file"
    return [FieldError(pointer, refusal.detail.zh, refusal.detail.en)]
