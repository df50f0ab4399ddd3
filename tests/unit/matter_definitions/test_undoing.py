"""What is undone begins anew under keys that have never been used, and what built on it follows."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from matter_definitions import events
from matter_definitions.acts.deciding import ConfirmStep, DecideStep, RecordOutcome
from matter_definitions.acts.pausing import (
    AskExtension,
    BeginSpecial,
    DecideExtension,
    EndSpecial,
    RejectSuspension,
    Resume,
    Suspend,
)
from matter_definitions.acts.receiving import AnswerNotice, DecidePrecheck, DecideReceipt, Resubmit
from matter_definitions.acts.telling import RecordDelivery, RecordTold
from matter_definitions.acts.undoing import Rectify, Reopen, TakeBack, Withdraw
from matter_definitions.advance import clock_of, deadlines
from matter_definitions.plan import NoticePlan, Plan
from matter_definitions.state import Mark
from tests.unit.matter_definitions.plans import WORDS, everything, item, plan, step
from tests.unit.matter_definitions.standings import (
    ACCEPT,
    CALENDAR,
    CHIEFS,
    FIRST,
    ISSUED,
    MARKS,
    PASS,
    Played,
    stand,
)

BACK = TakeBack("a", None, "reason")
GRANT = DecideStep("a", "decide", "grant")


def permit(*steps: object, **more: object) -> Plan:
    decide = step("decide", "approval", decides=True)
    first = item("a", decide, *steps, acceptance="rule", **more)  # type: ignore[arg-type]
    messages = (NoticePlan(events.GRANTED, "granted", ("box", "sms")),)
    return plan(first, item("b", step("work"), acceptance="rule", after=(("a",),)), notices=messages)


def keys(case: Played) -> Counter[tuple[str, str | None, str, int]]:
    tasks = [("task", each.item, each.step, each.round) for each in case.all.tasks_opened]
    return Counter([*tasks, *((e.kind, e.item, e.step, e.round) for e in case.all.effects_wanted)])


def test_granted_taken_back_and_granted_again_asks_for_everything_anew_and_once() -> None:
    case = Played(
        permit(step("pay", "payment", after=("decide",)), step("paper", "issue_result", after=("pay",)))
    )
    case.do(GRANT)
    out = case.do(BACK)
    assert [(each.step, each.round) for each in out.effects_unwanted] == [("pay", 1)]
    assert case.item.standing == "accepted"
    case.do(GRANT, RecordOutcome("a", "pay", 2, "done"))
    assert set(keys(case).values()) == {1}
    told = [key for key in keys(case) if key[0] == "notify"]
    assert [key[3] for key in told] == [1, 1, 2, 2]


def test_the_clock_goes_on_as_if_the_decision_had_never_been_made() -> None:
    case, other = stand("accepted"), stand("accepted")
    case.at("2026-03-09T10:00:00").do(DecideStep("a", "first", "deny", "reason"))
    case.at("2026-03-11T10:00:00").do(BACK)
    assert clock_of(case.plan, case.item, CALENDAR) == clock_of(other.plan, other.item, CALENDAR)
    assert case.state.standing == "open"
    assert case.kinds()[-2:] == [events.CASE_OPEN_AGAIN, events.STEP_OPENED]


def test_what_was_given_up_is_taken_up_again() -> None:
    case = Played(permit())
    case.do(DecideStep("a", "decide", "deny", "reason"))
    assert (case.state.items["b"].standing, case.state.standing) == ("not_pursued", "refused")
    case.do(BACK)
    assert (case.state.items["b"].standing, case.state.standing) == ("received", "open")
    case.do(GRANT)
    assert case.state.items["b"].standing == "accepted"
    case.do(RecordOutcome("b", "work", 1, "done"))
    assert case.state.standing == "completed"


def test_a_form_under_review_that_was_given_up_is_reviewed_in_a_new_round() -> None:
    first = item("a", step("decide", "approval", decides=True), acceptance="rule")
    case = Played(plan(first, item("b", step("work"), after=(("a",),))))
    case.do(DecideStep("a", "decide", "deny", "reason"), BACK)
    reviews = [each.round for each in case.all.tasks_opened if each.item == "b"]
    assert reviews == [1, 2]
    case.do(GRANT, DecideReceipt("b", "accept"))
    assert case.state.items["b"].standing == "accepted"


def test_a_passed_level_is_taken_back_and_what_followed_it_falls_away() -> None:
    case = stand("accepted")
    case.do(FIRST)
    out = case.do(TakeBack("a", "first", "reason"))
    assert [(each.step, each.outcome) for each in out.tasks_closed] == [("chief", None)]
    assert [(each.step, each.round) for each in out.tasks_opened] == [("first", 2)]
    case.do(FIRST)
    assert case.all.tasks_opened[-1].step == "chief"
    assert case.all.tasks_opened[-1].round == 2


def test_what_a_level_sends_back_is_decided_again_from_there() -> None:
    case = stand("accepted")
    case.do(FIRST, DecideStep("a", "chief", "send_back", "look again"))
    assert [(each.step, each.round) for each in case.all.tasks_opened][-1] == ("first", 2)
    case.do(FIRST, CHIEFS)
    assert case.item.standing == "granted"
    assert set(keys(case).values()) == {1}


def test_a_refusal_taken_back_after_the_limit_is_late_and_never_accepted_by_silence() -> None:
    case = stand("refused").at("2026-03-30T10:00:00")
    case.do(BACK)
    assert case.item.standing == "received"
    assert events.RECEIPT_OVERDUE in case.kinds()
    assert [each for each in deadlines(case.plan, case.state, CALENDAR) if each.kind == "receipt"] == []
    case.do(ACCEPT)
    assert case.item.standing == "accepted"


def test_a_reopened_item_has_a_fresh_clock_and_its_extensions_anew() -> None:
    case = stand("accepted")
    case.do(AskExtension("a", "reason"), DecideExtension("a", granted=True))
    case.do(DecideStep("a", "first", "deny", "reason"))
    case.at("2026-06-01T10:00:00").do(Reopen("a", "text-9"))
    clock = clock_of(case.plan, case.item, CALENDAR)
    assert clock.due_at == datetime.fromisoformat("2026-06-08T17:30+08:00")
    assert (case.item.review_decision, case.item.reopened) == ("text-9", 1)
    case.do(AskExtension("a", "once more"))


def test_an_item_that_lapsed_unpaid_demands_the_payment_anew() -> None:
    case = Played(plan(item("a", step("pay", "payment"), acceptance="rule"))).at("2026-05-30T10:00:00")
    assert case.item.reason == "unpaid"
    case.do(Reopen("a", "text-9"))
    assert [each.round for each in case.all.effects_wanted if each.kind == "payment"] == [1, 2]
    case.do(RecordOutcome("a", "pay", 2, "done"))
    assert (case.item.standing, case.state.standing) == ("granted", "completed")


def test_a_rectified_result_is_issued_once_more_and_the_first_is_replaced() -> None:
    case = stand("granted")
    case.do(ISSUED)
    out = case.do(Rectify("a", "paper", "reason"))
    assert [(each.to, each.step) for each in out.documents_changed] == [("replaced", "paper")]
    assert [(each.step, each.round) for each in out.effects_wanted] == [("paper", 2)]
    assert case.state.standing == "completed"
    case.do(RecordOutcome("a", "paper", 2, "done"))
    assert case.item.rectified == 1


def test_a_revoked_result_changes_what_the_case_ended_with() -> None:
    case = stand("revoked")
    assert case.state.standing == "refused"
    assert case.kinds()[-2:] == [events.REVOKED, events.ENDED]
    assert events.COMPLETED in case.kinds()
    assert [each.to for each in case.all.documents_changed] == ["revoked"]


def test_a_struck_out_suspension_never_stopped_the_clock() -> None:
    case, plain = stand("suspended"), stand("accepted")
    case.at("2026-03-10T10:00:00").do(RejectSuspension("a", "no ground"))
    assert clock_of(case.plan, case.item, CALENDAR) == clock_of(plain.plan, plain.item, CALENDAR)


def test_a_pause_and_an_extension_move_the_promise_and_lateness_does_not() -> None:
    case = stand("accepted")
    assert case.state.promised_at == datetime.fromisoformat("2026-03-12T17:30+08:00")
    case.do(Suspend("a", "force_majeure", "flood", stands=True))
    case.at("2026-03-09T10:00:00").do(Resume("a"))
    assert case.state.promised_at == datetime.fromisoformat("2026-03-13T17:30+08:00")
    assert [(each.why, each.to.day) for each in case.state.promise_moves] == [("pause", 13)]
    case.at("2026-04-09T10:00:00").do(FIRST, CHIEFS)
    assert len(case.state.promise_moves) == 1


def test_what_lasts_longer_than_it_may_ends_by_itself_and_once() -> None:
    for standing, event in (
        ("special_procedure", events.SPECIAL_OVERRAN),
        ("suspended", events.SUSPENSION_OVERRAN),
        ("forwarded", events.FORWARD_OVERDUE),
    ):
        case = stand(standing).at("2026-12-01T10:00:00")  # type: ignore[arg-type]
        assert case.kinds().count(event) == 1
        assert case.item.standing == ("forwarded" if standing == "forwarded" else "accepted")


def test_a_pre_check_that_nobody_makes_is_shown_and_then_accepted_by_silence() -> None:
    case = Played(plan(everything())).at("2026-03-30T10:00:00")
    assert case.kinds().count(events.PRECHECK_OVERDUE) == 1
    assert (case.item.standing, case.item.accepted_by) == ("accepted", "silence")
    assert {each.outcome for each in case.all.tasks_closed} == {None}


def test_what_a_pre_check_gave_back_lapses_when_nobody_completes_it() -> None:
    case = stand("returned").at("2026-04-30T10:00:00")
    assert (case.item.standing, case.item.reason) == ("lapsed", "not_corrected")


def test_a_late_correction_that_nobody_answers_lapses_and_an_answered_one_goes_on() -> None:
    case = stand("correcting_late").at("2026-04-30T10:00:00")
    assert (case.item.standing, case.item.reason) == ("lapsed", "not_corrected")
    answered = stand("correcting_late").at("2026-03-09T10:00:00")
    answered.do(AnswerNotice(("field:x",)))
    assert answered.item.standing == "accepted"
    due_at = clock_of(answered.plan, answered.item, CALENDAR).due_at
    assert due_at == datetime.fromisoformat("2026-03-13T17:30+08:00")


def legal() -> Played:
    """A matter whose correction notice counts when it is proved that the applicant has it."""
    notices = (NoticePlan(events.NOTICE_SENT, "correct", legal=True),)
    case = Played(replace(plan(everything(precheck=None), notices=notices), legal_service=True))
    case.do(DecideReceipt("a", "correct", MARKS))
    return case


def test_a_notice_of_law_stops_the_clock_only_when_it_is_told() -> None:
    case = legal()
    (wanted,) = case.all.services_wanted
    assert (wanted.notice, wanted.event) == (1, events.NOTICE_SENT)
    assert wanted.must_by == datetime.fromisoformat("2026-03-11T12:00+08:00")
    assert not clock_of(case.plan, case.item, CALENDAR).paused
    case.at("2026-03-06T10:00:00").do(RecordTold("box", "read", notice=1))
    assert clock_of(case.plan, case.item, CALENDAR).paused
    case.at("2026-04-30T10:00:00")
    assert case.item.standing == "lapsed"


def test_a_notice_of_which_nobody_can_prove_that_it_arrived_is_called_and_then_accepted_by_silence() -> None:
    case = legal().at("2026-03-11T12:01:00")
    call = case.all.tasks_opened[-1]
    assert (call.step, call.kind) == ("call", "call")
    reached = legal().at("2026-03-11T12:01:00")
    reached.do(RecordTold("call", "task", notice=1))
    assert (reached.item.steps["call"].standing, reached.item.standing) == ("done", "correcting")
    case.at("2026-05-30T10:00:00")
    assert (case.item.accepted_by, case.item.standing) == ("silence", "accepted")


def test_a_result_that_nobody_signs_for_in_time_is_shown_once() -> None:
    case = stand("granted")
    case.do(ISSUED)
    clock = clock_of(case.plan, case.item, CALENDAR)
    assert (clock.running, clock.due_at) == ("delivery", datetime.fromisoformat("2026-03-19T17:30+08:00"))
    late = stand("granted")
    late.do(ISSUED)
    assert late.at("2026-04-19T10:00:00").kinds().count(events.DELIVERY_OVERDUE) == 1
    case.do(RecordDelivery("a", "counter", signed=True))
    assert clock_of(case.plan, case.item, CALENDAR).running is None
    assert case.at("2026-04-19T10:00:00").kinds().count(events.DELIVERY_OVERDUE) == 0


def test_a_fee_before_acceptance_comes_first_and_unpaid_it_ends_only_its_item() -> None:
    def case() -> Played:
        fee = step("fee", "payment", stage="before_acceptance")
        made = Played(plan(item("a", fee, step("work")), item("b", step("work"), acceptance="rule")))
        made.do(ACCEPT)
        return made

    paid = case()
    assert (paid.item.standing, paid.item.steps["work"].standing) == ("received", "pending")
    paid.at("2026-03-09T10:00:00").do(RecordOutcome("a", "fee", 1, "done"))
    assert paid.item.standing == "accepted"
    assert paid.item.accepted_at == paid.now
    unpaid = case().at("2026-05-30T10:00:00")
    assert [each.standing for each in unpaid.state.items.values()] == ["lapsed", "accepted"]


def test_what_cannot_be_undone_waits_for_the_applicant_and_the_clock_with_it() -> None:
    first = step("print", confirm=WORDS)
    case = Played(plan(item("a", first, acceptance="rule")))
    assert [each.kind for each in case.all.effects_wanted] == ["notify"], "she has to hear of it"
    assert clock_of(case.plan, case.item, CALENDAR).paused
    case.at("2026-03-09T10:00:00").do(ConfirmStep("a", "print"))
    assert [each.step for each in case.all.effects_wanted[1:]] == ["print"]
    assert not clock_of(case.plan, case.item, CALENDAR).paused


def test_a_later_level_that_does_not_apply_leaves_the_grant_to_the_one_before() -> None:
    levels = [
        step("first", "approval", decides=True, level=1, level_group="g"),
        step("chief", "approval", decides=True, level=2, level_group="g", after=("first",), when="1 > 2"),
    ]
    case = Played(plan(item("a", *levels, acceptance="rule")))
    case.do(DecideStep("a", "first", "grant"))
    assert (case.item.standing, case.item.steps["chief"].standing) == ("granted", "skipped")


def test_withdrawing_a_part_of_what_stands_and_falls_as_a_whole_withdraws_all() -> None:
    two = plan(item("a", step("work")), item("b", step("work")))
    case = Played(replace(two, withdraw_follows="all_end"))
    case.do(Withdraw(("a",)))
    assert [each.standing for each in case.state.items.values()] == ["withdrawn", "withdrawn"]


def test_two_pauses_end_each_for_itself() -> None:
    steps = (step("decide", "approval", decides=True), step("print", confirm=WORDS))
    made = replace(everything(precheck=None, acceptance="rule"), steps=steps)
    case = Played(plan(made))
    case.do(BeginSpecial("a", "testing", 10), EndSpecial("a"))
    assert clock_of(case.plan, case.item, CALENDAR).paused, "the applicant is still asked to confirm"


def test_a_return_and_a_correction_of_two_items_go_apart() -> None:
    looked_at = everything()
    case = Played(plan(looked_at, item("b", step("work"))))
    case.do(DecideReceipt("b", "correct", (Mark("field:y", "text-2"),)))
    case.do(DecidePrecheck("a", "return", MARKS, "reason"))
    assert [each.kind for each in case.state.notices] == ["correction", "return"]
    case.do(AnswerNotice(("field:y",)), Resubmit("a", ("field:x",)), PASS)
    assert [each.standing for each in case.state.items.values()] == ["received", "received"]
