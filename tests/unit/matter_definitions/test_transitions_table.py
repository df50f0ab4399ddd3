"""The table of transitions is whole: one row per place, every act in it, every name in it known."""

from dataclasses import replace
from typing import get_args

import pytest

from casework.timeline import words_of_event
from casework.words import find_words
from documents.papers import OUTCOME_WORDS, PAPERS
from engine.refusals import not_possible_now, words_of
from matter_definitions import events
from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import (
    JudgeCommitment,
    JudgeLateSupply,
    OrderCorrection,
    RecordHeard,
    SettleCommitment,
    SupplyLate,
)
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.acts.deciding import (
    ConfirmStep,
    DecideStep,
    DemandAnew,
    EndBranch,
    RecordOutcome,
    RedoStep,
)
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.acts.handing_over import HandOver
from matter_definitions.acts.hearing_others import (
    AskHearing,
    ConcludeVisit,
    ConsentVisit,
    DecideObjection,
    HoldHearing,
    Object,
    ProposeVisit,
    RecordHearing,
    RecordVisit,
)
from matter_definitions.acts.joint import AskJointExtension, DecideJointExtension
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
from matter_definitions.acts.receiving import (
    AnswerNotice,
    CorrectLate,
    DecidePrecheck,
    DecideReceipt,
    Resubmit,
)
from matter_definitions.acts.suspending import RestoreResult, SuspendResult
from matter_definitions.acts.telling import (
    Archive,
    AskCall,
    CalendarChanged,
    ConsentToService,
    RecordCall,
    RecordDelivery,
    RecordTold,
)
from matter_definitions.acts.undoing import AskVoid, DecideVoid, Rectify, Reopen, Revoke, TakeBack, Withdraw
from matter_definitions.advance import move
from matter_definitions.bodies import BODIES, MEETINGS
from matter_definitions.consequences import DeadlineKind, TaskKind
from matter_definitions.guards import GUARDS
from matter_definitions.motion import ActRefused
from matter_definitions.movements import BY_PLACE, OF_THE_CASE, find, word_of, words_in
from matter_definitions.rows import PEOPLE, ActWord, Party
from matter_definitions.state import OPEN_STANDINGS, CaseStanding, Mark, to_document
from matter_definitions.transitions import ALL_ACTS, ALL_STANDINGS, TRANSITIONS
from tests.every_case import for_every
from tests.unit.matter_definitions.hand_played import THURSDAY, Case
from tests.unit.matter_definitions.plans import item, plan, step

KINDS = {value for name, value in vars(events).items() if name.isupper() and isinstance(value, str)}
MARKS = (Mark("field:a", "text-1"),)
_A = "a"

