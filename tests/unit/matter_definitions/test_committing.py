"""Commitments: papers that come later, promises in the place of a proof, and what follows when they fail."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.clock import Limit
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
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.advance import ActRefused, ItemOpening, deadlines, open_case
from matter_definitions.consequences import Consequences, FlagWanted
from matter_definitions.motion import NotOffered
from matter_definitions.offers import CommitmentPlan
from matter_definitions.plan import Plan
from matter_definitions.state import CommitmentState, from_document, to_document
from tests.unit.matter_definitions.hand_played import CALENDAR, THURSDAY, Case
from tests.unit.matter_definitions.plans import WORDS, item, plan, step

LEASE, PLACE = "material:shop.lease", "material:shop.plan"


def later(until: int = 3, *, targets: tuple[str, ...] = (LEASE,)) -> CommitmentPlan:
    limit = Limit(until, "working_day")
    return CommitmentPlan("lease", "late_supply", WORDS, WORDS, targets, limit, WORDS, remind_before_days=1)


PROMISE = CommitmentPlan(
    "safe",
    "replaces_proof",
    WORDS,
    WORDS,
    (LEASE,),
    Limit(20, "working_day"),
    WORDS,
    verify_within=Limit(5, "working_day"),
)


def shop(*commitments: CommitmentPlan, **more: object) -> Plan:
    """One approval, which decides, and a result that is issued after it."""
    steps = (
        step("decide", "approval", decides=True),
        step("issue", "issue_result", after=("decide",), result="card"),
    )
    return plan(item("a", *steps, acceptance="rule", commitments=commitments, **more))


class Shop(Case):
    """A case in which everything that the plan offers was signed."""

    def __init__(self, definition: Plan) -> None:
        super().__init__(definition)
        codes = tuple(each.code for each in definition.items[0].commitments)
        opening = ItemOpening("a", "a", 1, "330110000000", "library@x", commitments=codes)
        self.all = Consequences()
        self.state, out = open_case(definition, [opening], self.situation())
        self._keep(out)

    @property
    def commitment(self) -> CommitmentState:
        return self.state.items["a"].commitments[0]

    def at_moment(self, moment: datetime) -> "Shop":
        self.at(moment.replace(tzinfo=None).isoformat())
        return self

    def open_tasks(self) -> set[str]:
        return {
            code
            for code, each in self.state.items["a"].steps.items()
            if each.standing == "open" and code != "issue"
        }


def granted_late(definition: Plan | None = None) -> Shop:
    case = Shop(definition or shop(later()))
    case.do(DecideStep("a", "decide", "grant_with_late_supply"))
    return case


def test_a_commitment_that_the_plan_does_not_offer_cannot_be_made() -> None:
    opening = ItemOpening("a", "a", 1, "330110000000", "library@x", commitments=("lease",))
    with pytest.raises(NotOffered):
        open_case(shop(), [opening], Case(shop()).situation())


def test_what_is_decided_at_the_counter_has_no_later() -> None:
    with pytest.raises(NotOffered):
        Shop(shop(later(), instant=True))


def test_the_time_to_supply_runs_from_the_acceptance() -> None:
    steps = (step("decide", "approval", decides=True),)
    case = Shop(plan(item("a", *steps, commitments=(later(3),))))
    assert not [each for each in deadlines(case.plan, case.state, CALENDAR) if each.kind.startswith("late")]
    case.at("2026-03-03T10:00:00")
    case.do(DecideReceipt("a", "accept"))
    assert case.commitment.runs_from == case.now
    assert case.commitment.until.isoformat() == "2026-03-06T17:30:00+08:00"


def test_the_time_to_supply_is_never_longer_than_the_promise() -> None:
    short = Shop(shop(later(2), promised=Limit(5, "working_day")))
    long = Shop(shop(later(9), promised=Limit(5, "working_day")))
    promised = Shop(shop(later(5), promised=Limit(5, "working_day")))
    assert short.commitment.until < long.commitment.until == promised.commitment.until


def test_a_result_waits_for_the_papers_and_comes_with_them() -> None:
    case = granted_late()
    assert case.standing("a") == "granted_with_late_supply"
    assert case.state.items["a"].steps["issue"].standing == "pending"
    assert case.state.standing == "open"
    case.do(SupplyLate("a", (LEASE,)))
    assert case.commitment.standing == "supplied"
    assert case.open_tasks() == {"commitment_lease"}
    assert case.all.tasks_opened[-1].kind == "commitment"
    case.do(JudgeLateSupply("a", "lease", conforms=True))
    assert case.standing("a") == "granted"
    assert case.state.items["a"].steps["issue"].standing == "open"
    assert case.kinds()[-2:] == [events.LATE_SUPPLY_COMPLETE, events.GRANTED]
    assert case.open_tasks() == set()


def test_papers_that_come_in_parts_are_complete_with_the_last_one() -> None:
    case = granted_late(shop(later(targets=(LEASE, PLACE))))
    case.do(SupplyLate("a", (PLACE,)))
    assert case.commitment.standing == "open"
    case.do(SupplyLate("a", (LEASE, "material:shop.other")))
    assert case.commitment.standing == "supplied"
    assert case.state.versions == {PLACE: 1, LEASE: 1}


def test_what_was_not_promised_cannot_be_supplied_late() -> None:
    case = granted_late()
    with pytest.raises(ActRefused) as refused:
        case.do(SupplyLate("a", (PLACE,)))
    assert refused.value.code == "no_commitment_open"


def test_before_the_end_comes_a_reminder_and_at_the_end_the_item_lapses() -> None:
    case = granted_late()
    until = case.commitment.until
    case.at_moment(until - timedelta(days=1, minutes=1))
    assert events.LATE_SUPPLY_REMINDED not in case.kinds()
    case.at_moment(until - timedelta(days=1))
    assert case.kinds().count(events.LATE_SUPPLY_REMINDED) == 1
    case.at_moment(until - timedelta(minutes=1))
    assert case.standing("a") == "granted_with_late_supply"
    case.at_moment(until)
    assert case.standing("a") == "lapsed"
    assert case.state.items["a"].reason == "late_supply_missed"
    assert case.kinds().count(events.LATE_SUPPLY_REMINDED) == 1
    assert case.state.items["a"].steps["issue"].standing == "ended"


def test_what_is_supplied_a_minute_before_the_end_is_in_time_however_late_it_is_looked_at() -> None:
    case = granted_late()
    case.at_moment(case.commitment.until - timedelta(minutes=1))
    case.do(SupplyLate("a", (LEASE,)))
    case.at("2026-04-01T09:00:00")
    assert case.standing("a") == "granted_with_late_supply"
    case.do(JudgeLateSupply("a", "lease", conforms=True))
    assert case.standing("a") == "granted"


def test_what_is_found_wanting_in_time_may_be_brought_again() -> None:
    case = granted_late()
    case.do(SupplyLate("a", (LEASE,)))
    case.do(JudgeLateSupply("a", "lease", conforms=False, reason="text:1"))
    assert (case.commitment.standing, case.open_tasks()) == ("open", set())
    case.do(SupplyLate("a", (LEASE,)))
    assert case.open_tasks() == {"commitment_lease"}
    assert case.state.items["a"].steps["commitment_lease"].round == 2


def test_what_is_found_wanting_after_the_end_ends_the_item_when_it_is_found_so() -> None:
    case = granted_late()
    case.at_moment(case.commitment.until - timedelta(minutes=1))
    case.do(SupplyLate("a", (LEASE,)))
    case.at("2026-04-01T09:00:00")
    case.do(JudgeLateSupply("a", "lease", conforms=False, reason="text:1"))
    case.at("2026-04-01T09:01:00")
    assert case.standing("a") == "lapsed"
    missed = next(each for each in case.all.events if each.kind == events.LATE_SUPPLY_MISSED)
    assert missed.at.isoformat() == "2026-04-01T09:00:00+08:00"


def test_a_withdrawn_item_has_no_commitment_to_look_at() -> None:
    case = Shop(shop(later()))
    case.do(SupplyLate("a", (LEASE,)))
    assert case.open_tasks() == {"decide", "commitment_lease"}
    case.do(Withdraw())
    assert case.open_tasks() == set()
    assert deadlines(case.plan, case.state, CALENDAR) == []


# Promises in the place of a proof


def promised() -> Shop:
    case = Shop(shop(PROMISE))
    case.do(DecideStep("a", "decide", "grant"))
    return case


def test_a_promise_is_decided_upon_without_the_proof_and_looked_at_afterwards() -> None:
    case = promised()
    assert case.standing("a") == "granted"
    assert case.open_tasks() == {"commitment_safe"}
    assert case.all.tasks_opened[-1].limit_at == case.commitment.verify_until
    case.do(JudgeCommitment("a", "safe", "kept"))
    assert (case.commitment.standing, case.open_tasks()) == ("kept", set())


def test_when_nobody_has_looked_in_time_it_is_said_once_and_nothing_else_happens() -> None:
    case = promised()
    assert case.commitment.verify_until is not None
    case.at_moment(case.commitment.verify_until - timedelta(minutes=1))
    assert events.COMMITMENT_VERIFICATION_DUE not in case.kinds()
    case.at_moment(case.commitment.verify_until)
    case.at("2026-06-01T09:00:00")
    assert case.kinds().count(events.COMMITMENT_VERIFICATION_DUE) == 1
    assert (case.standing("a"), case.commitment.standing) == ("granted", "open")


FAILED: tuple[Act, ...] = (
    JudgeCommitment("a", "safe", "failed", "text:1"),
    OrderCorrection("a", "safe", 10, "text:2"),
    RecordHeard("a", "safe", "text:3"),
    SettleCommitment("a", "safe", "false", "text:4"),
)


def test_a_failed_promise_goes_from_order_to_hearing_to_a_decision_which_only_proposes() -> None:
    case = promised()
    for number, (act, standing) in enumerate(
        zip(FAILED[:3], ("failed", "ordered", "heard"), strict=True), start=2
    ):
        case.do(act)
        assert case.commitment.standing == standing
        assert case.state.items["a"].steps["commitment_safe"].round == number
        assert case.open_tasks() == {"commitment_safe"}
    out = case.do(FAILED[3])
    assert (case.commitment.standing, case.commitment.outcome) == ("settled", "false")
    assert out.flags_wanted == [FlagWanted("a", "safe", "false_promise", "text:4")]
    assert case.standing("a") == "granted"
    assert case.open_tasks() == set()


def test_a_promise_that_was_put_right_or_excused_proposes_nothing() -> None:
    for outcome in ("corrected", "excused"):
        case = promised()
        for act in FAILED[:3]:
            case.do(act)
        assert case.do(SettleCommitment("a", "safe", outcome, "text:4")).flags_wanted == []


@pytest.mark.parametrize("before", [1, 2], ids=["failed", "ordered"])
def test_nothing_is_held_against_a_person_who_was_not_heard(before: int) -> None:
    case = promised()
    for act in FAILED[:before]:
        case.do(act)
    with pytest.raises(ActRefused) as refused:
        case.do(FAILED[3])
    assert (refused.value.code, refused.value.source) == ("not_heard_yet", "行政许可法 36")


def test_nobody_is_heard_about_an_order_that_was_not_given() -> None:
    case = promised()
    case.do(FAILED[0])
    with pytest.raises(ActRefused):
        case.do(FAILED[2])


def test_the_end_of_an_order_is_said_once_and_decides_nothing() -> None:
    case = promised()
    for act in FAILED[:2]:
        case.do(act)
    until = case.commitment.order_until
    assert until is not None
    case.at_moment(until - timedelta(minutes=1))
    assert events.ORDER_TIME_OVER not in case.kinds()
    case.at_moment(until)
    case.at("2026-06-01T09:00:00")
    assert case.kinds().count(events.ORDER_TIME_OVER) == 1
    assert (case.standing("a"), case.commitment.standing) == ("granted", "ordered")


# Whatever happens


ACTS: tuple[Act, ...] = (
    *FAILED,
    JudgeCommitment("a", "safe", "kept"),
    SettleCommitment("a", "safe", "corrected", "text:5"),
    DecideStep("a", "decide", "grant"),
    DecideStep("a", "decide", "grant_with_late_supply"),
    DecideStep("a", "decide", "deny", "text:6"),
    SupplyLate("a", (LEASE,)),
    JudgeLateSupply("a", "lease", conforms=True),
    JudgeLateSupply("a", "lease", conforms=False, reason="text:7"),
)


@settings(max_examples=300, deadline=None)
@given(moves=st.lists(st.one_of(st.sampled_from(ACTS), st.integers(1, 30 * 24 * 60)), max_size=14))
def test_nothing_falls_and_nobody_is_marked_without_an_officers_own_act(moves: list[Act | int]) -> None:
    """Whatever the order: only time and the acts above, none of which revokes anything."""
    case = Shop(shop(later(), PROMISE))
    flags: list[FlagWanted] = []
    for each in moves:
        if isinstance(each, int):
            before = len(case.all.events)
            case.at_moment(case.now + timedelta(minutes=each))
            happened = {event.kind for event in case.all.events[before:]}
            if events.LATE_SUPPLY_MISSED in happened:
                assert events.LATE_SUPPLY_REMINDED in case.kinds()
            continue
        before_act = to_document(case.state)
        known = from_document(before_act)
        try:
            out = case.do(each)
        except ActRefused:
            assert to_document(case.state) == before_act
            continue
        flags += out.flags_wanted
        if out.flags_wanted:
            heard = next(c for c in known.items["a"].commitments if c.code == "safe")
            assert heard.standing == "heard"
            assert isinstance(each, SettleCommitment)
    assert events.REVOKED not in case.kinds()
    assert len(flags) <= 1
    for commitment in case.state.items["a"].commitments:
        assert commitment.made_at == THURSDAY
