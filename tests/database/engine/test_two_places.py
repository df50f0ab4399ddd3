"""Two places have a part in one case: what each of them sees and answers for, and what is undone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from activities.carrier import Carrier
from database.session import ENGINE, Identity, transaction
from engine.case_change import CaseChange
from engine.change import change_case
from engine.new_case import open_new_case
from engine.who import Who
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import DecidePrecheck, DecideReceipt
from matter_definitions.acts.undoing import AskVoid, DecideVoid
from matter_definitions.advance import ItemOpening
from matter_definitions.plan import ItemPlan, Plan, ResultPlan
from matter_definitions.state import INTAKE
from tests.database.engine.test_crashes import Killed, dies_after, dies_before
from tests.engine_room import LIBRARY, REGION, Room, both, item, plan_of, step

XIHU = "330106000000"
COUNTER = f"window@{XIHU}"
POLICE_THERE = f"police@{XIHU}"
CLERK = Who("officer", "00000000-0000-0000-0000-000000000003", role="window", department=COUNTER, region=XIHU)
OFFICER = Who(
    "officer",
    "00000000-0000-0000-0000-000000000001",
    role="officer",
    rank=2,
    department=LIBRARY,
    region=REGION,
)

SUPERVISOR = Who("supervisor", "00000000-0000-0000-0000-000000000004", role="supervisor", region=REGION)

RECEIVED_ELSEWHERE = replace(
    plan_of(item("card", step("decide", "approval", decides=True), acceptance="officer")), format=2
)
PERMIT = replace(
    item("permit", step("permit"), step("issue", "issue_result", "permit", result="paper"),
         step("cancel", after_failure_of="leave")),
    results=(ResultPlan("paper", both("permit"), "generic_result"),),
)  # fmt: skip
MOVES = replace(
    plan_of(PERMIT, item("leave", step("let-go", "approval", decides=True), after=(("permit",),))), format=2
)


async def opened(room: Room, plan: Plan, *openings: ItemOpening) -> CaseChange:
    new = replace(room.new_case(plan, await room.publish(plan)), openings=list(openings))
    async with transaction(room.context.database, ENGINE) as connection:
        return await open_new_case(room.context, connection, new, by=Who("applicant", str(room.applicant)))


async def received_in_xihu(room: Room) -> CaseChange:
    return await opened(
        room,
        RECEIVED_ELSEWHERE,
        ItemOpening(
            "card", "card", 1, REGION, LIBRARY, receive_region=XIHU, places={INTAKE: (COUNTER, XIHU)}
        ),
    )


async def seen(room: Room, identity: Identity, *tables: str) -> list[int]:
    async with transaction(room.context.database, identity) as connection:
        return [
            (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() for table in tables
        ]


async def test_each_place_answers_for_its_part_and_for_its_time(room: Room) -> None:
    case = await received_in_xihu(room)
    await room.move_time(timedelta(hours=3))
    async with change_case(room.context, case.id, by=CLERK) as change:
        change.apply(DecidePrecheck("card", "pass", step="intake"))
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideReceipt("card", "accept"))
        change.apply(DecideStep("card", "decide", "deny", reason="no_right"))
    query = "SELECT role, department, region, from_at, until_at FROM responsibility_record ORDER BY from_at"
    receiving, handling = await room.rows(query)
    assert (receiving["role"], receiving["department"], receiving["region"]) == ("receiving", COUNTER, XIHU)
    assert (handling["role"], handling["department"], handling["region"]) == ("handling", LIBRARY, REGION)
    assert receiving["from_at"] < receiving["until_at"] == handling["from_at"] < handling["until_at"]


async def test_the_counter_sees_the_case_and_only_its_own_task(room: Room) -> None:
    case = await received_in_xihu(room)
    there = Identity(staff_role="window", department=COUNTER, region=XIHU)
    here = Identity(staff_role="officer", department=LIBRARY, region=REGION)
    stranger = Identity(staff_role="window", department="window@330105000000", region="330105000000")
    assert await seen(room, there, "matter_case", "task", "responsibility_record") == [1, 1, 1]
    assert await seen(room, here, "matter_case", "task") == [1, 0]
    assert await seen(room, stranger, "matter_case", "task", "responsibility_record") == [0, 0, 0]
    async with change_case(room.context, case.id, by=CLERK) as change:
        change.apply(DecidePrecheck("card", "pass", step="intake"))
    assert await seen(room, here, "task") == [1]
    open_there = "task WHERE state = 'open'"
    assert await seen(room, there, open_there) == [0]


async def test_the_item_remembers_where_it_was_received(room: Room) -> None:
    case = await received_in_xihu(room)
    [row] = await room.rows("SELECT region, department, receive_region FROM case_item")
    assert row == {"region": REGION, "department": LIBRARY, "receive_region": XIHU}
    [found] = await room.rows("SELECT regions, departments FROM matter_case WHERE id = :id", id=case.id)
    assert found == {"regions": [XIHU, REGION], "departments": [LIBRARY, COUNTER]}


async def moving(room: Room) -> CaseChange:
    """The permit is there; the place of origin has not let go yet."""
    case = await opened(
        room,
        MOVES,
        ItemOpening("permit", "permit", 1, REGION, LIBRARY),
        ItemOpening("leave", "leave", 2, XIHU, POLICE_THERE),
    )

    async def the_other_place_has_it() -> bool:
        await room.look_until_done(case)
        return await standings(room, case) == {"permit": "granted", "leave": "accepted"}

    await room.until(the_other_place_has_it)
    return case


async def standings(room: Room, case: CaseChange) -> dict[str, str]:
    rows = await room.rows("SELECT key, standing FROM case_item WHERE case_id = :id", id=case.id)
    return {row["key"]: row["standing"] for row in rows}


async def refuse(room: Room, case: CaseChange) -> None:
    origin = replace(OFFICER, department=POLICE_THERE, region=XIHU)
    async with change_case(room.context, case.id, by=origin) as change:
        change.apply(DecideStep("leave", "let-go", "deny", reason="no_right"))


def cancelled(room: Room, case: CaseChange) -> int:
    return room.ledger.done.get(f"{case.case_no}/permit/cancel/1", 0)


async def test_the_permit_is_cancelled_when_the_place_of_origin_refuses(room: Room) -> None:
    case = await moving(room)
    assert cancelled(room, case) == 0
    await refuse(room, case)
    assert await room.standing(case) == "open"
    await room.look_until_done(case)
    assert cancelled(room, case) == 1
    assert await standings(room, case) == {"permit": "revoked", "leave": "denied"}
    assert await room.standing(case) == "refused"
    documents = await room.rows("SELECT kind, state FROM document WHERE kind = 'result'")
    assert documents == [{"kind": "result", "state": "revoked"}]


@pytest.mark.parametrize("how", [dies_before, dies_after], ids=["before", "after"])
async def test_it_is_cancelled_once_whenever_the_process_dies(
    room: Room, monkeypatch: pytest.MonkeyPatch, how: object
) -> None:
    case = await moving(room)
    await refuse(room, case)
    with monkeypatch.context() as crashing:
        crashing.setattr(Carrier, "record", how(Carrier.record))  # type: ignore[operator]
        with pytest.raises(Killed):
            await room.look_until_done(case)
    await room.as_owner(text("UPDATE effect SET lease_until = now() - interval '1 s', try_after = now()"))
    await room.look_until_done(case)
    assert cancelled(room, case) == 1
    assert await standings(room, case) == {"permit": "revoked", "leave": "denied"}
    assert (await room.events(case)).count("RESULT_CANCELLED") == 1


async def test_it_is_cancelled_once_although_the_answer_was_lost(room: Room) -> None:
    case = await moving(room)
    await refuse(room, case)
    room.ledger.lost.add("system_call")
    await room.look_until_done(case)
    await room.move_time(timedelta(minutes=1))
    room.ledger.lost.clear()
    await room.look_until_done(case)
    assert cancelled(room, case) == 1
    assert (await standings(room, case))["permit"] == "revoked"


async def test_the_supervisor_of_each_place_is_shown_what_was_built_there_on_a_result_that_fell(
    room: Room,
) -> None:
    def decided(code: str, *after: tuple[str, ...]) -> ItemPlan:
        return item(code, step("decide", "approval", decides=True), after=after)

    plan = replace(
        plan_of(decided("permit"), decided("here", ("permit",)), decided("there", ("permit",))), format=2
    )
    case = await opened(
        room,
        plan,
        ItemOpening("permit", "permit", 1, REGION, LIBRARY),
        ItemOpening("here", "here", 2, REGION, LIBRARY),
        ItemOpening("there", "there", 3, XIHU, POLICE_THERE),
    )
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideStep("permit", "decide", "grant"))
        change.apply(AskVoid("permit", "invalid", "reason"))
    async with change_case(room.context, case.id, by=SUPERVISOR) as change:
        change.apply(DecideVoid("permit", granted=True))

    query = "SELECT region, detail, item_key, kind, reason FROM incident ORDER BY region"
    found = [tuple(row.values()) for row in await room.rows(query)]
    assert found == [
        (XIHU, "there", "permit", "built_on_revoked", "result_void"),
        (REGION, "here", "permit", "built_on_revoked", "result_void"),
    ]
    query = "SELECT standing FROM case_item WHERE key <> 'permit'"
    assert [row["standing"] for row in await room.rows(query)] == ["accepted", "accepted"]
