"""Letters between agencies over the API: from one desk to another, each with a number."""

from clocks.clock import Limit
from matter_definitions.offers import LetterPlan
from tests.engine_room import step
from tests.web.api.conftest import Town
from tests.web.api.others_have_a_say import POLICE, POLICE_XIHU, XIHU, only_task, open_case, plan_with

LETTER = LetterPlan("police", "'330106000000'", Limit(5, "working_day"), "verification", "letter")
ASKS = plan_with(step("ask", "letter", letter=LETTER), step("decide", "approval", "ask", decides=True))
PLACES = {"ask:to": (POLICE_XIHU, XIHU)}


async def test_a_letter_is_written_sent_read_and_answered(town: Town) -> None:
    case = await open_case(town, ASKS, places=PLACES)
    here, there = await town.person("officer-police"), await town.person("officer-police-xihu")
    assert (await there.get("/tasks", q=case.case_no))["items"] == []
    task = await only_task(here, case.case_no)
    assert task["kind"] == "letter"
    [sent] = (await here.post(f"/tasks/{task['id']}/letter", {"text": "请核实户籍"}))["items"]
    assert sent["number"].startswith(f"{POLICE}〔")
    assert sent["number"].endswith("〕1号")

    incoming = await only_task(there, case.case_no)
    assert incoming["due_at"] is not None
    [read] = (await there.get(f"/cases/{case.case_no}/letters"))["items"]
    assert (read["text"], read["sender"]) == ("请核实户籍", sent["sender"])
    body = {"outcome": "confirmed", "text": "情况属实"}
    asked, answered = (await there.post(f"/tasks/{incoming['id']}/letter/answer", body))["items"]
    assert (asked["state"], answered["answers"]) == ("answered", asked["number"])
    assert answered["number"].startswith(f"{POLICE_XIHU}〔")
    assert (await only_task(here, case.case_no))["kind"] == "approval"


async def test_a_letter_is_sent_once_and_only_by_whom_it_is_for(town: Town) -> None:
    case = await open_case(town, ASKS, places=PLACES)
    here, there = await town.person("officer-police"), await town.person("officer-police-xihu")
    task = (await only_task(here, case.case_no))["id"]
    for person, status in ((there, 404), (await town.person("mother"), 403), (town.stranger, 401)):
        await person.post(f"/tasks/{task}/letter", {"text": "x"}, status=status)
    await here.post(f"/tasks/{task}/letter/answer", {"outcome": "confirmed", "text": "x"}, status=409)
    await here.post(f"/tasks/{task}/letter", {"text": ""}, status=422)
    await here.post(f"/tasks/{task}/letter", {"text": "x"})
    again = await here.post(f"/tasks/{task}/letter", {"text": "x"}, status=409)
    assert again["type"].endswith("task-already-decided")
    incoming = (await only_task(there, case.case_no))["id"]
    refused = await there.post(f"/tasks/{incoming}/letter", {"text": "x"}, status=409)
    assert refused["type"].endswith("letter-sent")
    await here.post(f"/tasks/{incoming}/letter/answer", {"outcome": "confirmed", "text": "x"}, status=404)


async def test_the_applicant_does_not_read_what_agencies_write_to_each_other(town: Town) -> None:
    case = await open_case(town, ASKS, places=PLACES)
    mother = await town.person("mother")
    assert (await mother.call("GET", f"/cases/{case.case_no}/letters")).status_code == 403
    stranger = await town.person("officer-tax")
    assert (await stranger.call("GET", f"/cases/{case.case_no}/letters")).status_code == 404
