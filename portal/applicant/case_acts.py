"""What the applicant does to a case: correct, confirm, pay, urge, take back, rate."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from access.act import Act, CurrentAct
from access.parts import Parts
from access.rules import access
from casework.case_view import case_view
from casework.chains.following import follow_case
from casework.confirm_step import confirm_step
from casework.draft_lookups import ask_departments
from casework.ending_preview import preview_withdrawal
from casework.outside import Acts, CurrentOutside
from casework.rate_case import rate_case
from casework.rating_words import rating_options
from casework.start_payment import start_payment
from casework.urge_case import urge_case
from casework.withdraw_case import withdraw_case
from portal.applicant.draft_shown import Fact
from portal.inputs import text_sent, words_of_value
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import go_to, show
from portal.wording import gettext_in

router = page_router()
LONGEST_NOTE = 500


@router.post("/cases/{case_no}/payments/{payment_id}")
@access("applicant", level="L2")
async def pay(act: CurrentAct, case_no: str, payment_id: UUID) -> Response:
    """The provider's page is another site; it sends the person back, and tells us by callback."""
    started = await start_payment(act, case_no, payment_id)
    return RedirectResponse(started.pay_url, status_code=303)


@router.post("/cases/{case_no}/next")
@access("applicant")
async def begin_next(
    acts: Acts, outside: CurrentOutside, parts: Parts, case_no: str, matter: Annotated[str, Form()]
) -> Response:
    async with acts() as act:
        started = await follow_case(act, case_no, matter)
    await ask_departments(acts, outside, started.id, keys=parts.master_keys)
    return go_to(f"/applications/{started.id}")


@router.post("/cases/{case_no}/urge")
@access("applicant")
async def urge(
    act: CurrentAct, case_no: str, note: Annotated[str, Form(max_length=LONGEST_NOTE)] = ""
) -> Response:
    await urge_case(act, case_no, note=note.strip() or None)
    return go_to(f"/cases/{case_no}?said=urged")


@router.get("/cases/{case_no}/withdraw")
@access("applicant")
async def show_withdraw(request: Request, act: CurrentAct, case_no: str) -> Response:
    return await _withdraw_page(request, act, case_no)


@router.post("/cases/{case_no}/withdraw")
@access("applicant", level="L2")
async def withdraw(request: Request, acts: Acts, case_no: str) -> Response:
    """`look`: only what it would bring is asked, for the items chosen."""
    sent = await request.form()
    reason, items = text_sent(sent, "reason")[:LONGEST_NOTE], [str(each) for each in sent.getlist("items")]
    looks = text_sent(sent, "look") != ""
    if looks or not reason or not items:
        async with acts() as act:
            return await _withdraw_page(request, act, case_no, reason=reason, chosen=items, looks=looks)
    async with acts() as act:
        await withdraw_case(act, case_no, reason=reason, items=items)
    return go_to(f"/cases/{case_no}?said=withdrawn")


@router.get("/cases/{case_no}/confirmations/{item}/{step}")
@access("applicant")
async def show_confirmation(
    request: Request, act: CurrentAct, case_no: str, item: str, step: str
) -> Response:
    """The sentence that has to be confirmed; back to the case when nobody asks for it any more."""
    language = language_of(request)
    case = await case_view(act, case_no, language=language)
    asked = [each for each in case.to_do if (each.kind, each.item, each.step) == ("confirmation", item, step)]
    if not asked:
        return go_to(f"/cases/{case_no}")
    facts = [Fact(each.title, words_of_value(each.type, each.value, language)) for each in asked[0].facts]
    return show(request, "applicant/confirm.html", case=case, asked=asked[0], facts=facts)


@router.post("/cases/{case_no}/confirmations/{item}/{step}")
@access("applicant", level="L2")
async def confirm(act: CurrentAct, case_no: str, item: str, step: str) -> Response:
    await confirm_step(act, case_no, item, step)
    return go_to(f"/cases/{case_no}?said=confirmed")


@router.get("/cases/{case_no}/rate")
@access("applicant")
async def show_rating(request: Request, act: CurrentAct, case_no: str, score: int | None = None) -> Response:
    """First the score, then what fits to it."""
    language = language_of(request)
    case = await case_view(act, case_no, language=language)
    if not case.may_rate:
        return go_to(f"/cases/{case_no}")
    offered = rating_options(score, language=language) if score else []
    chosen = score if score in range(1, 6) else None
    return show(
        request, "applicant/rate.html", case=case, score=chosen, scores=_scores(language), options=offered
    )


@router.post("/cases/{case_no}/rate")
@access("applicant")
async def rate(request: Request, act: CurrentAct, case_no: str, score: Annotated[int, Form()]) -> Response:
    sent = await request.form()
    options = [str(each) for each in sent.getlist("options")]
    words = text_sent(sent, "text")[:LONGEST_NOTE] or None
    rated = await rate_case(act, case_no, score=score, options=options, words=words)
    return go_to(f"/cases/{case_no}?said={'follow-up' if rated.follow_up else 'rated'}")


async def _withdraw_page(
    request: Request,
    act: Act,
    case_no: str,
    *,
    reason: str = "",
    chosen: Sequence[str] | None = None,
    looks: bool = False,
) -> Response:
    """`chosen`: what was sent, with something missing; None: nothing was sent yet. What it would bring stands
    on the page as long as something can be taken back."""
    language = language_of(request)
    _ = gettext_in(language)
    case = await case_view(act, case_no, language=language)
    problems: list[Problem] = []
    no_items = chosen == []
    no_reason = chosen is not None and not looks and not reason
    can = "withdraw" in case.allowed and not no_items
    brings = await preview_withdrawal(act, case_no, items=chosen or (), language=language) if can else None
    if no_items:
        problems.append(Problem(_("Please choose at least one item."), "#items"))
    if no_reason:
        problems.append(Problem(_("Please say why."), "#reason"))
    return show(
        request,
        "applicant/withdraw.html",
        status=422 if problems else 200,
        case=case,
        open_items=[
            (each, chosen is None or each.key in chosen)
            for each in case.items
            if each.clocks.decided_at is None
        ],
        brings=brings,
        reason=reason,
        reason_error=_("Please say why.") if no_reason else None,
        problems=problems,
    )


def _scores(language: Language) -> list[tuple[int, str]]:
    _ = gettext_in(language)
    return [(5, _("Very good")), (4, _("Good")), (3, _("Ordinary")), (2, _("Bad")), (1, _("Very bad"))]
