"""What another person is asked to agree to: exactly that, and two buttons."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.parts import Parts
from access.rules import access
from casework.answer_consent import answer_consent
from casework.consent_view import ConsentView, consent_view
from casework.draft_lookups import ask_departments
from casework.outside import Acts, CurrentOutside
from casework.signing.view import SigningView, look_at_consent_signing
from portal.applicant.draft_shown import Fact
from portal.inputs import Choice, choices_of, words_of_value
from portal.language import Language, language_of
from portal.moods import mood_of
from portal.page_router import page_router
from portal.regions import region_choices
from portal.rendering import go_to, show
from portal.wording import gettext_in

router = page_router()


@router.get("/consents/{consent_id}")
@access("applicant")
async def show_consent(request: Request, acts: Acts, outside: CurrentOutside, consent_id: UUID) -> Response:
    """Also where the signing provider sends back to."""
    language = language_of(request)
    async with acts() as act:
        consent = await consent_view(act, consent_id, language=language)
        regions = await region_choices(act, language)
    signing: SigningView | None = None
    if consent.signed_by == "certificate" and "give" in consent.allowed:
        signing = await look_at_consent_signing(acts, outside, consent_id, language=language)
    return show(
        request,
        "applicant/consent_asked.html",
        consent=consent,
        signing=signing,
        signing_mood=mood_of("signature", signing.state) if signing else "",
        groups=_groups(consent, language, regions=regions),
        mood=mood_of("consent", consent.state),
        after=_what_follows(consent.state, language),
    )


@router.post("/consents/{consent_id}")
@access("applicant")
async def answer(
    acts: Acts,
    outside: CurrentOutside,
    parts: Parts,
    consent_id: UUID,
    decision: Annotated[Literal["give", "refuse", "withdraw"], Form()],
    digest: Annotated[str, Form()],
) -> Response:
    """`digest` is of what the page showed: agreeing to something else than what was read is refused."""
    async with acts() as act:
        answered = await answer_consent(act, consent_id, decision=decision, digest=digest)
    if answered.state == "given":
        await ask_departments(acts, outside, answered.application_id, keys=parts.master_keys)
    return go_to(f"/consents/{consent_id}")


def _groups(
    consent: ConsentView, language: Language, *, regions: Sequence[Choice]
) -> Mapping[str, Sequence[Fact]]:
    """What is agreed to, by whose it is, as a person reads it."""
    groups: dict[str, list[Fact]] = {}
    for each in consent.shows:
        choices = regions if each.type == "region" else choices_of(each.options)
        words = words_of_value(each.type, each.value, language, choices=choices)
        groups.setdefault(each.group, []).append(Fact(each.title, words))
    return groups


def _what_follows(state: str, language: Language) -> str:
    _ = gettext_in(language)
    words = {
        "given": _("Thank you. There is nothing more for you to do."),
        "refused": _("The other person sees that you did not agree, and what to hand in instead."),
        "expired": _("If it is still wanted, the other person can ask you again."),
        "void": _("What it was about has changed. The other person can ask you again."),
    }
    return words.get(state, "")
