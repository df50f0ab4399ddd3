"""The rows are the truth; the events written beside them tell the same story."""

from engine.change import change_case
from engine.who import Who
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.advance import clock_of
from matter_definitions.state import Mark, from_document
from tests.engine_room import Room, item, plan_of, step
from tests.retelling import standings_told

OFFICER = Who("officer", "00000000-0000-0000-0000-000000000001")
FIVE_ITEMS = plan_of(
    item("granted", step("decide", "approval", decides=True)),
    item("denied", step("decide", "approval", decides=True)),
    item("follower", step("call"), after=(("denied",),)),
    item("marked", step("call"), acceptance="officer"),
    item("open", step("decide", "approval", decides=True)),
)


async def test_events_and_rows_agree_on_every_item_after_every_act(room: Room) -> None:
    case = await room.submit(FIVE_ITEMS)
    acts = (
        DecideStep("granted", "decide", "grant"),
        DecideReceipt("marked", "correct", (Mark("field:reader.name", "text"),)),
        DecideStep("denied", "decide", "deny", "reason"),
    )
    standings: dict[str, str] = {}
    for act in acts:
        async with change_case(room.context, case.id, by=OFFICER) as change:
            change.apply(act)
        events = await room.rows(
            "SELECT kind, item_key FROM case_event WHERE case_id = :id ORDER BY number", id=case.id
        )
        rows = await room.rows("SELECT key, standing FROM case_item WHERE case_id = :id", id=case.id)
        standings = {row["key"]: row["standing"] for row in rows}
        assert standings_told([(e["kind"], e["item_key"]) for e in events], items=standings) == standings
    assert standings == {
        "granted": "granted",
        "denied": "denied",
        "follower": "not_pursued",
        "marked": "correcting",
        "open": "accepted",
    }


async def test_the_rows_of_items_and_tasks_say_what_the_state_says(room: Room) -> None:
    case = await room.submit(FIVE_ITEMS)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideStep("granted", "decide", "grant"))
    [stored] = await room.rows("SELECT doc FROM matter_case WHERE id = :id", id=case.id)
    state = from_document(stored["doc"])
    items = await room.rows("SELECT * FROM case_item WHERE case_id = :id", id=case.id)
    for row in items:
        told = state.items[row["key"]]
        assert (row["standing"], row["accepted_at"], row["decided_at"], row["waiting_for"]) == (
            told.standing,
            told.accepted_at,
            told.decided_at,
            told.waiting_for,
        )
        assert row["due_at"] == clock_of(FIVE_ITEMS, told, case.calendar).due_at
    tasks = await room.rows(
        "SELECT item_key, step FROM task WHERE case_id = :id AND state = 'open'", id=case.id
    )
    standing_open = {
        (key, step.code)
        for key, each in state.items.items()
        for step in each.steps.values()
        if step.standing == "open" and step.code in ("receipt", "decide")
    }
    assert {(row["item_key"], row["step"]) for row in tasks} == standing_open
