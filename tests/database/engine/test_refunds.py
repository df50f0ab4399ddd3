"""Money that goes back when an item ends: once, the right sum, to the account that paid, and said so."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from activities.carrier import Carrier
from engine.callbacks import take_answer
from engine.case_change import CaseChange
from engine.change import change_case
from engine.outcome import Outcome
from engine.refunds import amount_of_refund, refund_key
from engine.who import Who
from matter_definitions.acts.deciding import DecideStep, EndBranch, RedoStep
from matter_definitions.acts.undoing import TakeBack, Withdraw
from matter_definitions.consequences import RefundWanted
from matter_definitions.offers import RefundRule
from matter_definitions.plan import PaymentRule, Plan
from tests.database.engine.test_crashes import crash, dies_with
from tests.engine_room import OFFICER, PAY, Room, item, plan_of, step

SUPERVISOR = Who("supervisor", "00000000-0000-0000-0000-000000000009")


def paid_first(rule: PaymentRule = PAY) -> Plan:
    """Paid during the handling; an officer decides afterwards. A case of the present format."""
    steps = (step("it", "payment", payment=rule), step("decide", "approval", "it", decides=True))
    return replace(plan_of(item("card", *steps)), format=2)


async def paid_case(room: Room, plan: Plan | None = None) -> CaseChange:
    case = await room.submit(plan or paid_first(), fee=500)
    await room.look_until_done(case)
    await room.until_task(case, "decide")
    return case


async def pay(room: Room, case: CaseChange, *, round: int) -> None:
    """The provider says that this demand was paid."""
    await take_answer(
        room.context,
        connector="payment",
        key=f"{case.case_no}/card/it/{round}",
        kind="payment_create",
        webhook_id=f"w{round}",
        outcome=Outcome("done", {"amount_fen": 500, "transaction_no": f"t{round}"}),
    )


async def refunds(room: Room) -> list[tuple[str, int, str]]:
    rows = await room.rows("SELECT reason, amount_fen, state FROM refund ORDER BY requested_at, reason")
    return [(row["reason"], row["amount_fen"], row["state"]) for row in rows]


async def payment_state(room: Room) -> str:
    return (await room.rows("SELECT state FROM payment"))[0]["state"]


async def deny(room: Room, case: CaseChange) -> None:
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideStep("card", "decide", "deny", "text:why"))


async def withdraw(room: Room, case: CaseChange) -> None:
    async with change_case(room.context, case.id, by=Who("applicant", str(room.applicant))) as change:
        change.apply(Withdraw())


async def end(room: Room, case: CaseChange) -> None:
    async with change_case(room.context, case.id, by=SUPERVISOR) as change:
        change.apply(EndBranch("card", "stuck"))


@pytest.mark.parametrize(("ending", "reason"), [(deny, "deny"), (withdraw, "withdraw"), (end, "deny")])
async def test_an_item_that_ends_gives_back_what_was_paid_once_and_says_so(
    room: Room, ending: Callable[[Room, CaseChange], Awaitable[None]], reason: str
) -> None:
    case = await paid_case(room)
    await ending(room, case)
    assert await refunds(room) == [(reason, 500, "planned")]
    assert await payment_state(room) == "refund_open"
    assert (await room.look_until_done(case)).done
    assert await refunds(room) == [(reason, 500, "done")]
    assert await payment_state(room) == "refunded"
    assert room.ledger.done[f"{case.case_no}/card/it/1/refund/{reason}/500"] == 1
    told = await room.events(case)
    assert told.count("REFUND_PLANNED") == told.count("REFUND_MADE") == 1
    assert await room.rows("SELECT 1 FROM incident") == []


async def test_a_grant_keeps_what_was_paid(room: Room) -> None:
    case = await paid_case(room)
    await room.decide(case, "decide", "grant")
    assert await refunds(room) == []
    assert await payment_state(room) == "paid"


async def test_only_the_share_of_the_plan_comes_back(room: Room) -> None:
    rule = replace(PAY, refund=RefundRule(on=("withdraw",), share_percent=30))
    case = await paid_case(room, paid_first(rule))
    await withdraw(room, case)
    await room.look_until_done(case)
    assert await refunds(room) == [("withdraw", 150, "done")]


async def test_an_ending_that_the_plan_leaves_out_keeps_the_money(room: Room) -> None:
    case = await paid_case(room, paid_first(replace(PAY, refund=RefundRule(on=("deny",)))))
    await withdraw(room, case)
    assert await refunds(room) == []
    assert await payment_state(room) == "paid"


async def test_an_item_that_ends_twice_gives_back_once(room: Room) -> None:
    """As when a decision is taken back and made again, also for another reason."""
    case = await paid_case(room)
    await deny(room, case)
    for reason in ("deny", "withdraw"):
        async with change_case(room.context, case.id, by=OFFICER) as change:
            change.out.refunds_wanted.append(RefundWanted("card", "it", 1, reason))
            change.wants_a_look = True
    await room.look_until_done(case)
    assert await refunds(room) == [("deny", 500, "done")]
    assert [key for key in room.ledger.done if "/refund/" in key] == [
        f"{case.case_no}/card/it/1/refund/deny/500"
    ]


async def test_a_denial_that_is_taken_back_and_made_again_gives_back_once(room: Room) -> None:
    case = await paid_case(room)
    await deny(room, case)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(TakeBack("card", None, "text:slip"))
    await room.until_task(case, "decide")
    await deny(room, case)
    await room.look_until_done(case)
    assert (await room.events(case)).count("ITEM_DENIED") == 2
    assert sorted(await refunds(room)) == [("deny", 500, "cancelled"), ("deny", 500, "done")]
    assert [count for key, count in room.ledger.done.items() if "/refund/" in key] == [1]


async def test_what_was_paid_twice_and_what_was_paid_for_both_come_back(room: Room) -> None:
    case = await paid_case(room)
    await take_answer(
        room.context,
        connector="payment",
        key=f"{case.case_no}/card/it/1",
        kind="payment_create",
        webhook_id="w1",
        outcome=Outcome("done", {"amount_fen": 500, "transaction_no": "another"}),
    )
    await deny(room, case)
    await room.look_until_done(case)
    assert sorted(await refunds(room)) == [("deny", 500, "done"), ("paid_twice", 500, "done")]
    assert await payment_state(room) == "refunded"


async def test_a_demand_of_a_withdrawn_item_that_is_paid_too_late_comes_back_once(room: Room) -> None:
    room.ledger.later = {"payment_create"}
    case = await room.submit(paid_first(), fee=500)
    await room.look(case)
    await withdraw(room, case)
    assert await refunds(room) == []
    await pay(room, case, round=1)
    await room.look_until_done(case)
    assert await refunds(room) == [("paid_too_late", 500, "done")]
    assert await payment_state(room) == "refunded"


async def test_of_two_demands_that_were_both_paid_each_goes_back_once(room: Room) -> None:
    """The first was made anew and paid all the same; the second was paid in time; then it is withdrawn."""
    room.ledger.later = {"payment_create"}
    case = await room.submit(paid_first(), fee=500)
    await room.look(case)
    async with change_case(room.context, case.id, by=SUPERVISOR) as change:
        change.apply(RedoStep("card", "it"))
    await room.look_until_done(case)
    await pay(room, case, round=1)
    await pay(room, case, round=2)
    assert await refunds(room) == [("paid_too_late", 500, "planned")]
    await withdraw(room, case)
    await room.look_until_done(case)
    assert sorted(await refunds(room)) == [("paid_too_late", 500, "done"), ("withdraw", 500, "done")]
    assert sorted(key.removeprefix(f"{case.case_no}/card/it/") for key in room.ledger.done) == [
        "1/payment_cancel",
        "1/refund/paid_too_late/500",
        "2/refund/withdraw/500",
    ]


async def test_a_refund_that_is_refused_is_shown_to_a_supervisor_and_not_called_done(room: Room) -> None:
    case = await paid_case(room)
    room.ledger.outcomes["refund"] = "refused"
    await deny(room, case)
    await room.look_until_done(case)
    assert await refunds(room) == [("deny", 500, "refused")]
    assert await payment_state(room) == "refund_open"
    assert "REFUND_REFUSED" in await room.events(case)
    assert [each["reason"] for each in await room.rows("SELECT reason FROM incident")] == ["refund_refused"]


@pytest.mark.parametrize("ending", [deny, withdraw], ids=["deny", "withdraw"])
async def test_money_goes_back_once_also_when_the_process_dies_after_sending_it(
    room: Room, monkeypatch: pytest.MonkeyPatch, ending: Callable[[Room, CaseChange], Awaitable[None]]
) -> None:
    case = await paid_case(room)
    await ending(room, case)
    await crash(room, monkeypatch, case, place=Carrier, name="record", how=dies_with("refund"))
    assert [state for *_, state in await refunds(room)] == ["planned"]
    await room.look_until_done(case)
    assert [state for *_, state in await refunds(room)] == ["done"]
    key = next(key for key in room.ledger.done if "/refund/" in key)
    assert room.ledger.done[key] == 1
    assert room.ledger.calls.count(key) == 1, "it was asked about, not repeated"


async def test_an_act_that_fails_leaves_no_refund_behind(room: Room) -> None:
    case = await paid_case(room)

    async def deny_and_fail() -> None:
        async with change_case(room.context, case.id, by=OFFICER) as change:
            change.apply(DecideStep("card", "decide", "deny", "text:why"))
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await deny_and_fail()
    assert await refunds(room) == []
    assert await payment_state(room) == "paid"


@pytest.mark.parametrize("amount", [0, 1, 500, 10**11])
def test_the_key_of_a_refund_says_how_much(amount: int) -> None:
    assert amount_of_refund(refund_key("c/card/it/1", reason="deny", amount_fen=amount)) == amount
