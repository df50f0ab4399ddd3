"""When a case goes into the archive: ten working days after its end, and not before it is signed for."""

from dataclasses import replace
from datetime import datetime

import pytest

from clocks.clock import Limit
from matter_definitions import events
from matter_definitions.acts.telling import Archive
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.advance import ActRefused, deadlines
from matter_definitions.plan import Plan
from matter_definitions.state import from_document, to_document
from tests.unit.matter_definitions.hand_played import CALENDAR, Case, at
from tests.unit.matter_definitions.plans import item, plan, step

TEN_DAYS = Limit(10, "working_day")
ARCHIVED: Plan = replace(plan(item("one", step("decide", "approval", decides=True))), archive_after=TEN_DAYS)


def ended(definition: Plan = ARCHIVED) -> Case:
    """Withdrawn on Thursday, 5 March 2026 at 10:00."""
    case = Case(definition)
    case.do(Withdraw())
    assert case.state.standing == "withdrawn"
    return case


def due_at(case: Case) -> list[str]:
    return [at(each.at) for each in deadlines(case.plan, case.state, CALENDAR) if each.kind == "archive"]


def asked(case: Case) -> list[tuple[str | None, str, int]]:
    return [(each.item, each.step, each.round) for each in case.all.effects_wanted if each.kind == "archive"]


def test_the_archive_is_asked_for_at_the_close_of_the_tenth_working_day_after_the_end() -> None:
    case = ended()
    assert due_at(case) == ["2026-03-19 17:30"]
    case.at("2026-03-19T17:29")
    assert asked(case) == []
    case.at("2026-03-19T17:30")
    assert asked(case) == [(None, "archive", 1)]


def test_it_is_asked_for_once_and_only_a_complete_package_ends_it() -> None:
    case = ended().at("2026-04-20T10:00")
    assert (asked(case), due_at(case), case.state.archived_at) == ([(None, "archive", 1)], [], None)
    case.do(Archive("ab12"))
    assert case.state.archived_at == case.now
    said = case.all.events[-1]
    assert (said.kind, said.data) == (events.ARCHIVED, {"manifest": "ab12"})


def test_a_case_that_is_archived_by_hand_before_the_limit_is_not_asked_for_again() -> None:
    case = ended()
    case.do(Archive())
    assert due_at(case) == []


def test_an_open_case_has_no_such_date_and_cannot_be_archived() -> None:
    case = Case(ARCHIVED)
    assert due_at(case) == []
    with pytest.raises(ActRefused, match="still_open"):
        case.do(Archive())


def test_nothing_is_archived_twice() -> None:
    case = ended()
    case.do(Archive())
    with pytest.raises(ActRefused, match="archived_already"):
        case.do(Archive())


def test_a_plan_without_the_limit_archives_nothing_by_itself() -> None:
    case = ended(replace(ARCHIVED, archive_after=None)).at("2027-01-01T10:00")
    assert (due_at(case), asked(case)) == ([], [])


def test_a_case_that_ended_again_is_archived_again() -> None:
    case = ended().at("2026-04-20T10:00")
    case.do(Archive())
    case.state.ended_at = datetime.fromisoformat("2026-05-06T10:00+08:00")
    assert due_at(case) == ["2026-05-19 17:30"], "Saturday the 9th is worked"
    case.at("2026-05-19T17:30")
    assert asked(case)[-1] == (None, "archive", 2)
    case.do(Archive())


def granted_and_watched() -> Case:
    case = ended(replace(ARCHIVED, items=(replace(ARCHIVED.items[0], delivery_watch=True),)))
    case.state.standing, case.state.items["one"].standing = "completed", "granted"
    return case


def test_a_result_that_somebody_watches_over_is_signed_for_first() -> None:
    case = granted_and_watched()
    assert due_at(case) == []
    case.state.items["one"].signed_at = datetime.fromisoformat("2026-04-01T10:00+08:00")
    assert due_at(case) == ["2026-04-16 17:30"]


def test_what_is_known_of_the_archive_is_kept_with_the_state() -> None:
    case = ended().at("2026-04-20T10:00")
    case.do(Archive())
    assert from_document(to_document(case.state)) == case.state
