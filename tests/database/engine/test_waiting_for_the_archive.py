"""Ten working days pass between the end of a case and its archive, in which it costs nothing; and what a
process that dies while archiving leaves behind is removed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import activities.archive as archive_room
from engine.change import change_case
from engine.due import run_due_deadlines
from engine.incident_acts import retry_incident
from engine.left_behind import LEFT_FOR, remove_left_behind
from engine.who import Who
from matter_definitions.acts.telling import RecordDelivery
from tests.database.engine.archiving_room import AFTER_THE_LIMIT, PHOTO, PLAN, ArchivingRoom
from tests.database.engine.test_archive import SUPERVISOR
from tests.database.engine.test_crashes import crash, dies_after, dies_before


async def test_a_case_that_only_waits_for_its_archive_keeps_no_run_and_no_timer(
    archiving: ArchivingRoom,
) -> None:
    case = await archiving.ended_case()
    seen = await archiving.room.look(case)
    assert (seen.done, seen.next_look_seconds) == (True, None)
    [row] = await archiving.room.rows(
        "SELECT timer_at, next_due_at IS NOT NULL AS waits, wake_seen = wake_wanted AS rests"
        " FROM matter_case WHERE id = :id",
        id=case.id,
    )
    assert row == {"timer_at": None, "waits": True, "rests": True}


async def test_an_act_on_a_case_that_is_over_wakes_nobody_for_the_sake_of_the_archive(
    archiving: ArchivingRoom,
) -> None:
    case = await archiving.ended_case(replace(PLAN, format=2))
    async with change_case(archiving.room.context, case.id, by=Who("department", "courier")) as it:
        it.apply(RecordDelivery("card", "mail", signed=True))
    [row] = await archiving.room.rows("SELECT wake_seen = wake_wanted AS rests FROM matter_case")
    assert row["rests"]


async def test_the_safety_net_finds_what_is_to_be_archived(archiving: ArchivingRoom) -> None:
    case = await archiving.ended_case()
    await archiving.room.move_time(AFTER_THE_LIMIT)
    assert await run_due_deadlines(archiving.room.context) == 1
    [row] = await archiving.room.rows("SELECT wake_seen < wake_wanted AS woken FROM matter_case")
    assert row["woken"]
    await archiving.room.look_until_done(case)
    assert await archiving.archived_at(case) is not None


# --- what a process that died has left behind ----------------------------------------------------------

LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize("how", [dies_before, dies_after])
async def test_what_a_process_left_behind_is_removed_and_what_a_row_names_stays(
    archiving: ArchivingRoom, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    """Incomplete at first, so that a second package takes the place of the first one, too."""
    room = archiving.room
    case = await archiving.ended_case(photo=False)
    await archiving.archive(case)
    await archiving.hand_in(case, PHOTO)
    [incident] = await archiving.incidents(case)
    await retry_incident(room.context, incident["id"], by=SUPERVISOR)
    await crash(room, monkeypatch, case, place=archive_room, name="keep_package", how=how)
    await room.look_until_done(case)
    kept, _ = await archiving.package_of(case)
    assert (kept.version, kept.complete) == (2, True)
    assert len(await archiving.stored()) == 2, "one that no row names"

    removed = [await remove_left_behind(room.context, archiving.files, before=LATER) for _ in range(2)]

    assert removed == [1, 0]
    assert await archiving.stored() == [kept.storage_key]


async def test_what_was_laid_down_just_now_is_left_alone(archiving: ArchivingRoom) -> None:
    """Its row may be under way."""
    storage_key = await archiving.files.keep(b"a package, encrypted")
    before = datetime.now(UTC) - LEFT_FOR
    assert await remove_left_behind(archiving.room.context, archiving.files, before=before) == 0
    assert await archiving.stored() == [storage_key]
