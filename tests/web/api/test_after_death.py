"""After a death: every example of the matter to its end on the real engine, and what follows from it."""

from typing import Any

from departments.simulated.people import HE_ZHIQIANG, WANG_DAMING
from departments.simulated.people import Person as Known
from matter_definitions.language.examples import ExampleModel
from tests.web.api.conftest import Town
from tests.web.api.mourning import Mourning
from tests.web.api.played_example import examples_of, play_each
from tests.web.api.playing import Stage, stage_in

DEAD, AGENT, POLICE = "father", "second-father", "officer-police"
REGISTER_ONLY = ExampleModel.model_validate(
    {
        "name": "register-only",
        "title": {"zh": "只注销户口", "en": "Only the register"},
        "answers": {
            "death_kind": "unnatural",
            "has_certificate": True,
            "cremation": "none",
            "household_here": True,
            "relation": "other",
            "driver": False,
        },
        "expect": {"end": "completed"},
    }
)
EXAMPLES = examples_of(Mourning.matter)


async def test_every_example_comes_to_its_end_on_the_real_engine(town: Town) -> None:
    async with stage_in(town) as stage:
        await play_each(stage, Mourning)


async def the_day_after(town: Town) -> str:
    [[day]] = town.sql(
        "SELECT ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date + 1 FROM installation"
    )
    return day.isoformat()


async def recorded(town: Town, stage: Stage, *, dead: Known = WANG_DAMING) -> Mourning:
    """Somebody is dead by the register from now on; usually the persona `father`."""
    mourning = Mourning(stage, REGISTER_ONLY, dead=dead)
    await mourning.apply()
    officer = await town.person(POLICE)
    for outcome in ("accept", "grant"):
        task = await town.task(POLICE, mourning.case_no, item="household-cancellation")
        await officer.post(f"/tasks/{task['id']}/decide", {"outcome": outcome})
    town.app.state.parts.actors.forget(DEAD)  # as after some seconds
    return mourning


async def test_nobody_signs_in_or_acts_for_whom_the_register_has_cancelled(town: Town) -> None:
    dead, agent = await town.person(DEAD), await town.person(AGENT)
    scope = {
        "agent_name": HE_ZHIQIANG.name,
        "agent_number": HE_ZHIQIANG.id_number,
        "matters": ["newborn"],
        "actions": ["submit"],
        "until": await the_day_after(town),
    }
    granted = await dead.post("/authorisations", scope, status=201)
    await agent.post(f"/authorisations/{granted['id']}/accept")
    async with stage_in(town) as stage:
        mourning = await recorded(town, stage)

        begun = {"matter": "newborn", "on_behalf_of": granted["principal"]}
        by_agent = await agent.post("/applications", begun, status=403)
        himself = await dead.call("POST", "/applications", json={"matter": "newborn"})
        again = await town.api.post("/api/v1/dev/token", json={"persona": DEAD})
        case = await mourning.case()

    assert by_agent["type"].endswith("no-authorisation")
    assert himself.status_code == 401
    assert (again.status_code, again.json()["type"]) == (403, "urn:onematter:problem:person-has-died")
    assert "DEATH_RECORDED" in [each["event"] for each in case["timeline"]]


async def test_nobody_writes_to_the_dead(town: Town) -> None:
    async with stage_in(town) as stage:
        his = Mourning(stage, REGISTER_ONLY)
        await his.apply()
        await recorded(town, stage, dead=his.family.child)

        await his.carry(also="notify")

    told = "SELECT m.id FROM message m JOIN matter_case c ON c.id = m.case_id WHERE c.case_no = %s"
    asked = "SELECT DISTINCT e.outcome FROM effect e WHERE e.kind = 'notify' AND e.subject = %s"
    assert town.sql(told, his.case_no) == []
    assert town.sql(asked, his.case_no) == [("nobody_to_tell",)]


async def test_a_death_that_was_recorded_in_error_is_lifted_with_the_decision(town: Town) -> None:
    async with stage_in(town) as stage:
        mourning = await recorded(town, stage)
        officer, path = await town.person(POLICE), f"/cases/{mourning.case_no}/items/household-cancellation"

        await officer.post(f"{path}/take-back", {"reason": "登记对象有误"})

        again = await town.api.post("/api/v1/dev/token", json={"persona": DEAD})
        case = await mourning.case()
    assert again.status_code == 200
    assert "DEATH_RECORD_LIFTED" in [each["event"] for each in case["timeline"]]


async def left_open_by(mourning: Mourning) -> list[dict[str, Any]]:
    """The incidents of that case that wait for a supervisor."""
    supervisor = await mourning.town.person("supervisor")
    return (await supervisor.get("/supervision/incidents", case_no=mourning.case_no))["items"]


