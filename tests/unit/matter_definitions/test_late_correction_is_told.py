"""What is asked for after the acceptance counts from when it was told, where that has to be proved."""

from dataclasses import replace
from datetime import datetime, timedelta

from clocks.pauses import Pause
from matter_definitions import events
from matter_definitions.acts.receiving import AnswerNotice, CorrectLate
from matter_definitions.acts.telling import RecordTold
from matter_definitions.advance import clock_of, deadlines
from matter_definitions.plan import NoticePlan
from matter_definitions.state import Notice, from_document, to_document
from tests.unit.matter_definitions.plans import everything, plan
from tests.unit.matter_definitions.standings import CALENDAR, MARKS, WAYS, Played, stand

ASK, ANSWER = CorrectLate("a", "first", MARKS), AnswerNotice(("field:x",))
TOLD = RecordTold("letter", "proof", notice=1)
MINUTE = timedelta(minutes=1)


def asked(*, legal: bool = True) -> Played:
    """Asked on Thursday 5 March at ten; the promise of five working days ends on 12 March."""
    notices = (NoticePlan(events.LATE_CORRECTION_ASKED, "correct", legal=True),) if legal else ()
    case = Played(replace(plan(everything(), notices=notices), legal_service=legal))
    case.do(*WAYS["accepted"])
    case.do(ASK)
    return case


def notice_of(case: Played) -> Notice:
    return case.state.notices[-1]


def due(case: Played) -> datetime | None:
    return clock_of(case.plan, case.item, CALENDAR).due_at


def kinds(case: Played) -> set[str]:
    return {each.kind for each in deadlines(case.plan, case.state, CALENDAR)}


def test_until_it_is_told_the_clock_runs_on_and_nothing_lapses() -> None:
    case = asked()
    before = due(case)
    assert before is not None
    assert before.date().isoformat() == "2026-03-12"
    assert "late_answer" not in kinds(case)
    case.at("2026-06-01T10:00:00")
    assert case.item.standing == "correcting_late"
    assert due(case) == before


def test_a_call_is_asked_for_by_noon_of_the_working_day_before_the_limit() -> None:
    case = asked()
    [service] = case.all.services_wanted
    assert (service.notice, service.event, service.legal) == (1, events.LATE_CORRECTION_ASKED, True)
    assert notice_of(case).call_at == service.must_by == datetime.fromisoformat("2026-03-11T12:00:00+08:00")


def test_from_the_telling_the_clock_stands_and_the_whole_time_to_answer_is_given() -> None:
    case = asked().at("2026-03-09T10:00:00")
    case.do(TOLD)
    assert due(case) is None
    assert case.item.handling_pauses == [Pause(case.now, None, "correction")]
    end = notice_of(case).answer_until
    assert end is not None
    assert end.date().isoformat() == "2026-03-23"  # ten working days after the ninth
    case.at((end - MINUTE).replace(tzinfo=None).isoformat())
    assert case.item.standing == "correcting_late"
    case.at(end.replace(tzinfo=None).isoformat())
    assert case.item.standing == "lapsed"


def test_only_the_days_between_telling_and_answer_are_not_counted() -> None:
    case = asked().at("2026-03-09T10:00:00")
    case.do(TOLD)
    case.at("2026-03-11T10:00:00").do(ANSWER)
    end = due(case)
    assert end is not None
    assert end.date().isoformat() == "2026-03-16"  # two working days later than before


def test_an_answer_before_the_proof_stops_no_clock() -> None:
    case = asked().at("2026-03-09T10:00:00")
    case.do(ANSWER)
    end = due(case)
    assert end is not None
    assert end.date().isoformat() == "2026-03-12"
    assert case.item.handling_pauses == []


def test_where_nothing_has_to_be_proved_the_sending_counts() -> None:
    case = asked(legal=False)
    assert due(case) is None
    assert "late_answer" in kinds(case)
    assert stand("correcting_late").item.handling_pauses[0].start == case.now


def test_a_case_whose_clock_an_earlier_release_has_stopped_stands_still_once() -> None:
    case = asked()
    document = to_document(case.state)
    case.state = from_document(document)
    case.item.handling_pauses.append(Pause(case.now, None, "correction"))
    case.at("2026-03-09T10:00:00").do(TOLD)
    assert len(case.item.handling_pauses) == 1
