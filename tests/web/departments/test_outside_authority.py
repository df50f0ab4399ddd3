"""An authority on no installation of ours: it takes a letter, and answers by another one later."""

from departments.contract import Accepted, CallbackAnswer

SOON = 5.0
LETTER = {
    "to": "国家档案局",
    "from": "余杭区民政局",
    "number": "余民函〔2026〕1号",
    "subject": "核实",
    "text": "请核实",
}


async def test_a_letter_is_taken_and_answered_by_callback_under_the_authoritys_own_number(
    departments, ask_for, receiver
):
    connector = departments.connector("agencies")
    letter = ask_for("letter_send", **LETTER)
    assert isinstance(await connector.send(letter, timeout=SOON), Accepted)
    assert isinstance(await connector.send(letter, timeout=SOON), Accepted), "the same letter again"
    [(headers, body)] = await receiver.wait_for(1)
    told = connector.verify_callback(headers, body)
    assert isinstance(told, CallbackAnswer)
    assert (told.kind, told.answered.outcome, told.answered.data["confirmed"]) == (
        "letter_send",
        "done",
        True,
    )
    assert str(told.answered.data["number"]).startswith("外函〔")
    assert await connector.ask(letter.key, timeout=SOON) == told.answered


async def test_the_authority_can_be_made_to_answer_at_once(departments, ask_for):
    await departments.control("agencies", latency_ms=0)
    answer = await departments.connector("agencies").send(ask_for("letter_send", **LETTER), timeout=SOON)
    assert answer.data["confirmed"] is True
