"""An officer's remarks stay in his department; files are opened only when they are safe."""

from tests.web.api.conftest import Town

REMARK = "材料齐全，请注意保密"


async def notes(town: Town, persona: str, case_no: str) -> list[str]:
    case = await (await town.person(persona)).get(f"/cases/{case_no}")
    return [each["note"] for each in case["timeline"] if each["note"]]


async def test_departments_do_not_read_each_others_remarks_but_supervisors_do(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    task = await town.task("officer-health-xihu", case_no, item="birth-certificate")
    officer = await town.person("officer-health-xihu")
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "accept", "comment": REMARK})

    assert REMARK in await notes(town, "officer-health-xihu", case_no)
    assert REMARK in await notes(town, "supervisor", case_no)
    for other in ("officer-medical-insurance", "window", "mother"):
        assert REMARK not in await notes(town, other, case_no)


async def test_the_window_opens_what_lies_on_its_desk_also_when_the_case_counts_elsewhere(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    town.sql("UPDATE matter_case SET region = '330106000000' WHERE case_no = %s", case_no)
    window = await town.person("window")
    tasks = (await window.get("/tasks", q=case_no))["items"]
    assert tasks
    for task in tasks:
        await window.get(f"/tasks/{task['id']}")
    await window.get(f"/cases/{case_no}")


async def test_a_file_in_quarantine_is_not_handed_out(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    task = await town.task("officer-medical-insurance", case_no, item="maternity-benefit")
    officer, path = await town.person("officer-medical-insurance"), f"/tasks/{task['id']}/materials"
    view = await officer.get(f"/tasks/{task['id']}")
    material = next(each["key"] for each in view["materials"] if each["source"] == "upload")
    assert (await officer.call("GET", f"{path}/{material}")).status_code == 200

    town.sql("UPDATE stored_file SET scan = 'quarantine'")

    refused = await officer.call("GET", f"{path}/{material}")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:onematter:problem:not-scanned-yet")
