"""Paying for a case: one sum for everything that is to be paid, or each payment by itself (`cases.py`)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body, Id
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.pay_together import OneSum, pay_together, show_sum

router = api_router(tag="applicant", prefix=ROOT)


class PayTogetherBody(Body):
    payments: list[Id] = Field(
        default_factory=list, max_length=100, description="Ids of payments; empty: all that are to be paid"
    )


@router.get("/cases/{case_no}/payments", summary="What is to be paid now, as one sum")
@access("applicant", level="L2")
async def get_sum(
    case_no: str,
    act: CurrentAct,
    language: Spoken,
    payments: Annotated[list[UUID] | None, Query(description="Without: all that are to be paid")] = None,
) -> OneSum:
    """The sum, its lines, and what each department gets of it. Nothing changes."""
    return await show_sum(act, case_no, payments=payments or (), language=language)


@router.post("/cases/{case_no}/payments", status_code=201, summary="Go and pay several at once")
@access("applicant", level="L2")
async def post_payments(
    case_no: str, act: CurrentAct, language: Spoken, body: PayTogetherBody | None = None
) -> OneSum:
    """One order at the provider. While it is being prepared `pay_url` is null: ask again (a new write, with
    another Idempotency-Key), and the same order is used. Each payment stays one of its own: what becomes of
    it and what goes back is told of it alone."""
    chosen = body.payments if body else []
    return await pay_together(act, case_no, payments=chosen, language=language)
