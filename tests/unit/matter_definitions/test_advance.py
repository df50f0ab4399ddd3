from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clocks.calendar import in_shanghai
from clocks.published import load_published
from matter_definitions import events
from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import DecideStep, EndBranch, RecordOutcome, RedoStep
from matter_definitions.acts.receiving import AnswerNotice, DecideReceipt
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.advance import (
    ActRefused,
    ItemOpening,
    Situation,
    allowed,
    clock_of,
    deadlines,
    move,
    open_case,
    run_due,
)
from matter_definitions.consequences import Consequences
from matter_definitions.plan import NoticePlan, PaperPlan, PaymentRule, Plan
from matter_definitions.state import CaseState, Mark, from_document, to_document
from tests.unit.matter_definitions.plans import WORDS, item, plan, step

CALENDAR = load_published()
THURSDAY = datetime.fromisoformat("2026-03-05T10:00:00+08:00")


class Case:
    """Plays one case of a plan by hand; remembers everything that followed."""

    def __init__(self, definition: Plan, *, instances: Sequence[tuple[str, int]] = ()) -> None:
        self.plan, self.now = definition, THURSDAY
        numbers = dict.fromkeys(each.code for each in definition.items)
        openings = [
            ItemOpening(f"{code}.{n}" if n else code, code, position, "330110000000", "library@x", n or None)
            for position, (code, n) in enumerate(instances or [(code, 0) for code in numbers], start=1)
        ]
        self.state, out = open_case(definition, openings, self.situation())
        self.all = Consequences()
        self._keep(out)

    def situation(self) -> Situation:
        return Situation(now=self.now, calendar=CALENDAR)

    def _keep(self, out: Consequences) -> None:
        for name in ("events", "tasks_opened", "tasks_closed", "effects_wanted", "effects_unwanted"):
            getattr(self.all, name).extend(getattr(out, name))

    def at(self, text: str) -> "Case":
        self.now = datetime.fromisoformat(text + "+08:00")
        self.state, out = run_due(self.plan, self.state, self.situation())
        self._keep(out)
        return self

    def do(self, act: Act) -> Consequences:
        self.state, out = move(self.plan, self.state, act, self.situation())
        self._keep(out)
        return out

    def done(self, item: str, step: str, outcome: str = "done", round: int = 1) -> Consequences:
        return self.do(RecordOutcome(item, step, round, outcome))

    def accept(self, item: str) -> Consequences:
        return self.do(DecideReceipt(item, "accept"))

    def mark(self, item: str, target: str) -> Consequences:
        return self.do(DecideReceipt(item, "correct", (Mark(target, "text-1"),)))

    def kinds(self) -> list[str]:
        return [event.kind for event in self.all.events]

    def standing(self, item: str) -> str:
        return self.state.items[item].standing

    def wanted(self) -> list[tuple[str | None, str, int]]:
        return [(each.item, each.step, each.round) for each in self.all.effects_wanted]


def at(state_time: datetime | None) -> str:
    assert state_time is not None
    return in_shanghai(state_time).strftime("%Y-%m-%d %H:%M")


def test_every_form_goes_to_review_at_once_also_that_of_an_item_that_waits() -> None:
    case = Case(plan(item("first"), item("second", after=(("first",),))))
    assert [each.item for each in case.all.tasks_opened] == ["first", "second"]
    assert case.state.items["second"].waiting_for == ["first"]
    assert case.state.items["second"].received_at is None


def test_a_waiting_item_is_never_accepted_by_silence() -> None:
    case = Case(
        plan(item("first", step("decide", "approval", decides=True)), item("second", after=(("first",),)))
    )
    case.at("2026-06-01T10:00")
    assert case.state.items["first"].accepted_by == "silence"
    assert case.standing("second") == "received"


def test_silence_accepts_as_of_the_day_of_receipt_and_is_dated_at_the_deadline() -> None:
    case = Case(plan(item("one", step("decide", "approval", decides=True)))).at("2026-04-01T09:00")
    one = case.state.items["one"]
    assert at(one.accepted_at) == "2026-03-05 10:00"
    event = next(each for each in case.all.events if each.kind == events.ACCEPTED_BY_SILENCE)
    assert at(event.at) == "2026-03-12 17:30"
    assert at(clock_of(case.plan, one, CALENDAR).due_at) == "2026-03-12 17:30"


