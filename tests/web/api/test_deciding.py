"""An officer takes a task, decides it, and the case goes on in the same moment."""

from datetime import date
from uuid import uuid4

from departments.simulated.people import identity_number
from tests.web.api.conftest import Person, Town

BORN = date(2026, 11, 9)
CERTIFICATE = "T330106001"
LAW = "《中华人民共和国母婴保健法》第二十三条"


async def certificate_task(town: Town) -> tuple[Person, str, str]:
    """The officer of the hospital's county, the task, the case."""
    case_no = (await town.submit())["case_no"]
    task = await town.task("officer-health-xihu", case_no, item="birth-certificate")
    return await town.person("officer-health-xihu"), task["id"], case_no


async def test_after_a_decision_the_next_task_stands_on_the_desk(town: Town) -> None:
    officer, task, case_no = await certificate_task(town)

    decided = await officer.post(f"/tasks/{task}/decide", {"outcome": "accept"})
    await town.effect_is_done(f"{case_no}/birth-certificate.1/identity/1")

    assert decided["item_state"] == "accepted"
    [line] = (await officer.get("/tasks", q=case_no))["items"]
    after = await officer.get(f"/tasks/{line['id']}")
    assert (after["case_no"], after["step"]) == (case_no, "review")
    assert [each["code"] for each in after["outcomes"]] == ["pass", "deny"]


async def test_the_same_key_gives_the_first_answer_again_and_a_second_decision_is_refused(town: Town) -> None:
    officer, task, _ = await certificate_task(town)
    path = f"/tasks/{task}/decide"

    first = await officer.post(path, {"outcome": "accept"}, Idempotency_Key="d")
    again = await officer.post(path, {"outcome": "accept"}, Idempotency_Key="d")
    refused = await officer.post(path, {"outcome": "deny", "comment": "too late"}, status=409)

    assert again == first
    assert refused["type"] == "urn:onematter:problem:task-already-decided"
    assert refused["allowed"] == ["read"]


async def test_a_stale_version_is_refused_and_nothing_is_decided(town: Town) -> None:
    officer, task, _ = await certificate_task(town)
    await officer.post(f"/tasks/{task}/claim")

    refused = await officer.post(f"/tasks/{task}/decide", {"outcome": "accept"}, status=412, If_Match='"1"')

    assert refused["type"] == "urn:onematter:problem:stale"
    assert (await officer.get(f"/tasks/{task}"))["state"] == "open"


async def test_an_outcome_of_another_step_is_refused_with_what_is_possible(town: Town) -> None:
    officer, task, _ = await certificate_task(town)

    refused = await officer.post(f"/tasks/{task}/decide", {"outcome": "grant"}, status=409)

    assert refused["allowed"] == ["accept", "correct", "refuse", "not_applicable"]


async def test_everything_that_a_decision_lacks_is_named_at_once(town: Town) -> None:
    officer, task, _ = await certificate_task(town)
    marks = [{"field": "account.account_no", "message": "x"}, {"field": "child.1.name", "message": " "}]

    refused = await officer.post(
        f"/tasks/{task}/decide", {"outcome": "correct", "marks": marks, "reasons": ["no-such"]}, status=422
    )

    places = {each["pointer"] for each in refused["errors"]}
    assert places == {"/marks/0/field", "/marks/1/message", "/reasons/0"}


async def test_a_refusal_without_reason_or_law_is_refused_with_the_rule(town: Town) -> None:
    officer, task, _ = await certificate_task(town)
    path = f"/tasks/{task}/decide"

    nothing = await officer.post(path, {"outcome": "refuse"}, status=422)
    no_law = await officer.post(path, {"outcome": "refuse", "reasons": ["not_born_here"]}, status=422)
    no_reason = await officer.post(path, {"outcome": "refuse", "legal_basis": LAW}, status=422)

    assert {each["pointer"] for each in nothing["errors"]} == {"/reasons", "/legal_basis"}
    [error] = no_law["errors"]
    assert (error["pointer"], "art. 38" in error["message"] or "第三十八条" in error["message"]) == (
        "/legal_basis",
        True,
    )
    assert [each["pointer"] for each in no_reason["errors"]] == ["/reasons"]


async def test_not_needed_names_the_authority_that_is_competent(town: Town) -> None:
    officer, task, case_no = await certificate_task(town)
    path = f"/tasks/{task}/decide"
    why = {"outcome": "not_applicable", "comment": "孩子在外省出生"}

    refused = await officer.post(path, why, status=422)
    await officer.post(path, {**why, "authority": "请向出生地的卫生健康部门申请"})

    assert [each["pointer"] for each in refused["errors"]] == ["/authority"]
    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    assert next(each for each in view["items"] if each["reason"])["state"] == "not_applicable"


async def test_a_refusal_is_told_with_the_reason_in_words(town: Town) -> None:
    officer, task, case_no = await certificate_task(town)

    await officer.post(
        f"/tasks/{task}/decide", {"outcome": "refuse", "reasons": ["not_born_here"], "legal_basis": LAW}
    )

    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    item = next(each for each in view["items"] if each["code"] == "birth-certificate")
    assert (item["state"], item["reason"]) == ("refused", "不是在本机构出生")
    words = [each["text"] for each in view["timeline"] if each["event"] == "ITEM_REFUSED_AT_RECEIPT"]
    assert words == ["“出生医学证明首次签发”不予受理：不是在本机构出生"]


