"""A denial gives money back; when it is taken back, the fee is wanted after all: kept, or demanded anew."""

from dataclasses import replace

import pytest

from activities.carrier import Carrier
from engine.case_change import CaseChange
from engine.change import change_case
from matter_definitions.acts.undoing import TakeBack
from matter_definitions.offers import RefundRule
from matter_definitions.plan import NoticePlan
from tests.database.engine.test_crashes import crash, dies_with
from tests.database.engine.test_refunds import deny, paid_case, paid_first, pay, payment_state, refunds
from tests.engine_room import OFFICER, PAY, Room

DENY = "card/it/1/refund/deny/500"


async def take_back(room: Room, case: CaseChange) -> None:
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(TakeBack("card", None, "text:slip"))


async def demands(room: Room) -> list[tuple[str, str]]:
    rows = await room.rows("SELECT effect_key, state FROM payment ORDER BY effect_key")
    return [(row["effect_key"].rpartition("/")[2], row["state"]) for row in rows]


async def tasks(room: Room) -> list[str]:
    rows = await room.rows("SELECT state FROM task WHERE step = 'decide' ORDER BY round")
    return [row["state"] for row in rows]


async def test_a_refund_that_nobody_has_begun_is_called_off(room: Room) -> None:
    case = await paid_case(room)
    await deny(room, case)
    await take_back(room, case)
    assert await refunds(room) == [("deny", 500, "cancelled")]
    assert await payment_state(room) == "paid"
    await room.look_until_done(case)
    assert [key for key in room.ledger.done if "/refund/" in key] == []
    assert (await room.effects(case))[DENY] == "unwanted"
    assert "REFUND_CANCELLED" in await room.events(case)
    await room.decide(case, "decide", "grant")
    assert await room.standing(case) == "completed"
    assert await payment_state(room) == "paid"


async def test_after_the_money_has_gone_back_the_fee_is_demanded_anew_and_the_person_is_told(
    room: Room,
) -> None:
    told = NoticePlan("PAYMENT_DEMANDED", "payment_demanded", ("box",))
    case = await paid_case(room, replace(paid_first(), notices=(told,)))
    await deny(room, case)
    await room.look_until_done(case)
    room.ledger.later = {"payment_create"}
    await take_back(room, case)
    await room.look_until_done(case)
    assert await demands(room) == [("1", "refunded"), ("2", "open")]
    assert await tasks(room) == ["done", "withdrawn"], "nobody decides before it is paid"
    assert (await room.events(case)).count("PAYMENT_DEMANDED") == 2
    keys = [key for key in await room.effects(case) if "PAYMENT_DEMANDED" in key]
    assert [key.rpartition("/")[2] for key in keys] == ["1", "2"]
    await pay(room, case, round=2)
    await room.until_task(case, "decide")
    await room.decide(case, "decide", "grant")
    assert await demands(room) == [("1", "refunded"), ("2", "paid")]
    assert await refunds(room) == [("deny", 500, "done")]


async def test_a_refund_under_way_when_the_process_died_is_never_called_off(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await paid_case(room)
    await deny(room, case)
    await crash(room, monkeypatch, case, place=Carrier, name="record", how=dies_with("refund"))
    await take_back(room, case)
    await room.look_until_done(case)
    assert await refunds(room) == [("deny", 500, "done")]
    assert room.ledger.done[f"{case.case_no}/{DENY}"] == 1
    assert await demands(room) == [("1", "refunded"), ("2", "paid")]


async def test_a_taking_back_that_fails_leaves_the_refund_as_it_was(room: Room) -> None:
    case = await paid_case(room)
    await deny(room, case)

    async def take_back_and_fail() -> None:
        async with change_case(room.context, case.id, by=OFFICER) as change:
            change.apply(TakeBack("card", None, "text:slip"))
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await take_back_and_fail()
    await room.look_until_done(case)
    assert await refunds(room) == [("deny", 500, "done")]
    assert await demands(room) == [("1", "refunded")]


async def test_what_had_stayed_of_a_fee_goes_back_before_the_whole_is_demanded_anew(room: Room) -> None:
    rule = replace(PAY, refund=RefundRule(share_percent=30))
    case = await paid_case(room, paid_first(rule))
    await deny(room, case)
    await room.look_until_done(case)
    await take_back(room, case)
    await room.look_until_done(case)
    assert sorted(await refunds(room)) == [("demanded_anew", 350, "done"), ("deny", 150, "done")]
    assert await demands(room) == [("1", "refunded"), ("2", "paid")]


async def test_a_refund_that_was_refused_moved_no_money_so_nothing_is_demanded_anew(room: Room) -> None:
    case = await paid_case(room)
    room.ledger.outcomes["refund"] = "refused"
    await deny(room, case)
    await room.look_until_done(case)
    await take_back(room, case)
    await room.look_until_done(case)
    assert await refunds(room) == [("deny", 500, "cancelled")]
    assert await demands(room) == [("1", "paid")]


async def test_an_ending_that_gave_nothing_back_wants_nothing_anew(room: Room) -> None:
    case = await paid_case(room, paid_first(replace(PAY, refund=RefundRule(on=("withdraw",)))))
    await deny(room, case)
    await take_back(room, case)
    await room.look_until_done(case)
    assert await refunds(room) == []
    assert await demands(room) == [("1", "paid")]


async def test_denied_taken_back_and_denied_gives_each_payment_back_once(room: Room) -> None:
    case = await paid_case(room)
    for _ in range(3):
        await deny(room, case)
        await room.look_until_done(case)
        await take_back(room, case)
        await room.look_until_done(case)
        await room.until_task(case, "decide")
    assert await demands(room) == [("1", "refunded"), ("2", "refunded"), ("3", "refunded"), ("4", "paid")]
    assert sorted(count for key, count in room.ledger.done.items() if "/refund/" in key) == [1, 1, 1]