def test_an_item_without_a_rule_for_silence_stays_open_and_is_shown() -> None:
    case = Case(plan(item("one", silence="supervise"))).at("2026-04-01T09:00")
    assert case.standing("one") == "received"
    assert events.RECEIPT_OVERDUE in case.kinds()
    assert deadlines(case.plan, case.state, CALENDAR) == []


def test_a_reviewed_item_is_accepted_when_the_result_it_waited_for_is_there() -> None:
    first = item(
        "first", step("call", decides=True), step("paper", "issue_result", after=("call",)), acceptance="rule"
    )
    case = Case(plan(first, item("second", step("work"), after=(("first",),))))
    case.accept("second")
    assert case.standing("second") == "received"
    case.at("2026-03-10T10:00").done("first", "call")
    assert case.standing("first") == "granted"
    assert case.state.items["second"].waiting_for == ["first"]
    case.done("first", "paper")
    assert case.standing("second") == "accepted"
    assert at(case.state.items["second"].accepted_at) == "2026-03-10 10:00"


def test_one_of_several_predecessors_is_enough() -> None:
    proofs = [item(code, step("call"), acceptance="rule") for code in ("a", "b")]
    case = Case(plan(*proofs, item("c", step("work"), acceptance="rule", after=(("a", "b"),))))
    case.done("a", "call", "refused")
    assert case.standing("c") == "received"
    case.done("b", "call")
    assert case.standing("c") == "accepted"


def test_an_item_is_not_pursued_when_nothing_it_needs_can_come_any_more() -> None:
    proofs = [item(code, step("call"), acceptance="rule") for code in ("a", "b")]
    case = Case(plan(*proofs, item("c", after=(("a", "b"),)), item("d", step("work"), acceptance="rule")))
    case.done("a", "call", "refused")
    case.done("b", "call", "refused")
    assert case.standing("c") == "not_pursued"
    assert case.standing("d") == "accepted"
    case.done("d", "work")
    assert case.state.standing == "partly_completed"


def test_each_child_waits_for_its_own_predecessor() -> None:
    birth = item("birth", step("call"), acceptance="rule", for_each="child")
    card = item("card", step("make"), acceptance="rule", for_each="child", after=(("birth",),))
    case = Case(plan(birth, card), instances=[("birth", 1), ("birth", 2), ("card", 1), ("card", 2)])
    case.done("birth.2", "call")
    assert (case.standing("card.1"), case.standing("card.2")) == ("received", "accepted")


def test_the_notice_leaves_when_all_first_reviewers_have_answered() -> None:
    case = Case(plan(item("a"), item("b"), item("c")))
    case.mark("a", "field:mother.name")
    case.accept("b")
    assert events.NOTICE_SENT not in case.kinds()
    case.mark("c", "material:photo")
    assert case.kinds().count(events.NOTICE_SENT) == 1
    assert [case.standing(key) for key in "abc"] == ["correcting", "granted", "correcting"]


def test_the_notice_leaves_at_noon_of_the_working_day_before_the_earliest_limit() -> None:
    case = Case(plan(item("a"), item("b")))
    case.mark("a", "field:mother.name")
    case.at("2026-03-20T09:00")
    sent = next(each for each in case.all.events if each.kind == events.NOTICE_SENT)
    assert at(sent.at) == "2026-03-11 12:00"
    assert case.state.items["b"].accepted_by == "silence"


def test_a_partial_answer_keeps_the_rest_of_the_marks_open() -> None:
    case = Case(plan(item("a"), item("b")))
    case.do(DecideReceipt("a", "correct", (Mark("field:x", "t1"), Mark("material:y", "t2"))))
    case.accept("b")
    case.do(AnswerNotice(("field:x",)))
    assert case.standing("a") == "correcting"
    case.do(AnswerNotice(("material:y",)))
    assert case.standing("a") == "received"
    assert case.all.tasks_opened[-1].round == 2


def test_the_time_of_a_correction_is_not_counted() -> None:
    case = Case(plan(item("a")))
    case.at("2026-03-06T10:00").mark("a", "field:x")
    case.at("2026-03-10T10:00").do(AnswerNotice(("field:x",)))
    due = next(each for each in deadlines(case.plan, case.state, CALENDAR) if each.kind == "receipt")
    # Friday 6 and Monday 9 March do not count; 10 March is day 1.
    assert at(due.at) == "2026-03-16 17:30"