async def test_what_an_officer_writes_is_the_reason_when_no_listed_one_fits(town: Town) -> None:
    officer, task, case_no = await certificate_task(town)

    decision = {"outcome": "refuse", "comment": "记录已被封存", "legal_basis": LAW}
    await officer.post(f"/tasks/{task}/decide", decision)

    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    assert next(each for each in view["items"] if each["reason"])["reason"] == "记录已被封存"


async def test_a_task_is_taken_given_back_and_handed_over(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    one, two = await town.person("officer-police"), await town.person("officer-police-2")
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]

    await one.post(f"/tasks/{task}/claim")

    assert [each["id"] for each in (await one.get("/tasks", queue="mine"))["items"]] == [task]
    assert (await one.get("/tasks", queue="group"))["items"] == []
    await two.post(f"/tasks/{task}/decide", {"outcome": "accept"}, status=403)
    await two.post(f"/tasks/{task}/claim", status=403)
    [(colleague,)] = town.sql("SELECT id FROM officer WHERE subject = 'officer-police-2'")
    await one.post(f"/tasks/{task}/transfer", {"to": str(colleague)})
    await two.post(f"/tasks/{task}/release")
    assert [each["id"] for each in (await one.get("/tasks", queue="group"))["items"]] == [task]


async def test_a_task_is_handed_over_only_to_who_could_take_it_himself(town: Town) -> None:
    """Within the department, here today, and with a post that is for this item."""
    case_no = (await town.submit())["case_no"]
    officer = await town.person("officer-police")
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]
    [(stranger,)] = town.sql("SELECT id FROM officer WHERE subject = 'officer-tax'")

    gone, elsewhere, allowed = uuid4(), uuid4(), uuid4()
    town.sql(
        "INSERT INTO officer (id, subject, name, role, department, region, valid_to, items)"
        " SELECT n.id, 'to-' || n.id, '同事', 'officer', o.department, o.region, n.valid_to, n.items"
        " FROM officer o, (VALUES (%s::uuid, DATE '2020-01-01', '{}'::text[]),"
        " (%s::uuid, NULL, '{household-move}'), (%s::uuid, NULL, '{birth-registration}'))"
        " AS n(id, valid_to, items) WHERE o.subject = 'officer-police'",
        gone,
        elsewhere,
        allowed,
    )

    for nobody in (stranger, gone, elsewhere, uuid4()):
        await officer.post(f"/tasks/{task}/transfer", {"to": str(nobody)}, status=422)
    await officer.post(f"/tasks/{task}/transfer", {"to": str(allowed)})


async def test_in_a_batch_one_refusal_never_spoils_the_rest(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    officer = await town.person("officer-police")
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]
    other = (await town.task("officer-health-xihu", case_no, item="birth-certificate"))["id"]
    wanted = [{"task": other, "outcome": "accept"}, {"task": task, "outcome": "accept"}]

    answer = await officer.post("/tasks/batch", {"tasks": wanted})

    assert [each["status"] for each in answer["items"]] == [404, 200]
    assert answer["items"][0]["problem"] == "unknown"


async def test_what_an_officer_has_done_is_on_his_list_of_done_things(town: Town) -> None:
    officer, task, _ = await certificate_task(town)

    await officer.post(f"/tasks/{task}/decide", {"outcome": "accept"})

    done = (await officer.get("/tasks", queue="done"))["items"]
    assert [(each["id"], each["outcome"]) for each in done] == [(task, "accept")]


async def test_worklists_come_in_pages(town: Town) -> None:
    for _ in range(2):
        await town.report_birth()
        await town.submit()
    officer = await town.person("officer-health-xihu")

    first = await officer.get("/tasks", limit=1)

    assert len(first["items"]) == 1
    rest = (
        await officer.get("/tasks", limit=1, cursor=first["next"])
        if first["next"]
        else {"items": [], "next": None}
    )
    assert not {each["id"] for each in rest["items"]} & {each["id"] for each in first["items"]}


async def test_an_officers_fields_are_checked_and_kept(town: Town) -> None:
    """The registrar passes, the mother confirms; the number comes by callback; the police enter theirs."""
    officer, task, case_no = await certificate_task(town)
    await officer.post(f"/tasks/{task}/decide", {"outcome": "accept"})
    await town.effect_is_done(f"{case_no}/birth-certificate.1/identity/1")
    review = (await town.task("officer-health-xihu", case_no, item="birth-certificate"))["id"]
    decided = await officer.post(f"/tasks/{review}/decide", {"outcome": "pass"})
    police = await town.person("officer-police")
    receipt = (await town.task("officer-police", case_no, item="birth-registration"))["id"]
    await police.post(f"/tasks/{receipt}/decide", {"outcome": "accept"})
    await (await town.person("mother")).post(f"/cases/{case_no}/confirmations/birth-certificate.1/number")
    number = f"{case_no}/birth-certificate.1/number/1"
    await town.effect_is_done(number, certificate_no=CERTIFICATE)
    await town.effect_is_done(f"{case_no}/birth-certificate.1/paper/1")
    task = (await town.task("officer-police", case_no, item="birth-registration"))["id"]
    path = f"/tasks/{task}/decide"

    missing = await police.post(path, {"outcome": "grant"}, status=422)
    wrong = await police.post(path, {"outcome": "grant", "data": {"child.id_number": "33"}}, status=422)
    granted = await police.post(
        path, {"outcome": "grant", "data": {"child.id_number": identity_number("330110", BORN, 18)}}
    )

    assert decided["item_state"] == "accepted"
    assert [each["pointer"] for each in missing["errors"]] == ["/data/child.1.id_number"]
    assert [each["pointer"] for each in wrong["errors"]] == ["/data/child.1.id_number"]
    assert granted["item_state"] == "granted"
