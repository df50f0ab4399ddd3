"""Effects happen once as seen from outside, whatever is lost, doubled, late or unwanted."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from activities.carrier import Carrier
from engine.callbacks import Progress, take_answer, take_progress
from engine.change import change_case
from engine.incident_acts import correct_and_redo, resolve_incident, retry_incident
from engine.outcome import Outcome
from engine.who import Who
from matter_definitions.acts.deciding import RedoStep
from matter_definitions.plan import NoticePlan, StepPlan
from refusals import NotNow
from tests.engine_room import PAY, Room, item, plan_of, step

SUPERVISOR = Who("supervisor", "00000000-0000-0000-0000-000000000009")
KINDS: list[StepPlan] = [
    step("it", "identity_check"),
    step("it", "certificate_lookup"),
    step("it", "data_check"),
    step("it", "system_call"),
    step("it", "payment", payment=PAY),
    step("it", "mailing"),
]
LOSABLE = {"payment": "payment_create", "mailing": "parcel_send"}


def only(*steps: StepPlan) -> object:
    return plan_of(item("card", *steps))


async def forget_the_leases(room: Room) -> None:
    """As if a minute of real time had passed since the crash."""
    await room.as_owner(text("UPDATE effect SET lease_until = now() - interval '1 s', try_after = now()"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.kind)
async def test_a_crash_after_the_call_and_before_the_record_repeats_no_effect(
    room: Room, monkeypatch: pytest.MonkeyPatch, kind: StepPlan
) -> None:
    """The process dies with the answer in its hands; the next one asks, and records what was done."""

    class Killed(BaseException):
        pass

    async def dies(*_: object, **__: object) -> object:
        raise Killed

    case = await room.submit(plan_of(item("card", kind)), fee=500)
    with monkeypatch.context() as crash:
        crash.setattr(Carrier, "record", dies)
        with pytest.raises(Killed):
            await room.look(case)
    assert await room.effects(case) == {"card/it/1": "attempted"}
    assert not (await room.look(case)).slow, "somebody may still have it: its lease has not passed"
    await forget_the_leases(room)
    assert (await room.look_until_done(case)).done
    assert await room.standing(case) == "completed"
    assert room.ledger.done == {f"{case.case_no}/card/it/1": 1}


@pytest.mark.parametrize("kind", ["system_call", "payment", "mailing"])
async def test_an_answer_that_is_lost_is_asked_for_before_repeating(room: Room, kind: str) -> None:
    more = {"payment": PAY} if kind == "payment" else {}
    room.ledger.lost = {LOSABLE.get(kind, kind)}
    case = await room.submit(plan_of(item("card", step("it", kind, **more))), fee=500)  # type: ignore[arg-type]
    await room.look(case)
    assert await room.effects(case) == {"card/it/1": "planned"}
    await room.move_time(timedelta(seconds=11))
    assert (await room.look_until_done(case)).done
    assert room.ledger.asked == [f"{case.case_no}/card/it/1"]
    assert room.ledger.calls == [f"{case.case_no}/card/it/1"]
    assert room.ledger.done == {f"{case.case_no}/card/it/1": 1}


async def test_a_department_that_is_away_is_tried_again_later_and_later(room: Room) -> None:
    room.ledger.unavailable = 3
    case = await room.submit(plan_of(item("card", step("it"))))
    waits: list[float] = []
    for _ in range(3):
        result = await room.look_until_done(case)
        assert result.next_look_seconds is not None
        waits.append(round(result.next_look_seconds))
        await room.move_time(timedelta(seconds=result.next_look_seconds + 1))
    assert waits == [10, 60, 600]
    assert (await room.look_until_done(case)).done
    assert await room.standing(case) == "completed"


async def test_what_was_tried_often_enough_becomes_an_incident_and_other_branches_go_on(room: Room) -> None:
    plan = plan_of(item("card", step("it")), item("other", step("send", "mailing")))
    case = await room.submit(plan)
    room.ledger.away = {"system_call"}
    await room.as_owner(text("UPDATE effect SET tries = 8, attempted_at = now() WHERE step = 'it'"))
    await room.look_until_done(case)
    assert await room.effects(case) == {"card/it/1": "incident", "other/send/1": "answered"}
    incidents = await room.rows("SELECT id, kind, reason, item_key FROM incident")
    assert [(each["kind"], each["item_key"]) for each in incidents] == [("exhausted", "card")]
    room.ledger.away = set()
    await retry_incident(room.context, incidents[0]["id"], by=SUPERVISOR)
    assert (await room.look_until_done(case)).done
    assert await room.standing(case) == "completed"
    with pytest.raises(NotNow):
        await retry_incident(room.context, incidents[0]["id"], by=SUPERVISOR)


async def test_an_answer_that_nobody_understands_is_an_incident_at_once(room: Room) -> None:
    room.ledger.answers["system_call"] = {"number": ["not", "a", "number"]}
    case = await room.submit(plan_of(item("card", step("it", receive={"card.number": "number"}))))
    await room.look(case)
    incident = (await room.rows("SELECT id, kind, detail FROM incident"))[0]
    assert incident["kind"] == "nonsense"
    assert incident["detail"].startswith("number: ")
    room.ledger.answers["system_call"] = {"number": "A-17"}

    async def mended(*_: object) -> dict[str, object]:
        return {"card.fee": 100}

    await correct_and_redo(
        room.context, incident["id"], by=SUPERVISOR, mended=mended, reason="the fee was wrong"
    )
    assert (await room.look_until_done(case)).done
    assert await room.effects(case) == {"card/it/1": "unwanted", "card/it/2": "answered"}


async def test_a_supervisor_marks_a_step_done_or_ends_the_branch(room: Room) -> None:
    room.ledger.answers["system_call"] = {"number": []}
    bad = step("it", receive={"card.number": "number"})
    case = await room.submit(plan_of(item("card", bad), item("other", bad)))
    await room.look(case)
    incidents = await room.rows("SELECT id, item_key FROM incident ORDER BY item_key")
    await resolve_incident(room.context, incidents[0]["id"], by=SUPERVISOR, outcome="done", reason="by hand")
    await resolve_incident(room.context, incidents[1]["id"], by=SUPERVISOR, outcome="ended", reason="no way")
    assert await room.standing(case) == "partly_completed"


async def test_a_callback_that_overtakes_the_answer_finds_its_effect(room: Room) -> None:
    """The provider calls back before its own "accepted" has been written down."""
    room.ledger.later = {"system_call"}
    case = await room.submit(plan_of(item("card", step("it"))))
    key = f"{case.case_no}/card/it/1"
    carrier = room.carrier
    send = room.ledger.send

    async def send_and_overtake(*args: object, **more: object) -> object:
        answer = await send(*args, **more)  # type: ignore[arg-type]
        await take_answer(
            room.context,
            connector="office",
            key=key,
            kind="system_call",
            webhook_id="w1",
            outcome=Outcome("done"),
        )
        return answer

    room.ledger.send = send_and_overtake  # type: ignore[method-assign, assignment]
    assert carrier is room.carrier
    assert (await room.look_until_done(case)).done
    assert await room.effects(case) == {"card/it/1": "answered"}
    assert await room.standing(case) == "completed"


async def test_a_parcel_is_followed_also_when_its_stages_come_in_another_order(room: Room) -> None:
    case = await room.submit(plan_of(item("card", step("it", "mailing"))))
    room.ledger.answers["parcel_send"] = {"parcel_no": "P1"}
    key = f"{case.case_no}/card/it/1"
    for sequence, stage in ((3, "delivered"), (1, "taken_in"), (1, "taken_in")):
        progress = Progress("parcel.progress", stage, sequence, await room.now())
        await take_progress(
            room.context, connector="courier", key=key, webhook_id=f"w{sequence}", progress=progress
        )
    await room.look(case)
    parcel = (await room.rows("SELECT state, parcel_no, progress FROM parcel"))[0]
    assert parcel["state"] == "delivered"
    assert parcel["parcel_no"] == "P1"
    assert [each["sequence"] for each in parcel["progress"]] == [1, 3]
    assert (await room.events(case)).count("PARCEL_DELIVERED") == 1


async def test_a_message_is_sent_once_per_event_person_and_channel(room: Room) -> None:
    notice = NoticePlan("SUBMITTED_BY_APPLICANT", "case_submitted", ("box", "sms"))
    case = await room.submit(plan_of(item("card", step("it")), notices=(notice,)))
    await room.look(case)
    messages = await room.rows("SELECT channel, state, event FROM message ORDER BY channel")
    assert messages == [
        {"channel": "box", "state": "delivered", "event": "SUBMITTED_BY_APPLICANT"},
        {"channel": "sms", "state": "sent", "event": "SUBMITTED_BY_APPLICANT"},
    ]
    assert sum(room.ledger.done.values()) == 2, "one step, one SMS"


async def test_a_redo_raises_the_round_and_a_late_answer_of_the_old_one_is_only_logged(room: Room) -> None:
    room.ledger.later = {"system_call"}
    case = await room.submit(plan_of(item("card", step("it"))))
    await room.look(case)
    async with change_case(room.context, case.id, by=SUPERVISOR) as change:
        change.apply(RedoStep("card", "it"))
    await take_answer(
        room.context,
        connector="office",
        key=f"{case.case_no}/card/it/1",
        kind="system_call",
        webhook_id="w1",
        outcome=Outcome("done"),
    )
    assert await room.standing(case) == "open"
    assert "OUTCOME_RECORDED_BUT_UNWANTED" in await room.events(case)
    assert (await room.effects(case))["card/it/2"] == "planned"


async def test_an_answer_promised_and_never_given_is_asked_for(room: Room) -> None:
    room.ledger.later = {"system_call"}
    case = await room.submit(plan_of(item("card", step("it"))))
    result = await room.look(case)
    assert result.next_look_seconds == pytest.approx(60, abs=2)
    request_key = f"{case.case_no}/card/it/1"
    room.ledger.answer_to(request_key)
    await room.move_time(timedelta(seconds=61))
    assert (await room.look_until_done(case)).done
    assert await room.standing(case) == "completed"
    assert room.ledger.done == {request_key: 1}


async def test_a_quick_effect_that_follows_another_is_called_at_once_and_nobody_is_asked_first(
    room: Room,
) -> None:
    """It was planned and claimed in one transaction, so the other side cannot know it yet."""
    case = await room.submit(
        plan_of(item("card", step("one", "system_call"), step("two", "system_call", after=("one",))))
    )
    assert (await room.look_until_done(case)).done
    assert room.ledger.asked == []
    assert room.ledger.calls == [f"{case.case_no}/card/one/1", f"{case.case_no}/card/two/1"]


async def test_an_effect_that_is_claimed_when_it_is_planned_has_a_lease(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else may take it while it is being carried out, however legal time is moved meanwhile."""
    seen: list[object] = []
    send = room.ledger.send

    async def look_and_send(request: object, **more: object) -> object:
        query = "SELECT step, lease_until > clock_timestamp() AS held FROM effect WHERE state = 'attempted'"
        seen.extend(await room.rows(query))
        return await send(request, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(room.ledger, "send", look_and_send)
    await room.look_until_done(
        await room.submit(
            plan_of(item("card", step("one", "system_call"), step("two", "system_call", after=("one",))))
        )
    )
    assert seen == [{"step": "one", "held": True}, {"step": "two", "held": True}]
