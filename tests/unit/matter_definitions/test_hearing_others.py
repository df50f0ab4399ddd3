from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clocks.clock import Limit
from clocks.published import load_published
from matter_definitions import events
from matter_definitions.acts.act import Act
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.acts.deciding import RecordOutcome
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
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.advance import ActRefused, ItemOpening, Situation, deadlines, move, open_case, run_due
from matter_definitions.consequences import Consequences
from matter_definitions.motion import ActorRef
from matter_definitions.offers import HearingPlan, LetterPlan, PublicityPlan, VisitPlan
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState, ItemState, StepState, from_document, to_document
from tests.unit.matter_definitions.plans import DAY, WORDS, item, plan, step

CALENDAR = load_published()
THURSDAY = datetime.fromisoformat("2026-03-05T10:00:00+08:00")
HERE, THERE = "330110000000", "330106000000"
LEAD, FIRE, HEALTH, ORIGIN = f"library@{HERE}", f"fire@{HERE}", f"health@{HERE}", f"police@{THERE}"
TEXT = "11111111-1111-1111-1111-111111111111"


class Case:
    """Plays one case by hand."""

    def __init__(self, definition: Plan, *, places: Mapping[str, tuple[str, str]] | None = None) -> None:
        self.plan, self.now = definition, THURSDAY
        openings = [
            ItemOpening(each.code, each.code, number, HERE, LEAD, places=dict(places or {}))
            for number, each in enumerate(definition.items, start=1)
        ]
        self.state, self.out = open_case(definition, openings, self.situation())

    def situation(self, by: ActorRef | None = None) -> Situation:
        return Situation(now=self.now, calendar=CALENDAR, actor=by)

    def act(self, act: Act, *, by: str | None = None) -> Consequences:
        actor = ActorRef("officer", "o1", rank=2, department=by, region=HERE) if by else None
        before = to_document(self.state)
        old = self.state
        try:
            self.state, out = move(self.plan, self.state, act, self.situation(actor))
        finally:
            assert to_document(old) == before, "a state that is given in never changes"
        self.out.add(out)
        assert from_document(to_document(self.state)) == self.state
        return out

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)
        self.state, out = run_due(self.plan, self.state, self.situation())
        self.out.add(out)

    def to_next_deadline(self, kind: str) -> None:
        [at] = [each.at for each in deadlines(self.plan, self.state, CALENDAR) if each.kind == kind]
        self.now = at - timedelta(minutes=1)
        self.later()
        assert kind in {each.kind for each in deadlines(self.plan, self.state, CALENDAR)}
        self.later(minutes=1)

    def item(self, code: str = "card") -> ItemState:
        return self.state.items[code]

    def step(self, code: str) -> StepState:
        return self.item().steps[code]

    def kinds(self) -> list[str]:
        return [each.kind for each in self.out.events]

    def open_tasks(self) -> set[tuple[str, str]]:
        """(step, department) of everything on a desk."""
        closed = {(each.item, each.step, each.round) for each in self.out.tasks_closed}
        return {
            (each.step, each.department)
            for each in self.out.tasks_opened
            if (each.item, each.step, each.round) not in closed
        }


def refused(case: Case, act: Act, *, by: str | None = None) -> str:
    with pytest.raises(ActRefused) as error:
        case.act(act, by=by)
    return error.value.code


# --- publicity


def published(**more: object) -> Case:
    publicity = PublicityPlan(Limit(10, "natural_day"), (), WORDS)
    show = step("show", "publicity", publicity=publicity, **more)
    decide = step("decide", "approval", decides=True, after=("show",))
    return Case(plan(item("card", show, decide, acceptance="rule", promised=Limit(20, DAY))))


def test_what_nobody_objects_to_is_over_with_its_time() -> None:
    case = published()
    assert case.step("show").standing == "open"
    case.to_next_deadline("publicity_end")
    assert case.step("show").standing == "done"
    assert case.open_tasks() == {("decide", LEAD)}
    assert case.kinds().count(events.PUBLICITY_ENDED) == 1


