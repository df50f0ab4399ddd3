"""A case tells its applicant why an item rests, who else has a part in it, and what is still to be done."""

from datetime import datetime, timedelta

from tests.web.api.conftest import Town
from tests.web.api.shop import LAW, PERMIT, Shop, open_shop
from tests.web.api.test_visits import now_in


async def test_a_suspended_item_says_why_since_when_and_that_its_clock_stands(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    assert (await shop.item())["interruption"] is None

    await shop.decide("suspend", data={"kind": "force_majeure", "stop_clock": True}, comment="台风停工")

    rests = (await shop.item())["interruption"]
    assert (rests["kind"], rests["what"], rests["reason"]) == ("suspended", "不可抗力", "台风停工")
    assert rests["clock_stands"] is True
    assert rests["until"] > rests["since"]
    await (await shop.officer()).post(f"{shop.at()}/resume")
    assert (await shop.item())["interruption"] is None


async def test_an_item_with_the_higher_authority_says_with_which(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()

    await shop.decide("forward", comment="超出本级权限")

    rests = (await shop.item())["interruption"]
    assert (rests["kind"], rests["to"]) == ("forwarded", "杭州市卫生健康局")


async def with_others(town: Town) -> Shop:
    shop = await open_shop(town, answers={"had_a_shop": True, "rebuilt": True, "near_homes": True})
    await shop.decide("accept")
    await shop.is_paid("application_fee", 5000)
    return shop


async def task_of_kind(shop: Shop, kind: str) -> str:
    lines = (await (await shop.officer()).get("/tasks", q=shop.case_no))["items"]
    [task] = [each["id"] for each in lines if each["kind"] == kind]
    return task


async def test_letters_publicity_and_visits_are_told_without_what_the_offices_write(town: Town) -> None:
    shop = await with_others(town)
    officer = await shop.officer()
    before = await shop.case()

    await officer.post(f"/tasks/{await task_of_kind(shop, 'letter')}/letter", {"text": "请核实原店情况"})
    after = await shop.case()

    [letter], [asked] = before["letters"], after["letters"]
    assert (letter["sent_at"], letter["answered"]) == (None, False)
    assert asked["answer_until"] > asked["sent_at"]
    assert "请核实原店情况" not in str(after)
    [notice] = after["publicity"]
    assert (notice["open"], notice["objections"]) == (True, 0)
    assert (await town.stranger.get(f"/publicity/{notice['id']}"))["open"] is True
    [visit] = after["visits"]
    assert (visit["at"], visit["over"], len(visit["departments"])) == (None, False, 3)


async def test_of_several_times_the_first_that_suits_every_department_is_agreed(town: Town) -> None:
    shop = await with_others(town)
    task, start = await task_of_kind(shop, "visit"), await now_in(town)
    times = [(start + timedelta(days=days)).isoformat() for days in (1, 2, 3)]
    officer = await shop.officer()
    await officer.post(f"/tasks/{task}/visit/times", {"times": times})

    seen = []
    for persona, suiting in (("officer-police", times[:2]), ("officer-tax", times[1:])):
        other = await town.person(persona)
        [line] = (await other.get("/tasks", q=shop.case_no))["items"]
        body = {"time": suiting[0], "also": suiting[1:]}
        seen.append(await other.post(f"/tasks/{line['id']}/visit/consent", body))

    assert seen[0]["at"] is None
    assert [len(each["suits"]) for each in seen[1]["parties"]] == [0, 2, 2]
    [visit] = (await shop.case())["visits"]
    assert datetime.fromisoformat(visit["at"]) == datetime.fromisoformat(times[1])


async def test_times_that_suit_nobody_together_agree_nothing_until_others_are_proposed(town: Town) -> None:
    shop = await with_others(town)
    task, start = await task_of_kind(shop, "visit"), await now_in(town)
    times = [(start + timedelta(days=days)).isoformat() for days in (1, 2)]
    officer = await shop.officer()
    await officer.post(f"/tasks/{task}/visit/times", {"times": times})
    for persona, time in (("officer-police", times[0]), ("officer-tax", times[1])):
        other = await town.person(persona)
        [line] = (await other.get("/tasks", q=shop.case_no))["items"]
        await other.post(f"/tasks/{line['id']}/visit/consent", {"time": time})

    torn = await officer.get(f"/tasks/{task}/visit")
    again = await officer.post(f"/tasks/{task}/visit/times", {"times": times})

    assert torn["at"] is None
    assert all(each["suits"] for each in torn["parties"] if not each["lead"])
    assert not any(each["suits"] for each in again["parties"])


async def test_a_broken_promise_is_to_do_with_its_day_and_the_promise_stands_in_the_case(town: Town) -> None:
    shop = await open_shop(town, promises=("shop-permit/trained",))
    await shop.is_accepted()
    await shop.is_granted()
    officer = await shop.officer()
    for outcome, data in (("failed", {}), ("order", {"until_days": 10})):
        task = await task_of_kind(shop, "commitment")
        body = {"outcome": outcome, "comment": "无培训记录", "data": data, "legal_basis": LAW}
        await officer.post(f"/tasks/{task}/decide", body)

    case = await shop.case()

    [order] = [each for each in case["to_do"] if each["kind"] == "order"]
    [promise] = case["commitments"]
    assert (order["item"], order["until"]) == (PERMIT, promise["order_until"])
    assert promise["state"] == "ordered"


async def test_what_the_offices_write_for_themselves_is_no_paper_of_the_applicants(town: Town) -> None:
    shop = await open_shop(town)
    await shop.decide("accept", comment="材料较新，可受理")

    case = await shop.case()
    seen = await (await shop.officer()).get(f"/cases/{shop.case_no}")

    assert "COMMENT_ADDED" not in [each["event"] for each in case["timeline"]]
    assert "材料较新，可受理" in [each["note"] for each in seen["timeline"]]
