"""Counters, neighbours, other departments and commitments in an imaginary case."""

from datetime import time

import pytest

from clocks.calendar import in_shanghai
from clocks.published import load_published
from matter_definitions import events
from matter_definitions.imaginary.examples import START
from matter_definitions.imaginary.simulate import Imagined, Unimaginable, simulate
from tests.unit.matter_definitions.imaginary.stages import kinds, plan_of, standings

SHOP: dict[str, object] = dict.fromkeys(
    ("had_a_shop", "rebuilt", "near_homes", "contested", "sign", "taxes"), True
)


def shop(**decisions: tuple[str, ...]) -> Imagined:
    """`permit_public`: at the step `public` of the item `shop-permit`."""
    return simulate(
        plan_of("life_of_a_case"),
        calendar=load_published(),
        start=START,
        answers=SHOP,
        values={"shop.shop_area": 800},
        decisions={f"shop-{name.replace('_', '.', 1)}": words for name, words in decisions.items()},
    )


def test_everybody_who_has_a_part_plays_it() -> None:
    imagined = shop()
    assert imagined.end == "completed"
    assert set(kinds(imagined)) >= {
        events.PRECHECK_PASSED,
        events.PUBLICITY_ENDED,
        events.HEARING_NOT_ASKED,
        events.VISIT_CONSENTED,
        events.VISIT_CONCLUDED,
        events.LETTER_ANSWERED,
        events.SIGNED_FOR,
        events.ARCHIVED,
    }
    visitors = {each.department for each in imagined.moments if each.event == events.VISIT_CONCLUDED}
    assert visitors == {"health", "police", "tax"}


def test_a_fee_before_the_acceptance_is_waited_for() -> None:
    told = [each for each in shop().moments if each.item == "shop-permit"]
    paid = next(each for each in told if (each.step, each.event) == ("application_fee", events.STEP_DONE))
    accepted = next(each for each in told if each.event == events.ACCEPTED)
    assert paid.at == accepted.at


@pytest.mark.parametrize(
    ("decisions", "event", "end"),
    [
        ({"permit_public": ("object",)}, events.OBJECTION_DISMISSED, "granted"),
        ({"permit_public": ("object", "upheld")}, events.OBJECTION_UPHELD, "denied"),
        ({"permit_neighbours": ("ask",)}, events.HEARING_RECORDED, "granted"),
        ({"permit_former_place": ("not_confirmed",)}, events.LETTER_ANSWERED, "denied"),
        ({"permit_look": ("failed",)}, events.VISIT_CONCLUDED, "denied"),
        ({"permit_commitment_lease_later": ("supply",)}, events.LATE_SUPPLY_COMPLETE, "granted"),
        ({"permit_commitment_lease_later": ("missed",)}, events.LATE_SUPPLY_MISSED, "lapsed"),
        ({"permit_application_fee": ("unpaid",)}, events.PAYMENT_EXPIRED, "lapsed"),
        ({"permit_decide_chief": ("send_back",)}, events.STEP_SENT_BACK, "granted"),
        ({"permit_decide_first": ("correct",)}, events.LATE_CORRECTION_COMPLETE, "granted"),
        ({"permit_commitment_lease_later": ("lacks",)}, events.LATE_SUPPLY_NOT_CONFORMING, "lapsed"),
        ({"permit_commitment_trained": ("failed",)}, events.COMMITMENT_FAILED, "granted"),
    ],
)
def test_a_decision_of_others_has_its_consequence(
    decisions: dict[str, tuple[str, ...]], event: str, end: str
) -> None:
    imagined = shop(**decisions)
    assert event in {each.event for each in imagined.moments if each.item in ("shop-permit", "")}
    assert standings(imagined)["shop-permit"] == end


def test_a_word_that_the_item_does_not_offer_is_refused() -> None:
    """Nobody has passed a level before the first, and corrections after the acceptance are not for all."""
    for refused in ({"permit_decide_first": ("send_back",)}, {"tax_decide": ("correct",)}):
        with pytest.raises(Unimaginable, match="cannot be"):
            shop(**refused)


def test_what_a_counter_gives_back_comes_again_under_the_same_number() -> None:
    imagined = shop(sign_precheck=("return",))
    told = [each.event for each in imagined.moments if each.item == "shop-sign"]
    assert told.index(events.RETURNED) < told.index(events.RESUBMITTED) < told.index(events.PRECHECK_PASSED)
    assert standings(imagined)["shop-sign"] == "granted"


def test_officers_work_in_office_hours_and_are_never_later_than_they_may_be() -> None:
    calendar = load_published()
    for moment in shop(permit_neighbours=("ask",)).moments:
        if moment.who == "department":
            local = in_shanghai(moment.at)
            assert calendar.is_working_day(local.date())
            assert time(9) <= local.time() <= time(17, 30)
        for wait in moment.waits:
            assert wait.limit is None or wait.until is None or wait.until <= wait.limit


def test_what_is_promised_is_not_handed_in() -> None:
    assert "lease" in shop().materials
    assert "lease" not in shop(permit_commitment_lease_later=("supply",)).materials


def test_a_hearing_stops_the_clock_and_the_time_it_takes_is_seen() -> None:
    asked = shop(permit_neighbours=("ask",))
    assert {events.SPECIAL_BEGUN, events.SPECIAL_ENDED} <= set(kinds(asked))
    plain = shop()
    assert asked.ended_at
    assert plain.ended_at
    assert asked.ended_at > plain.ended_at
