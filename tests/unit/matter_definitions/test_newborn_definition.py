"""The newborn matter as the facts of the field give it: items, order, limits, and calls that exist."""

import pytest

from clocks.clock import Limit
from departments.kinds import KINDS
from documents.papers import PAPERS
from matter_definitions import events
from matter_definitions.check import check_library
from matter_definitions.library_index import Library, built_in_library
from matter_definitions.plan import Plan, from_json, to_json
from matter_definitions.remedies import remedy_of

EVENTS = {value for name, value in vars(events).items() if name.isupper() and isinstance(value, str)}


@pytest.fixture(scope="module")
def library() -> Library:
    return built_in_library()


@pytest.fixture(scope="module")
def plan(library: Library) -> Plan:
    return check_library(library).plans["newborn"]


def test_it_has_nine_items_of_five_kinds_of_departments(plan: Plan) -> None:
    assert len(plan.items) == 9
    kinds = {item.department_kind for item in plan.items}
    assert kinds == {"health", "police", "medical-insurance", "tax", "human-resources"}


def test_the_order_is_the_published_one(plan: Plan) -> None:
    """1 → 3 → {4 → 5, 6}; 1 → {7, 9}; 2 and 8 free; 4 and 6 need the results of both 1 and 3."""
    assert {item.code: item.after for item in plan.items} == {
        "birth-certificate": (),
        "vaccination-record": (),
        "birth-registration": (("birth-certificate",),),
        "insurance-registration": (("birth-certificate",), ("birth-registration",)),
        "insurance-premium": (("insurance-registration",),),
        "social-card": (("birth-certificate",), ("birth-registration",)),
        "maternity-benefit": (("birth-certificate",),),
        "fertility-registration": (),
        "parenting-guidance": (("birth-certificate",),),
    }


def test_every_item_but_the_familys_own_is_once_per_child(plan: Plan) -> None:
    shared = {item.code for item in plan.items if item.for_each is None}
    assert shared == {"maternity-benefit", "fertility-registration"}


def test_thirteen_questions_and_ways_out(plan: Plan) -> None:
    assert len(plan.form.questions) == 13
    ways_out = [option for each in plan.form.questions for option in each.options if option.exit]
    assert len(ways_out) == 4


def test_one_registration_per_birth_record(plan: Plan) -> None:
    unique = {switch.item: switch.uniqueness for switch in plan.form.switches if switch.uniqueness}
    assert unique == {"birth-registration": ("child.birth_record_no",)}


def test_the_police_enter_the_new_number_and_later_items_use_it(plan: Plan) -> None:
    number = next(field for field in plan.form.fields if field.key == "child.id_number")
    assert number.produced_by == "birth-registration"
    assert {need.item for need in number.needs} == {
        "insurance-registration",
        "insurance-premium",
        "social-card",
    }
    entered = {each.key: each.required for each in plan.step("birth-registration", "decide").officer_fields}
    assert entered == {"child.id_number": True, "child.household_no": False}


def test_the_fathers_consent_ends_after_seven_days_and_has_an_alternative(plan: Plan) -> None:
    [consent] = plan.form.consents
    assert consent.expires_after_days == 7
    assert consent.alternative_materials == ("father.identity_card", "marriage_certificate")


def test_every_call_exists_with_what_it_needs_and_gives(plan: Plan) -> None:
    calls = [
        (step.connector, step.call, set(step.send or {}), set((step.receive or {}).values()))
        for item in plan.items
        for step in item.steps
        if step.connector and step.kind != "payment"
    ]
    calls += [
        (lookup.connector, lookup.kind, set(lookup.send), set(lookup.gives.values()))
        for lookup in plan.form.lookups
        if lookup.list_in is None
    ]
    assert len(calls) >= 15
    for connector, call, sent, taken in calls:
        kind = KINDS[call or ""]
        assert kind.connector == connector
        assert set(kind.needs) <= sent, call
        assert taken <= set(kind.answer.model_fields), call


