"""Household and pension move: the definitions as the law and the published practice give them."""

from dataclasses import replace

import pytest

from clocks.clock import Limit
from departments.kinds import KINDS
from matter_definitions.check import check_library
from matter_definitions.library_index import Library, built_in_library
from matter_definitions.plan import ItemPlan, Plan

MOVE, PENSION = "household-move", "pension-transfer"


@pytest.fixture(scope="module")
def library() -> Library:
    return built_in_library()


@pytest.fixture(scope="module")
def plans(library: Library) -> dict[str, Plan]:
    wanted = {code: entry for code, entry in library.matters.items() if code in (MOVE, PENSION)}
    return dict(check_library(replace(library, matters=wanted)).plans)


def item(plans: dict[str, Plan], matter: str, code: str) -> ItemPlan:
    return plans[matter].item(code)


def test_a_move_is_strictly_one_place_after_the_other(plans: dict[str, Plan]) -> None:
    after = {each.code: each.after for each in plans[MOVE].items}
    assert after["household-move-out"] == (("household-move-permit",),)
    assert after["household-move-settle"] == (("household-move-out",),)
    assert {each.for_each for each in plans[MOVE].items[:3]} == {"mover"}


def test_what_was_done_is_undone_when_the_next_place_refuses(plans: dict[str, Plan]) -> None:
    undoing = [(each.code, step) for each in plans[MOVE].items for step in each.steps]
    undone = {code: step.after_failure_of for code, step in undoing if step.after_failure_of}
    assert undone["household-move-permit"] == "household-move-out"
    assert undone["household-move-out"] == "household-move-settle"


def test_a_permit_is_valid_for_forty_days_and_a_migration_certificate_for_thirty(
    plans: dict[str, Plan],
) -> None:
    [permit] = item(plans, MOVE, "household-move-permit").results
    [certificate] = item(plans, MOVE, "household-move-out").results
    assert permit.valid_for is not None
    assert certificate.valid_for is not None
    assert (permit.valid_for.amount, certificate.valid_for.amount) == (40, 30)


def test_each_of_the_three_legs_of_a_pension_has_fifteen_working_days(plans: dict[str, Plan]) -> None:
    assert {each.statutory for each in plans[PENSION].items} == {Limit(15, "working_day")}


def test_the_account_is_looked_at_by_the_place_that_receives(plans: dict[str, Plan]) -> None:
    steps = {each.code: each for each in item(plans, PENSION, "pension-account-transfer").steps}
    money = steps["arrival"].money
    assert money is not None
    assert (money.sent_by, money.back_to) == ("transfer", "fund_account")
    assert steps["fund_account"].region == "transfer.new_pension_region"


@pytest.mark.parametrize("matter", [MOVE, PENSION])
def test_every_call_exists_with_what_it_needs_and_gives(plans: dict[str, Plan], matter: str) -> None:
    steps = [step for each in plans[matter].items for step in each.steps if step.call and step.send]
    calls = [(each.connector, each.call, each.send or {}, each.receive or {}) for each in steps]
    for connector, call, send, receive in calls:
        kind = KINDS[call or ""]
        assert kind.connector == connector
        assert set(kind.needs) <= set(send), call
        assert set(receive.values()) <= set(kind.answer.model_fields), call
    for lookup in plans[matter].form.lookups:
        assert set(KINDS[lookup.kind].needs) <= set(lookup.send)
        assert set(lookup.gives.values()) <= set(KINDS[lookup.kind].answer.model_fields)


@pytest.mark.parametrize("matter", [MOVE, PENSION])
def test_the_examples_hold_a_refusal_and_a_way_out(library: Library, matter: str) -> None:
    ends = [each.expect.end for each in library.matters[matter].model.examples]
    assert len(ends) >= 4
    assert {"completed", "refused", "exit"} <= set(ends)


@pytest.mark.parametrize("matter", [MOVE, PENSION])
def test_every_item_has_a_department_in_each_of_the_three_places(library: Library, matter: str) -> None:
    places = {"330106000000", "330110000000", "320102000000"}
    for each in library.matters[matter].model.items:
        rows = {row.region for row in library.responsibility if row.item == each.item}
        assert rows == places