def test_each_objection_is_decided_for_itself_and_the_step_waits_for_all() -> None:
    case = published()
    case.act(Object("card", "show", TEXT))
    case.act(Object("card", "show", TEXT))
    first, second = (code for code, _ in sorted(case.open_tasks()))
    case.to_next_deadline("publicity_end")
    assert case.step("show").standing == "open"
    case.act(DecideObjection("card", first, False, "text:x"))
    assert case.step("show").standing == "open"
    case.act(DecideObjection("card", second, False, "text:x"))
    assert case.step("show").standing == "done"
    assert case.kinds().count(events.OBJECTION_DISMISSED) == 2


def test_an_objection_that_is_upheld_denies_the_item_and_ends_the_publicity() -> None:
    case = published()
    case.act(Object("card", "show", TEXT))
    [(code, _)] = case.open_tasks()
    case.act(DecideObjection("card", code, True, "text:x"))
    assert case.item().standing == "denied"
    assert case.item().reason == "text:x"
    assert case.kinds().count(events.PUBLICITY_ENDED) == 1
    assert case.open_tasks() == set()


def test_an_objection_that_is_upheld_is_only_noted_where_the_plan_says_so() -> None:
    case = published(refused="note")
    case.act(Object("card", "show", TEXT))
    [(code, _)] = case.open_tasks()
    case.act(DecideObjection("card", code, True, "text:x"))
    assert case.step("show").outcome == "objection_upheld"
    assert case.open_tasks() == {("decide", LEAD)}


def test_nobody_objects_any_more_when_the_time_is_over() -> None:
    case = published()
    case.act(Object("card", "show", TEXT))
    case.to_next_deadline("publicity_end")
    assert refused(case, Object("card", "show", TEXT)) == "step_not_open"


def test_what_is_public_is_taken_down_when_the_item_is_withdrawn() -> None:
    case = published()
    case.act(Object("card", "show", TEXT))
    case.act(Withdraw())
    [ended] = [each for each in case.out.events if each.kind == events.PUBLICITY_ENDED]
    assert ended.data["outcome"] == "withdrawn"
    assert case.open_tasks() == set()


# --- letters


def corresponding(**more: object) -> Case:
    letter = LetterPlan("police", "'x'", Limit(5, DAY), "verification", "letter")
    ask = step("ask", "letter", letter=letter, **more)
    decide = step("decide", "approval", decides=True, after=("ask",))
    definition = plan(item("card", ask, decide, acceptance="rule"))
    return Case(definition, places={"ask:to": (ORIGIN, THERE)})


def test_a_letter_goes_from_desk_to_desk_and_its_answer_comes_back() -> None:
    case = corresponding()
    assert case.open_tasks() == {("ask", LEAD)}
    out = case.act(SendLetter("card", "ask", TEXT), by=LEAD)
    assert [(each.to_department, each.round, each.kind) for each in out.letters_wanted] == [
        (ORIGIN, 1, "verification")
    ]
    assert case.open_tasks() == {("ask", ORIGIN)}
    out = case.act(AnswerLetter("card", "ask", "confirmed", TEXT), by=ORIGIN)
    assert [(each.to_department, each.round, each.kind) for each in out.letters_wanted] == [
        (LEAD, 2, "answer")
    ]
    assert case.step("ask").standing == "done"
    assert case.open_tasks() == {("decide", LEAD)}


def test_only_the_sender_sends_and_only_the_addressee_answers() -> None:
    case = corresponding()
    assert refused(case, AnswerLetter("card", "ask", "confirmed"), by=ORIGIN) == "letter_not_sent"
    assert refused(case, SendLetter("card", "ask", TEXT), by=ORIGIN) == "not_yours_to_do"
    case.act(SendLetter("card", "ask", TEXT), by=LEAD)
    assert refused(case, SendLetter("card", "ask", TEXT), by=LEAD) == "letter_sent"
    assert refused(case, AnswerLetter("card", "ask", "confirmed"), by=LEAD) == "not_yours_to_do"
    assert refused(case, AnswerLetter("card", "ask", "perhaps"), by=ORIGIN) == "outcome_not_possible"


def test_a_letter_that_is_not_confirmed_denies_the_item() -> None:
    case = corresponding()
    case.act(SendLetter("card", "ask", TEXT))
    case.act(AnswerLetter("card", "ask", "not_confirmed", TEXT))
    assert (case.item().standing, case.item().reason) == ("denied", f"text:{TEXT}")


