"""Nothing is held against anybody who was not told first and heard, or did not have the time to speak."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clocks.clock import Limit
from matter_definitions import events
from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import (
    JudgeCommitment,
    OrderCorrection,
    RecordHeard,
    SettleCommitment,
)
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.acts.telling import CalendarChanged, RecordTold
from matter_definitions.acts.undoing import Reopen, Revoke, TakeBack
from matter_definitions.advance import ActRefused, allowed_words, deadlines
from matter_definitions.plan import NoticePlan, Plan
from matter_definitions.state import ItemState, Notice
from tests.unit.matter_definitions.plans import everything, plan
from tests.unit.matter_definitions.standings import CALENDAR, CHIEF, CHIEFS, WAYS, Played
from tests.unit.matter_definitions.test_committing import PROMISE, shop

TELL, SAID = GivePriorNotice("a", "text-1"), RecordHeard("a", None, "text-2")
REVOKE = Revoke("a", "revoked", "text-3")
MINUTE = timedelta(minutes=1)


def granted(definition: Plan | None = None) -> Played:
    case = Played(definition or plan(everything()))
    case.do(*WAYS["granted"])
    return case


def legal(*notices: NoticePlan) -> Plan:
    return replace(plan(everything(), notices=notices), legal_service=True)


def notice_of(case: Played) -> Notice:
    return case.state.notices[-1]


def until(case: Played) -> datetime:
    end = notice_of(case).answer_until
    assert end is not None
    return end


def at(case: Played, moment: datetime) -> Played:
    return case.at(moment.replace(tzinfo=None).isoformat())


def refused(case: Played, act: Act) -> str:
    with pytest.raises(ActRefused) as error:
        case.do(act)
    return error.value.code


def test_a_result_is_not_revoked_before_its_holder_was_told() -> None:
    case = granted()
    assert refused(case, REVOKE) == "not_heard_yet"
    at(case, case.now + timedelta(days=90))
    assert refused(case, REVOKE) == "not_heard_yet"
    assert refused(case, SAID) == "not_forewarned"
    assert case.item.standing == "granted"


def test_who_was_told_and_has_spoken_was_heard() -> None:
    case = granted()
    case.do(TELL)
    assert refused(case, REVOKE) == "not_heard_yet"
    case.do(SAID, REVOKE)
    assert case.item.standing == "revoked"
    assert notice_of(case).closed_at == case.now
    assert [
        each
        for each in case.kinds()
        if each in (events.PRIOR_NOTICE_GIVEN, events.PERSON_HEARD, events.REVOKED)
    ] == [events.PRIOR_NOTICE_GIVEN, events.PERSON_HEARD, events.REVOKED]


def test_nobody_is_told_or_recorded_twice() -> None:
    case = granted()
    case.do(TELL)
    assert refused(case, TELL) == "forewarned_already"
    case.do(SAID)
    assert refused(case, SAID) == "heard_already"


@pytest.mark.parametrize(
    ("limit", "last_day"), [(None, "2026-03-12"), (Limit(3, "working_day"), "2026-03-10")]
)
def test_who_says_nothing_has_the_whole_time_that_the_plan_gives(limit: Limit | None, last_day: str) -> None:
    case = granted(plan(everything(heard_within=limit) if limit else everything()))
    case.do(TELL)
    assert until(case).date().isoformat() == last_day
    end = until(case)
    for early in (end - MINUTE, end):
        assert refused(at(case, early), REVOKE) == "not_heard_yet"
        assert "revoke" not in words(case)
    at(case, end + MINUTE)
    assert "revoke" in words(case)
    case.do(REVOKE)
    assert case.item.standing == "revoked"


def words(case: Played) -> Sequence[str]:
    return allowed_words(case.plan, case.state, case.item, case.situation(CHIEF))


def test_where_a_notice_has_to_be_proved_the_time_begins_with_the_proof() -> None:
    case = granted(legal())
    out = case.do(TELL)
    assert [(each.notice, each.event, each.legal) for each in out.services_wanted] == [
        (1, events.PRIOR_NOTICE_GIVEN, True)
    ]
    assert refused(at(case, until(case) + timedelta(days=30)), REVOKE) == "not_heard_yet"
    case.do(RecordTold("letter", "proof", notice=1))
    end = until(case)
    assert end > case.now
    assert refused(at(case, end), REVOKE) == "not_heard_yet"
    at(case, end + MINUTE).do(REVOKE)
    assert case.item.standing == "revoked"


def test_who_speaks_before_the_proof_is_there_was_told() -> None:
    case = granted(legal())
    case.do(TELL, SAID, REVOKE)
    assert case.item.standing == "revoked"


def test_the_notice_goes_out_though_the_matter_names_no_message_and_only_once_where_it_does() -> None:
    unnamed = granted(plan(everything(), notices=(NoticePlan(events.GRANTED, "granted", ("box", "sms")),)))
    sent = [each.channel for each in unnamed.do(TELL).effects_wanted if each.kind == "notify"]
    assert sorted(map(str, sent)) == ["box", "sms"]
    own = NoticePlan(events.PRIOR_NOTICE_GIVEN, "own_words", ("box",), legal=True)
    named = granted(legal(own)).do(TELL)
    assert [each.template for each in named.effects_wanted if each.kind == "notify"] == ["own_words"]
    assert len(named.services_wanted) == 1


def test_a_notice_serves_for_one_decision_only() -> None:
    case = granted()
    case.do(TELL, SAID, REVOKE, Reopen("a", "review"))
    case.do(CHIEFS)
    assert case.item.standing == "granted"
    assert refused(case, REVOKE) == "not_heard_yet"
    case.do(TELL)
    assert refused(case, REVOKE) == "not_heard_yet"


def test_a_notice_about_a_grant_that_was_taken_back_does_not_serve_for_the_next() -> None:
    case = granted()
    case.do(TELL, SAID, TakeBack("a", None, "text-5"), CHIEFS)
    assert case.item.standing == "granted"
    assert refused(case, REVOKE) == "not_heard_yet"


def test_a_notice_is_no_correction_and_asks_for_nothing() -> None:
    case = granted()
    case.do(TELL)
    at(case, case.now + timedelta(days=200))
    assert case.item.standing == "granted"
    assert notice_of(case).closed_at is None
    assert "answer" not in {each.kind for each in deadlines(case.plan, case.state, CALENDAR)}


def test_a_calendar_that_changes_takes_no_time_from_who_may_speak() -> None:
    case = granted()
    case.do(TELL)
    before = until(case)
    case.do(CalendarChanged("2027"))
    assert until(case) >= before


# Failed promises go the same way


def ordered(days: int) -> Played:
    case = Played(shop(PROMISE), commitments=("safe",))
    case.do(DecideStep("a", "decide", "grant"), JudgeCommitment("a", "safe", "failed", "text-1"))
    case.do(OrderCorrection("a", "safe", days, "text-2"))
    return case


SETTLE = SettleCommitment("a", "safe", "false", "text-4")


def test_an_order_to_correct_tells_what_is_held_against_the_person() -> None:
    case = ordered(10)
    notice = notice_of(case)
    assert (notice.kind, notice.about, notice.reason) == ("prior", "commitment_safe", "text-2")
    assert refused(case, SETTLE) == "not_heard_yet"
    case.do(RecordHeard("a", "safe", "text-3"), SETTLE)
    assert notice_of(case).closed_at == case.now


@pytest.mark.parametrize(("days", "last_day"), [(2, "2026-03-12"), (10, "2026-03-19")])
def test_without_a_word_it_is_settled_when_both_the_order_and_the_time_to_speak_are_over(
    days: int, last_day: str
) -> None:
    case = ordered(days)
    order_until = item_of(case).commitments[0].order_until
    assert order_until is not None
    end = max(order_until, until(case))
    assert end.date().isoformat() == last_day
    assert refused(at(case, end), SETTLE) == "not_heard_yet"
    at(case, end + MINUTE).do(SETTLE)
    assert item_of(case).commitments[0].standing == "settled"
    assert item_of(case).standing == "granted"


def item_of(case: Played) -> ItemState:
    return case.state.items["a"]


def test_what_was_heard_about_a_promise_is_not_heard_about_the_result() -> None:
    case = ordered(10)
    case.do(RecordHeard("a", "safe", "text-3"), SETTLE)
    assert refused(case, REVOKE) == "not_heard_yet"
