"""What a running case gives to a department is on the applicant's list: names of fields, never values."""

from tests.engine_room import Room, item, plan_of, step

PLAN = plan_of(
    item(
        "card",
        step("identity", "identity_check", send={"fee": "reader.fee", "type": "=card"}),
        step("plain", "data_check", "identity", send={"type": "=card"}),
    )
)


async def test_a_call_with_the_persons_data_is_written_down_once(room: Room) -> None:
    case = await room.submit(PLAN, fee=500)
    await room.look_until_done(case)

    rows = await room.rows("SELECT actor_kind, case_id, purpose, route, fields FROM access_log")

    assert rows == [
        {
            "actor_kind": "department",
            "case_id": case.id,
            "purpose": case.case_no,
            "route": "department_call",
            "fields": ["reader.fee"],
        }
    ]
