"""Two matters that offer everything: each key of the language in the plan's own words, and nothing lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from clocks.clock import Limit
from documents.papers import PAPERS
from matter_definitions.check import check_files, check_library
from matter_definitions.compile_offers import letter_of
from matter_definitions.language.offers import LetterModel
from matter_definitions.language.texts import Words
from matter_definitions.library_index import built_in_library, load_library
from matter_definitions.offers import (
    ExtensionPlan,
    ForwardPlan,
    HearingPlan,
    LetterPlan,
    PublicityPlan,
    RefundRule,
    SpecialPlan,
    SplitPart,
    SuspensionPlan,
    VisitPlan,
)
from matter_definitions.plan import FORMAT, PaperPlan, Plan, from_json, to_json
from matter_definitions.remedies import remedy_of
from matter_definitions.usual_papers import usual_papers
from tests.built_in import built_in_plan

DEFINITIONS = Path(__file__).parents[2] / "definitions"
XIHU, YUHANG = "330106000000", "330110000000"


def plan_of(folder: str, matter: str) -> Plan:
    result = check_library(load_library(DEFINITIONS / folder))
    assert result.problems == ()
    return result.plans[matter]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of("life_of_a_case", "life-of-a-case")


@pytest.fixture(scope="module")
def moving() -> Plan:
    return plan_of("two_places", "two-places")


def days(amount: int) -> Limit:
    return Limit(amount, "working_day")


@pytest.mark.parametrize(
    ("folder", "matter"), [("life_of_a_case", "life-of-a-case"), ("two_places", "two-places")]
)
def test_they_can_be_published_beside_the_library_and_change_no_plan_in_it(folder: str, matter: str) -> None:
    built_in = built_in_library()
    result = check_files([DEFINITIONS / folder], library=built_in)
    assert result.problems == ()
    assert set(result.plans) == {*built_in.matters, matter}
    # Both know an element `permit_no`, each its own; no other matter of the library uses it.
    for name in built_in.matters.keys() - {"household-move"}:
        assert to_json(result.plans[name]) == to_json(built_in_plan(name))


def test_they_can_be_read_again(plan: Plan, moving: Plan) -> None:
    for each in (plan, moving):
        assert each.format == FORMAT
        assert from_json(to_json(each)) == each


def test_an_approval_of_several_levels_is_one_step_for_each_after_the_other(plan: Plan) -> None:
    item = plan.item("shop-permit")
    first, chief = plan.step("shop-permit", "decide_first"), plan.step("shop-permit", "decide_chief")
    assert (first.level_group, first.level, first.rank, first.when) == ("decide", 1, 1, None)
    assert (chief.level_group, chief.level, chief.rank) == ("decide", 2, 2)
    assert chief.when == "shop.inspection_fee > 20000"
    assert first.after == ("former_place", "look", "public", "neighbours", "inspection_fee")
    assert chief.after == ("decide_first",)
    assert plan.step("shop-permit", "paper").after == ("decide_chief",)
    for each in (first, chief):
        assert each.decides
        assert each.limit == days(2)
        assert [field.key for field in each.officer_fields] == ["shop.permit_no"]
    assert "decide" not in {step.code for step in item.steps}


def test_predecessors_stand_before_what_follows_them(plan: Plan, moving: Plan) -> None:
    for item in (*plan.items, *moving.items):
        seen: set[str] = set()
        for step in item.steps:
            assert set(step.after) <= seen
            seen.add(step.code)


def test_pauses_extension_and_forwarding_are_offered_with_their_limits(plan: Plan) -> None:
    item = plan.item("shop-permit")
    assert SpecialPlan("testing", days(30)) in item.specials
    assert item.suspensions[0] == SuspensionPlan("force_majeure", True, days(60))
    assert not item.suspensions[1].pauses
    assert item.extension == ExtensionPlan(days(10), 1, days(2))
    assert item.forwards == ForwardPlan("health", "'330100000000'", days(20))
    assert item.late_correction
    assert item.preview
    assert item.authority_hint


def test_the_delivery_limit_is_watched_only_where_it_is_written(plan: Plan) -> None:
    assert plan.item("shop-permit").delivery_watch
    assert not plan.item("shop-tax").delivery_watch


def test_what_is_looked_through_at_the_counter_has_a_limit_of_its_own(plan: Plan) -> None:
    assert plan.item("shop-sign").precheck == days(1)
    assert plan.item("shop-sign").instant
    assert plan.item("shop-permit").precheck is None


def test_commitments_say_what_they_replace_and_for_whom(plan: Plan) -> None:
    later, trained = plan.item("shop-permit").commitments
    assert (later.code, later.kind, later.replaces) == ("lease_later", "late_supply", ("material:lease",))
    assert (later.until, later.remind_before_days) == (days(5), 2)
    assert later.eligible == "'low' != 'high' && applicant.credit == 'good'"
    assert (trained.kind, trained.verify_within) == ("replaces_proof", days(20))


def test_a_fee_may_be_asked_before_the_acceptance_split_and_come_back_in_part(plan: Plan) -> None:
    first, second = (plan.step("shop-permit", code) for code in ("application_fee", "inspection_fee"))
    assert (first.stage, second.stage) == ("before_acceptance", "handling")
    assert first.payment
    assert first.payment.refund == RefundRule(("refuse", "withdraw"), 100)
    assert second.payment
    assert second.payment.split == (
        SplitPart("health", "shop.health_share"),
        SplitPart("tax", "shop.tax_share"),
    )
    assert second.payment.refund == RefundRule(("deny", "withdraw", "not_pursue"), 50)


def test_others_are_heard_in_steps_of_their_own(plan: Plan) -> None:
    steps = {step.code: step for step in plan.item("shop-permit").steps}
    publicity = steps["public"].publicity
    assert isinstance(publicity, PublicityPlan)
    assert (publicity.days, publicity.shows) == (
        Limit(7, "natural_day"),
        ("shop.shop_name", "shop.address"),
    )
    assert steps["neighbours"].hearing == HearingPlan(days(5), days(20), 7, "third_party")
    assert steps["look"].visit == VisitPlan(("police", "tax"), days(2))
    letter = LetterPlan("health", f"'{YUHANG}'", days(5), "verification", "letter")
    assert steps["former_place"].letter == letter


def test_what_cannot_be_undone_is_confirmed_before(plan: Plan) -> None:
    post = plan.step("shop-permit", "post")
    assert post.irrevocable
    assert post.confirm
    assert plan.step("shop-permit", "paper").confirm is None


def test_a_step_may_be_another_departments(moving: Plan) -> None:
    taxes = moving.step("move-out", "taxes")
    assert (taxes.department_kind, taxes.region) == ("tax", "mover.old_region")
    assert moving.step("move-out", "decide").department_kind is None


def test_a_step_that_undoes_waits_for_the_failure_and_nothing_follows_it(moving: Plan) -> None:
    cancel = moving.step("move-permit", "cancel")
    assert (cancel.after_failure_of, cancel.after) == ("move-out", ("paper",))
    assert all("cancel" not in step.after for step in moving.item("move-permit").steps)


def test_what_follows_a_withdrawal_and_when_the_archive_takes_over(plan: Plan, moving: Plan) -> None:
    assert (plan.withdraw_follows, moving.withdraw_follows) == ("others_go_on", "all_end")
    assert (plan.archive_after, moving.archive_after) == (days(10), None)


def test_notices_of_law_count_when_told_and_only_where_there_are_some(plan: Plan, moving: Plan) -> None:
    assert {notice.event for notice in plan.notices if notice.legal} == {
        "CORRECTION_NOTICE_SENT",
        "RETURNED_FOR_COMPLETION",
        "LATE_CORRECTION_ASKED",
        "ITEM_DENIED",
        "ITEM_REFUSED_AT_RECEIPT",
    }
    assert (plan.legal_service, moving.legal_service) == (True, False)


def test_the_nearest_remedy_holds(plan: Plan) -> None:
    for region, words in ((XIHU, "西湖区"), (YUHANG, "余杭区")):
        remedy = remedy_of(plan, region=region, department_kind="health")
        assert remedy is not None
        assert words in remedy.authority.zh
        assert (remedy.days, remedy.months) == (60, 6)
    assert remedy_of(plan, region="310000000000", department_kind="health") is None


def test_the_usual_papers_come_with_what_is_offered(plan: Plan, moving: Plan) -> None:
    offered = {paper.template: paper.event for paper in plan.papers}
    assert offered["special_procedure_notice"] == "SPECIAL_PROCEDURE_BEGUN"
    assert offered["extension_notice"] == "EXTENSION_GRANTED"
    assert offered["return_notice"] == "RETURNED_FOR_COMPLETION"
    assert offered["late_supply_notice"] == "GRANTED_WITH_LATE_SUPPLY"
    plain = {paper.template for paper in moving.papers}
    assert "denial_notice" in plain
    assert not plain & {"special_procedure_notice", "extension_notice", "return_notice", "approval_sheet"}


def test_what_the_law_wants_written_needs_no_naming(plan: Plan, moving: Plan) -> None:
    """The archive's list but for a draw of lots (B3, B12), which no item has."""
    codes = {paper.archive_code for paper in plan.papers}
    everywhere = {"B1", "B4", "B7", "B8", "B9", "B13", "B14", "B15", "B18", "B19", "B20"}
    assert codes >= everywhere | {"B5", "B6", "B10", "B16", "B17", "B21"}
    assert not {"B5", "B6", "B10", "B16"} & {paper.archive_code for paper in moving.papers}


