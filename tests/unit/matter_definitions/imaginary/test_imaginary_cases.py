"""What comes of an imaginary case when somebody decides otherwise, is late, or does nothing."""

from dataclasses import replace
from itertools import pairwise

import pytest

from clocks.clock import Limit, due
from clocks.published import load_published
from matter_definitions import events
from matter_definitions.imaginary.examples import START
from matter_definitions.imaginary.simulate import Unimaginable, simulate
from tests.unit.matter_definitions.imaginary.stages import FAMILY, born, kinds, plan_of, standings

CALENDAR = load_published()


def test_where_nothing_is_decided_everybody_grants_within_what_is_promised() -> None:
    imagined = born({})
    assert imagined.end == "completed"
    assert set(standings(imagined).values()) == {"granted"}
    for one, other in pairwise(imagined.moments):
        assert one.at <= other.at
    accepted = {each.item: each.at for each in imagined.moments if each.event == events.ACCEPTED}
    granted = {each.item: each.at for each in imagined.moments if each.event == events.GRANTED}
    decided = granted["birth-registration.1"]
    last = due(
        Limit(2, "working_day"), started=accepted["birth-registration.1"], pauses=(), calendar=CALENDAR
    )
    assert last.at
    assert decided <= last.at


def test_a_denial_has_its_reason_and_ends_what_waits_for_the_item_alone() -> None:
    imagined = born({"birth-registration.decide": ("deny:already_registered",)})
    denied = next(each for each in imagined.items if each.key == "birth-registration.1")
    assert (denied.standing, denied.reason) == ("denied", "already_registered")
    assert standings(imagined)["social-card.1"] == "not_pursued"
    assert standings(imagined)["maternity-benefit"] == "granted"
    said = next(each for each in imagined.moments if each.event == events.DENIED)
    assert "该新生儿已办理出生登记" in said.words.zh


def test_one_of_twins_may_be_decided_otherwise() -> None:
    imagined = born({"birth-registration.2.decide": ("deny",)}, children=2)
    found = standings(imagined)
    assert (found["birth-registration.1"], found["birth-registration.2"]) == ("granted", "denied")


def test_a_correction_is_asked_for_once_mended_and_looked_at_again() -> None:
    imagined = born({"birth-certificate.receipt": ("correct",)})
    assert imagined.end == "completed"
    told = [each for each in kinds(imagined) if each in (events.NOTICE_SENT, events.NOTICE_ANSWERED)]
    assert told == [events.NOTICE_SENT, events.NOTICE_ANSWERED]
    assert kinds(imagined).count(events.REVIEWED_AGAIN) == 1


def test_the_second_look_may_end_otherwise_than_the_first() -> None:
    imagined = born({"birth-certificate.receipt": ("correct", "refuse:record_differs")})
    assert standings(imagined)["birth-certificate.1"] == "refused"


def test_whoever_does_not_mend_in_time_loses_the_item() -> None:
    imagined = born({"birth-certificate.receipt": ("correct",), "birth-certificate.notice": ("silent",)})
    lapsed = next(each for each in imagined.items if each.key == "birth-certificate.1")
    assert (lapsed.standing, lapsed.reason) == ("lapsed", "not_corrected")
    by_itself = [each for each in imagined.moments if each.event == events.LAPSED]
    assert {each.who for each in by_itself} == {"time"}


def test_an_officer_who_is_late_lets_the_limit_pass_before() -> None:
    imagined = born({"birth-certificate.receipt": ("late",)})
    assert imagined.end == "completed"
    overdue = kinds(imagined).index(events.RECEIPT_OVERDUE)
    assert overdue < kinds(imagined).index(events.REVIEWS_OVER)


def test_a_case_that_waits_for_ever_says_for_whom() -> None:
    imagined = born({"birth-registration.decide": ("silent",)})
    assert (imagined.end, imagined.ended_at) == ("open", None)
    [wait] = imagined.waits_for
    assert (wait.item, wait.step, wait.department) == ("birth-registration.1", "decide", "police")
    assert wait.until is None
    assert wait.limit


def test_an_unpaid_fee_is_reminded_of_and_then_expires() -> None:
    imagined = born({"insurance-premium.pay": ("unpaid",)})
    assert kinds(imagined).count(events.PAYMENT_REMINDED) == 2
    assert kinds(imagined).count(events.PAYMENT_EXPIRED) == 1
    assert standings(imagined)["insurance-premium.1"] == "lapsed"


def test_a_payment_that_fails_each_time_ends_after_its_tries() -> None:
    imagined = born({"insurance-premium.pay": ("fails",)})
    assert kinds(imagined).count(events.PAYMENT_FAILED) == 3


def test_what_is_not_found_and_not_agreed_to_is_asked_for_as_material() -> None:
    assert born({}).materials == ("maternity_invoice",)
    found_nothing = born({"lookup.household_of_mother": ("not_found",), "consent.father": ("refused",)})
    assert set(found_nothing.materials) == {"maternity_invoice", "household_pages", "father.identity_card"}
    assert "household.household_no" not in born({}).fields
    assert "household.household_no" in found_nothing.fields


def test_values_decide_what_looks_at_them() -> None:
    by_mail = simulate(
        plan_of("newborn"), calendar=CALENDAR, start=START, answers=FAMILY, decisions={}, delivery="mail"
    )
    assert [each for each in by_mail.moments if (each.item, each.step) == ("social-card.1", "post")]
    assert not [each for each in born({}).moments if (each.item, each.step) == ("social-card.1", "post")]


def test_answers_that_lead_elsewhere_open_no_case() -> None:
    imagined = simulate(plan_of("newborn"), calendar=CALENDAR, start=START, answers={"born_where": "home"})
    assert (imagined.end, imagined.items, imagined.moments) == ("exit", (), ())
    assert "亲子鉴定" in imagined.exits[0].zh


def test_a_case_of_too_many_items_is_refused_before_it_is_played() -> None:
    plan = plan_of("newborn")
    questions = tuple(replace(e, maximum=20) if e.code == "children" else e for e in plan.form.questions)
    wide = replace(plan, form=replace(plan.form, questions=questions))
    with pytest.raises(Unimaginable, match="at most 60 items"):
        simulate(wide, calendar=CALENDAR, start=START, answers={**FAMILY, "children": 20})


@pytest.mark.parametrize(
    ("answers", "decisions", "said"),
    [
        ({}, {}, "please answer"),
        ({**FAMILY, "children": 9}, {}, "at most 6"),
        ({**FAMILY, "colour": "red"}, {}, ""),
        (FAMILY, {"birth-certificate.dance": ("agree",)}, "nothing to decide"),
        (FAMILY, {"wedding.receipt": ("accept",)}, "nothing to decide"),
        (FAMILY, {"fertility-registration.2.register": ("done",)}, "nothing to decide"),
        (FAMILY, {"consent.mother": ("given",)}, "nothing to decide"),
        (FAMILY, {"lookup.marriage": ("lost",)}, "found, not_found"),
        (FAMILY, {"birth-registration.decide": ("unpaid",)}, "can be agree, deny"),
        (FAMILY, {"birth-registration.decide": ("deny:no_reason",)}, "has no reason"),
        (FAMILY, {"birth-registration.decide": ("agree:documents_differ",)}, "has no reason"),
    ],
)
def test_what_cannot_be_imagined_is_refused_in_words(
    answers: dict[str, object], decisions: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(Unimaginable) as refusal:
        simulate(plan_of("newborn"), calendar=CALENDAR, start=START, answers=answers, decisions=decisions)
    assert said in str(refusal.value)
    assert all(each.zh and each.en for each in refusal.value.problems)
