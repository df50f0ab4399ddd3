"""Which activities there are: one handler per kind of effect, wired to what it works with."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from temporalio import activity

from activities.archive import Archive
from activities.awaited_money import ArrivalClose, AwaitedMoney
from activities.carrier import Carrier
from activities.certificate_lookup import CertificateLookup
from activities.data_check import DataCheck
from activities.department_calls import DepartmentCalls
from activities.errand import Errand
from activities.handler import Handler
from activities.identity_check import IdentityCheck
from activities.issue_result import IssueResult
from activities.letter import Letter
from activities.mailing import Mailing, ParcelRecall
from activities.notify import Notify
from activities.paper import Paper
from activities.payment import Payment, PaymentCancel, PaymentOrder, Refund
from activities.seal import Seal
from activities.service import Service
from activities.system_call import SystemCall
from documents.press import Press
from documents.sealing.signer import Signer
from engine.context import EngineContext
from engine.gate import Gate
from files.store import FileStore
from workflows.messages import CarryOutInput

HEARTBEAT_SECONDS = 3.0


@dataclass(frozen=True)
class Outside:
    """What the activities reach the world through. `public_url` is where people find the product.

    Without `files` nothing can be archived: what is asked of the archive becomes an incident. Without a
    `signer` papers stay unsealed, which becomes one too. `seal_authority`: the certificate above the seals
    (PEM), which goes with what is archived. `trusted_signers`: those above the signatures of people, as they
    are when something is archived."""

    calls: DepartmentCalls
    press: Press
    public_url: str
    files: FileStore | None = None
    signer: Signer | None = None
    seal_authority: bytes | None = None
    trusted_signers: Callable[[], Sequence[bytes]] = tuple


def handlers(context: EngineContext, outside: Outside) -> list[Handler]:
    calls = outside.calls
    return [
        IdentityCheck(context, calls),
        CertificateLookup(context, calls),
        DataCheck(context, calls),
        SystemCall(context, calls),
        Payment(context, calls),
        PaymentOrder(context, calls),
        PaymentCancel(calls),
        Refund(calls),
        AwaitedMoney(context, calls),
        ArrivalClose(calls),
        Mailing(context, calls),
        ParcelRecall(calls),
        Notify(context, calls),
        Errand(context, calls),
        Paper(context, outside.press, public_url=outside.public_url),
        IssueResult(context, outside.press, public_url=outside.public_url),
        Seal(context, outside.signer),
        Service(context, calls),
        Letter(context, calls),
        *([_archive(context, outside, outside.files)] if outside.files else []),
        # An effect of a kind that has no line here becomes an incident (`unknown_kind`) at its first try.
    ]


def _archive(context: EngineContext, outside: Outside, files: FileStore) -> Archive:
    return Archive(context, files, outside.seal_authority, trusted_signers=outside.trusted_signers)


def make_carrier(context: EngineContext, outside: Outside) -> Carrier:
    return Carrier(context, Gate(context), handlers(context, outside))


def slow_activities(carrier: Carrier) -> list[Callable[..., Any]]:
    """One ordinary activity per kind of effect, named by the kind."""
    return [_slow(carrier, kind) for kind in carrier.kinds]


def _slow(carrier: Carrier, kind: str) -> Callable[..., Any]:
    @activity.defn(name=kind)
    async def carry_out(work: CarryOutInput) -> None:
        async with _heartbeats():
            await carrier.claim_and_carry(work.effect)

    return carry_out


@asynccontextmanager
async def _heartbeats() -> AsyncIterator[None]:
    """Without them the server would believe for the whole time limit that a killed worker is still at it."""
    beating = asyncio.create_task(_beat())
    try:
        yield
    finally:
        beating.cancel()


async def _beat() -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)  # first: most activities are over before one is needed
        activity.heartbeat()
