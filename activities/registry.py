"""Which activities there are: one handler per kind of effect, wired to what it works with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from temporalio import activity

from activities.carrier import Carrier
from activities.certificate_lookup import CertificateLookup
from activities.data_check import DataCheck
from activities.department_calls import DepartmentCalls
from activities.errand import Errand
from activities.handler import Handler
from activities.identity_check import IdentityCheck
from activities.issue_result import IssueResult
from activities.mailing import Mailing, ParcelRecall
from activities.notify import Notify
from activities.paper import Paper
from activities.payment import Payment, PaymentCancel, Refund
from activities.system_call import SystemCall
from documents.press import Press
from engine.context import EngineContext
from engine.gate import Gate
from workflows.messages import CarryOutInput


@dataclass(frozen=True)
class Outside:
    """What the activities reach the world through. `public_url` is where people find the product."""

    calls: DepartmentCalls
    press: Press
    public_url: str


def handlers(context: EngineContext, outside: Outside) -> list[Handler]:
    calls = outside.calls
    return [
        IdentityCheck(context, calls),
        CertificateLookup(context, calls),
        DataCheck(context, calls),
        SystemCall(context, calls),
        Payment(context, calls),
        PaymentCancel(calls),
        Refund(calls),
        Mailing(context, calls),
        ParcelRecall(calls),
        Notify(context, calls),
        Errand(context, calls),
        Paper(context, outside.press, public_url=outside.public_url),
        IssueResult(context, outside.press, public_url=outside.public_url),
    ]


def make_carrier(context: EngineContext, outside: Outside) -> Carrier:
    return Carrier(context, Gate(context), handlers(context, outside))


def slow_activities(carrier: Carrier) -> list[Callable[..., Any]]:
    """One ordinary activity per kind of effect, named by the kind."""
    return [_slow(carrier, kind) for kind in carrier.kinds]


def _slow(carrier: Carrier, kind: str) -> Callable[..., Any]:
    @activity.defn(name=kind)
    async def carry_out(work: CarryOutInput) -> None:
        await carrier.claim_and_carry(work.effect)

    return carry_out