async def test_a_supervisor_ends_what_the_dead_had_applied_for_and_says_why(town: Town) -> None:
    async with stage_in(town) as stage:
        his = Mourning(stage, REGISTER_ONLY)
        await his.apply()
        recording = await recorded(town, stage, dead=his.family.child)
        [incident] = await left_open_by(his)
        before = town.sql("SELECT standing FROM matter_case WHERE case_no = %s", his.case_no)

        path, supervisor = f"/supervision/incidents/{incident['id']}/resolve", await town.person("supervisor")
        await supervisor.post(path, {"outcome": "done", "reason": "不能这样"}, status=409)
        await supervisor.post(path, {"outcome": "ended", "reason": "申请人去世，该事项不能由他人承受"})

        assert (incident["reason"], incident["department"]) == ("applicant_died", "police@330110000000")
        assert incident["allowed"] == ["resolve"]
        assert before == [("open",)]
        # What was to follow from the cancellation has nothing to follow from.
        standings = "SELECT DISTINCT standing FROM case_item WHERE case_no = %s ORDER BY standing"
        assert town.sql(standings, his.case_no) == [("ended",), ("not_pursued",)]
        assert await left_open_by(his) == await left_open_by(recording) == []


async def test_heirs_go_on_with_what_a_supervisor_leaves_open(town: Town) -> None:
    async with stage_in(town) as stage:
        his = Mourning(stage, REGISTER_ONLY)
        await his.apply()
        await recorded(town, stage, dead=his.family.child)
        [incident] = await left_open_by(his)

        supervisor = await town.person("supervisor")
        heirs = {"outcome": "noted", "reason": "继承人已到窗口说明，继续办理"}
        await supervisor.post(f"/supervision/incidents/{incident['id']}/resolve", heirs)
        officer = await town.person(POLICE)
        for outcome in ("accept", "grant"):
            task = await town.task(POLICE, his.case_no, item="household-cancellation")
            await officer.post(f"/tasks/{task['id']}/decide", {"outcome": outcome})

        standing = "SELECT standing FROM case_item WHERE case_no = %s AND code = 'household-cancellation'"
        assert town.sql(standing, his.case_no) == [("granted",)]


async def test_a_supervisor_is_not_asked_about_a_death_that_was_recorded_in_error(town: Town) -> None:
    async with stage_in(town) as stage:
        his = Mourning(stage, REGISTER_ONLY)
        await his.apply()
        recording = await recorded(town, stage, dead=his.family.child)
        path = f"/cases/{recording.case_no}/items/household-cancellation/take-back"
        await (await town.person(POLICE)).post(path, {"reason": "登记对象有误"})

        asked = "SELECT state, resolution FROM incident WHERE case_no = %s"
        assert town.sql(asked, his.case_no) == [("ended", "went_on")]
        assert (await his.case())["state"] == "open"


async def test_who_mourns_is_not_asked_for_a_rating_and_may_give_one(town: Town) -> None:
    async with stage_in(town) as stage:
        case = await Mourning(stage, EXAMPLES["household-not-found"]).to_the_end()
        kin = await town.person("family-1-father")
        path = f"/cases/{case['case_no']}"

        assert "rating" not in [each["kind"] for each in case["to_do"]]
        assert case["may_rate"]
        await kin.post(f"{path}/ratings", {"score": 4}, status=201)
        assert not (await kin.get(path))["may_rate"]


async def test_an_unknown_account_is_looked_up_by_the_relatives_own_number(town: Town) -> None:
    """What the balance is decides whether a deed is needed; nobody learns of it by typing a number."""
    example = EXAMPLES["heirs-dispute"]
    async with stage_in(town) as stage:
        rich, stranger = Mourning(stage, example), await town.person("twins-father")
        await town.behave("housing_fund", otherwise={"fund_account_lookup": {"balance_fen": 8_600_000}})
        seen = await rich.fill_in(await rich.start())
        other = await stranger.post(
            "/applications", {"matter": "after-death", "answers": dict(example.answers)}, status=201
        )
        typed = {"deceased.id_number": rich.family.late.id_number, "deceased.name": rich.family.late.name}
        unknown = await stranger.patch(f"/applications/{other['id']}", {"form": typed})

    assert "fund-withdrawal" in [each["code"] for each in seen["items"]]
    assert seen["prefilled"]["fund.fund_balance"]["value"] == 8_600_000
    assert "/form/fund.fund_balance" in [each["pointer"] for each in seen["problems"]]
    assert "fund-withdrawal" not in [each["code"] for each in unknown["items"]]
    assert not [key for key in unknown["prefilled"] if key.startswith(("fund.", "death.", "household."))]


async def test_an_answer_that_is_lost_on_its_way_pays_nobody_twice(town: Town) -> None:
    async with stage_in(town) as stage:
        mourning = Mourning(stage, EXAMPLES["pension-overpaid"])
        await mourning.apply()
        while not await mourning.step_is_planned("survivor-benefit", "pay"):
            assert await mourning.carry() or await mourning.decide()
        await town.behave("pension", lose_answer=True)
        await mourning.carry()
        await town.behave("pension")
        await mourning.try_again("survivor-benefit", "pay")

        ledger = (await town.departments.get("/pension/ledger")).json()["items"]
        paid = [each["effects"] for each in ledger if each["kind"] == "survivor_pay"]
        case = await mourning.case()

    assert paid == [1]
    assert {each["code"]: each["state"] for each in case["items"]}["survivor-benefit"] == "granted"
