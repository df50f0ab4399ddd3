"""Whatever is told of a payment, how often and in which order: what was demanded is kept, or nothing."""

from dataclasses import dataclass
from typing import Literal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.callbacks import take_answer
from engine.outcome import Outcome
from engine.refunds import amount_of_refund
from tests.database.engine.test_refunds import paid_first, withdraw
from tests.engine_room import Room

FEE = 500
# What each transaction brings: the provider tells the same one always with the same sum.
SUMS = {"t1": FEE, "t2": FEE, "t3": FEE, "more": 700, "less": 400}


@dataclass(frozen=True)
class Told:
    """`again`: the very same message once more, as senders do that saw no answer."""

    word: Literal["done", "failed", "closed"]
    transaction: str = ""
    again: bool = False


PAID = st.builds(Told, st.just("done"), st.sampled_from(sorted(SUMS)), st.booleans())
NOT_PAID = st.builds(Told, st.sampled_from(["failed", "closed"]))
HAPPENINGS = st.lists(PAID | PAID | NOT_PAID | st.just("withdrawn"), max_size=7)
T1, T2, T3 = (Told("done", each) for each in ("t1", "t2", "t3"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=HAPPENINGS)
@example(happenings=[T1, T2, T3])
@example(happenings=[T1, T2, T2, T3, "withdrawn", Told("done", "more", again=True)])
@example(happenings=["withdrawn", Told("closed"), T1, T2])
@example(happenings=[Told("failed"), T1, T2, "withdrawn"])
async def test_what_is_kept_is_what_was_demanded_or_nothing_when_it_has_ended(
    room: Room, happenings: list[Told | Literal["withdrawn"]]
) -> None:
    room.ledger.later = {"payment_create"}
    case = await room.submit(paid_first(), fee=FEE)
    await room.look(case)
    key, came, is_paid, is_over = f"{case.case_no}/card/it/1", set[str](), None, False
    for number, each in enumerate(happenings):
        if each == "withdrawn":
            if not is_over:
                await withdraw(room, case)
            is_over = True
            continue
        if each.word == "done":
            came.add(each.transaction)
        if not is_over and is_paid is None:
            is_paid = SUMS.get(each.transaction, 0) >= FEE
        data: dict[str, object] = {
            "amount_fen": SUMS.get(each.transaction, 0),
            "transaction_no": f"{case.case_no}-{each.transaction}",
        }
        outcome = Outcome(each.word, data if each.word == "done" else {})
        for _ in range(1 + each.again):
            await take_answer(
                room.context,
                connector="payment",
                key=key,
                kind="payment_create",
                webhook_id=f"{case.case_no}-{number}",
                outcome=outcome,
            )
    await room.look_until_done(case)
    back = {each: times for each, times in room.ledger.done.items() if each.startswith(f"{key}/refund/")}
    assert set(back.values()) <= {1}
    kept = sum(SUMS[each] for each in came) - sum(amount_of_refund(each) for each in back)
    assert kept == (FEE if is_paid and not is_over else 0)
