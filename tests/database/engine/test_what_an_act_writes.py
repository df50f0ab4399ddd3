"""Rows that an act leaves behind besides the state: dates, tasks, the engine's own effects, commitments."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import text

from access.actor import Actor
from casework.acting import who_of
from clocks.calendar import local_date
from database.session import ENGINE, transaction
from engine.case_change import CaseChange, actor_of
from engine.change import change_case
from engine.commitments import SignedCommitment
from engine.effects import own_row
from engine.new_case import open_new_case
from engine.who import THE_ENGINE, Who
from matter_definitions import events
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.consequences import TaskOpened
from matter_definitions.motion import ActorRef
from matter_definitions.plan import Plan
from tests.engine_room import LIBRARY, OFFICER, REGION, Room, item, plan_of, step

A_DAY_OFF = text("INSERT INTO work_calendar (day, year, kind, source) VALUES (:day, :year, 'off', 'test')")
PUBLISHED_AGAIN = text("UPDATE calendar_year SET published_at = now() WHERE year = :year")
A_PUBLICATION = text("INSERT INTO calendar_publication (id, region) VALUES (gen_random_uuid(), :region)")


def one_approval() -> Plan:
    return plan_of(item("card", step("review", "approval"), acceptance="officer"))


async def dates(room: Room) -> tuple[datetime, datetime]:
    """When the item and its task are due."""
    (row,) = await room.rows(
        "SELECT i.due_at AS item, t.due_at AS task FROM case_item i JOIN task t ON t.case_id = i.case_id"
    )
    return row["item"], row["task"]


async def test_a_changed_calendar_dates_items_and_open_tasks_anew_only_where_that_is_asked_for(
    room: Room,
) -> None:
    case = await room.submit(one_approval())
    due, _ = before = await dates(room)
    day = local_date(due)
    await room.as_owner(A_DAY_OFF, day=day, year=day.year)
    await room.as_owner(PUBLISHED_AGAIN, year=day.year)
    async with change_case(room.context, case.id, by=THE_ENGINE) as change:
        change.wants_a_look = True
    assert await dates(room) == before
    async with change_case(room.context, case.id, by=THE_ENGINE) as change:
        change.rewrite_items = True
    after = await dates(room)
    assert after[0] == after[1] > due


async def test_a_regions_day_that_is_published_is_another_version_of_the_calendar(room: Room) -> None:
    case = await room.submit(one_approval())
    async with change_case(room.context, case.id, by=THE_ENGINE) as change:
        before = change.row.calendar_version
    await room.as_owner(A_PUBLICATION, region=REGION)
    async with change_case(room.context, case.id, by=THE_ENGINE) as change:
        assert before is not None
        assert change.row.calendar_version is not None
        assert change.row.calendar_version > before


def opened(case: CaseChange, step_code: str, *, limit_at: datetime | None) -> TaskOpened:
    return TaskOpened("card", step_code, 1, LIBRARY, REGION, limit_at=limit_at)


async def test_a_task_of_a_reserved_step_has_its_kind_its_title_and_the_earlier_of_two_limits(
    room: Room,
) -> None:
    case = await room.submit(one_approval())
    due, _ = await dates(room)
    codes = ("precheck", "extension", "commitment_lease", "objection_notice", "call")
    early, late = due - timedelta(hours=1), due + timedelta(days=30)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.out.tasks_opened.extend(opened(change, code, limit_at=early) for code in codes)
        change.out.tasks_opened.append(opened(change, "void", limit_at=late))
        change.wants_a_look = True
    tasks = await room.rows("SELECT step, kind, title_zh, due_at, limit_at FROM task WHERE step <> 'receipt'")
    found = {row["step"]: row for row in tasks}
    assert {code: row["kind"] for code, row in found.items()} == {
        "precheck": "precheck",
        "extension": "request",
        "void": "request",
        "commitment_lease": "commitment",
        "objection_notice": "objection",
        "call": "call",
    }
    assert found["precheck"]["title_zh"] == "card：预审"
    assert {found[code]["due_at"] for code in codes} == {early}
    assert (found["void"]["due_at"], found["void"]["limit_at"]) == (due, late)


async def test_the_step_of_a_plan_keeps_the_kind_that_the_act_names(room: Room) -> None:
    case = await room.submit(one_approval())
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.out.tasks_opened.append(TaskOpened("card", "review", 1, LIBRARY, REGION, kind="hearing"))
        change.wants_a_look = True
    rows = await room.rows("SELECT kind FROM task WHERE step = 'review'")
    assert [row["kind"] for row in rows] == ["hearing"]


async def test_an_effect_of_the_engines_own_is_planned_with_the_act_and_wakes_the_case(room: Room) -> None:
    case = await room.submit(one_approval())
    key = f"{case.case_no}/card/paper/1/seal"
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.plan_effect(own_row(key, kind="seal", item="card", step="paper", now=change.now))
        change.plan_effect(own_row("parcel", kind="mailing", item=None, step="b", now=change.now))
    rows = await room.rows("SELECT key, state, quick, connector FROM effect ORDER BY id DESC LIMIT 2")
    assert [tuple(row.values()) for row in rows] == [
        ("parcel", "planned", False, "courier"),
        (key, "planned", False, None),
    ]
    assert change.woken


async def test_what_an_applicant_signed_is_written_with_the_new_case(room: Room) -> None:
    plan = one_approval()
    signed = SignedCommitment(
        item_key="card",
        code="lease",
        kind="late_supply",
        text_version="plan/lease",
        statement_sha256="ab" * 32,
        signer=room.applicant,
        signed_at=await room.now(),
        targets=("material:lease",),
    )
    new = replace(room.new_case(plan, await room.publish(plan)), commitments=(signed,))
    async with transaction(room.context.database, ENGINE) as connection:
        case = await open_new_case(room.context, connection, new, by=OFFICER)
    (row,) = await room.rows("SELECT case_id, signer, targets, standing, reminded FROM commitment")
    assert tuple(row.values()) == (case.id, room.applicant, ["material:lease"], "open", 0)


async def test_the_rules_about_persons_learn_who_acts_and_the_engine_is_nobody(room: Room) -> None:
    window = Actor(kind="window", subject="w", officer_id=room.applicant, region=REGION, rank=2)
    assert actor_of(who_of(window)) == ActorRef("window", str(room.applicant), rank=2, region=REGION)
    assert actor_of(Who("department", "office")) == ActorRef("department", "office")
    assert actor_of(THE_ENGINE) is None
    assert who_of(window) == Who("officer", str(room.applicant))


async def test_the_case_is_moved_as_whoever_acts_and_time_moves_it_as_nobody(room: Room) -> None:
    case = await room.submit(one_approval())
    superior = Who("officer", "7", role="officer", rank=2, department=LIBRARY, region=REGION)
    async with change_case(room.context, case.id, by=superior) as change:
        assert change.situation.actor == ActorRef("officer", "7", rank=2, department=LIBRARY, region=REGION)
    await room.move_time(timedelta(days=30))  # nobody looked at the form: it counts as accepted
    async with change_case(room.context, case.id, by=superior) as change:
        change.apply(DecideStep("card", "review", "pass"))
    rows = await room.rows("SELECT kind, actor_kind FROM case_event")
    by = {row["kind"]: row["actor_kind"] for row in rows}
    assert (by[events.ACCEPTED_BY_SILENCE], by[events.STEP_DONE]) == ("engine", "officer")
