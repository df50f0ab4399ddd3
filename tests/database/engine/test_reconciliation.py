"""Our payments beside the provider's list: every difference is found, and only differences are."""

from datetime import UTC, datetime

from clocks.calendar import local_date
from engine.reconciliation import TheirLine, compare, is_reconciled, reconcile
from tests.engine_room import PAY, Room, item, plan_of, step

PLAN = plan_of(item("card", step("it", "payment", payment=PAY)))


def ours(state: str = "paid", amount_fen: int = 500) -> dict[str, object]:
    return {"case_no": "c", "amount_fen": amount_fen, "state": state}


def test_every_kind_of_difference_has_a_name() -> None:
    mine = {
        "a": ours(),
        "b": ours("open"),
        "c": ours(amount_fen=400),
        "d": ours(),
        "e": ours(),
        "g": ours("expired"),
    }
    theirs = [
        TheirLine("a", "paid", 500),
        TheirLine("b", "paid", 500),
        TheirLine("c", "paid", 500),
        TheirLine("d", "open", 500),
        TheirLine("f", "paid", 500),
        TheirLine("g", "closed", 500),
    ]
    assert [(each.key, each.problem) for each in compare(mine, theirs)] == [
        ("b", "paid_there_not_here"),
        ("c", "amount_differs"),
        ("d", "paid_here_not_there"),
        ("e", "unknown_there"),
        ("f", "unknown_here"),
    ]


async def test_a_payment_whose_callback_was_lost_is_found_and_asked_for(room: Room) -> None:
    room.ledger.later = {"payment_create"}
    case = await room.submit(PLAN, fee=500)
    await room.look(case)
    key = f"{case.case_no}/card/it/1"
    today = local_date(datetime.now(UTC))
    found = await reconcile(
        room.context, connector="payment", day=today, theirs=[TheirLine(key, "paid", 500)]
    )
    assert [each.problem for each in found] == ["paid_there_not_here"]
    room.ledger.later = set()
    assert (await room.look_until_done(case)).done
    assert await room.standing(case) == "completed"


async def test_a_day_is_compared_once(room: Room) -> None:
    today = local_date(datetime.now(UTC))
    theirs = [TheirLine("nobody/knows/this/1", "paid", 500)]
    assert not await is_reconciled(room.context, connector="payment", day=today)
    assert len(await reconcile(room.context, connector="payment", day=today, theirs=theirs)) == 1
    assert await reconcile(room.context, connector="payment", day=today, theirs=theirs) == []
    assert await is_reconciled(room.context, connector="payment", day=today)
    incidents = await room.rows("SELECT kind, reason, detail FROM incident")
    assert incidents == [
        {"kind": "reconciliation", "reason": "unknown_here", "detail": "nobody/knows/this/1"}
    ]