def test_who_does_not_answer_a_notice_in_time_loses_only_the_marked_items() -> None:
    case = Case(plan(item("a"), item("b", step("work"))))
    case.mark("a", "field:x")
    case.accept("b")
    case.at("2026-04-30T10:00")
    assert case.standing("a") == "lapsed"
    assert case.standing("b") == "accepted"


def test_a_second_demand_of_what_was_visible_is_recorded_in_cases_of_the_first_format() -> None:
    case = Case(replace(plan(item("a")), format=1))
    case.mark("a", "field:x")
    case.do(AnswerNotice(("field:x",)))
    case.mark("a", "field:visible")
    assert events.SECOND_DEMAND in case.kinds()


def test_a_second_demand_of_what_was_visible_is_refused() -> None:
    case = Case(plan(item("a"), item("b")))
    case.mark("a", "field:x")
    case.accept("b")
    case.do(AnswerNotice(("field:x",)))
    with pytest.raises(ActRefused) as refused:
        case.mark("a", "field:visible")
    assert (refused.value.code, refused.value.source) == ("second_demand", "行政许可法 32(1)(4)")
    assert "accept" in refused.value.allowed


def test_a_demand_of_what_the_applicant_has_just_changed_is_no_second_demand() -> None:
    case = Case(plan(item("a")))
    case.mark("a", "field:x")
    case.do(AnswerNotice(("field:x",)))
    case.mark("a", "field:x")
    assert events.SECOND_DEMAND not in case.kinds()


def test_a_denied_item_ends_only_what_depends_on_it() -> None:
    decide = step("decide", "approval", decides=True)
    case = Case(plan(item("a", decide), item("b", after=(("a",),)), item("c", decide)))
    for key in "abc":
        case.accept(key)
    case.do(DecideStep("a", "decide", "deny", "reason-1"))
    case.do(DecideStep("c", "decide", "grant"))
    assert [case.standing(key) for key in "abc"] == ["denied", "not_pursued", "granted"]
    assert case.state.standing == "partly_completed"


def test_an_act_on_a_closed_task_is_refused_with_what_is_possible() -> None:
    case = Case(plan(item("a", step("decide", "approval", decides=True))))
    case.accept("a")
    with pytest.raises(ActRefused):
        case.accept("a")
    with pytest.raises(ActRefused) as refused:
        case.do(DecideStep("a", "decide", "pass"))
    assert refused.value.allowed == ("grant", "deny") == allowed(case.plan, case.state, "a", "decide")


def test_a_second_outcome_of_one_round_is_refused() -> None:
    case = Case(plan(item("a", step("call"), step("then", after=("call",)), acceptance="rule")))
    case.done("a", "call")
    with pytest.raises(ActRefused):
        case.done("a", "call")


def test_a_redone_step_raises_the_round_and_drops_the_old_effect() -> None:
    case = Case(plan(item("a", step("call"), acceptance="rule")))
    out = case.do(RedoStep("a", "call"))
    assert [(each.step, each.round) for each in out.effects_unwanted] == [("call", 1)]
    with pytest.raises(ActRefused):
        case.done("a", "call", round=1)
    case.done("a", "call", round=2)
    assert case.standing("a") == "granted"


def test_a_failed_payment_may_be_tried_again_until_the_rule_ends_it() -> None:
    rule = PaymentRule(amount_key="fee.amount", description=WORDS, tries=2)
    case = Case(plan(item("a", step("pay", "payment", payment=rule), acceptance="rule")))
    case.done("a", "pay", "failed", round=1)
    assert case.wanted() == [("a", "pay", 1), ("a", "pay", 2)]
    case.done("a", "pay", "failed", round=2)
    assert (case.standing("a"), case.state.items["a"].reason) == ("lapsed", "payment_failed")


def test_an_unpaid_item_expires_after_two_reminders_without_stopping_the_others() -> None:
    case = Case(
        plan(item("a", step("pay", "payment"), acceptance="rule"), item("b", step("call"), acceptance="rule"))
    )
    case.at("2026-05-30T10:00")
    assert case.kinds().count(events.PAYMENT_REMINDED) == 2
    assert (case.standing("a"), case.standing("b")) == ("lapsed", "accepted")
    assert [(each.item, each.step) for each in case.all.effects_unwanted] == [("a", "pay")]


