"""What an applicant may do with a case: withdraw, urge, rate, look who has read; and follow it unseen."""

from tests.web.api.conftest import Town


async def test_a_withdrawn_case_is_over_and_its_tasks_fall_away(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")

    withdrawn = await mother.post(f"/cases/{case_no}/withdraw", {"reason": "改到窗口办理"})

    assert withdrawn["state"] == "withdrawn"
    assert len(withdrawn["items"]) == 9
    assert (await (await town.person("officer-police")).get("/tasks"))["items"] == []
    await mother.post(f"/cases/{case_no}/withdraw", {"reason": "again"}, status=409)


async def test_what_depends_on_a_withdrawn_item_ends_with_it(town: Town) -> None:
    case_no = (await town.submit())["case_no"]

    withdrawn = await (await town.person("mother")).post(
        f"/cases/{case_no}/withdraw", {"reason": "x", "items": ["birth-certificate.1"]}
    )

    assert set(withdrawn["items"]) >= {"birth-certificate.1", "birth-registration.1", "social-card.1"}
    assert withdrawn["state"] == "open"


async def test_a_birth_may_be_registered_anew_after_it_was_withdrawn(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    await (await town.person("mother")).post(f"/cases/{case_no}/withdraw", {"reason": "x"})

    again = await town.submit()

    assert again["case_no"] != case_no


async def test_she_may_urge_once_a_day(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")

    await mother.post(f"/cases/{case_no}/urge", {"note": "孩子要打疫苗"})

    await mother.post(f"/cases/{case_no}/urge", status=409)
    await town.move_time(1)
    await mother.post(f"/cases/{case_no}/urge")
    events = [each["event"] for each in (await mother.get(f"/cases/{case_no}"))["timeline"]]
    assert events.count("URGED_BY_APPLICANT") == 2


async def test_a_case_is_rated_once_and_a_bad_word_opens_a_follow_up(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")
    await mother.post(f"/cases/{case_no}/ratings", {"score": 5}, status=409)
    await mother.post(f"/cases/{case_no}/withdraw", {"reason": "太慢"})

    rated = await mother.post(
        f"/cases/{case_no}/ratings", {"score": 1, "options": ["slow"], "text": "等了很久"}, status=201
    )

    assert rated["follow_up"] is True
    await mother.post(f"/cases/{case_no}/ratings", {"score": 5}, status=409)
    officer = await town.person("officer-health-xihu")
    [task] = (await officer.get("/tasks", q=case_no))["items"]
    assert task["kind"] == "follow_up"
    view = await officer.get(f"/tasks/{task['id']}")
    assert "等了很久" in view["note"]
    assert view["ticket"] == rated["ticket"] == f"{case_no}-T01"
    assert "decide" not in view["allowed"]
    await officer.post(f"/tasks/{task['id']}/decide", {"outcome": "resolve", "comment": "x"}, status=409)


async def test_a_wrong_rating_is_refused(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother = await town.person("mother")
    await mother.post(f"/cases/{case_no}/withdraw", {"reason": "x"})

    await mother.post(f"/cases/{case_no}/ratings", {"score": 6}, status=422)
    await mother.post(f"/cases/{case_no}/ratings", {"score": 5, "options": ["slow"]}, status=422)


async def test_a_number_seen_in_full_leaves_the_reason_with_the_applicant(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    officer = await town.person("officer-police")
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]
    masked = {each["key"]: each for each in (await officer.get(f"/tasks/{task}"))["form"]}["mother.id_number"]
    assert masked["masked"] is True

    whole = await officer.post(f"/tasks/{task}/unmask", {"field": "mother.id_number", "reason": "核对户口簿"})

    assert whole["value"] == "330106199605180245"
    log = (await (await town.person("mother")).get(f"/cases/{case_no}/access-log"))["items"]
    assert (log[0]["purpose"], log[0]["reason"]) == ("field_unmasked", "核对户口簿")
    await officer.post(f"/tasks/{task}/unmask", {"field": "account.account_no", "reason": "x y"}, status=404)


async def test_a_payment_that_is_not_there_is_not_found(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    nowhere = "00000000-0000-0000-0000-000000000000"

    await (await town.person("mother")).post(f"/cases/{case_no}/payments/{nowhere}/start", status=404)


async def test_progress_is_followed_without_signing_in_and_without_personal_data(town: Town) -> None:
    submitted = await town.submit()

    seen = await town.stranger.post(
        "/track", {"case_no": submitted["case_no"], "password": submitted["password"].lower()}
    )

    assert seen["state"] == "open"
    assert len(seen["items"]) == 9
    assert "李小雨" not in str(seen)


async def test_a_wrong_number_and_a_wrong_password_are_the_same_answer(town: Town) -> None:
    submitted = await town.submit()
    stranger = town.stranger

    wrong_password = await stranger.post(
        "/track", {"case_no": submitted["case_no"], "password": "AAAAAAAAAA"}, status=404
    )
    wrong_number = await stranger.post(
        "/track", {"case_no": "33010620200101000000019", "password": submitted["password"]}, status=404
    )

    assert wrong_password == wrong_number


async def test_after_five_wrong_tries_even_the_right_password_has_to_wait(town: Town) -> None:
    submitted = await town.submit()
    for _ in range(5):
        await town.stranger.post(
            "/track", {"case_no": submitted["case_no"], "password": "AAAAAAAAAA"}, status=404
        )

    body = {"case_no": submitted["case_no"], "password": submitted["password"]}
    answer = await town.stranger.call("POST", "/track", json=body)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 3600


async def test_after_thirty_wrong_tries_an_address_has_to_wait(town: Town) -> None:
    for number in range(30):
        await town.stranger.post("/track", {"case_no": f"{number}", "password": "x"}, status=404)

    await town.stranger.post("/track", {"case_no": "31", "password": "x"}, status=429)


async def test_a_paper_that_was_never_issued_is_not_found(town: Town) -> None:
    assert (await town.stranger.call("GET", "/verify/ABCD")).status_code == 404