def test_a_letter_that_nobody_answers_is_shown_once_and_may_still_be_answered() -> None:
    case = corresponding()
    case.act(SendLetter("card", "ask", TEXT))
    case.to_next_deadline("letter_answer")
    case.later(days=3)
    [late] = [each for each in case.out.events if each.kind == events.LETTER_UNANSWERED]
    assert late.data["department"] == ORIGIN
    case.act(AnswerLetter("card", "ask", "confirmed"))
    assert case.step("ask").standing == "done"


def test_an_unanswered_letter_leaves_the_other_desk_when_the_item_is_withdrawn() -> None:
    case = corresponding()
    case.act(SendLetter("card", "ask", TEXT))
    case.act(Withdraw())
    assert case.open_tasks() == set()


# --- joint visits


def visiting(**more: object) -> Case:
    look = step("look", "joint_visit", visit=VisitPlan(("fire", "health"), Limit(2, DAY)), **more)
    decide = step("decide", "approval", decides=True, after=("look",))
    definition = plan(item("card", look, decide, acceptance="rule"))
    return Case(definition, places={"look:fire": (FIRE, HERE), "look:health": (HEALTH, HERE)})


MONDAY, TUESDAY = THURSDAY + timedelta(days=4), THURSDAY + timedelta(days=5)


def agreed() -> Case:
    case = visiting()
    case.act(ProposeVisit("card", "look", (MONDAY, TUESDAY)), by=LEAD)
    case.act(ConsentVisit("card", "look", FIRE, TUESDAY), by=FIRE)
    case.act(ConsentVisit("card", "look", HEALTH, TUESDAY), by=HEALTH)
    return case


def test_a_visit_has_one_time_one_record_and_a_conclusion_from_each_department() -> None:
    case = agreed()
    assert case.open_tasks() == {("look", LEAD), ("look", FIRE), ("look", HEALTH)}
    assert refused(case, RecordVisit("card", "look", TEXT), by=LEAD) == "visit_not_yet"
    case.now = TUESDAY
    case.act(RecordVisit("card", "look", TEXT), by=LEAD)
    assert refused(case, RecordVisit("card", "look", TEXT), by=LEAD) == "visit_recorded"
    for number, department in enumerate((FIRE, LEAD, HEALTH), start=1):
        assert case.step("look").standing == "open"
        case.act(ConcludeVisit("card", "look", department, "passed"), by=department)
        assert len(case.open_tasks() & {("look", each) for each in (LEAD, FIRE, HEALTH)}) == 3 - number
    assert case.step("look").standing == "done"
    assert case.open_tasks() == {("decide", LEAD)}


def test_one_department_that_finds_against_it_refuses_the_visit() -> None:
    case = agreed()
    case.now = TUESDAY
    case.act(RecordVisit("card", "look", TEXT))
    case.act(ConcludeVisit("card", "look", LEAD, "passed"))
    case.act(ConcludeVisit("card", "look", FIRE, "failed", TEXT))
    assert case.item().standing == "accepted", "the others conclude for themselves"
    case.act(ConcludeVisit("card", "look", HEALTH, "passed"))
    assert case.item().standing == "denied"


def test_nobody_speaks_for_another_department() -> None:
    case = visiting()
    assert refused(case, ProposeVisit("card", "look", (MONDAY,)), by=FIRE) == "not_yours_to_do"
    case.act(ProposeVisit("card", "look", (MONDAY,)), by=LEAD)
    assert refused(case, ConsentVisit("card", "look", FIRE, MONDAY), by=HEALTH) == "not_yours_to_do"
    assert refused(case, ConsentVisit("card", "look", ORIGIN, MONDAY), by=ORIGIN) == "not_yours_to_do"
    assert refused(case, ConsentVisit("card", "look", FIRE, TUESDAY), by=FIRE) == "no_such_time"
    assert refused(case, ConcludeVisit("card", "look", FIRE, "passed"), by=FIRE) == "visit_not_recorded"


