"""A complaint about a case keeps its number from the first word to the last."""

import asyncio

from tests.web.api.conftest import Town
from tests.web.api.tickets import OTHER, RATED, Grievance, complained

HEALTH, POLICE = "health@330106000000", "police@330110000000"


async def test_a_complaint_keeps_its_number_also_when_it_went_to_the_wrong_department(town: Town) -> None:
    """The way back is counted, and the author reads nothing of it."""
    ticket = await complained(town)
    assert ticket.number == f"{ticket.case_no}-T01"
    other, rated, mother = [await town.person(each) for each in (OTHER, RATED, "mother")]
    assert (await rated.get("/tickets"))["items"] == []
    await ticket.does("supervisor", "dispatch", department=POLICE)

    assert (await ticket.does(OTHER, "pass_back", text="不是我们办的"))["state"] == "new"
    assert (await other.get("/tickets"))["items"] == []
    desk = (await other.get("/tasks", q=ticket.case_no))["items"]
    assert "follow_up" not in {each["kind"] for each in desk}
    assert (await ticket.read("supervisor"))["passed_back"] == 1

    await ticket.does("supervisor", "dispatch", department=HEALTH)
    await ticket.department("take", "contact", "verify", "rectify", "answer")
    await ticket.does("mother", "accept")
    seen = await ticket.read()
    assert (seen["number"], seen["outcome"]) == (ticket.number, "accepted")
    events = [each["event"] for each in (await mother.get(f"/cases/{ticket.case_no}"))["timeline"]]
    assert events.count("COMPLAINT_MADE_BY_APPLICANT") == 1
    assert "TICKET_PASSED_BACK" not in events


async def test_a_complaint_may_name_an_item_and_the_supervisor_sees_whose_it_is(town: Town) -> None:
    ticket = await complained(town, item="birth-registration.1")

    seen = await ticket.read("supervisor")

    assert seen["wanted_department"] == POLICE
    assert seen["text"] == "窗口让我跑了三趟"
    assert {HEALTH, POLICE} <= {each["code"] for each in seen["departments"]}
    elsewhere = await ticket.does("supervisor", "dispatch", department="library@330110000000", status=422)
    assert elsewhere["errors"][0]["pointer"] == "/department"


async def test_nobody_complains_about_another_persons_case_or_a_thing_that_is_not_there(town: Town) -> None:
    ticket = await complained(town)
    path, body = f"/cases/{ticket.case_no}/complaints", {"text": "x"}

    await (await town.person("reader")).post(path, body, status=404)
    await (await town.person(RATED)).post(path, body, status=403)
    mother = await town.person("mother")
    await mother.post(path, {"text": "x", "item": "no-such-item"}, status=404)
    await mother.post(path, {"text": "x", "department": "tax@330106000000"}, status=422)
    await mother.post(path, {"text": ""}, status=422)


async def test_a_complaint_may_be_declined_with_a_reason_or_taken_back(town: Town) -> None:
    ticket = await complained(town)
    await ticket.does("supervisor", "decline", status=422)
    assert (await ticket.does("supervisor", "decline", text="请向法院起诉"))["outcome"] == "declined"
    body = {"text": "另一件事"}
    mother = await town.person("mother")
    second = await mother.post(f"/cases/{ticket.case_no}/complaints", body, status=201)

    await mother.post(f"/tickets/{second['number']}/acts", {"act": "withdraw"})

    first_page = await mother.get("/tickets", limit=1)
    second_page = await mother.get("/tickets", limit=1, cursor=first_page["next"])
    assert [each["items"][0]["outcome"] for each in (first_page, second_page)] == ["withdrawn", "declined"]
    assert second_page["next"] is None


async def test_complaints_of_the_same_moment_have_numbers_of_their_own_and_an_end(town: Town) -> None:
    ticket = await complained(town)
    mother = await town.person("mother")
    path, body = f"/cases/{ticket.case_no}/complaints", {"text": "x"}

    made = await asyncio.gather(*(mother.post(path, body, status=201) for _ in range(4)))

    numbers = {each["number"] for each in made}
    assert numbers == {f"{ticket.case_no}-T{nth:02}" for nth in (2, 3, 4, 5)}
    refused = await mother.post(path, body, status=409)
    assert refused["type"] == "urn:onematter:problem:too-many-complaints"


async def test_another_party_complains_too_and_is_told_of_the_answer(town: Town) -> None:
    ticket = await complained(town)
    father = await town.person("father")
    body = {"text": "没有人联系我"}
    made = await father.post(f"/cases/{ticket.case_no}/complaints", body, status=201)
    his = Grievance(town, ticket.case_no, made["number"])

    await his.does("mother", "withdraw", status=404)
    await his.does("supervisor", "decline", text="请向法院起诉")

    told = town.sql(
        "SELECT recipient, channel FROM effect WHERE template = 'ticket_decided' ORDER BY channel"
    )
    assert told == [("father", "box"), ("father", "sms")]


async def test_the_supervisors_figures_open_to_the_tickets_that_they_count(town: Town) -> None:
    await complained(town)
    supervisor = await town.person("supervisor")
    await town.move_time(10)

    figures = {each["code"]: each for each in (await supervisor.get("/supervision/summary"))["figures"]}

    for code in ("tickets", "tickets_overdue"):
        listed = await supervisor.get(figures[code]["drill"].removeprefix("/api/v1"))
        assert figures[code]["value"] == len(listed["items"]) == 1


async def test_a_number_that_is_none_is_not_found(town: Town) -> None:
    mother = await town.person("mother")
    for number in ("x", "33010620260302000000018-T01", "33010620260302000000018-01"):
        assert (await mother.call("GET", f"/tickets/{number}")).status_code == 404
