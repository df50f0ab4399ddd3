"""One sum for all that is to be paid: what it is made of, and the way to the provider's page."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.outside import Acts
from casework.pay_together import OneSum, pay_together, show_sum
from portal.inputs import text_sent
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import show
from portal.wording import gettext_in

router = page_router()
# The provider usually answers at once; the person need not look at a page that says "please wait".
TRIES = 8
PAUSE_SECONDS = 0.25


@router.get("/cases/{case_no}/payments")
@access("applicant", level="L2")
async def show_payments(request: Request, act: CurrentAct, case_no: str) -> Response:
    return await _pay_page(request, act, case_no)


@router.post("/cases/{case_no}/payments")
@access("applicant", level="L2")
async def pay_chosen(request: Request, acts: Acts, case_no: str) -> Response:
    """`look`: only the sum of what is chosen is asked for."""
    sent = await request.form()
    chosen = [found for each in sent.getlist("payments") if (found := _id(str(each)))]
    if text_sent(sent, "look") or not chosen:
        async with acts() as act:
            return await _pay_page(request, act, case_no, chosen=chosen)
    for number in range(TRIES):
        if number:
            await asyncio.sleep(PAUSE_SECONDS)
        async with acts() as act:
            summed = await pay_together(act, case_no, payments=chosen)
        if summed.pay_url:
            return RedirectResponse(summed.pay_url, status_code=303)
    async with acts() as act:
        return await _pay_page(request, act, case_no, chosen=chosen, waits=True)


async def _pay_page(
    request: Request, act: Act, case_no: str, *, chosen: Sequence[UUID] | None = None, waits: bool = False
) -> Response:
    """`chosen`: what was sent; None: nothing was sent yet, so everything is."""
    language = language_of(request)
    _ = gettext_in(language)
    everything = await show_sum(act, case_no, language=language)
    payable = {each.payment for each in everything.lines}
    picked = payable if chosen is None else payable & set(chosen)
    summed: OneSum | None = None
    if picked:
        summed = await show_sum(act, case_no, payments=sorted(picked), language=language)
    nothing_chosen = chosen is not None and not picked and bool(payable)
    problems = [Problem(_("Please choose at least one payment."), "#payments")] if nothing_chosen else []
    return show(
        request,
        "applicant/pay.html",
        status=422 if problems else 200,
        case_no=case_no,
        lines=[(each, each.payment in picked) for each in everything.lines],
        summed=summed,
        waits=waits,
        problems=problems,
    )


def _id(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None
