"""What was promised in writing, as the rows keep it; and what is proposed, which marks nobody by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from clocks.clock import Limit
from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.change import change_case
from engine.commitments import SignedCommitment
from engine.flags import credit_of
from engine.new_case import open_new_case
from engine.who import Who
from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import (
    JudgeCommitment,
    JudgeLateSupply,
    OrderCorrection,
    RecordHeard,
    SettleCommitment,
    SupplyLate,
)
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.offers import CommitmentPlan
from matter_definitions.plan import Plan
from tests.engine_room import OFFICER, Room, both, item, plan_of, step

LEASE = "material:card.lease"


def offered(kind: Any) -> CommitmentPlan:
    days = Limit(3, "working_day")
    return CommitmentPlan(
        "lease", kind, both("lease"), both("I promise"), (LEASE,), days, both("or else"), verify_within=days
    )


def shop(kind: str) -> Plan:
    permit = item("card", step("decide", "approval", decides=True))
    return replace(plan_of(replace(permit, commitments=(offered(kind),))), format=2)


async def promised(room: Room, kind: str) -> CaseChange:
    plan = shop(kind)
    new = room.new_case(plan, await room.publish(plan))
    openings = [replace(each, commitments=("lease",)) for each in new.openings]
    signed = SignedCommitment(
        item_key="card",
        code="lease",
        kind=kind,
        text_version="plan/lease",
        statement_sha256="ab" * 32,
        signer=room.applicant,
        signed_at=await room.now(),
        targets=(LEASE,),
    )
    new = replace(new, openings=openings, commitments=(signed,))
    async with transaction(room.context.database, ENGINE) as connection:
        return await open_new_case(room.context, connection, new, by=Who("applicant", str(room.applicant)))


async def do(room: Room, case: CaseChange, *acts: Act) -> None:
    """An officer acts; only what was promised is brought by the applicant."""
    for act in acts:
        by = Who("applicant", str(room.applicant)) if isinstance(act, SupplyLate) else OFFICER
        async with change_case(room.context, case.id, by=by) as change:
            change.apply(act)


async def row(room: Room) -> dict[str, Any]:
    [found] = await room.rows("SELECT * FROM commitment")
    return dict(found)


async def credit(room: Room) -> str:
    now = await room.now()
    async with transaction(room.context.database, ENGINE) as connection:
        return await credit_of(connection, room.applicant, today=now.date())


async def test_the_row_follows_the_paper_from_the_promise_to_the_grant(room: Room) -> None:
    case = await promised(room, "late_supply")
    made = await row(room)
    assert (made["standing"], made["supplied_at"]) == ("open", None)
    assert made["until"] is not None
    await do(room, case, DecideStep("card", "decide", "grant_with_late_supply"), SupplyLate("card", (LEASE,)))
    supplied = await row(room)
    assert (supplied["standing"], supplied["verified_at"]) == ("supplied", None)
    assert supplied["supplied_at"] is not None
    await do(room, case, JudgeLateSupply("card", "lease", conforms=True))
    kept = await row(room)
    assert (kept["standing"], kept["outcome"], str(kept["verified_by"])) == ("kept", "conforms", OFFICER.id)
    assert kept["supplied_at"] == supplied["supplied_at"]
    assert await room.standing(case) == "completed"


async def test_what_did_not_come_in_time_is_missed_in_the_row_too(room: Room) -> None:
    case = await promised(room, "late_supply")
    await do(room, case, DecideStep("card", "decide", "grant_with_late_supply"))
    await room.move_time(timedelta(days=20))
    await room.look_until_done(case)
    missed = await row(room)
    assert (missed["standing"], missed["reminded"]) == ("missed", 1)
    assert [each["standing"] for each in await room.rows("SELECT standing FROM case_item")] == ["lapsed"]
    happened = await room.events(case)
    assert happened.index("LATE_SUPPLY_REMINDED") < happened.index("LATE_SUPPLY_MISSED")


async def test_a_promise_found_false_leads_to_a_proposal_that_marks_nobody(room: Room) -> None:
    case = await promised(room, "replaces_proof")
    await do(
        room,
        case,
        DecideStep("card", "decide", "grant"),
        JudgeCommitment("card", "lease", "failed", "text:1"),
        OrderCorrection("card", "lease", 5, "text:2"),
        RecordHeard("card", "lease", "text:3"),
    )
    assert await room.rows("SELECT 1 FROM person_flag") == []
    await do(room, case, SettleCommitment("card", "lease", "false", "text:4"))
    settled = await row(room)
    assert (settled["standing"], settled["outcome"]) == ("settled", "false")
    [flag] = await room.rows("SELECT person_id, kind, signed_by, countersigned_by, from_day FROM person_flag")
    assert tuple(flag.values()) == (room.applicant, "false_promise", None, None, None)
    assert await credit(room) == "good"
    assert [each["standing"] for each in await room.rows("SELECT standing FROM case_item")] == ["granted"]
    assert "RESULT_REVOKED" not in await room.events(case)
    assert (await room.events(case)).count("FLAG_PROPOSED") == 1


async def test_a_mark_holds_for_its_time_and_no_longer_and_not_when_it_is_lifted(room: Room) -> None:
    case = await promised(room, "replaces_proof")
    await room.as_owner(
        text("""
            INSERT INTO person_flag (id, person_id, kind, case_id, item_key, commitment, reason, proposed_at,
                signed_by, countersigned_by, from_day, until_day)
            SELECT gen_random_uuid(), :person, 'false_promise', :case, 'card', 'lease', 'text:1', now(),
                gen_random_uuid(), gen_random_uuid(), current_date - 1, current_date + 10
        """),
        person=room.applicant,
        case=case.id,
    )
    assert await credit(room) == "bad"
    await room.move_time(timedelta(days=12))
    assert await credit(room) == "good"
    await room.move_time(timedelta(days=-12))
    await room.as_owner(text("UPDATE person_flag SET lifted_at = now()"))
    assert await credit(room) == "good"
