"""Somebody is away: what he has taken goes to a colleague or back to the group, and the log says by whom."""

from tests.web.api.conftest import Town
from tests.web.api.test_organisation import XIHU, admin_of, id_of

WHY = "张某年休假两周"


async def test_the_head_of_a_department_gives_the_tasks_of_somebody_who_is_away_to_a_colleague(
    town: Town,
) -> None:
    admin = await admin_of(town)
    town.sql("UPDATE officer SET department = %s, rank = 2 WHERE subject = 'officer-health' RETURNING 1",
             f"health@{XIHU}")  # fmt: skip
    case_no = (await town.submit())["case_no"]
    holder, head = await town.person("officer-health-xihu"), await town.person("officer-health")
    task = await town.task("officer-health-xihu", case_no, item="")
    await holder.post(f"/tasks/{task['id']}/claim")
    away, colleague = [await id_of(admin, each) for each in ("officer-health-xihu", "officer-health")]

    [desk] = await head.get("/desks")
    assert (desk["officer"], desk["tasks"], desk["is_mine"]) == (away, 1, False)
    assert [each[0] for each in desk["colleagues"]] == [colleague]
    stranger = await id_of(admin, "officer-tax")
    give = f"/desks/{away}/give"
    assert (await head.post(give, {"to": stranger, "reason": WHY}, status=422))["errors"][0][
        "pointer"
    ] == "/to"
    given = await head.post(give, {"to": colleague, "reason": WHY})

    assert given == {"to_colleague": 1, "to_group": 0}
    assert [each["id"] for each in (await head.get("/tasks", queue="mine"))["items"]] == [task["id"]]
    assert await holder.get("/desks") == []
    await holder.post(f"/desks/{colleague}/give", {"reason": WHY}, status=404)
    [line] = await admin.get("/organisation/changes", register="people", key=away)
    assert (line["act"], line["reason"], line["fields"]["heir"]) == ("desk_given", WHY, ["", colleague])


async def test_a_supervisor_gives_a_desk_of_his_region_back_to_the_group_and_no_other(town: Town) -> None:
    admin = await admin_of(town)
    case_no = (await town.submit())["case_no"]
    task = await town.task("officer-health-xihu", case_no, item="")
    officer = await town.person("officer-health-xihu")
    await officer.post(f"/tasks/{task['id']}/claim")
    give = f"/desks/{await id_of(admin, 'officer-health-xihu')}/give"
    elsewhere, supervisor = await town.person("supervisor-xuanwu"), await town.person("supervisor")
    await elsewhere.post(give, {"reason": WHY}, status=404)
    await admin.post(give, {"reason": WHY}, status=403)

    assert await supervisor.post(give, {"reason": WHY}) == {"to_colleague": 0, "to_group": 1}

    assert task["id"] in [each["id"] for each in (await officer.get("/tasks", queue="group"))["items"]]
    assert await supervisor.get("/desks") == []
