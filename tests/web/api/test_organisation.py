"""The registers of an administrator: one entry, a table, the grid, departments that end, who leaves."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.web.api.conftest import Person, Town

XIHU, YUHANG, HANGZHOU = "330106000000", "330110000000", "330100000000"
REGISTERS = "/organisation/registers"
LINPING = {
    "code": "330113000000",
    "name_zh": "杭州市临平区",
    "name_en": "Linping District",
    "valid_from": "2025-06-01",
}
WHY = "国函〔2021〕0号"
TODAY = datetime.now(UTC).date() + timedelta(days=1)  # in Shanghai it may be tomorrow already


async def admin_of(town: Town) -> Person:
    return await town.person("administrator", level="L2")


async def put(
    person: Person, register: str, cells: dict[str, str], *, status: int = 200, **headers: str
) -> Any:
    body = {"cells": cells, "reason": WHY}
    answer = await person.call("PUT", f"{REGISTERS}/{register}/entries", json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


async def id_of(admin: Person, persona: str) -> str:
    return (await admin.get("/organisation/people", q=persona))[0]["id"]


async def test_a_region_is_added_with_its_parent_and_the_log_says_who_and_why(town: Town) -> None:
    admin = await admin_of(town)
    added = await put(admin, "regions", LINPING)
    assert added["cells"]["parent"] == HANGZHOU
    [line] = await admin.get("/organisation/changes", register="regions", key=LINPING["code"])
    assert (line["act"], line["reason"]) == ("added", WHY)
    assert line["actor"]
    assert line["fields"]["name_zh"] == ["", LINPING["name_zh"]]


async def test_the_second_of_two_administrators_is_told(town: Town) -> None:
    admin = await admin_of(town)
    entry = await admin.get(f"{REGISTERS}/departments/entries/health@{YUHANG}")
    cells = {**entry["cells"], "name_en": "Health of Yuhang, renamed"}
    await put(admin, "departments", cells, If_Match=f'"{entry["version"]}"')
    await put(
        admin, "departments", cells | {"name_en": "Another"}, status=412, If_Match=f'"{entry["version"]}"'
    )
    await put(admin, "regions", LINPING)
    await put(admin, "regions", LINPING, status=412, If_Match='"0"')


async def test_a_table_shows_everything_wrong_at_once_and_what_it_would_do(town: Town) -> None:
    admin = await admin_of(town)
    table = (
        "code,name_zh,name_en,uscc,valid_from\n"
        f"tax@{YUHANG},余杭税务,Tax of Yuhang,,2018-07-05\n"
        f"tax@999900000000,没有,None,,2018-07-05\n"
        f"Tax,税务,Tax,123,never\n"
        f"tax@{XIHU},西湖税务\n"
        f"tax@{HANGZHOU},=1+1,Tax,,\n"
    )
    seen = await admin.post(f"{REGISTERS}/departments/dry-run", {"table": table})
    wrong = {each["pointer"] for each in seen["problems"]}
    assert wrong >= {"/rows/3/code", "/rows/4/code", "/rows/4/uscc", "/rows/4/valid_from", "/rows/5/code",
                     "/rows/6/name_zh"}  # fmt: skip
    assert seen["digest"] == ""
    assert len(seen["new"]) + len(seen["changed"]) == 1
    body = {"table": table, "digest": "", "reason": WHY}
    await admin.post(f"{REGISTERS}/departments/import", body, status=422)


async def test_a_table_is_imported_as_it_was_shown_or_not_at_all(town: Town) -> None:
    admin = await admin_of(town)
    code = LINPING["code"]
    table = ",".join(LINPING) + "\n" + ",".join(LINPING.values()) + "\n"
    seen = await admin.post(f"{REGISTERS}/regions/dry-run", {"table": table})
    assert [each["key"] for each in seen["new"]] == [code]
    body = {"table": table, "digest": seen["digest"], "reason": WHY}
    await put(admin, "regions", LINPING)  # somebody else was faster
    await admin.post(f"{REGISTERS}/regions/import", body, status=412)

    exported = await admin.call("GET", f"{REGISTERS}/regions/table")
    again = await admin.post(f"{REGISTERS}/regions/dry-run", {"table": exported.text})
    assert (again["new"], again["changed"], again["problems"]) == ([], [], [])
    assert again["same"] > 3


async def test_a_person_gets_a_post_signs_in_with_it_and_chooses_between_two(town: Town) -> None:
    admin = await admin_of(town)
    post = {"title_zh": "审核岗", "title_en": "Reviewer", "role": "officer", "rank": "1",
            "items": "", "valid_from": "2020-01-01"}  # fmt: skip
    for kind in ("police", "health"):
        cells = {**post, "code": f"{kind}-reviewer", "department": f"{kind}@{YUHANG}"}
        await put(admin, "posts", cells)
        holds = {
            "subject": "officer-police",
            "name": "某警官",
            "post": cells["code"],
            "valid_from": "2020-01-01",
        }
        await put(admin, "people", holds)
    officer = await town.person("officer-police")
    posts = await officer.get("/me/posts")
    assert {each["code"] for each in posts} == {"police-reviewer", "health-reviewer"}
    await officer.post("/me/posts/health-reviewer/choose", status=204)
    rights = await admin.get(f"/organisation/people/{await id_of(admin, 'officer-police')}/rights")
    assert [each["code"] for each in rights["posts"]] == ["health-reviewer", "police-reviewer"]
    assert (await officer.get("/me/posts"))[0]["current"]
    await officer.post("/me/posts/mayor/choose", status=404)


async def test_the_rights_of_an_officer_are_those_of_the_policy_with_their_reasons(town: Town) -> None:
    admin = await admin_of(town)
    case_no = (await town.submit())["case_no"]
    seen = await admin.get(f"/organisation/people/{await id_of(admin, 'officer-health-xihu')}/rights")
    rights = {each["action"]: each for each in seen["rights"]}
    assert rights["task.decide"]["allowed"]
    assert "本部门" in rights["task.decide"]["why"]
    assert not rights["definition.publish"]["allowed"]
    assert rights["definition.publish"]["why"] == "您的身份不能办理此操作"
    officer = await town.person("officer-health-xihu")
    assert seen["reach"]["tasks"] == len((await officer.get("/tasks", q=case_no))["items"])
    assert seen["reach"]["cases"] == 1


async def test_an_empty_cell_is_marked_and_filled_with_the_department_of_its_kind(town: Town) -> None:
    admin = await admin_of(town)
    await put(admin, "regions", LINPING)
    grid = await admin.get("/organisation/responsibility-grid", parent=HANGZHOU, matter="newborn")
    row = next(each for each in grid["rows"] if each["region"] == LINPING["code"])
    empty = [each["item"] for each in row["cells"] if each["state"] == "empty"]
    assert empty
    assert grid["empty"] >= len(empty)

    await put(
        admin,
        "departments",
        {"code": f"police@{LINPING['code']}", "name_zh": "临平公安", "name_en": "Police"},
    )
    item = "birth-registration"
    body = {"item": item, "regions": [LINPING["code"]], "reason": WHY}
    assert await admin.post("/organisation/responsibility-grid/fill", body) == {"filled": 1, "left": []}
    wrong = {"item": item, "region": LINPING["code"], "department": f"health@{YUHANG}"}
    answer = await put(admin, "responsibility", wrong, status=422)
    assert answer["errors"][0]["pointer"] == "/department"


async def test_a_department_ends_only_with_an_heir_for_everything(town: Town) -> None:
    admin = await admin_of(town)
    await town.submit()
    ending = f"health@{XIHU}"
    left = await admin.get(f"/organisation/departments/{ending}/left-behind")
    assert {each["what"] for each in left["left"]} >= {"item", "cell", "person"}
    order = {"kind": "dissolve", "department": ending, "successor": "", "effective_on": "2020-01-01",
             "source": "某编办〔2026〕1号"}  # fmt: skip
    refused = await admin.post("/organisation/reorganisations", order, status=422)
    assert {each["pointer"] for each in refused["errors"]} == {"/successor", "/effective_on"}
    order |= {"successor": f"health@{YUHANG}", "effective_on": TODAY.isoformat()}
    stale = {"If_Match": f'"{left["version"] + 1}"'}
    await admin.post("/organisation/reorganisations", order, status=412, **stale)
    order["effective_on"] = (TODAY + timedelta(days=400)).isoformat()
    made = await admin.post("/organisation/reorganisations", order, status=201)
    await admin.post("/organisation/reorganisations", order, status=409)
    back = order | {"department": f"health@{YUHANG}", "successor": f"police@{YUHANG}"}
    assert (await admin.post("/organisation/reorganisations", back, status=409))["type"].endswith("is-heir")
    await admin.post(f"/organisation/reorganisations/{made['id']}/cancel", {"reason": "取消"}, status=204)
    await admin.post(f"/organisation/reorganisations/{made['id']}/cancel", {"reason": "取消"}, status=409)


async def test_nobody_leaves_before_his_tasks_have_an_heir(town: Town) -> None:
    admin = await admin_of(town)
    case_no = (await town.submit())["case_no"]
    officer = await town.person("officer-health-xihu")
    task = await town.task("officer-health-xihu", case_no, item="")
    await officer.post(f"/tasks/{task['id']}/claim")
    path = f"/organisation/people/{await id_of(admin, 'officer-health-xihu')}/leave"
    body = {"last_day": (TODAY + timedelta(days=1)).isoformat(), "reason": "调动"}
    refused = await admin.post(path, body, status=409)
    assert refused["allowed"] == ["heir", "to_group"]
    stranger = await id_of(admin, "officer-tax")
    assert (await admin.post(path, {**body, "heir": stranger}, status=422))["errors"][0]["pointer"] == "/heir"
    await admin.post(path, {**body, "to_group": True}, status=204)
    own = f"/organisation/people/{await id_of(admin, 'administrator')}/leave"
    assert (await admin.post(own, body, status=409))["type"].endswith("last-administrator")


async def test_only_administrators_see_the_organisation(town: Town) -> None:
    for persona in ("supervisor", "officer-health-xihu", "mother"):
        other = await town.person(persona)
        assert (await other.call("GET", "/organisation/checklist")).status_code == 403
        assert (await other.call("GET", f"{REGISTERS}/people")).status_code == 403


async def test_the_check_list_names_what_is_missing(town: Town) -> None:
    admin = await admin_of(town)
    before = await admin.get("/organisation/checklist")
    assert not [each for each in before["missing"] if each["stops"]]
    town.sql("DELETE FROM remedy")
    after = await admin.get("/organisation/checklist")
    assert "no_remedy" in {each["code"] for each in after["missing"]}


async def test_a_region_that_is_merged_leaves_nothing_behind_and_its_successor_does_its_work(
    town: Town,
) -> None:
    admin = await admin_of(town)
    entry = await admin.get(f"{REGISTERS}/regions/entries/{XIHU}")
    ended = {**entry["cells"], "valid_to": (TODAY + timedelta(days=30)).isoformat()}
    refused = await put(admin, "regions", ended, status=422)
    assert {each["pointer"] for each in refused["errors"]} == {"/valid_to", "/successor"}

    town.sql("UPDATE region SET valid_to = '2026-01-01', successor = %s WHERE code = %s RETURNING 1",
             YUHANG, XIHU)  # fmt: skip
    case_no = (await town.submit())["case_no"]
    [(regions, departments)] = town.sql(
        "SELECT regions, departments FROM matter_case WHERE case_no = %s", case_no
    )
    assert regions == [YUHANG]
    assert f"health@{YUHANG}" in departments
    assert not [each for each in departments if each.endswith(XIHU)]
