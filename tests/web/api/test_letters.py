"""Letters between agencies over the API: from one desk to another, each with a number."""

import csv
import io
from dataclasses import replace

from clocks.clock import Limit
from forms.form_plan import Text
from matter_definitions.offers import LetterPlan
from tests.engine_room import step
from tests.web.api.conftest import ROOT, Town
from tests.web.api.others_have_a_say import POLICE, POLICE_XIHU, XIHU, only_task, open_case, plan_with
from tests.web.api.test_callbacks import answered, signed

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


async def test_the_applicant_is_told_once_that_a_letter_went_out_and_once_that_it_was_answered(
    town: Town,
) -> None:
    case_no, _ = await sent_by_police(town)
    there = await town.person("officer-police-xihu")
    incoming = (await only_task(there, case_no))["id"]
    await there.post(f"/tasks/{incoming}/letter/answer", {"outcome": "confirmed", "text": "x"})

    told = (await (await town.person("mother")).get(f"/cases/{case_no}"))["timeline"]
    assert [each["event"] for each in told if each["event"].startswith("LETTER")] == [
        "LETTER_SENT",
        "LETTER_ANSWERED",
    ]


OUTSIDE = replace(LETTER, to="", region="", outside=Text("国家档案局", "National Archives"))
ASKS_OUTSIDE = plan_with(
    step("ask", "letter", letter=OUTSIDE), step("decide", "approval", "ask", decides=True)
)


async def test_the_answer_of_an_authority_outside_is_written_down_by_who_asked(town: Town) -> None:
    case = await open_case(town, ASKS_OUTSIDE)
    here = await town.person("officer-police")
    task = await only_task(here, case.case_no)
    [sent] = (await here.post(f"/tasks/{task['id']}/letter", {"text": "请核实档案"}))["items"]
    assert sent["addressee"] == "国家档案局"

    again = await only_task(here, case.case_no)
    assert (again["kind"], again["due_at"] is not None) == ("letter", True)
    body = {"outcome": "confirmed", "text": "档案属实"}
    refused = await here.post(f"/tasks/{again['id']}/letter/answer", body, status=422)
    assert refused["errors"][0]["pointer"] == "/number"
    asked, answered = (
        await here.post(f"/tasks/{again['id']}/letter/answer", body | {"number": "档函〔2026〕7号"})
    )["items"]
    assert (asked["state"], answered["number"]) == ("answered", "档函〔2026〕7号")
    assert (answered["sender"], answered["answers"]) == ("国家档案局", asked["number"])
    assert (await only_task(here, case.case_no))["kind"] == "approval"


async def test_inside_the_platform_nobody_chooses_the_number_of_an_answer(town: Town) -> None:
    case = await open_case(town, ASKS, places=PLACES)
    here, there = await town.person("officer-police"), await town.person("officer-police-xihu")
    task = (await only_task(here, case.case_no))["id"]
    await here.post(f"/tasks/{task}/letter", {"text": "x"})
    body = {"outcome": "confirmed", "text": "x", "number": "1号"}
    incoming = (await only_task(there, case.case_no))["id"]
    await there.post(f"/tasks/{incoming}/letter/answer", body, status=422)


async def test_the_register_shows_each_office_what_it_has_sent_and_received(town: Town) -> None:
    numbers = [(await sent_by_police(town))[1] for _ in range(3)]
    here, there = await town.person("officer-police"), await town.person("officer-police-xihu")
    sent = (await here.get("/letters"))["items"]
    assert [each["number"] for each in sent] == numbers[::-1], "the latest first"
    assert {each["overdue"] for each in sent} == {False}
    assert (await here.get("/letters", direction="received"))["items"] == []
    received = (await there.get("/letters", direction="received"))["items"]
    assert [each["number"] for each in received] == numbers[::-1]
    assert (await (await town.person("officer-tax")).get("/letters"))["items"] == []
    mother = await town.person("mother")
    assert (await mother.call("GET", "/letters")).status_code == 403

    first = await here.get("/letters", limit=2)
    rest = await here.get("/letters", limit=2, cursor=first["next"])
    assert [each["number"] for each in first["items"] + rest["items"]] == numbers[::-1]
    assert rest["next"] is None


