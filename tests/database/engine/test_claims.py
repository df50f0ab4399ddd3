"""What may exist only once is taken again when an end is undone, and never by two cases."""

import asyncio
from dataclasses import replace

import pytest

from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.change import change_case
from engine.claims import TakenAlready, TakenMeanwhile
from engine.new_case import UniqueItem, open_new_case
from engine.who import Who
from forms.form_plan import ItemSwitch
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.undoing import Reopen, TakeBack
from secrecy.lookup import uniqueness_digest
from settings import get_settings
from tests.engine_room import FORM, LIBRARY, REGION, Room, both, item, plan_of, step

CHIEF = Who("officer", "00000000-0000-0000-0000-000000000002", role="officer", rank=2, department=LIBRARY,
            region=REGION)  # fmt: skip
SUPERVISOR = Who("supervisor", "00000000-0000-0000-0000-000000000004", role="supervisor", region=REGION)
NUMBER = "READER-1"
PLAN = replace(
    plan_of(
        item("card", step("decide", "approval", decides=True)),
        item("loan", step("lend", "approval", decides=True), after=(("card",),)),
    ),
    format=2,
    form=replace(
        FORM,
        switches=(
            ItemSwitch("card", both("card"), "library", REGION, uniqueness=("card.number",)),
            ItemSwitch("loan", both("loan"), "library", REGION),
        ),
    ),
)
TAKE_BACK, REOPEN = TakeBack("card", None, "reason"), Reopen("card", "decision")


def claim() -> UniqueItem:
    keys = get_settings().master_keys
    return UniqueItem("card", "card", uniqueness_digest(keys, item="card", values=(NUMBER,)))


async def one_case(room: Room) -> CaseChange:
    return await room.submit(PLAN, unique=[claim()], number=NUMBER)


async def denied(room: Room) -> CaseChange:
    case = await one_case(room)
    async with change_case(room.context, case.id, by=CHIEF) as change:
        change.apply(DecideStep("card", "decide", "deny", "reason"))
    return case


async def holders(room: Room) -> list[int]:
    return [row["case_id"] for row in await room.rows("SELECT case_id FROM uniqueness")]


@pytest.mark.parametrize(("act", "by"), [(TAKE_BACK, CHIEF), (REOPEN, SUPERVISOR)])
async def test_an_undone_end_takes_again_what_it_had_freed(
    room: Room, act: TakeBack | Reopen, by: Who
) -> None:
    case = await denied(room)
    assert await holders(room) == []

    async with change_case(room.context, case.id, by=by) as change:
        change.apply(act)

    assert await holders(room) == [case.id]
    with pytest.raises(TakenAlready):
        await one_case(room)


@pytest.mark.parametrize(("act", "by"), [(TAKE_BACK, CHIEF), (REOPEN, SUPERVISOR)])
async def test_what_another_case_took_meanwhile_is_not_undone_and_nothing_changes(
    room: Room, act: TakeBack | Reopen, by: Who
) -> None:
    case = await denied(room)
    other = await one_case(room)
    query = "SELECT doc, version, event_count FROM matter_case WHERE id = :id"
    before = await room.rows(query, id=case.id)

    with pytest.raises(TakenMeanwhile) as refused:
        async with change_case(room.context, case.id, by=by) as change:
            change.apply(act)

    assert refused.value.holder == other.id
    assert refused.value.status == 409
    assert other.case_no not in refused.value.detail.zh + refused.value.detail.en
    assert await room.rows(query, id=case.id) == before
    assert await holders(room) == [other.id]


async def test_of_two_that_want_it_at_the_same_moment_one_waits_and_is_refused(room: Room) -> None:
    """The first holds it in a transaction that has not ended when the second asks."""
    case = await denied(room)
    new = room.new_case(PLAN, await room.publish(PLAN), unique=[claim()], number=NUMBER)
    holds, goes_on = asyncio.Event(), asyncio.Event()

    async def submits() -> None:
        async with transaction(room.context.database, ENGINE) as connection:
            await open_new_case(room.context, connection, new, by=Who("applicant", str(room.applicant)))
            holds.set()
            await goes_on.wait()

    async def takes_back() -> None:
        await holds.wait()
        async with change_case(room.context, case.id, by=CHIEF) as change:
            change.apply(TAKE_BACK)

    async def lets_go() -> None:
        """Only once the other really waits for the row."""
        await holds.wait()
        query = (
            "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE NOT l.granted AND l.locktype = 'transactionid' AND a.datname = current_database()"
        )

        async def waits() -> bool:
            return bool(await room.rows(query))

        await room.until(waits)
        goes_on.set()

    done = await asyncio.gather(submits(), takes_back(), lets_go(), return_exceptions=True)

    assert done[0] is None
    assert done[2] is None
    assert isinstance(done[1], TakenMeanwhile)
    assert len(await holders(room)) == 1


async def test_what_was_given_up_with_it_and_comes_back_takes_its_own_again(room: Room) -> None:
    plan = replace(
        PLAN,
        form=replace(
            FORM,
            switches=(
                ItemSwitch("card", both("card"), "library", REGION),
                ItemSwitch("loan", both("loan"), "library", REGION, uniqueness=("card.number",)),
            ),
        ),
    )
    digest = uniqueness_digest(get_settings().master_keys, item="loan", values=(NUMBER,))
    case = await room.submit(plan, unique=[UniqueItem("loan", "loan", digest)], number=NUMBER)
    async with change_case(room.context, case.id, by=CHIEF) as change:
        change.apply(DecideStep("card", "decide", "deny", "reason"))
    assert await holders(room) == []

    async with change_case(room.context, case.id, by=CHIEF) as change:
        change.apply(TAKE_BACK)

    assert await room.rows("SELECT item_key, digest FROM uniqueness") == [
        {"item_key": "loan", "digest": digest}
    ]
