"""What is put before the public: masked, for a time, and open to objections of everybody."""

from dataclasses import replace

from clocks.clock import Limit
from forms.form_plan import FieldPlan, Need
from matter_definitions.offers import PublicityPlan
from tests.engine_room import FORM, both, step
from tests.web.api.conftest import Town
from tests.web.api.others_have_a_say import only_task, open_case, plan_with

PUBLICITY = PublicityPlan(Limit(10, "natural_day"), ("card.holder",), both("website"))
HOLDER = FieldPlan("card.holder", "card", "holder", "name", both("holder"), (Need("card"),))
SHOWS = replace(
    plan_with(
        step("show", "publicity", publicity=PUBLICITY), step("decide", "approval", "show", decides=True)
    ),
    form=replace(FORM, fields=(*FORM.fields, HOLDER)),
)


async def published(town: Town) -> tuple[str, str]:
    """The number of the case and the publicity's id."""
    case = await open_case(town, SHOWS, holder="李小雨")
    [notice] = (await town.stranger.get("/publicity"))["items"]
    return case.case_no, notice["id"]


async def test_everybody_reads_it_and_nobody_reads_a_name(town: Town) -> None:
    case_no, notice = await published(town)
    seen = await town.stranger.get(f"/publicity/{notice}")
    assert seen["lines"] == ["card", "holder：李*雨"]
    assert seen["open"] is True
    assert case_no not in str(seen)
    await town.move_time(11)
    await (await town.person("officer-police")).get("/tasks", q=case_no)
    assert (await town.stranger.get("/publicity"))["items"] == []
    assert (await town.stranger.get(f"/publicity/{notice}"))["open"] is False


async def test_an_objection_of_anybody_is_dismissed_and_the_step_goes_on(town: Town) -> None:
    case_no, notice = await published(town)
    other, police = await town.person("second-mother"), await town.person("officer-police")
    await town.stranger.post(f"/publicity/{notice}/objections", {"text": "x"}, status=401)
    [mine] = (await other.post(f"/publicity/{notice}/objections", {"text": "我有异议"}, status=201))["items"]
    assert mine["outcome"] is None
    task = await only_task(police, case_no)
    assert (await police.get(f"/tasks/{task['id']}/objection"))["text"] == "我有异议"
    await police.post(f"/tasks/{task['id']}/decide", {"outcome": "dismissed"}, status=422)
    body = {"outcome": "dismissed", "comment": "不成立"}
    await police.post(f"/tasks/{task['id']}/decide", body)
    [mine] = (await other.get("/me/objections"))["items"]
    assert mine["outcome"] == "dismissed"
    assert (await (await town.person("mother")).get("/me/objections"))["items"] == []
    await town.move_time(11)
    assert (await only_task(police, case_no))["kind"] == "approval"


async def test_an_objection_that_is_upheld_denies_the_item_and_takes_the_notice_down(town: Town) -> None:
    case_no, notice = await published(town)
    other, police = await town.person("second-mother"), await town.person("officer-police")
    await other.post(f"/publicity/{notice}/objections", {"text": "我有异议"}, status=201)
    task = await only_task(police, case_no)
    body = {"outcome": "upheld", "comment": "成立"}
    await police.post(f"/tasks/{task['id']}/decide", body)
    view = await (await town.person("mother")).get(f"/cases/{case_no}")
    assert [each["state"] for each in view["items"]] == ["denied"]
    assert (await town.stranger.get("/publicity"))["items"] == []
    assert (await town.stranger.call("GET", f"/publicity/{notice}")).status_code == 404
    assert (await other.get("/me/objections"))["items"][0]["outcome"] == "upheld"


async def test_nobody_objects_when_the_time_is_over(town: Town) -> None:
    _, notice = await published(town)
    other = await town.person("second-mother")
    await town.move_time(11)
    late = await other.post(f"/publicity/{notice}/objections", {"text": "x"}, status=409)
    assert late["type"].endswith(("publicity-over", "step-not-open"))
