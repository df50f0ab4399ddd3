"""A bad rating is followed up until its author has the last word, or an appeal against it is right."""

from tests.web.api.conftest import Town
from tests.web.api.tickets import OTHER, RATED, badly_rated


async def test_a_bad_rating_is_put_right_and_rated_anew(town: Town) -> None:
    """Its author reads the answer, not what the offices wrote to each other; the first rating stays beside
    the second."""
    ticket = await badly_rated(town)

    await ticket.department("take", "contact", "verify", "rectify", "answer")
    seen = await ticket.read()
    texts = {each["act"]: each["text"] for each in seen["steps"]}
    theirs = {each["act"]: each["text"] for each in (await ticket.read(RATED))["steps"]}
    assert (texts["answer"], texts["verify"], theirs["verify"]) == ("部门：answer", None, "部门：verify")
    assert (seen["state"], await ticket.allowed("mother")) == ("answered", ["accept", "not_accept"])
    await ticket.does("mother", "accept", score=4)

    seen = await ticket.read()
    assert (seen["state"], seen["outcome"], seen["score"], seen["score_after"]) == (
        "closed",
        "accepted",
        1,
        4,
    )
    [task] = (await (await town.person(RATED)).get("/tasks", queue="done", q=ticket.case_no))["items"]
    assert (task["kind"], task["outcome"]) == ("follow_up", "answer")
    assert town.sql("SELECT score, excluded_at FROM rating") == [(1, None)]


async def test_what_is_written_is_kept_encrypted_and_the_log_has_codes_only(town: Town) -> None:
    ticket = await badly_rated(town)
    await ticket.does(RATED, "take")
    await ticket.does(RATED, "contact", text="已电话向申请人致歉并了解情况")

    [(data,)] = town.sql("SELECT data FROM case_event WHERE kind = 'TICKET_AUTHOR_CONTACTED'")
    kept = town.sql("SELECT ciphertext FROM case_text WHERE kind = 'ticket'")

    assert data == {"ticket": ticket.number}
    assert all("致歉并了解情况".encode() not in bytes(each) for (each,) in kept)
    case = await (await town.person("mother")).get(f"/cases/{ticket.case_no}")
    assert "TICKET_AUTHOR_CONTACTED" in [each["event"] for each in case["timeline"]]


async def test_nobody_but_its_author_says_whether_the_answer_will_do(town: Town) -> None:
    """And no officer rates."""
    ticket = await badly_rated(town)
    await ticket.department("take", "contact", "verify", "rectify", "answer")

    for officer in (RATED, "supervisor"):
        refused = await ticket.does(officer, "accept", status=409)
        assert refused["allowed"] == []
    body = {"score": 5}
    await (await town.person(RATED)).post(f"/cases/{ticket.case_no}/ratings", body, status=403)


async def test_it_concerns_three_and_none_of_them_reads_a_name(town: Town) -> None:
    """Neither another department of the case nor another party learns that there is a ticket."""
    ticket = await badly_rated(town)
    [(person,)] = town.sql("SELECT person::text FROM rating")

    for persona in (OTHER, "father"):
        who = await town.person(persona)
        await ticket.does(persona, "take", status=404)
        assert (await who.call("GET", f"/tickets/{ticket.number}")).status_code == 404
        assert (await who.get("/tickets"))["items"] == []
        assert (await who.get(f"/cases/{ticket.case_no}/tickets"))["items"] == []
    for persona in (RATED, "supervisor"):
        seen = str(await ticket.read(persona))
        assert person not in seen
        assert "李小雨" not in seen
        assert len((await (await town.person(persona)).get("/tickets"))["items"]) == 1


async def test_an_appeal_waits_for_the_rater_and_takes_the_rating_out_of_the_figures(town: Town) -> None:
    ticket = await badly_rated(town)
    supervisor = await town.person("supervisor")
    await ticket.department("take", "contact", "appeal")
    told = town.sql("SELECT channel FROM effect WHERE template = 'rating_appealed' ORDER BY channel")
    assert told == [("box",), ("sms",)]
    early = await ticket.does("supervisor", "uphold", text="误点", status=409)
    assert (early["type"], early["allowed"]) == ("urn:onematter:problem:author-heard", [])

    await ticket.does("mother", "speak", text="我确实等了三天")
    await ticket.does(RATED, "uphold", text="误点", status=409)
    await ticket.does("supervisor", "uphold", text="经核实为误点")

    seen = await ticket.read()
    assert (seen["outcome"], seen["counted"]) == ("upheld", False)
    indicators = (await supervisor.get("/supervision/summary"))["indicators"]
    assert (indicators["ratings"], indicators["excluded"], indicators["rating_average"]) == (0, 1, None)
    assert town.sql("SELECT score FROM rating") == [(1,)]


async def test_a_refused_appeal_goes_on_and_is_not_repeated(town: Town) -> None:
    ticket = await badly_rated(town)
    await ticket.department("take", "contact", "appeal")
    await ticket.does("mother", "speak", text="我确实等了三天")

    await ticket.does("supervisor", "refuse_appeal", text="情况属实")

    assert await ticket.allowed(RATED) == ["rectify"]
    again = await ticket.does(RATED, "appeal", ground="untrue", text="x", status=409)
    assert again["type"] == "urn:onematter:problem:not-appealed-before"


async def test_an_answer_that_is_not_accepted_goes_to_the_supervisor_once(town: Town) -> None:
    """What was complex had a longer time before, given by the supervisor."""
    ticket = await badly_rated(town)
    await ticket.department("take", "contact", "verify", "rectify", "ask_longer")
    due = (await ticket.read(RATED))["due_at"]
    assert (await ticket.does("supervisor", "grant_longer"))["due_at"] > due
    await ticket.department("answer")

    assert (await ticket.does("mother", "not_accept", text="还是没有解决"))["state"] == "escalated"
    await ticket.does("supervisor", "order", text="三日内重新办理")
    [task] = (await (await town.person(RATED)).get("/tasks", q=ticket.case_no))["items"]
    assert task["kind"] == "follow_up"
    await ticket.department("answer")
    closed = await ticket.does("mother", "not_accept", text="仍不满意", score=2)

    assert (closed["state"], closed["outcome"]) == ("closed", "not_accepted")
    assert (await ticket.read())["score_after"] == 2


async def test_a_ticket_that_somebody_changed_meanwhile_is_not_overwritten(town: Town) -> None:
    ticket = await badly_rated(town)
    officer = await town.person(RATED)
    version = (await ticket.read(RATED))["version"]
    await ticket.department("take")

    path, body = f"/tickets/{ticket.number}/acts", {"act": "contact", "text": "x"}
    await officer.post(path, body, status=412, If_Match=f'"{version}"')
