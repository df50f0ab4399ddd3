"""A process dies with something done outside and nothing written: messages, papers, and what undoes.

The steps of departments, payments and parcels are in `test_effects.py`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

import activities.notify as notify_room
import activities.papers.making as paper_room
from activities.carrier import CameBack, Carrier
from documents.press import PressedPaper
from engine.callbacks import take_answer
from engine.case_change import CaseChange
from engine.change import change_case
from engine.outcome import Outcome
from engine.who import Who
from matter_definitions.acts.deciding import RedoStep
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.plan import NoticePlan, PaperPlan, Plan, ResultPlan
from tests.engine_room import PAY, Room, both, item, plan_of, step
from tests.unit.files.upload_examples import pdf

NOTICE = NoticePlan("SUBMITTED_BY_APPLICANT", "case_submitted", ("sms",))
PAPER = PaperPlan("SUBMITTED_BY_APPLICANT", "submission_receipt", both("receipt"))
SUPERVISOR = Who("supervisor", "00000000-0000-0000-0000-000000000009")
RESULT = ResultPlan("card", both("library card"), "generic_result", number_key="card.number")
WITH_NOTICE = plan_of(item("card", step("review", "approval")), notices=(NOTICE,))
WITH_PAPER = replace(plan_of(item("card", step("review", "approval"))), papers=(PAPER,))
WITH_RESULT = plan_of(replace(item("card", step("issue", "issue_result", result="card")), results=(RESULT,)))


class Killed(BaseException):
    """The process is gone: nothing of ours may catch it."""


def dies_before(_: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    async def die(*_: object, **__: object) -> object:
        raise Killed

    return die


def dies_after(record: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    async def record_and_die(*args: object, **more: object) -> object:
        await record(*args, **more)
        raise Killed

    return record_and_die


def dies_with(kind: str) -> Callable[..., Callable[..., Awaitable[object]]]:
    """At the effect of this kind; the others of the case are written down."""

    def wrap(record: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def record_or_die(carrier: object, came_back: list[CameBack], **more: object) -> object:
            others = [each for each in came_back if each.effect.kind != kind]
            following = await record(carrier, others, **more)
            if len(others) < len(came_back):
                raise Killed
            return following

        return record_or_die

    return wrap


async def crash(
    room: Room, monkeypatch: pytest.MonkeyPatch, case: CaseChange, *, place: Any, name: str, how: Any
) -> None:
    """Looks at the case with a process that dies at `place.name`; then a minute of real time passes."""
    with monkeypatch.context() as crashing:
        crashing.setattr(place, name, how(getattr(place, name)))
        with pytest.raises(Killed):
            await room.look_until_done(case)
    await room.as_owner(
        text("""
            UPDATE effect e SET lease_until = now() - interval '1 s', try_after = now() + i.clock_offset
            FROM installation i WHERE e.state = 'attempted'
        """)
    )


async def test_an_sms_is_sent_once_also_when_the_process_dies_before_it_is_written_down(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await room.submit(WITH_NOTICE)
    await crash(room, monkeypatch, case, place=notify_room, name="record_message", how=dies_before)
    assert await room.rows("SELECT 1 FROM message") == []
    await room.look_until_done(case)
    assert list(room.ledger.done.values()) == [1]
    assert await room.rows("SELECT channel, state FROM message") == [{"channel": "sms", "state": "sent"}]
    assert set((await room.effects(case)).values()) == {"answered"}


@pytest.mark.parametrize("how", [dies_before, dies_after])
@pytest.mark.parametrize("plan", [WITH_PAPER, WITH_RESULT], ids=["paper", "issue_result"])
async def test_a_paper_is_issued_once_wherever_the_process_dies(
    room: Room, monkeypatch: pytest.MonkeyPatch, plan: Plan, how: Any
) -> None:
    async def draw(*_: object, **__: object) -> PressedPaper:
        return PressedPaper(pdf(), "00", 1)

    monkeypatch.setattr(room.outside.press, "press", draw)
    case = await room.submit(plan, number="A-17")
    await crash(room, monkeypatch, case, place=paper_room, name="record_paper", how=how)
    await room.look_until_done(case)
    assert len(await room.rows("SELECT 1 FROM document")) == 1
    assert (await room.events(case)).count("DOCUMENT_ISSUED") == 1
    assert set((await room.effects(case)).values()) == {"answered"}


async def cancelled_demand(room: Room) -> CaseChange:
    """Withdrawn while the demand was with the provider."""
    room.ledger.later = {"payment_create"}
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    await room.look(case)
    async with change_case(room.context, case.id, by=Who("applicant", str(room.applicant))) as change:
        change.apply(Withdraw())
    return case


async def recalled_parcel(room: Room) -> CaseChange:
    """Sent anew while the courier had the parcel in hand."""
    room.ledger.later = {"parcel_send"}
    case = await room.submit(plan_of(item("card", step("it", "mailing"))))
    await room.look(case)
    async with change_case(room.context, case.id, by=SUPERVISOR) as change:
        change.apply(RedoStep("card", "it"))
    return case


async def payment_made_twice(room: Room) -> CaseChange:
    case = await room.submit(plan_of(item("card", step("it", "payment", payment=PAY))), fee=500)
    await room.look(case)
    again = Outcome("done", {"amount_fen": 500, "transaction_no": "another"})
    await take_answer(
        room.context,
        connector="payment",
        key=f"{case.case_no}/card/it/1",
        kind="payment_create",
        webhook_id="w1",
        outcome=again,
    )
    return case


@pytest.mark.parametrize(
    ("begin", "undone_by"),
    [
        (cancelled_demand, "payment_cancel"),
        (payment_made_twice, "refund/paid_twice/500"),
        (recalled_parcel, "parcel_recall"),
    ],
    ids=["payment_cancel", "refund", "parcel_recall"],
)
async def test_what_undoes_an_effect_happens_once_too(
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
    begin: Callable[[Room], Awaitable[CaseChange]],
    undone_by: str,
) -> None:
    case = await begin(room)
    how = dies_with(undone_by.partition("/")[0])
    await crash(room, monkeypatch, case, place=Carrier, name="record", how=how)
    key = f"card/it/1/{undone_by}"
    assert (await room.effects(case))[key] == "attempted"
    await room.look_until_done(case)
    assert (await room.effects(case))[key] == "answered"
    assert room.ledger.done[f"{case.case_no}/{key}"] == 1
    assert room.ledger.calls.count(f"{case.case_no}/{key}") == 1, "it was asked about, not repeated"
