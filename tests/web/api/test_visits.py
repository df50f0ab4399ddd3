"""A visit of several departments over the API."""

from datetime import datetime, timedelta
from typing import Any

from matter_definitions.offers import HearingPlan, VisitPlan
from tests.engine_room import step
from tests.web.api.conftest import Person, Town
from tests.web.api.others_have_a_say import HEALTH, YUHANG, only_task, open_case, plan_with

LOOKS = plan_with(
    step("look", "joint_visit", visit=VisitPlan(("health",))),
    step("decide", "approval", "look", decides=True),
)
PLACES = {"look:health": (HEALTH, YUHANG)}
HEARS = plan_with(step("listen", "hearing", hearing=HearingPlan()), step("decide", "approval", "listen"))


async def now_in(town: Town) -> datetime:
    [(now,)] = town.sql("SELECT now() + clock_offset FROM installation")
    assert isinstance(now, datetime)
    return now


async def proposed(town: Town) -> tuple[str, Person, Person, dict[str, Any], dict[str, Any], list[str]]:
    case = await open_case(town, LOOKS, places=PLACES)
    police, health = await town.person("officer-police"), await town.person("officer-health")
    lead = await only_task(police, case.case_no)
    start = await now_in(town)
    times = [(start + timedelta(days=days)).isoformat() for days in (1, 2)]
    await police.post(f"/tasks/{lead['id']}/visit/times", {"times": times})
    return case.case_no, police, health, lead, await only_task(health, case.case_no), times


async def test_two_departments_agree_go_once_and_conclude_for_themselves(town: Town) -> None:
    case_no, police, health, lead, other, times = await proposed(town)
    seen = await health.post(f"/tasks/{other['id']}/visit/consent", {"time": times[1]})
    assert datetime.fromisoformat(seen["at"]) == datetime.fromisoformat(times[1])
    early = await police.post(f"/tasks/{lead['id']}/visit/record", {"text": "现场符合要求"}, status=409)
    assert early["type"].endswith("visit-not-yet")
    await town.move_time(3)
    await police.post(f"/tasks/{lead['id']}/visit/record", {"text": "现场符合要求"})
    view = await health.get(f"/tasks/{other['id']}/visit")
    assert view["record"] == "现场符合要求"
    await health.post(f"/tasks/{other['id']}/visit/conclusion", {"outcome": "passed", "text": "同意"})
    view = await police.post(f"/tasks/{lead['id']}/visit/conclusion", {"outcome": "passed"})
    assert [each["outcome"] for each in view["parties"]] == ["passed", "passed"]
    assert (await only_task(police, case_no))["kind"] == "approval"


async def test_nobody_does_the_other_departments_part(town: Town) -> None:
    _, police, health, lead, other, times = await proposed(town)
    await health.post(f"/tasks/{lead['id']}/visit/times", {"times": times}, status=404)
    await police.post(f"/tasks/{other['id']}/visit/consent", {"time": times[0]}, status=404)
    mine = await police.post(f"/tasks/{lead['id']}/visit/consent", {"time": times[0]}, status=409)
    assert mine["type"].endswith("not-yours-to-do")
    later = datetime.fromisoformat(times[0]) + timedelta(hours=1)
    wrong = await health.post(f"/tasks/{other['id']}/visit/consent", {"time": later.isoformat()}, status=409)
    assert wrong["type"].endswith("no-such-time")
    await health.post(f"/tasks/{other['id']}/visit/consent", {"time": "2026-03-05T10:00:00"}, status=422)


async def test_a_department_that_never_answers_comes_before_the_supervisor(town: Town) -> None:
    case_no, *_ = await proposed(town)
    await town.move_time(14)
    supervisor = await town.person("supervisor")
    found = (await supervisor.get("/supervision/incidents"))["items"]
    mine = [each for each in found if each["case_no"] == case_no]
    assert [(each["reason"], each["kind"]) for each in mine] == [("visit_unanswered", "stuck")]


async def test_a_hearing_is_asked_for_set_and_recorded(town: Town) -> None:
    case = await open_case(town, HEARS)
    mother, police = await town.person("mother"), await town.person("officer-police")
    path = f"/cases/{case.case_no}/hearings/card/listen"
    await (await town.person("second-mother")).post(path, status=404)
    await mother.post(path, status=204)
    await mother.post(path, status=409)
    task = await only_task(police, case.case_no)
    now = await now_in(town)
    soon = {"time": (now + timedelta(days=3)).isoformat()}
    refused = await police.post(f"/tasks/{task['id']}/hearing/time", soon, status=409)
    assert refused["type"].endswith("announced-too-late")
    in_time = {"time": (now + timedelta(days=8)).isoformat()}
    await police.post(f"/tasks/{task['id']}/hearing/time", in_time, status=204)
    await police.post(f"/tasks/{task['id']}/hearing/record", {"text": "听证笔录"}, status=409)
    await town.move_time(9)
    await police.post(f"/tasks/{task['id']}/hearing/record", {"text": "听证笔录"}, status=204)
    assert (await only_task(police, case.case_no))["kind"] == "approval"
