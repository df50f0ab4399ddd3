"""Our payments beside the provider's list: every difference is found, and only differences are."""

from dataclasses import replace
from datetime import UTC, datetime

from clocks.calendar import local_date
from engine.change import change_case
from engine.reconciliation import TheirLine, compare, is_reconciled, reconcile
from engine.who import Who
from matter_definitions.acts.undoing import Withdraw
from tests.engine_room import PAY, Room, item, plan_of, step

PLAN = plan_of(item("card", step("it", "payment", payment=PAY)))
PAID_FIRST = replace(
    plan_of(item("card", step("it", "payment", payment=PAY), step("decide", "approval", "it"))), format=2
)


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


def test_a_refund_is_compared_like_a_payment() -> None:
    mine = {"a": ours("done"), "b": ours("planned"), "c": ours("done", 200), "d": ours("done")}
    theirs = [TheirLine("a", "done", 500), TheirLine("b", "done", 500), TheirLine("c", "done", 100)]
    assert [(each.key, each.problem) for each in compare(mine, theirs)] == [
        ("b", "paid_there_not_here"),
        ("c", "amount_differs"),
        ("d", "unknown_there"),
    ]


async def refunded_case(room: Room, *, later: set[str]) -> str:
    """Paid in time, then withdrawn; gives the key of the refund."""
    case = await room.submit(PAID_FIRST, fee=500)
    await room.look_until_done(case)
    room.ledger.later = later
    async with change_case(room.context, case.id, by=Who("applicant", str(room.applicant))) as change:
        change.apply(Withdraw())
    await room.look_until_done(case)
    return f"{case.case_no}/card/it/1/refund/withdraw/500"


async def test_a_refund_that_both_sides_know_is_no_difference_and_one_that_only_we_made_is(
    room: Room,
) -> None:
    key = await refunded_case(room, later=set())
    payment = key.partition("/refund")[0]
    today = local_date(datetime.now(UTC))
    theirs = [TheirLine(payment, "refunded", 500)]
    both = [*theirs, TheirLine(key, "done", 500)]
    assert await reconcile(room.context, connector="payment", day=today, theirs=both) == []
    found = await reconcile(room.context, connector="payments-again", day=today, theirs=theirs)
    assert [(each.key, each.problem) for each in found] == [(key, "unknown_there")]


async def test_a_refund_whose_answer_was_lost_is_found_and_asked_for(room: Room) -> None:
    key = await refunded_case(room, later={"refund"})
    assert (await room.rows("SELECT state FROM refund"))[0]["state"] == "planned"
    theirs = [TheirLine(key.partition("/refund")[0], "refunded", 500), TheirLine(key, "done", 500)]
    today = local_date(datetime.now(UTC))
    found = await reconcile(room.context, connector="payment", day=today, theirs=theirs)
    assert [(each.key, each.problem) for each in found] == [(key, "paid_there_not_here")]
    asked = (
        "SELECT 1 FROM effect e CROSS JOIN installation i WHERE e.key = :key"
        " AND e.try_after <= now() + i.clock_offset"
    )
    assert await room.rows(asked, key=key)