def test_a_promise_in_the_place_of_a_proof_is_written_as_it_was_signed(plan: Plan) -> None:
    [signed] = [paper for paper in plan.papers if paper.template == "approval_commitment"]
    trained = {"item": "shop-permit", "step": "commitment_trained"}
    assert signed.is_written_on("COMMITMENT_MADE_BY_APPLICANT", **trained)
    for other in ({"item": "shop-sign", "step": "commitment_trained"}, {"item": "shop-permit", "step": None}):
        assert not signed.is_written_on("COMMITMENT_MADE_BY_APPLICANT", **other)
    later = {"item": "shop-permit", "step": "commitment_lease_later"}
    assert not signed.is_written_on("COMMITMENT_MADE_BY_APPLICANT", **later)


def test_a_promise_for_what_is_decided_at_the_counter_has_a_paper_of_its_own(plan: Plan) -> None:
    shop = plan.item("shop-permit")
    named = (PaperPlan("CASE_COMPLETED", "completion_notice", shop.title),)
    [promise] = [
        paper
        for paper in usual_papers(named, [replace(shop, instant=True)])
        if paper.event == "COMMITMENT_MADE_BY_APPLICANT"
    ]
    assert (promise.template, promise.archive_code) == ("instant_commitment", "B2")


def test_a_letter_may_go_to_an_authority_outside() -> None:
    ministry = Words(zh="国家档案局", en="National Archives")
    words = {
        "outside": ministry,
        "by": "connector",
        "kind": "verification",
        "answer_within": "5 working days",
    }
    letter = letter_of(LetterModel.model_validate(words))
    assert letter
    assert (letter.outside, letter.connector, letter.to) == (ministry.text, "agencies", "")


def test_every_usual_paper_is_one_that_can_be_written_under_its_archive_code(plan: Plan) -> None:
    for paper in plan.papers:
        assert PAPERS[paper.template].archive_code == paper.archive_code, paper.template
        if paper.template != "submission_receipt":
            assert PAPERS[paper.template].title == paper.title
    assert [paper.template for paper in plan.papers if not paper.sealed] == [
        "approval_sheet",
        "approval_sheet",
    ]


def test_the_same_paper_hangs_on_an_event_only_once(plan: Plan) -> None:
    places = [(paper.event, paper.template) for paper in plan.papers]
    assert len(set(places)) == len(places)


def test_a_matter_that_names_no_paper_writes_none() -> None:
    yardstick = Path(__file__).parents[3] / "benchmarks" / "definitions" / "yardstick"
    plans = check_library(load_library(yardstick)).plans
    assert all(each.papers == () for each in plans.values())