def test_a_department_that_never_answers_is_shown_to_the_supervisor_and_may_be_asked_again() -> None:
    case = visiting()
    case.act(ProposeVisit("card", "look", (MONDAY, TUESDAY)), by=LEAD)
    case.act(ConsentVisit("card", "look", FIRE, MONDAY), by=FIRE)
    case.to_next_deadline("visit_answer")
    late = [each.data["department"] for each in case.out.events if each.kind == events.VISIT_UNANSWERED]
    assert late == [HEALTH]
    again = case.now + timedelta(days=3)
    case.act(ProposeVisit("card", "look", (again,)), by=LEAD)
    assert case.step("look").data.get(f"consent:{FIRE}") is None, "a new time needs a new consent"
    for department in (FIRE, HEALTH):
        case.act(ConsentVisit("card", "look", department, again), by=department)
    assert refused(case, ProposeVisit("card", "look", (again,)), by=LEAD) == "visit_agreed"


def test_a_visit_leaves_every_desk_when_the_item_is_withdrawn() -> None:
    case = agreed()
    case.act(Withdraw())
    assert case.open_tasks() == set()


# --- hearings


def hearing() -> Case:
    listen = step("listen", "hearing", hearing=HearingPlan())
    decide = step("decide", "approval", decides=True, after=("listen",))
    return Case(plan(item("card", listen, decide, acceptance="rule", promised=Limit(20, DAY))))


def test_whoever_does_not_ask_to_be_heard_is_not_waited_for() -> None:
    case = hearing()
    case.to_next_deadline("hearing_ask")
    assert (case.step("listen").standing, case.step("listen").outcome) == ("done", "waived")
    assert case.open_tasks() == {("decide", LEAD)}


def test_a_hearing_is_announced_seven_days_before_and_recorded_when_it_was_held() -> None:
    case = hearing()
    assert refused(case, HoldHearing("card", "listen", MONDAY)) == "hearing_not_asked"
    case.act(AskHearing("card", "listen"))
    assert refused(case, AskHearing("card", "listen")) == "hearing_asked"
    week = case.now + timedelta(days=7)
    assert refused(case, HoldHearing("card", "listen", week - timedelta(minutes=1))) == "announced_too_late"
    assert refused(case, HoldHearing("card", "listen", week + timedelta(days=60))) == "hearing_too_late"
    case.act(HoldHearing("card", "listen", week))
    assert refused(case, RecordHearing("card", "listen", TEXT)) == "hearing_not_yet"
    case.now = week
    case.act(RecordHearing("card", "listen", TEXT))
    assert case.open_tasks() == {("decide", LEAD)}


# --- what is undone when another item fails


def two_places() -> Case:
    permit = item("card", step("issue"), step("cancel", after_failure_of="leave"), acceptance="rule")
    leave = item("leave", step("let-go"), acceptance="rule", after=(("card",),))
    case = Case(plan(permit, leave))
    assert case.step("cancel").standing == "skipped"
    case.act(RecordOutcome("card", "issue", 1, "done"))
    assert case.item().standing == "granted"
    assert case.item("leave").standing == "accepted"
    return case


def cancels(case: Case) -> int:
    return sum(each.step == "cancel" for each in case.out.effects_wanted)


def test_a_permit_is_cancelled_once_when_the_place_of_origin_refuses() -> None:
    case = two_places()
    case.act(RecordOutcome("leave", "let-go", 1, "refused", "text:x"))
    assert case.item("leave").standing == "denied"
    assert cancels(case) == 1
    assert case.state.standing == "open", "the case waits until it is cancelled"
    out = case.act(RecordOutcome("card", "cancel", 1, "done"))
    assert case.item().standing == "revoked"
    assert [each.to for each in out.documents_changed] == ["revoked"]
    assert case.state.standing == "refused"
    assert case.kinds().count(events.RESULT_CANCELLED) == 1
    assert refused(case, RecordOutcome("card", "cancel", 1, "done")) == "outcome_unwanted"
    case.later(days=30)
    assert cancels(case) == 1


def test_a_permit_that_is_used_is_never_cancelled() -> None:
    case = two_places()
    case.act(RecordOutcome("leave", "let-go", 1, "done"))
    assert case.state.standing == "completed"
    assert cancels(case) == 0


def test_states_keep_what_others_said_when_they_are_written_down() -> None:
    case = agreed()
    state: CaseState = from_document(to_document(case.state))
    assert replace(state) == case.state