# One of each kind of act and outcome.
EXAMPLES: tuple[Act, ...] = (
    *(DecideReceipt(_A, each) for each in ("accept", "correct", "refuse", "not_applicable")),
    *(DecideStep(_A, "s", each) for each in ("grant", "deny", "pass", "grant_with_late_supply", "send_back")),
    AnswerNotice(("field:a",)),
    RecordOutcome(_A, "s", 1, "done"),
    EndBranch(_A, "reason"),
    DemandAnew(_A, "s"),
    RedoStep(_A, "s"),
    Withdraw(),
    DecidePrecheck(_A, "pass"),
    DecidePrecheck(_A, "return", MARKS),
    Resubmit(_A, ("field:a",)),
    CorrectLate(_A, "s", MARKS),
    BeginSpecial(_A, "testing", 10),
    EndSpecial(_A),
    Suspend(_A, "dispute", "reason", stands=False),
    Resume(_A),
    RejectSuspension(_A, "reason"),
    Forward(_A),
    AnswerForward(_A, "approved"),
    AskExtension(_A, "reason"),
    DecideExtension(_A, granted=True),
    DecideExtension(_A, granted=False),
    AskVoid(_A, "entry_error", "reason"),
    DecideVoid(_A, granted=True),
    DecideVoid(_A, granted=False),
    Revoke(_A, "revoked", "reason"),
    SuspendResult(_A, "reason"),
    RestoreResult(_A, "reason"),
    TakeBack(_A, None, "reason"),
    Rectify(_A, "s", "reason"),
    Reopen(_A, "text-1"),
    ConfirmStep(_A, "s"),
    SupplyLate(_A, ("material:a",)),
    JudgeLateSupply(_A, "lease", conforms=True),
    JudgeLateSupply(_A, "lease", conforms=False),
    JudgeCommitment(_A, "lease", "kept"),
    OrderCorrection(_A, "lease", 5, "reason"),
    GivePriorNotice(_A, "reason"),
    RecordHeard(_A, "lease", "text-1"),
    SettleCommitment(_A, "lease", "corrected", "reason"),
    RecordTold("box", "read", item=_A),
    AskCall(item=_A),
    RecordCall(_A, "not_reached"),
    RecordDelivery(_A, "counter", signed=False),
    RecordDelivery(_A, "counter", signed=True),
    ConsentToService(given=True),
    Archive(),
    CalendarChanged("2027"),
    HandOver("r", "fire@x", "police@x"),
    AskJointExtension("reason"),
    DecideJointExtension(granted=True),
    DecideJointExtension(granted=False, reason="reason"),
    Object(_A, "s", "text-1"),
    DecideObjection(_A, "s", upheld=True, reason="reason"),
    AskHearing(_A, "s"),
    HoldHearing(_A, "s", THURSDAY),
    RecordHearing(_A, "s", "text-1"),
    ProposeVisit(_A, "s", (THURSDAY,)),
    ConsentVisit(_A, "s", "fire@x", THURSDAY),
    RecordVisit(_A, "s", "text-1"),
    ConcludeVisit(_A, "s", "fire@x", "kept"),
    SendLetter(_A, "s"),
    AnswerLetter(_A, "s", "confirmed"),
)
NOT_OFFERED = (
    BeginSpecial(_A, "testing", 10),
    Suspend(_A, "dispute", "reason", stands=True),
    Forward(_A),
    AskExtension(_A, "reason"),
    CorrectLate(_A, "s", MARKS),
    DecideStep(_A, "s", "grant_with_late_supply"),
    SupplyLate(_A, ("material:a",)),
    DecidePrecheck(_A, "pass"),
    ConfirmStep(_A, "s"),
    AskHearing(_A, "s"),
    SendLetter(_A, "s"),
)
# What happens by rule or in time, and what the engine does around `move`.
BY_ITSELF = {
    "joint_limit_over",
    "submit",
    "begin_precheck",
    "send_notice",
    "silence",
    "overdue",
    "lapse",
    "begin_handling",
    "wait",
    "special_over",
    "suspension_over",
    "finish",
    "not_pursue",
    "revive",
    "unpaid",
    "unconfirmed",
    "run_out",
    "payment_failed",
    "late_supply_missed",
    "compensate",
    "issue",
    "delivery_overdue",
    "rate",
}
USUAL_PAPERS = sorted({row.paper for row in TRANSITIONS if row.paper})


def test_no_standing_and_act_has_two_rows() -> None:
    places = [(standing, row.act) for row in TRANSITIONS for standing in row.sources]
    assert len(places) == len(set(places)) == len(BY_PLACE)
    assert len({row.row for row in TRANSITIONS}) == len(TRANSITIONS)


def test_every_word_of_the_table_has_a_row_and_every_row_a_word() -> None:
    assert {row.act for row in TRANSITIONS} == set(ALL_ACTS)
    whole_case = [row.act for row in TRANSITIONS if not row.sources]
    assert len(whole_case) == len(set(whole_case))
    assert {act for _, act in BY_PLACE} | set(OF_THE_CASE) == set(ALL_ACTS)


def test_every_word_is_reached_by_an_act_or_happens_by_itself() -> None:
    reached = {word_of(each) for each in EXAMPLES}
    assert reached | BY_ITSELF == set(ALL_ACTS)
    assert not reached & BY_ITSELF


def test_what_happens_by_itself_has_no_row_that_only_people_could_act_on() -> None:
    by_engine_for_people = {"submit", "rate"}
    for row in TRANSITIONS:
        if row.act in BY_ITSELF - by_engine_for_people:
            assert not PEOPLE.intersection(row.who), row.row


