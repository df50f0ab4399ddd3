"""Money that somebody else sends us: matched once, looked at when it differs, sent anew when it came back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clocks.calendar import local_date
from clocks.clock import Limit
from engine.callbacks import take_answer
from engine.case_change import CaseChange
from engine.change import change_case
from engine.incident_acts import resolve_incident, retry_incident
from engine.outcome import Outcome
from engine.reconciliation import TheirLine, reconcile
from engine.who import Who
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.offers import MoneyPlan
from matter_definitions.plan import Plan
from refusals import NotNow
from tests.engine_room import Room, item, plan_of, step

SUPERVISOR = Who("supervisor", "00000000-0000-0000-0000-000000000009")
FEE = 500
MONEY = MoneyPlan(amount_key="card.fee", account_key="card.number", sent_by="send", back_to="account")


def transfer() -> Plan:
    """An account is given, money is sent to it and has to arrive."""
    steps = (
        step("account", "approval"),
        step("send", "system_call", "account", connector="treasury", call="fund_transfer"),
        step(
            "arrival",
            "money_awaited",
            "send",
            connector="treasury",
            call="arrival_expect",
            money=MONEY,
            limit=Limit(3, "working_day"),
            receive={"card.arrived": "amount_fen"},
        ),
    )
    plan = replace(plan_of(item("card", *steps)), format=2)
    arrived = replace(plan.form.fields[0], key="card.arrived", element="arrived")
    return replace(plan, form=replace(plan.form, fields=(*plan.form.fields, arrived)))


@dataclass
class Sender:
    """A case whose money is under way; `numbers` makes callbacks differ."""

    room: Room
    case: CaseChange
    numbers: int = 0

    def key(self, round: int = 1) -> str:
        return f"{self.case.case_no}/card/arrival/{round}"

    async def tell(
        self, *, round: int = 1, fen: int = FEE, transaction: str = "T1", word: str = "done"
    ) -> None:
        self.numbers += 1
        data: dict[str, object] = {"amount_fen": fen, "transaction_no": transaction} if word == "done" else {}
        await take_answer(
            self.room.context,
            connector="treasury",
            key=self.key(round),
            kind="arrival_expect",
            webhook_id=f"{self.case.case_no}-{self.numbers}",
            outcome=Outcome(word, data),
        )

    async def rows(self) -> list[dict[str, Any]]:
        query = "SELECT state, arrived_fen FROM expected_money WHERE case_id = :id ORDER BY effect_key"
        return [dict(each) for each in await self.room.rows(query, id=self.case.id)]

    async def open_incidents(self) -> list[dict[str, Any]]:
        query = "SELECT id, reason, detail FROM incident WHERE state = 'open' ORDER BY opened_at, id"
        return [dict(each) for each in await self.room.rows(query)]

    async def give_account(self) -> None:
        await self.room.decide(self.case, "account", "pass")
        await self.room.look_until_done(self.case)

    async def resolve(self, outcome: Any) -> None:
        [incident] = await self.open_incidents()
        await resolve_incident(
            self.room.context, incident["id"], by=SUPERVISOR, outcome=outcome, reason="为什么"
        )

    async def values(self) -> dict[str, object]:
        async with change_case(self.room.context, self.case.id, by=SUPERVISOR) as change:
            return dict(change.values)


@pytest.fixture
async def sender(room: Room) -> Sender:
    room.ledger.later = {"arrival_expect"}
    sender = Sender(room, await room.submit(transfer(), fee=FEE, number="3301060000018"))
    await sender.give_account()
    return sender


async def test_the_whole_sum_lets_the_case_go_on_however_often_it_is_told(sender: Sender) -> None:
    assert await sender.rows() == [{"state": "awaited", "arrived_fen": None}]
    for _ in range(3):
        await sender.tell()
    assert await sender.room.standing(sender.case) == "completed"
    assert await sender.rows() == [{"state": "arrived", "arrived_fen": FEE}]
    assert await sender.open_incidents() == []
    assert (await sender.values())["card.arrived"] == FEE


async def test_the_treasury_is_told_the_sum_the_account_and_the_transfers_key(room: Room) -> None:
    room.ledger.later = {"arrival_expect"}
    sender = Sender(room, await room.submit(transfer(), fee=FEE, number="3301060000018"))
    await sender.give_account()
    key = f"{sender.case.case_no}/card/send/1"
    [asked] = [each.payload for each in room.ledger.requests if each.kind == "arrival_expect"]
    assert asked == {"amount_fen": FEE, "account": "3301060000018", "transfer_key": key}


async def test_money_that_came_back_is_sent_anew_when_the_account_was_looked_at(sender: Sender) -> None:
    await sender.tell(word="returned")
    assert await sender.rows() == [{"state": "returned", "arrived_fen": None}]
    effects = await sender.room.effects(sender.case)
    assert "card/send/2" not in effects
    await sender.give_account()
    effects = await sender.room.effects(sender.case)
    assert (effects["card/send/2"], effects["card/arrival/2"]) == ("answered", "awaiting")
    await sender.tell(round=2, transaction="T2")
    assert await sender.room.standing(sender.case) == "completed"
    assert [each["state"] for each in await sender.rows()] == ["returned", "arrived"]


async def test_another_sum_waits_for_a_supervisor_who_takes_it_with_a_reason(sender: Sender) -> None:
    await sender.tell(fen=FEE - 1)
    assert await sender.room.standing(sender.case) == "open"
    [incident] = await sender.open_incidents()
    assert (incident["reason"], incident["detail"]) == ("amount_differs", "500/499")
    await sender.resolve("done")
    assert await sender.room.standing(sender.case) == "completed"
    assert await sender.rows() == [{"state": "accepted", "arrived_fen": FEE - 1}]
    assert (await sender.values())["card.arrived"] == FEE - 1


async def test_another_sum_can_be_sent_back_and_is_sent_anew(sender: Sender) -> None:
    await sender.tell(fen=FEE + 1)
    await sender.resolve("sent_back")
    await sender.room.look_until_done(sender.case)
    assert sender.room.ledger.done[f"{sender.key()}/arrival_close"] == 1
    await sender.give_account()
    await sender.tell(round=2, transaction="T2")
    assert await sender.room.standing(sender.case) == "completed"


async def test_asking_again_finds_that_the_treasury_has_mended_its_entry(sender: Sender) -> None:
    await sender.tell(fen=FEE - 1)
    [incident] = await sender.open_incidents()
    await retry_incident(sender.room.context, incident["id"], by=SUPERVISOR)
    await sender.tell()
    assert await sender.room.standing(sender.case) == "completed"
    assert await sender.rows() == [{"state": "arrived", "arrived_fen": FEE}]


async def test_the_right_sum_that_is_told_after_a_wrong_one_ends_the_incident(sender: Sender) -> None:
    await sender.tell(fen=FEE + 1)
    await sender.tell()
    assert await sender.open_incidents() == []
    assert await sender.room.standing(sender.case) == "completed"


async def test_one_transaction_is_counted_for_one_case_only(sender: Sender) -> None:
    other = Sender(sender.room, await sender.room.submit(transfer(), fee=FEE, number="3301060000018"))
    await other.give_account()
    await sender.tell()
    await other.tell()
    assert await sender.room.standing(other.case) == "open"
    assert [each["reason"] for each in await sender.open_incidents()] == ["counted_before"]


async def test_a_second_transaction_for_the_same_key_is_shown_to_a_supervisor(sender: Sender) -> None:
    await sender.tell()
    await sender.tell(transaction="T2")
    assert [each["reason"] for each in await sender.open_incidents()] == ["arrived_twice"]


async def test_money_that_is_late_is_shown_until_it_comes(sender: Sender) -> None:
    await sender.room.move_time(timedelta(days=8))
    await sender.room.look(sender.case)
    assert [each["reason"] for each in await sender.open_incidents()] == ["money_late"]
    await sender.tell()
    assert await sender.open_incidents() == []
    assert await sender.room.standing(sender.case) == "completed"


async def test_nothing_is_expected_any_more_when_the_case_is_withdrawn(sender: Sender) -> None:
    async with change_case(
        sender.room.context, sender.case.id, by=Who("applicant", str(sender.room.applicant))
    ) as change:
        change.apply(Withdraw())
    assert [each["state"] for each in await sender.rows()] == ["closed"]
    await sender.room.look_until_done(sender.case)
    assert sender.room.ledger.done[f"{sender.key()}/arrival_close"] == 1


async def test_only_money_that_is_awaited_can_be_sent_back(room: Room) -> None:
    room.ledger.answers["system_call"] = {"nonsense": "?"}
    room.ledger.later = {"arrival_expect"}
    case = await room.submit(plan_of(item("card", step("it", receive={"card.fee": "amount_fen"}))), fee=FEE)
    await room.look(case)
    [incident] = await room.rows("SELECT id FROM incident WHERE state = 'open'")
    with pytest.raises(NotNow):
        await resolve_incident(
            room.context, incident["id"], by=SUPERVISOR, outcome="sent_back", reason="为什么"
        )


async def test_the_list_of_a_day_finds_what_no_callback_told(sender: Sender) -> None:
    today = local_date(datetime.now(UTC))
    theirs = [TheirLine(sender.key(), "done", FEE), TheirLine("nobody/knows/it/1", "done", 7)]
    found = await reconcile(
        sender.room.context, connector="treasury", day=today, theirs=theirs, ours="expected_money"
    )
    assert {(each.key, each.problem) for each in found} == {
        (sender.key(), "paid_there_not_here"),
        ("nobody/knows/it/1", "unknown_here"),
    }
    sender.room.ledger.later = set()
    sender.room.ledger.answers["arrival_expect"] = {"amount_fen": FEE, "transaction_no": "T1"}
    await sender.room.look_until_done(sender.case)
    assert await sender.room.standing(sender.case) == "completed"


async def test_a_list_that_agrees_finds_nothing(sender: Sender) -> None:
    await sender.tell()
    today = local_date(datetime.now(UTC))
    theirs = [TheirLine(sender.key(), "done", FEE)]
    assert (
        await reconcile(
            sender.room.context, connector="treasury", day=today, theirs=theirs, ours="expected_money"
        )
        == []
    )
