"""Drafts: started, filled in, with their materials and consents, and submitted."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import File, Query, Response, UploadFile
from pydantic import BaseModel, Field

from access.act import CurrentAct
from access.parts import Parts
from access.rules import access
from api.applicant.draft_answer import AnswerWithDraft
from api.frame.models import Body, Id, Values
from api.frame.pages import Page, Paging
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion, set_version
from casework.application_view import ApplicationView, application_view
from casework.ask_consent import ConsentAsked, ask_consent
from casework.consent_to_service import NOTHING_SAID, ServiceAnswer
from casework.delete_application import delete_application
from casework.materials import add_material, remove_material
from casework.my_applications import ApplicationLine, my_applications
from casework.outside import Acts, CurrentOutside
from casework.remind_consent import remind_consent
from casework.remove_person import remove_person
from casework.save_application import save_application
from casework.start_application import start_application
from casework.submit_application import ApplicationSubmitted, submit_application

CHUNK_BYTES = 64 * 1024

router = api_router(tag="applicant", prefix=ROOT)


PlanName = Annotated[
    str,
    Field(
        max_length=64,
        pattern="^[0-9a-f]{64}$",
        description="`plan` of the draft as it was shown: what has changed until then counts as told",
    ),
]


class StartBody(Body):
    matter: str = Field(max_length=100)
    region: str | None = Field(default=None, pattern=r"^\d{12}$", description="12 digits")
    answers: Values = Field(default_factory=dict)
    on_behalf_of: Id | None = None


class SaveBody(Body):
    """Each part is merged into what is there; null takes a value away."""

    answers: Values | None = None
    form: Values | None = Field(default=None, description="Values by form key, `child.1.name`")
    delivery: Values | None = Field(default=None, description="`mode`: one of delivery_modes")
    commitments: Values | None = None
    plan: PlanName | None = None


class SubmitBody(Body):
    electronic_service: bool | None = Field(
        default=None,
        description="Whether I take papers of law electronically (`/me/service-consent` has the words); left"
        " out: as it was",
    )
    service_address: str | None = Field(
        default=None, max_length=200, description="Where they reach me by mail; left out: as it was"
    )
    plan: PlanName | None = None


class MaterialTaken(BaseModel):
    material: str
    file_id: UUID
    sha256: str
    size: int
    media_type: str
    warnings: list[str] = Field(description="What may make it hard to read; it was taken all the same")


@router.post("/applications", status_code=201, summary="Start a matter")
@access("applicant")
async def start(body: StartBody, acts: Acts, answer: AnswerWithDraft) -> ApplicationView:
    """A draft that knows already what signing in and the departments say."""
    async with acts() as act:
        started = await start_application(
            act, body.matter, region=body.region, answers=body.answers, on_behalf_of=body.on_behalf_of
        )
    return await answer.begun(started.id)


@router.get("/applications", summary="My drafts and what became of them")
@access("applicant")
async def get_applications(act: CurrentAct, page: Paging, language: Spoken) -> Page[ApplicationLine]:
    """The latest first."""
    rows = await my_applications(act, limit=page.rows_to_read, after=page.after, language=language)
    items, cursor = page.cut(rows, key=lambda each: (each.updated_at, each.id))
    return Page[ApplicationLine](items=list(items), next=cursor)


@router.get("/applications/{application_id}", summary="A draft")
@access("applicant")
async def get_application(
    application_id: UUID, act: CurrentAct, language: Spoken, response: Response
) -> ApplicationView:
    """What is asked, what is known and from where, what is still missing. A draft follows the version of its
    matter that is in force: `moved` says what has changed for it, `kept_aside` what is no longer asked."""
    view = await application_view(act, application_id, language=language)
    set_version(response, view.version)
    return view


@router.patch("/applications/{application_id}", summary="Save a draft")
@access("applicant")
async def save(
    application_id: UUID,
    body: SaveBody,
    acts: Acts,
    if_version: IfVersion,
    answer: AnswerWithDraft,
) -> ApplicationView:
    """Nothing typed is refused for being wrong: `problems` names all of it. A changed answer answers with
    `changed`."""
    async with acts() as act:
        saved = await save_application(
            act,
            application_id,
            answers=body.answers,
            form=body.form,
            delivery=body.delivery,
            commitments=body.commitments,
            shown_plan=body.plan,
            if_version=if_version,
        )
    return await answer.show(application_id, changed=saved.changed)


@router.delete("/applications/{application_id}", status_code=204, summary="Throw a draft away")
@access("applicant")
async def delete(application_id: UUID, acts: Acts, outside: CurrentOutside) -> None:
    """What was written and handed in cannot be read any more."""
    await delete_application(acts, outside, application_id)


@router.put("/applications/{application_id}/materials/{material}", summary="Hand in a file")
@access("applicant")
async def put_material(
    application_id: UUID,
    material: str,
    file: Annotated[UploadFile, File(description="PDF, JPEG or PNG, at most 20 MB")],
    acts: Acts,
    outside: CurrentOutside,
    language: Spoken,
) -> MaterialTaken:
    """Takes the place of the file that was there. 413 too large, 415 wrong kind, 422 damaged or unsafe."""
    added = await add_material(
        acts, outside, application_id, material, stream=chunks_of(file), name=file.filename or ""
    )
    return MaterialTaken(
        material=added.material,
        file_id=added.file_id,
        sha256=added.sha256,
        size=added.size,
        media_type=added.media_type,
        warnings=[each.in_language(language) for each in added.warnings],
    )


@router.delete(
    "/applications/{application_id}/materials/{material}", status_code=204, summary="Take a file back"
)
@access("applicant")
async def delete_material(application_id: UUID, material: str, act: CurrentAct) -> None:
    """404 when none was handed in."""
    await remove_material(act, application_id, material)


@router.post("/applications/{application_id}/consents/{code}", status_code=201, summary="Ask for a consent")
@access("applicant")
async def ask_for_consent(application_id: UUID, code: str, act: CurrentAct, parts: Parts) -> ConsentAsked:
    """The person finds it after signing in. Asking again while it is open gives the same question."""
    return await ask_consent(act, application_id, code, public_url=parts.settings.public_url)


@router.post("/applications/{application_id}/consents/{code}/reminder", summary="Remind who was asked")
@access("applicant")
async def remind(application_id: UUID, code: str, act: CurrentAct, parts: Parts) -> ConsentAsked:
    """One person who has not answered yet, once a day; 409 otherwise."""
    return await remind_consent(act, application_id, code, public_url=parts.settings.public_url)


@router.delete("/applications/{application_id}/people/{subject}/{number}", summary="Take a person out")
@access("applicant")
async def remove_one(
    application_id: UUID,
    subject: str,
    number: int,
    act: CurrentAct,
    if_version: IfVersion,
    language: Spoken,
    response: Response,
) -> ApplicationView:
    """One of several people; those behind move up with all that was said and signed.

    409 when there have to be as many."""
    saved = await remove_person(act, application_id, subject, number, if_version=if_version)
    view = await application_view(act, application_id, language=language, changed=saved.changed)
    set_version(response, view.version)
    return view


@router.post("/applications/{application_id}/submit", status_code=201, summary="Submit")
@access("applicant", level="L2")
async def submit(
    application_id: UUID,
    act: CurrentAct,
    if_version: IfVersion,
    language: Spoken,
    response: Response,
    counter: str | None = Query(
        default=None, pattern=r"^\d{12}$", description="The region whose counter receives for the others"
    ),
    body: SubmitBody | None = None,
) -> ApplicationSubmitted:
    """The draft becomes a case; the password is shown this once. 422 lists every problem at once; 409
    (matter-changed) what has changed and was not shown yet: send `plan` when it was."""
    submitted = await submit_application(
        act,
        application_id,
        counter=counter,
        if_version=if_version,
        language=language,
        service=ServiceAnswer(body.electronic_service, body.service_address) if body else NOTHING_SAID,
        shown_plan=body.plan if body else None,
    )
    response.headers["Location"] = f"{ROOT}/cases/{submitted.case_no}"
    return submitted


async def chunks_of(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk
