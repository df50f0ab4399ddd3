"""What a granted item still waits for ends its incident only by coming, and only while that is open."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from engine.callbacks import take_answer
from engine.case_change import CaseChange
from engine.outcome import Outcome
from tests.engine_room import PAY, Room, item, plan_of, step


async def test_paying_too_little_does_not_end_the_warning_and_what_a_supervisor_ended_stays_as_he_said(
    room: Room,
) -> None:
    room.ledger.later = {"payment_create"}
    steps = (step("it", "system_call"), step("fee", "payment", "it", payment=PAY, stage="after_grant"))
    case = await room.submit(replace(plan_of(item("card", *steps)), format=2), fee=500)
    await room.look_until_done(case)
    await room.move_time(timedelta(days=40))
    await room.look_until_done(case)
    await _is_told(room, case, 1, 100)
    assert await room.rows("SELECT state, resolution FROM incident WHERE reason = 'unpaid'") == [
        {"state": "open", "resolution": None}
    ]
    await room.as_owner(text("UPDATE incident SET state = 'ended', resolution = 'noted'"))
    await room.look_until_done(case)
    await _is_told(room, case, 2, 500)
    assert await room.rows("SELECT state, resolution FROM incident WHERE reason = 'unpaid'") == [
        {"state": "ended", "resolution": "noted"}
    ]
    assert "INCIDENT_SETTLED" not in await room.events(case)


async def _is_told(room: Room, case: CaseChange, round: int, amount_fen: int) -> None:
    """The provider says that so much came for the fee of the card."""
    await take_answer(
        room.context,
        connector="payment",
        key=f"{case.case_no}/card/fee/{round}",
        kind="payment_create",
        webhook_id=f"told-{round}",
        outcome=Outcome("done", {"amount_fen": amount_fen, "transaction_no": f"t{round}"}),
    )
