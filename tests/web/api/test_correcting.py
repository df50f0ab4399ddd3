"""One correction notice: it names everything, and is answered at once or bit by bit."""

from typing import Any

from database.queries.effect_rows import find_by_keys
from database.session import ENGINE, transaction
from engine.messages import Letter, record_message
from engine.persons import find_recipient
from tests.web.api.conftest import Town, picture

MARKS = [
    {"material": "household_pages", "message": "第二页看不清"},
    {"field": "child.1.name", "message": "请核对姓名"},
]


async def asked_to_correct(town: Town) -> dict[str, Any]:
    """The mother's case after the police have marked two things and everybody else has accepted."""
    case_no = (await town.submit())["case_no"]
    for persona, item, decision in (
        ("officer-health-xihu", "birth-certificate", {"outcome": "accept"}),
        ("officer-medical-insurance", "maternity-benefit", {"outcome": "accept"}),
        ("officer-police", "birth-registration", {"outcome": "correct", "marks": MARKS}),
    ):
        task = await town.task(persona, case_no, item=item)
        await (await town.person(persona)).post(f"/tasks/{task['id']}/decide", decision)
    return await (await town.person("mother")).get(f"/cases/{case_no}")


async def test_she_reads_what_to_mend_in_the_officers_words_and_until_when(town: Town) -> None:
    case = await asked_to_correct(town)

    [to_do] = case["to_do"]
    assert to_do["kind"] == "correction"
    assert to_do["until"] is not None
    assert {(each["key"], each["message"]) for each in to_do["marks"]} == {
        ("household_pages", "第二页看不清"),
        ("child.1.name", "请核对姓名"),
    }
    assert "correct" in case["allowed"]
    item = next(each for each in case["items"] if each["code"] == "birth-registration")
    assert (item["state"], item["holder"]["kind"]) == ("correcting", "applicant")


async def test_an_answer_may_be_partial_and_a_complete_one_returns_to_the_reviewer(
    town: Town,
) -> None:
    case = await asked_to_correct(town)
    mother, path = await town.person("mother"), f"/cases/{case['case_no']}"

    first = await mother.post(f"{path}/corrections", {"fields": {"child.1.name": "王子晗"}})
    assert first["left"] == ["material:household_pages"]
    file = await mother.put_file(f"{path}/materials/household_pages", picture())
    second = await mother.post(f"{path}/corrections", {"materials": {"household_pages": file["file_id"]}})

    assert second["left"] == []
    task = await town.task("officer-police", case["case_no"], item="birth-registration")
    view = await (await town.person("officer-police")).get(f"/tasks/{task['id']}")
    seen = {each["key"]: each for each in view["form"]}
    assert (seen["child.1.name"]["value"], seen["child.1.name"]["version"]) == ("王子晗", 1)
    pages = next(each for each in view["materials"] if each["key"] == "household_pages")
    assert (pages["source"], pages["version"]) == ("upload", 2)


async def test_the_officer_opens_the_new_file_and_she_sees_that_he_did(town: Town) -> None:
    case = await asked_to_correct(town)
    mother, path = await town.person("mother"), f"/cases/{case['case_no']}"
    file = await mother.put_file(f"{path}/materials/household_pages", picture())
    body = {"fields": {"child.1.name": "王子晗"}, "materials": {"household_pages": file["file_id"]}}
    await mother.post(f"{path}/corrections", body)
    task = await town.task("officer-police", case["case_no"], item="birth-registration")
    officer = await town.person("officer-police")

    opened = await officer.call("GET", f"/tasks/{task['id']}/materials/household_pages")

    assert opened.headers["content-type"] == "image/jpeg"
    assert opened.headers["content-disposition"].startswith("attachment")
    log = (await mother.get(f"{path}/access-log"))["items"]
    assert log[0]["purpose"] == "material_opened"
    assert log[0]["who"] == "余杭区公安分局户籍窗口"


async def test_what_was_not_marked_and_what_is_wrong_is_refused_all_at_once(town: Town) -> None:
    case = await asked_to_correct(town)
    body = {"fields": {"child.1.name": "A" * 50, "mother.name": "李四"}, "materials": {}}

    refused = await (await town.person("mother")).post(
        f"/cases/{case['case_no']}/corrections", body, status=422
    )

    assert {each["pointer"] for each in refused["errors"]} == {"/fields/child.1.name", "/fields/mother.name"}


async def test_another_persons_file_cannot_be_handed_in(town: Town) -> None:
    case = await asked_to_correct(town)
    [(foreign,)] = town.sql(
        "INSERT INTO stored_file (id, owner, sha256, size, media_type, name, storage_key, scan)"
        " SELECT gen_random_uuid(), id, '', 1, 'image/png', '', '', 'clean' FROM person"
        " WHERE subject = 'father'"
        " RETURNING id"
    )
    body = {"materials": {"household_pages": str(foreign)}}

    await (await town.person("mother")).post(f"/cases/{case['case_no']}/corrections", body, status=422)


async def test_without_a_notice_there_is_nothing_to_correct(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    body = {"fields": {"child.1.name": "王子晗"}}

    await (await town.person("mother")).post(f"/cases/{case_no}/corrections", body, status=409)


async def test_whoever_was_told_and_does_not_answer_in_time_reads_why_the_item_has_ended(
    town: Town,
) -> None:
    mother = await town.person("mother")
    await mother.post("/me/service-consent", {"given": True})
    case = await asked_to_correct(town)
    await lies_in_her_box(town, case["case_no"])
    assert "NOTICE_TOLD" in [
        each["event"] for each in (await mother.get(f"/cases/{case['case_no']}"))["timeline"]
    ]

    await town.move_time(20)

    assert await standing(town, case["case_no"]) == ("lapsed", "没有在期限内补正")


async def test_whoever_was_never_told_loses_nothing(town: Town) -> None:
    case = await asked_to_correct(town)

    await town.move_time(60)

    state, _ = await standing(town, case["case_no"])
    assert state != "lapsed"


async def standing(town: Town, case_no: str) -> tuple[str, str | None]:
    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    item = next(each for each in view["items"] if each["code"] == "birth-registration")
    return item["state"], item["reason"]


async def lies_in_her_box(town: Town, case_no: str) -> None:
    """The notice, as the worker would bring it."""
    engine = town.app.state.parts.engine
    [(key, applicant)] = town.sql(
        "SELECT e.key, c.applicant FROM effect e JOIN matter_case c ON c.id = e.case_id"
        " WHERE c.case_no = %s AND e.step LIKE 'CORRECTION_NOTICE_SENT%%' AND e.channel = 'box'",
        case_no,
    )
    async with transaction(engine.database, ENGINE) as connection:
        [effect] = await find_by_keys(connection, [key])
        recipient = await find_recipient(connection, applicant, keys=engine.keys)
    assert recipient is not None
    await record_message(engine, effect, recipient, Letter("补正通知", "请补正"))
