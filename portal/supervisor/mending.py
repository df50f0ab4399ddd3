"""What a step sent was wrong: a supervisor enters it anew, with a reason, and the step is done again."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.mend_incident import fields_to_mend, mend_incident
from casework.outside import Acts
from portal.inputs import input_of_field, text_sent, values_sent
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.regions import region_choices
from portal.rendering import anchor_of, go_to, show
from refusals import Malformed

router = page_router()


@router.get("/overview/incidents/{incident_id}/correct")
@access("supervisor")
async def show_mending(request: Request, act: CurrentAct, incident_id: UUID) -> Response:
    return await _page(request, act, incident_id)


@router.post("/overview/incidents/{incident_id}/correct")
@access("supervisor")
async def mend(request: Request, acts: Acts, incident_id: UUID) -> Response:
    """What was left empty stays as it is."""
    sent = await request.form()
    async with acts() as act:
        offered = await fields_to_mend(act, incident_id, language=language_of(request))
    typed = {key: value for key, value in values_sent(offered, sent).items() if value is not None}
    reason = text_sent(sent, "reason")
    try:
        async with acts() as act:
            await mend_incident(act, incident_id, fields=typed, reason=reason)
    except Malformed as refusal:
        async with acts() as act:
            return await _page(request, act, incident_id, refusal=refusal, typed=typed, reason=reason)
    return go_to("/overview?said=retried")


async def _page(
    request: Request,
    act: Act,
    incident_id: UUID,
    *,
    refusal: Malformed | None = None,
    typed: Mapping[str, Any] = MappingProxyType({}),
    reason: str = "",
) -> Response:
    language = language_of(request)
    offered = await fields_to_mend(act, incident_id, language=language)
    found = refusal.errors if refusal else ()
    errors = {
        each.pointer.replace("/fields/", "/form/", 1): each.en if language == "en" else each.zh
        for each in found
    }
    problems = [Problem(words, f"#{anchor_of(pointer)}") for pointer, words in errors.items()]
    if refusal and not problems:
        problems = [Problem(refusal.detail.in_language(language), None)]
    regions = await region_choices(act, language)
    return show(
        request,
        "supervisor/mending.html",
        status=422 if refusal else 200,
        incident=incident_id,
        inputs_shown=[
            input_of_field(replace(each, value=typed.get(each.key)), language, regions=regions, errors=errors)
            for each in offered
        ],
        reason=reason,
        reason_error=errors.get("/reason"),
        problems=problems,
    )
