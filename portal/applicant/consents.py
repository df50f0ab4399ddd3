"""What another person is asked to agree to: exactly that, and two buttons."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.parts import Parts
from access.rules import access
from casework.answer_consent import answer_consent, consent_view
from casework.draft_lookups import ask_departments
from casework.outside import Acts, CurrentOutside
from portal.language import language_of
from portal.moods import mood_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()


@router.get("/consents/{consent_id}")
@access("applicant")
async def show_consent(request: Request, act: CurrentAct, consent_id: UUID) -> Response:
    consent = await consent_view(act, consent_id, language=language_of(request))
    return show(
        request, "applicant/consent_asked.html", consent=consent, mood=mood_of("consent", consent.state)
    )


@router.post("/consents/{consent_id}")
@access("applicant")
async def answer(
    acts: Acts,
    outside: CurrentOutside,
    parts: Parts,
    consent_id: UUID,
    decision: Annotated[Literal["give", "refuse"], Form()],
    digest: Annotated[str, Form()],
) -> Response:
    """`digest` is of what the page showed: agreeing to something else than what was read is refused."""
    async with acts() as act:
        answered = await answer_consent(act, consent_id, decision=decision, digest=digest)
    await ask_departments(acts, outside, answered.application_id, keys=parts.master_keys)
    return go_to(f"/consents/{consent_id}")