def test_the_birth_records_give_what_the_form_takes(plan: Plan) -> None:
    lookup = next(each for each in plan.form.lookups if each.list_in)
    kind = KINDS[lookup.kind]
    assert set(kind.needs) <= set(lookup.send)
    [records] = [field for name, field in kind.answer.model_fields.items() if name == lookup.list_in]
    [record] = records.annotation.__args__  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    assert set(lookup.gives.values()) <= set(record.model_fields)


def test_nobody_gets_a_message_or_a_paper_of_an_event_that_does_not_exist(plan: Plan) -> None:
    assert [(paper.event, paper.template) for paper in plan.papers[:6]] == [
        ("SUBMITTED_BY_APPLICANT", "submission_receipt"),
        ("SUBMITTED_BY_APPLICANT", "application_form"),
        ("ALL_FORMS_REVIEWED", "acceptance_notice"),
        ("CORRECTION_NOTICE_SENT", "correction_notice"),
        ("CASE_COMPLETED", "completion_notice"),
        ("CASE_ENDED", "completion_notice"),
    ]
    assert {paper.template for paper in plan.papers} <= set(PAPERS)
    assert {paper.event for paper in plan.papers} | {each.event for each in plan.notices} <= EVENTS
    assert {result.template for item in plan.items for result in item.results} == {
        "generic_result",
        "birth_registration_result",
    }


def test_a_no_is_written_with_reasons_and_with_where_to_contest_it(plan: Plan) -> None:
    hung = {paper.template: paper.event for paper in plan.papers}
    assert hung["denial_notice"] == "ITEM_DENIED"
    assert hung["refusal_at_receipt"] == "ITEM_REFUSED_AT_RECEIPT"
    for county, words in (("330106000000", "西湖区"), ("330110000000", "余杭区")):
        for item in plan.items:
            remedy = remedy_of(plan, region=county, department_kind=item.department_kind)
            assert remedy is not None
            assert words in remedy.authority.zh


def test_what_takes_something_from_a_person_counts_when_it_is_proved_that_she_was_told(plan: Plan) -> None:
    assert plan.legal_service
    assert {each.event for each in plan.notices if each.legal} == {
        events.NOTICE_SENT,
        events.RETURNED,
        events.DENIED,
        events.REFUSED,
    }


def test_the_mother_confirms_the_name_before_the_certificate_has_its_number(plan: Plan) -> None:
    """“一旦打印，新生儿姓名不能更改”: nothing else of the matter has to be confirmed."""
    confirmed = {
        (item.code, step.code): step for item in plan.items for step in item.steps if step.confirm is not None
    }
    [(place, step)] = confirmed.items()
    assert place == ("birth-certificate", "number")
    assert step.irrevocable
    assert step.confirm is not None
    assert "姓名" in step.confirm.zh
    assert "child.name" in (step.send or {}).values()
    told = {each.event: each.channels for each in plan.notices}
    assert "sms" in told[events.CONFIRMATION_ASKED], "the case waits for her, so she has to hear of it"


def test_it_is_archived_ten_working_days_after_its_end(plan: Plan) -> None:
    assert plan.archive_after == Limit(10, "working_day")


def test_a_grant_is_told_once_for_the_whole_and_not_by_a_paper_for_each_item(plan: Plan) -> None:
    """The notice of completion (B13) stands for the notices of grant, whose code it has."""
    assert "granted_notice" not in {paper.template for paper in plan.papers}


def test_every_item_has_a_department_wherever_it_may_be_handled(plan: Plan, library: Library) -> None:
    """In both counties, the longest region that contains the place is responsible."""
    for county in ("330106000000", "330110000000"):
        for item in plan.items:
            responsible = [
                each
                for each in library.responsibility
                if each.item == item.code and county.startswith(each.region.rstrip("0"))
            ]
            assert responsible, item.code
            best = max(responsible, key=lambda each: len(each.region.rstrip("0")))
            assert library.departments[best.department].kind == item.department_kind


def test_regions_and_departments_fit_together(library: Library) -> None:
    for region in library.regions.values():
        assert region.parent is None or region.parent in library.regions
    for code, department in library.departments.items():
        assert code == f"{department.kind}@{department.region}"
        assert department.region in library.regions


def test_the_plan_can_be_read_again(plan: Plan) -> None:
    assert from_json(to_json(plan)) == plan
