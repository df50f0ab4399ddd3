"""Household and pension move: every example of both matters to its end on the real engine."""

import pytest

from tests.web.api.conftest import Town
from tests.web.api.moving import Move, PensionTransfer
from tests.web.api.played_example import PlayedExample, examples_of, play_each
from tests.web.api.playing import stage_in

PENSION = PensionTransfer.matter


@pytest.mark.parametrize("kind", [Move, PensionTransfer])
async def test_every_example_comes_to_its_end_on_the_real_engine(
    town: Town, kind: type[PlayedExample]
) -> None:
    async with stage_in(town) as stage:
        await play_each(stage, kind)


async def test_another_sum_is_shown_to_a_supervisor_who_lets_it_be_sent_anew(town: Town) -> None:
    async with stage_in(town) as stage:
        play = PensionTransfer(stage, examples_of(PENSION)["between-residents"])
        await town.behave("treasury", answer_later_seconds=0, short_fen=100)
        await play.apply()
        assert (await play.go_on())["state"] == "open"
        supervisor, elsewhere = await town.person("supervisor-xuanwu"), await town.person("supervisor")
        [incident] = (await supervisor.get("/supervision/incidents", case_no=play.case_no))["items"]
        assert (incident["expected_fen"], incident["arrived_fen"]) == (1_234_500, 1_234_400)
        assert incident["reason_words"] == "到账金额与应到金额不一致"
        path, decision = f"/supervision/incidents/{incident['id']}/resolve", {"outcome": "sent_back"}
        await elsewhere.post(path, decision | {"reason": "金额不符"}, status=404)
        await supervisor.post(path, decision | {"reason": " "}, status=422)
        await supervisor.post(path, decision | {"reason": "金额不符"})
        await town.behave("treasury", answer_later_seconds=0)
        case = await play.go_on()
        assert case["state"] == "completed"
        told = [each["event"] for each in case["timeline"]]
        assert told.count("MONEY_AWAITED") == 2
        assert told.count("MONEY_RETURNED_TO_SENDER") == 1
        words = [each["text"] for each in case["timeline"]]
        accounts = [each for each in words if "进入“转入地核对基金收款账户”" in each]
        assert all("由余杭区" in each for each in accounts)  # a step of the other place's item
        assert len(accounts) == 2


async def test_an_account_that_is_not_joined_waits_for_a_supervisor_who_lets_it_be_asked_anew(
    town: Town,
) -> None:
    async with stage_in(town) as stage:
        play = PensionTransfer(stage, examples_of(PENSION)["between-residents"])
        await play.prepare()
        await town.behave("pension", reject={"pension_account_merge": {"outcome": "refused"}})
        await play.apply()
        waiting = await play.go_on()
        ends = {each["code"]: each["state"] for each in waiting["items"]}
        assert (waiting["state"], ends["pension-account-merge"]) == ("open", "accepted")
        supervisor = await town.person("supervisor")
        [incident] = (await supervisor.get("/supervision/incidents", case_no=play.case_no))["items"]
        assert (incident["item"], incident["reason"]) == ("pension-account-merge", "refused_and_held")
        assert incident["allowed"] == ["retry", "correct", "resolve"]
        await town.behave("pension")
        await supervisor.post(f"/supervision/incidents/{incident['id']}/retry")
        assert (await play.go_on())["state"] == "completed"


async def test_what_was_paid_twice_is_on_the_persons_account_before_the_rest_moves(town: Town) -> None:
    async with stage_in(town) as stage:
        play = PensionTransfer(stage, examples_of(PENSION)["to-the-employees-scheme"])
        await play.prepare()
        await town.behave("pension", reject={"contribution_refund": {"outcome": "account_of_another"}})
        await play.apply()
        held = await play.go_on()
        before = await play.ledger("treasury")
        supervisor = await town.person("supervisor-xuanwu")
        [incident] = (await supervisor.get("/supervision/incidents", case_no=play.case_no))["items"]
        await town.behave("pension")
        await supervisor.post(f"/supervision/incidents/{incident['id']}/retry")
        done = await play.go_on()
        refunds = [each for each in await play.ledger("pension") if each == ("contribution_refund", 1)]
    assert (held["state"], incident["reason"], before) == ("open", "refused_and_held", [])
    assert (done["state"], len(refunds)) == ("completed", 1)


async def test_the_pension_relation_follows_the_household_with_what_is_known(town: Town) -> None:
    async with stage_in(town) as stage:
        play = Move(stage, examples_of(Move.matter)["bought-a-home"])
        case, me = await play.to_the_end(), await play.applicant()
        assert [(each["matter"], each["state"]) for each in case["next_matters"]] == [(PENSION, "offered")]
        draft = await me.post(f"/cases/{play.case_no}/next", {"matter": PENSION}, status=201)
        answers = dict(examples_of(PENSION)["between-residents"].answers)
        path = f"/applications/{draft['id']}"
        seen = await me.patch(path, {"answers": answers})
        known = {each["key"]: each["value"] for each in seen["fields"]}
        # Where he has moved to, by the register of today; where he was insured; and where it shall go.
        assert known["person.household_region"] == "330110000000"
        assert known["transfer.pension_region"] == "320102000000"
        assert known["transfer.new_pension_region"] == "330110000000"
        await me.patch(path, {"form": {"person.mobile": "13800010021"}})
        assert (await me.post(f"{path}/submit", status=201))["case_no"]