async def sent_by_police(town: Town) -> tuple[str, str]:
    """The case and the number of the letter."""
    case = await open_case(town, ASKS, places=PLACES)
    here = await town.person("officer-police")
    task = (await only_task(here, case.case_no))["id"]
    [sent] = (await here.post(f"/tasks/{task}/letter", {"text": "请核实"}))["items"]
    return case.case_no, sent["number"]


async def test_the_register_finds_a_letter_by_number_case_day_and_standing(town: Town) -> None:
    (case, number), (other, _) = await sent_by_police(town), await sent_by_police(town)
    here, there = await town.person("officer-police"), await town.person("officer-police-xihu")
    incoming = (await only_task(there, case))["id"]
    await there.post(f"/tasks/{incoming}/letter/answer", {"outcome": "confirmed", "text": "x"})
    await town.move_time(60)

    async def cases(**query: object) -> list[str]:
        return [each["case_no"] for each in (await here.get("/letters", **query))["items"]]

    assert await cases(q=number.upper()) == [case]
    assert await cases(q=other) == [other]
    assert await cases(q="%") == [], "no wildcard"
    assert await cases(standing="answered") == [case]
    assert await cases(standing="overdue") == await cases(standing="open") == [other]
    [answered] = (await here.get("/letters", standing="answered"))["items"]
    [received] = (await there.get("/letters", direction="received", standing="answered"))["items"]
    assert received["number"] == number, "who has answered finds it again"
    supervisor = await town.person("supervisor")
    assert len((await supervisor.get("/letters"))["items"]) == 3, "letters and the answer"
    today = answered["sent_at"][:10]
    assert len(await cases(last="2020-01-01")) == 0
    assert len(await cases(first=today)) == 2
    [answer] = (await here.get("/letters", direction="received"))["items"]
    assert (answer["answers"], answer["number"]) == (number, answered["answered_by"])


async def test_the_register_as_a_file_computes_nothing(town: Town) -> None:
    case = await open_case(town, ASKS_OUTSIDE)
    here = await town.person("officer-police")
    for body in ({"text": "x"}, {"text": "x", "outcome": "confirmed", "number": '=HYPERLINK("x")'}):
        task = (await only_task(here, case.case_no))["id"]
        await here.post(f"/tasks/{task}/letter{'/answer' if 'number' in body else ''}", body)
    answer = await here.call("GET", "/letters.csv", params={"direction": "received"})
    assert answer.headers["content-type"].startswith("text/csv")
    head, line = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert head[:4] == ["文号", "日期", "发函机关", "收函机关"]
    assert (line[0], line[2]) == ('\'=HYPERLINK("x")', "国家档案局")


async def test_an_authority_outside_answers_by_a_signed_callback(town: Town) -> None:
    letter = replace(OUTSIDE, connector="agencies")
    decide = step("decide", "approval", "ask", decides=True)
    case = await open_case(town, plan_with(step("ask", "letter", letter=letter), decide))
    here = await town.person("officer-police")
    task = (await only_task(here, case.case_no))["id"]
    await here.post(f"/tasks/{task}/letter", {"text": "请核实档案"})
    said = {"number": "档函〔2026〕7号", "confirmed": True, "text": "档案属实"}
    body = answered(f"{case.case_no}/card/ask/1/letter", kind="letter_send", data=said)
    for _ in range(2):
        headers = signed(town, body, connector="agencies")
        told = await town.api.post(f"{ROOT}/callbacks/agencies", content=body, headers=headers)
        assert told.status_code == 204, told.text
    ours, theirs = (await here.get(f"/cases/{case.case_no}/letters"))["items"]
    assert (ours["state"], theirs["number"], theirs["text"]) == ("answered", said["number"], said["text"])
    assert (await only_task(here, case.case_no))["kind"] == "approval"
