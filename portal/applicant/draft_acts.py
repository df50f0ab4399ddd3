"""What the applicant does with an application: every change is saved, and then the browser asks anew."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.parts import Parts
from access.rules import access
from casework.application_view import ApplicationView, application_view
from casework.ask_consent import ask_consent
from casework.consent_to_service import ServiceAnswer
from casework.draft_lookups import ask_departments
from casework.materials import add_material, remove_material
from casework.organisation import department_names, name_in
from casework.outside import Acts, BeginAct, CurrentOutside
from casework.remind_consent import remind_consent
from casework.remove_person import remove_person
from casework.save_application import NotADraft, save_application
from casework.submit_application import DraftHasMoved, NotComplete, submit_application
from forms.form_plan import Text
from portal.applicant.draft_pages import materials_page
from portal.applicant.steps import StepName, base_of, next_step, problems_in
from portal.inputs import answers_sent, text_sent, values_sent
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show
from portal.uploads import stream_of, upload_sent
from refusals import Malformed, Refusal

# Too large, of the wrong kind, empty or damaged: the person chooses another file on the same page.
FILE_REFUSED = (413, 415, 422)
PLAN_NAME = re.compile("[0-9a-f]{64}")

router = page_router()


class NoFileChosen(Malformed):
    type = "no-file-chosen"
    title = Text("请先选择文件，再点“上传”", "Please choose a file first")


@router.post("/applications/{application_id}/questions")
@access("applicant")
async def save_answers(
    request: Request, acts: Acts, outside: CurrentOutside, parts: Parts, application_id: UUID
) -> Response:
    sent = await request.form()
    shown_plan = _plan_sent(sent)
    before = await _view(request, acts, application_id, shown_plan=shown_plan)
    answers = answers_sent(before.questions, sent)
    async with acts() as act:
        await save_application(act, application_id, answers=answers, shown_plan=shown_plan)
    await ask_departments(acts, outside, application_id, keys=parts.master_keys)
    after = await _view(request, acts, application_id)
    shown = {each.code for each in before.questions}
    if any(each.code not in shown for each in after.questions):
        # An answer brought more questions: they are new, so nothing is wrong with them yet.
        return go_to(f"{base_of(after)}/questions")
    return _on(after, "questions")


@router.post("/applications/{application_id}/form")
@access("applicant")
async def save_form(
    request: Request, acts: Acts, outside: CurrentOutside, parts: Parts, application_id: UUID
) -> Response:
    sent = await request.form()
    shown_plan = _plan_sent(sent)
    before = await _view(request, acts, application_id, shown_plan=shown_plan)
    mode = text_sent(sent, "delivery.mode")
    async with acts() as act:
        await save_application(
            act,
            application_id,
            form=values_sent(before.fields, sent),
            delivery={"mode": mode} if mode else None,
            shown_plan=shown_plan,
        )
    await ask_departments(acts, outside, application_id, keys=parts.master_keys)
    after = await _view(request, acts, application_id)
    if text_sent(sent, "later"):
        return go_to("/cases?said=saved")
    shown = {each.key for each in before.fields}
    if any(each.key not in shown and each.required and each.value is None for each in after.fields):
        return go_to(f"{base_of(after)}/form?said=more")
    return _on(after, "form")


@router.post("/applications/{application_id}/ask-again")
@access("applicant")
async def ask_departments_again(
    request: Request, acts: Acts, outside: CurrentOutside, parts: Parts, application_id: UUID
) -> Response:
    view = await _view(request, acts, application_id)
    await ask_departments(acts, outside, view.id, keys=parts.master_keys)
    return go_to(f"{base_of(view)}/form")


@router.post("/applications/{application_id}/materials/{material}")
@access("applicant")
async def hand_in(
    request: Request, acts: Acts, outside: CurrentOutside, application_id: UUID, material: str
) -> Response:
    file = upload_sent(await request.form(), "file")
    try:
        if file is None:
            raise NoFileChosen
        stream, name = stream_of(file), file.filename or ""
        await add_material(acts, outside, application_id, material, stream=stream, name=name)
    except Refusal as refusal:
        if refusal.status not in FILE_REFUSED:
            raise
        async with acts() as act:
            return await materials_page(request, act, application_id, refused={material: refusal.detail})
    return go_to(f"/applications/{application_id}/materials?said=saved")


@router.post("/applications/{application_id}/materials/{material}/remove")
@access("applicant")
async def take_back(act: CurrentAct, application_id: UUID, material: str) -> Response:
    await remove_material(act, application_id, material)
    return go_to(f"/applications/{application_id}/materials?said=saved")


@router.post("/applications/{application_id}/consent/{code}")
@access("applicant")
async def ask_for_consent(acts: Acts, parts: Parts, application_id: UUID, code: str) -> Response:
    try:
        async with acts() as act:
            await ask_consent(act, application_id, code, public_url=parts.settings.public_url)
    except Malformed:
        # Who is to be asked stands in the form.
        return go_to(f"/applications/{application_id}/form?checked=1")
    return go_to(f"/applications/{application_id}/consent?said=asked")


@router.post("/applications/{application_id}/consent/{code}/remind")
@access("applicant")
async def remind(act: CurrentAct, parts: Parts, application_id: UUID, code: str) -> Response:
    await remind_consent(act, application_id, code, public_url=parts.settings.public_url)
    return go_to(f"/applications/{application_id}/consent?said=reminded")


@router.post("/applications/{application_id}/people/{subject}/{number}/remove")
@access("applicant")
async def take_out(act: CurrentAct, application_id: UUID, subject: str, number: int) -> Response:
    await remove_person(act, application_id, subject, number)
    return go_to(f"/applications/{application_id}/consent?said=removed")


@router.post("/applications/{application_id}/submitted")
@access("applicant")
async def submit(
    request: Request,
    acts: Acts,
    outside: CurrentOutside,
    parts: Parts,
    application_id: UUID,
    counter: Annotated[str, Form(pattern=r"^(\d{12})?$")] = "",
    electronic_service: Annotated[Literal["", "yes", "no"], Form()] = "",
    service_address: Annotated[str, Form(max_length=200)] = "",
    plan: Annotated[str, Form(pattern=r"^([0-9a-f]{64})?$")] = "",
) -> Response:
    """The page with the password is the answer itself: it can be shown only this once."""
    try:
        async with acts() as act:
            submitted = await submit_application(
                act,
                application_id,
                counter=counter or None,
                language=language_of(request),
                service=_service_answer(electronic_service, service_address),
                shown_plan=plan or None,
            )
            names = await department_names(act.connection, [each.department for each in submitted.items])
    except (NotComplete, DraftHasMoved):
        # What was looked up too long ago is among the reasons: she finds it asked again.
        await ask_departments(acts, outside, application_id, keys=parts.master_keys)
        return go_to(f"/applications/{application_id}/check")
    except NotADraft:
        # Clicked twice: it is a case already.
        return go_to(f"/applications/{application_id}")
    items: list[dict[str, Any]] = [
        {"title": each.title, "department": name_in(names, each.department, language_of(request))}
        for each in submitted.items
    ]
    return show(
        request,
        "applicant/submitted.html",
        case_no=submitted.case_no,
        password=submitted.password,
        promised_at=submitted.promised_at,
        items=items,
    )


def _service_answer(electronic: str, address: str) -> ServiceAnswer:
    return ServiceAnswer({"yes": True, "no": False}.get(electronic), address.strip() or None)


def _plan_sent(sent: Mapping[str, object]) -> str | None:
    """The plan by which the page asked: what is sent is read by it, and what it told counts as told."""
    plan = text_sent(sent, "plan")
    return plan if PLAN_NAME.fullmatch(plan) else None


async def _view(
    request: Request, acts: BeginAct, application_id: UUID, *, shown_plan: str | None = None
) -> ApplicationView:
    language = language_of(request)
    async with acts() as act:
        return await application_view(act, application_id, language=language, shown_plan=shown_plan)


def _on(view: ApplicationView, step: StepName) -> Response:
    """To the next step, or back to this one with what is wrong in it."""
    if problems_in(view, step):
        return go_to(f"{base_of(view)}/{step}?checked=1")
    return go_to(next_step(view, step))
