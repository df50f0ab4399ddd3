"""A case from its submission to its end, without Temporal: the look does what the workflow asks for."""

from engine.change import change_case
from engine.who import Who
from matter_definitions.acts.deciding import DecideStep
from tests.engine_room import PAY, Room, item, plan_of, step

OFFICER = Who("officer", "00000000-0000-0000-0000-000000000001")
CARD = plan_of(
    item(
        "card",
        step("identity", "identity_check"),
        step("certificate", "certificate_lookup", "identity"),
        step("credit", "data_check", "identity"),
        step("review", "approval", "certificate", "credit"),
        step("pay", "payment", "review", payment=PAY),
        step("make", "system_call", "pay", decides=True, receive={"card.number": "number"}),
        step("post", "mailing", "make"),
    )
)


async def test_quick_steps_are_done_in_one_look_up_to_the_next_person(room: Room) -> None:
    case = await room.submit(CARD, fee=500)
    result = await room.look(case)
    assert result.done, "nothing outside and no deadline is left, so the run may end"
    assert await room.effects(case) == {
        "card/identity/1": "answered",
        "card/certificate/1": "answered",
        "card/credit/1": "answered",
    }
    tasks = await room.rows("SELECT step, state, department FROM task WHERE case_id = :id", id=case.id)
    assert [(row["step"], row["state"]) for row in tasks] == [("review", "open")]


async def test_the_case_reaches_its_end_after_the_decision(room: Room) -> None:
    room.ledger.answers["system_call"] = {"number": "A-17"}
    case = await room.submit(CARD, fee=500)
    await room.look(case)
    async with change_case(room.context, case.case_no, by=OFFICER) as change:
        change.apply(DecideStep("card", "review", "pass"))
    assert change.woken
    result = await room.look(case)
    assert result.done
    assert await room.standing(case) == "completed"
    assert set(room.ledger.done.values()) == {1}
    payments = await room.rows("SELECT state, amount_fen FROM payment WHERE case_id = :id", id=case.id)
    assert payments == [{"state": "paid", "amount_fen": 500}]
    async with change_case(room.context, case.id, by=OFFICER) as change:
        assert change.values["card.number"] == "A-17"
