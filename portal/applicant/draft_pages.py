"""The pages of an application, step by step; what is typed is saved by `draft_acts`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.application_view import ApplicationView, application_view
from casework.consent_to_service import service_consent
from forms.form_plan import Text
from portal.applicant.draft_shown import consents_shown, form_groups, kept_aside, materials_shown, whole_draft
from portal.applicant.steps import (
    StepName,
    answered,
    base_of,
    errors_of,
    first_open_step,
    next_step,
    problems_in,
    step_titles,
    steps_of,
    summary_of,
    wrongly_typed,
)
from portal.inputs import input_of_question
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.regions import region_choices
from portal.rendering import anchor_of, go_to, show

router = page_router()


@router.get("/applications/{application_id}")
@access("applicant")
async def go_on(request: Request, act: CurrentAct, application_id: UUID) -> Response:
    view = await application_view(act, application_id, language=language_of(request))
    return _leads_elsewhere(view) or go_to(first_open_step(view))


@router.get("/applications/{application_id}/questions")
@access("applicant")
async def show_questions(
    request: Request, act: CurrentAct, application_id: UUID, checked: bool = False
) -> Response:
    language = language_of(request)
    view = await application_view(act, application_id, language=language)
    errors = errors_of(problems_in(view, "questions")) if checked else {}
    asked = [input_of_question(each, language, errors=errors) for each in view.questions]
    problems = _summary(view, "questions", language, checked=checked)
    return step_page(
        request, view, "questions", problems=problems, asked=asked, exits=view.exits, items=view.items
    )


@router.get("/applications/{application_id}/form")
@access("applicant")
async def show_form(
    request: Request, act: CurrentAct, application_id: UUID, checked: bool = False, said: str = ""
) -> Response:
    """With new fields (`said=more`) only what was typed can be wrong already."""
    language = language_of(request)
    view = await application_view(act, application_id, language=language)
    wrong = problems_in(view, "form") if checked else wrongly_typed(view) if said == "more" else []
    context = await _form_context(request, act, view, errors=errors_of(wrong))
    problems = summary_of(view, wrong, here="form", language=language)
    return step_page(request, view, "form", problems=problems, **context)


@router.get("/applications/{application_id}/materials")
@access("applicant")
async def show_materials(
    request: Request, act: CurrentAct, application_id: UUID, checked: bool = False
) -> Response:
    return await materials_page(request, act, application_id, checked=checked)


@router.get("/applications/{application_id}/consent")
@access("applicant")
async def show_consents(
    request: Request, act: CurrentAct, application_id: UUID, checked: bool = False
) -> Response:
    language = language_of(request)
    view = await application_view(act, application_id, language=language)
    errors = errors_of(problems_in(view, "consent")) if checked else {}
    problems = _summary(view, "consent", language, checked=checked)
    consents = consents_shown(view, errors=errors)
    return step_page(request, view, "consent", problems=problems, consents=consents, signers=view.signers)


@router.get("/applications/{application_id}/check")
@access("applicant")
async def show_check(request: Request, act: CurrentAct, application_id: UUID) -> Response:
    language = language_of(request)
    view = await application_view(act, application_id, language=language)
    places = await region_choices(act, language)
    shown = whole_draft(view, language, regions=places)
    problems = summary_of(view, view.problems, here="check", language=language)
    go_on = first_open_step(view) if problems else ""
    service = await service_consent(act, language=language)  # last: from here on with the engine's rights
    return step_page(
        request, view, "check", problems=problems, go_on=go_on, counters=places, service=service, **shown
    )


@router.get("/applications/{application_id}/submitted")
@access("applicant")
async def show_submitted(request: Request, act: CurrentAct, application_id: UUID) -> Response:
    """Reached by reloading: the password was shown once and is known to nobody now."""
    view = await application_view(act, application_id, language=language_of(request))
    return _leads_elsewhere(view) or go_to(first_open_step(view))


async def materials_page(
    request: Request,
    act: Act,
    application_id: UUID,
    *,
    checked: bool = False,
    refused: Mapping[str, Text] = MappingProxyType({}),
) -> Response:
    """`refused`: why the file just sent for a material was not taken."""
    language = language_of(request)
    view = await application_view(act, application_id, language=language)
    errors = {**errors_of(problems_in(view, "materials"))} if checked else {}
    errors |= {f"/materials/{key}": words.in_language(language) for key, words in refused.items()}
    summary = [Problem(words, f"#{anchor_of(pointer)}") for pointer, words in errors.items()]
    shown = materials_shown(view, language, errors=errors)
    offers = view.commitment_offers
    return step_page(request, view, "materials", materials=shown, offers=offers, problems=summary)


async def _form_context(
    request: Request, act: Act, view: ApplicationView, *, errors: Mapping[str, str]
) -> dict[str, Any]:
    language = language_of(request)
    groups = form_groups(view, language, regions=await region_choices(act, language), errors=errors)
    waiting = [each.title for each in view.lookups if each.state == "unanswered"]
    held = next((each.state_words for each in view.lookups if each.state == "sign_in"), None)
    return {"groups": groups, "lookups_waiting": waiting, "sign_in_words": held}


def _summary(view: ApplicationView, name: StepName, language: Language, *, checked: bool) -> list[Problem]:
    """`checked`: the step was sent with something wrong, so its problems are shown."""
    return summary_of(view, problems_in(view, name), here=name, language=language) if checked else []


def step_page(request: Request, view: ApplicationView, name: StepName, **context: Any) -> Response:
    """A step in its frame; elsewhere when it is a case already, or the questions are still open."""
    elsewhere = _leads_elsewhere(view)
    if elsewhere is not None:
        return elsewhere
    if name != "questions" and not answered(view):
        return go_to(f"{base_of(view)}/questions")
    language = language_of(request)
    frame = {
        "matter_title": view.title,
        "step_title": step_titles(language)[name],
        "steps": steps_of(view, name, language),
        "base": base_of(view),
        "next_step": next_step(view, name),
        "requires": view.requires,
        "after_case": view.after_case,
        "plan": view.plan,
        "moved": view.moved,
        "kept_aside": kept_aside(view, language),
        "retired": view.retired,
    }
    return show(request, f"applicant/{name}.html", {**frame, **context})


def _leads_elsewhere(view: ApplicationView) -> Response | None:
    """A submitted application is a case now."""
    return go_to(f"/cases/{view.case_no}") if view.case_no else None