def test_a_refusal_that_is_only_noted_lets_the_branch_go_on() -> None:
    case = Case(
        plan(item("a", step("look", refused="note"), step("call", after=("look",)), acceptance="rule"))
    )
    case.done("a", "look", "not_found")
    case.done("a", "call")
    assert case.standing("a") == "granted"


def test_a_refused_step_after_the_grant_ends_what_follows_it_and_keeps_the_grant() -> None:
    steps = [
        step("call", decides=True),
        step("paper", "issue_result", after=("call",)),
        step("post", "mailing", after=("paper",)),
    ]
    case = Case(plan(item("a", *steps, acceptance="rule")))
    case.done("a", "call")
    case.done("a", "paper", "refused")
    assert case.state.items["a"].steps["post"].standing == "ended"
    assert case.state.standing == "completed"


def test_a_refused_approval_after_the_grant_keeps_the_grant_too() -> None:
    first = step("first", "approval", decides=True)
    later = step("later", "approval", after=("first",))
    case = Case(plan(item("a", first, later, step("post", "mailing", after=("later",)), acceptance="rule")))
    case.do(DecideStep("a", "first", "grant"))
    case.do(DecideStep("a", "later", "deny", "reason"))
    assert (case.standing("a"), case.state.items["a"].steps["post"].standing) == ("granted", "ended")
    assert case.state.standing == "completed"


def test_a_withdrawn_item_leaves_the_others_alone() -> None:
    case = Case(plan(item("a"), item("b"), item("c", after=(("a",),))))
    out = case.do(Withdraw(("a",)))
    assert [(each.item, each.outcome) for each in out.tasks_closed] == [("a", None), ("c", None)]
    assert [case.standing(key) for key in "abc"] == ["withdrawn", "received", "not_pursued"]
    case.do(Withdraw())
    with pytest.raises(ActRefused):
        case.do(Withdraw())


def test_a_supervisor_can_end_a_branch() -> None:
    case = Case(plan(item("a", step("call"), acceptance="rule"), item("b", step("call"), acceptance="rule")))
    out = case.do(EndBranch("a", "system_gone"))
    assert [each.step for each in out.effects_unwanted] == ["call"]
    assert (case.standing("a"), case.standing("b")) == ("ended", "accepted")


def test_the_promise_is_given_when_every_form_is_reviewed() -> None:
    case = Case(
        plan(item("a", step("decide", "approval", decides=True)), item("b", step("x"), after=(("a",),)))
    )
    assert at(case.state.expected_at) == "2026-03-26 17:30"  # 5 to review, 5 for a, 5 for b
    case.accept("a")
    assert case.state.promised_at is None
    case.accept("b")
    assert at(case.state.promised_at) == "2026-03-19 17:30"


def test_each_notice_and_paper_is_asked_for_once_per_event() -> None:
    messages = (
        NoticePlan(events.SUBMITTED, "received", ("box", "sms")),
        NoticePlan(events.NOTICE_SENT, "correct"),
    )
    case = Case(
        plan(item("a"), notices=messages, papers=(PaperPlan(events.NOTICE_SENT, "correction_notice", WORDS),))
    )
    case.mark("a", "field:x")
    case.do(AnswerNotice(("field:x",)))
    case.mark("a", "field:x")
    keys = case.wanted()
    assert len(keys) == len(set(keys)) == 6


def test_a_state_survives_being_written_and_read() -> None:
    case = Case(plan(item("a"), item("b", after=(("a",),))))
    case.mark("a", "field:x")
    case.accept("b")
    read: CaseState = from_document(to_document(case.state))
    assert read == case.state


def test_an_act_never_changes_the_state_that_was_given() -> None:
    case = Case(plan(item("a")))
    before, document = case.state, to_document(case.state)
    case.accept("a")
    assert to_document(before) == document


def test_delaying_the_look_at_deadlines_changes_no_date() -> None:
    often, seldom = (
        Case(plan(item("a"), item("b", step("pay", "payment"), acceptance="rule"))) for _ in range(2)
    )
    for case in (often, seldom):
        case.mark("a", "field:x")
    moment = THURSDAY
    for _ in range(60):
        moment += timedelta(days=1)
        often.at(moment.strftime("%Y-%m-%dT%H:%M"))
    seldom.at(moment.strftime("%Y-%m-%dT%H:%M"))
    assert often.state == seldom.state
    assert often.all.events == seldom.all.events