def test_every_act_has_a_word_and_a_body() -> None:
    kinds = set(get_args(Act))
    assert {type(each) for each in EXAMPLES} == kinds
    assert set(BODIES) == kinds


def test_every_kind_of_deadline_is_met() -> None:
    plain = {"receipt", "notice", "answer", "payment_reminder", "payment_expiry"}
    assert set(MEETINGS) | plain == set(get_args(DeadlineKind))
    assert not set(MEETINGS) & plain


@for_every("standing", ALL_STANDINGS)
def test_every_standing_is_reached(standing: str) -> None:
    assert [row.row for row in TRANSITIONS if standing in row.target]


@for_every("standing", sorted(OPEN_STANDINGS))
def test_an_open_standing_can_be_left(standing: str) -> None:
    ways_out = [
        row for (source, _), row in BY_PLACE.items() if source == standing and set(row.target) - {standing}
    ]
    assert ways_out


def test_nothing_is_possible_with_what_is_void() -> None:
    assert words_in("void") == ()
    assert find("void", "ask_void") is None


def test_a_withdrawn_item_can_only_be_made_void() -> None:
    assert set(words_in("withdrawn")) == {"ask_void", "approve_void", "refuse_void"}


def test_a_row_names_only_what_there_is() -> None:
    for row in TRANSITIONS:
        assert set(row.sources) | set(row.target) <= set(ALL_STANDINGS), row
        assert row.who, row
        assert set(row.who) <= set(get_args(Party)), row
        assert {row.event, *row.also} - {None} <= KINDS, row
        assert set(row.guards) <= set(GUARDS), row


def test_a_row_leads_back_to_its_own_sources_only_where_it_says_so() -> None:
    for row in TRANSITIONS:
        for before in row.sources:
            after = row.leads_to(before)
            assert after, row
            assert len(set(after)) == len(after), row
            if not row.target:
                assert after == (before,), row
            if row.may_stay:
                assert before in after, row


def test_a_pause_has_a_kind_and_nothing_else_has() -> None:
    for row in TRANSITIONS:
        pauses = "pause" in (row.clock.receipt, row.clock.handling)
        assert pauses == (row.clock.kind is not None), row


@for_every("paper", USUAL_PAPERS)
def test_every_usual_paper_is_declared(paper: str) -> None:
    assert paper in PAPERS


@for_every("name", sorted(GUARDS))
def test_every_guard_is_used_and_its_refusal_has_words(name: str) -> None:
    used = {each for row in TRANSITIONS for each in row.guards}
    assert words_of(GUARDS[name].code)
    assert name in used or name == "party_fits"


def test_a_refusal_names_its_rule() -> None:
    refused = not_possible_now(ActRefused("no_ground", ("deny",), source="行政许可法 38"))
    assert refused.allowed == ["deny"]
    assert "行政许可法 38" in refused.detail.zh
    assert "行政许可法 38" in refused.detail.en


@for_every("kind", sorted(KINDS))
def test_every_event_has_words(kind: str) -> None:
    assert {"zh", "en"} <= set(words_of_event(kind))


@for_every("standing", ALL_STANDINGS)
def test_every_standing_has_words_on_the_page_and_on_paper(standing: str) -> None:
    assert find_words("item", standing)
    assert standing in OUTCOME_WORDS


def test_every_standing_of_a_case_act_and_kind_of_task_has_words() -> None:
    assert [each for each in get_args(CaseStanding) if not find_words("case", each)] == []
    assert [each for each in get_args(ActWord) if not find_words("transition", each)] == []
    assert [each for each in get_args(TaskKind) if not find_words("task_kind", each)] == []


@for_every("act", NOT_OFFERED)
def test_what_the_plan_does_not_offer_is_refused_and_changes_nothing(act: Act) -> None:
    case = Case(plan(item("a", step("s", "approval", decides=True), acceptance="rule")))
    before = to_document(case.state)
    with pytest.raises(ActRefused):
        move(case.plan, case.state, act, case.situation())
    assert to_document(case.state) == before


def test_a_case_of_a_plan_of_the_first_format_stays_one_of_the_first_format() -> None:
    first = replace(plan(item("a", step("s"), acceptance="rule")), format=1)
    assert Case(first).state.format == 1
    assert Case(replace(first, format=2)).state.format == 2
