"""Every standing with every act: what has a row in the table happens as it says, all else is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import ConfirmStep
from matter_definitions.acts.pausing import (
    AnswerForward,
    AskExtension,
    BeginSpecial,
    DecideExtension,
    EndSpecial,
    Forward,
    RejectSuspension,
    Resume,
    Suspend,
)
from matter_definitions.acts.receiving import CorrectLate, DecidePrecheck, Resubmit
from matter_definitions.acts.telling import ConsentToService, RecordDelivery, RecordTold
from matter_definitions.acts.undoing import AskVoid, DecideVoid, Rectify, Reopen, Revoke, TakeBack
from matter_definitions.advance import ActRefused, allowed_words, clock_of, deadlines, move
from matter_definitions.movements import find
from matter_definitions.offering import is_offered
from matter_definitions.rows import NO_EFFECT, ActWord
from matter_definitions.state import IN_HANDLING, ItemStanding, to_document
from matter_definitions.transitions import ALL_STANDINGS
from tests.every_case import for_every
from tests.unit.matter_definitions.standings import (
    CALENDAR,
    WALKED,
    Played,
    about,
    act_for,
    first_format,
    stand,
    whole,
)

# Refused by the step that the act is about, before the table is asked.
_BY_THE_STEP = {
    "not_under_review", "step_not_open", "outcome_unwanted", "outcome_not_possible", "item_over",
    "nothing_to_correct",
}  # fmt: skip
# Has a row, but nothing of the kind is under way in that standing of this matter.
_GRANTED: tuple[ItemStanding, ...] = ("granted", "granted_with_late_supply")
_IDLE: set[tuple[ItemStanding, ActWord]] = {
    *((standing, "outcome") for standing in ("received", *IN_HANDLING, "granted_with_late_supply")),
    *((standing, "redo") for standing in ("received", *IN_HANDLING)),
    *((standing, "supply_late") for standing in IN_HANDLING),
    *((standing, word) for standing in _GRANTED for word in ("pass", "grant", "deny")),
}


@for_every("standing", ALL_STANDINGS)
def test_every_standing_is_reached_by_acts_and_time_alone(standing: ItemStanding) -> None:
    assert stand(standing).item.standing == standing


@pytest.mark.parametrize("standing", ALL_STANDINGS)
def test_an_act_does_what_its_row_says_or_is_refused(standing: ItemStanding) -> None:
    for word in WALKED:
        with about(word):
            _does_what_its_row_says_or_is_refused(standing, word)


def _does_what_its_row_says_or_is_refused(standing: ItemStanding, word: ActWord) -> None:
    case = stand(standing)
    act, row = act_for(word, case), find(standing, word)
    assert case.item.standing == standing
    before = to_document(case.state)
    if row is None or (standing, word) in _IDLE or not is_offered(case.plan, case.item, word):
        with pytest.raises(ActRefused) as refused:
            move(case.plan, case.state, act, case.situation())
        assert to_document(case.state) == before
        assert word not in refused.value.allowed or (standing, word) in _IDLE
        if refused.value.code == "not_now":
            assert refused.value.allowed == allowed_words(case.plan, case.state, case.item, case.situation())
        else:
            assert refused.value.code in _BY_THE_STEP | {"not_offered"}
        return
    out = case.do(act)
    assert case.item.standing in _leads_to(standing, word)
    kinds = [each.kind for each in out.events if each.item in ("a", None)]
    assert row.event in kinds or set(row.also) & set(kinds)


def _leads_to(standing: ItemStanding, word: ActWord) -> tuple[ItemStanding, ...]:
    """With what follows by itself: a form that passed is accepted, a decision grants."""
    row = find(standing, word)
    assert row is not None
    further: dict[ActWord, ItemStanding] = {"accept": "accepted", "correct": "correcting", "grant": "granted"}
    return (*row.leads_to(standing), *([further[word]] if word in further else []))


@pytest.mark.parametrize("standing", ALL_STANDINGS)
def test_the_clocks_go_on_as_the_row_says(standing: ItemStanding) -> None:
    for word in WALKED:
        with about(word):
            _clocks_go_on_as_the_row_says(standing, word)


def _clocks_go_on_as_the_row_says(standing: ItemStanding, word: ActWord) -> None:
    row = find(standing, word)
    case = stand(standing)
    if row is None or (standing, word) in _IDLE or not is_offered(case.plan, case.item, word):
        return
    act = act_for(word, case)
    was = clock_of(case.plan, case.item, CALENDAR)
    case.now += timedelta(minutes=1)
    case.do(act)
    now = clock_of(case.plan, case.item, CALENDAR)
    match row.clock.handling:
        case "pause":
            assert now.paused
            assert now.due_at is None
        case "resume" | "strike_out":
            assert not now.paused
            assert now.due_at is not None
        case "extend":
            assert now.extended_to is not None or now.paused
        case "end" if row.target:
            assert now.running != "handling"
        case "start" if row.act == "reopen" and case.item.standing == "accepted":
            assert now.running == "handling"
            assert case.item.accepted_at == case.now
        case "go_on":
            assert now.running == "handling"
            assert case.item.accepted_at is not None
            assert case.item.accepted_at < case.now
        case "none" if row.clock == NO_EFFECT and not row.target and word not in ("grant", "correct"):
            assert (now.running, now.due_at, now.paused) == (was.running, was.due_at, was.paused)
        case _:
            pass
    if row.clock.receipt == "pause":
        assert now.paused
    if row.clock.delivery in ("end", "clear"):
        assert now.running != "delivery"


@pytest.mark.parametrize("standing", ALL_STANDINGS)
def test_what_is_said_to_be_allowed_is_allowed(standing: ItemStanding) -> None:
    words = allowed_words(*_seen(stand(standing)))
    for word in set(words) & set(WALKED):
        case = stand(standing)
        if (standing, word) not in _IDLE:
            case.do(act_for(word, case))


def _seen(case: Played):  # type: ignore[no-untyped-def]
    return case.plan, case.state, case.item, case.situation()


_NEW = (
    DecidePrecheck("a", "pass"),
    Resubmit("a", ("field:x",)),
    CorrectLate("a", "first", ()),
    BeginSpecial("a", "testing", 10),
    EndSpecial("a"),
    Suspend("a", "dispute", "reason", stands=False),
    Resume("a"),
    RejectSuspension("a", "reason"),
    Forward("a"),
    AnswerForward("a", "approved"),
    AskExtension("a", "reason"),
    DecideExtension("a", granted=True),
    AskVoid("a", "entry_error", "reason"),
    DecideVoid("a", granted=True),
    Revoke("a", "revoked", "reason"),
    TakeBack("a", None, "reason"),
    Rectify("a", "paper", "reason"),
    Reopen("a", "text-1"),
    ConfirmStep("a", "paper"),
    RecordTold("box", "read", item="a"),
    RecordDelivery("a", "counter", signed=True),
    ConsentToService(given=True),
)


@for_every("act", _NEW)
def test_a_plan_of_the_first_format_has_none_of_the_new_acts(act: Act) -> None:
    case = Played(first_format(whole()))
    before = to_document(case.state)
    with pytest.raises(ActRefused) as refused:
        case.do(act)
    assert refused.value.code == "not_offered"
    assert to_document(case.state) == before


def test_a_case_of_the_first_format_has_none_of_the_new_standings_and_dates() -> None:
    case = Played(first_format(whole()))
    assert case.item.standing == "received"
    assert {each.kind for each in deadlines(case.plan, case.state, CALENDAR)} == {"receipt"}
    assert replace(case.plan, format=2) == whole()
