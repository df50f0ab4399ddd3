"""The time of a hearing does not count, and the applicant is told in writing how long it takes (art. 45)."""

from datetime import datetime, timedelta

import pytest

from clocks.clock import Limit
from matter_definitions import events
from matter_definitions.acts.act import Act
from matter_definitions.acts.hearing_others import AskHearing, HoldHearing, RecordHearing
from matter_definitions.acts.pausing import EndSpecial, Resume, Suspend
from matter_definitions.advance import ActRefused, clock_of
from matter_definitions.offers import HearingPlan, SpecialPlan, SuspensionPlan
from matter_definitions.plan import PaperPlan, Plan
from tests.unit.matter_definitions.plans import DAY, WORDS, item, plan, step
from tests.unit.matter_definitions.standings import CALENDAR, Played

ASK = AskHearing("a", "listen")
HELD = HoldHearing("a", "listen", datetime.fromisoformat("2026-03-20T09:00:00+08:00"))
RECORDED = RecordHearing("a", "listen", "text-1")


def heard(*, specials: tuple[SpecialPlan, ...] = ()) -> Plan:
    listen = step("listen", "hearing", hearing=HearingPlan())
    decide = step("decide", "approval", decides=True, after=("listen",))
    paused = SuspensionPlan("force_majeure", pauses=True, maximum=Limit(60, DAY))
    one = item("a", listen, decide, acceptance="rule", promised=Limit(20, DAY), specials=specials,
               suspensions=(paused,))  # fmt: skip
    return plan(one, papers=(PaperPlan(events.SPECIAL_BEGUN, "special_procedure_notice", WORDS, "item"),))


def asked(**more: tuple[SpecialPlan, ...]) -> Played:
    """Accepted on Thursday 5 March, asked for on Friday at ten; the limit would end on 2 April."""
    case = Played(heard(**more)).at("2026-03-06T10:00:00")
    case.do(ASK)
    return case


def due(case: Played) -> str | None:
    at = clock_of(case.plan, case.item, CALENDAR).due_at
    return at.date().isoformat() if at else None


def refused(case: Played, act: Act) -> str:
    with pytest.raises(ActRefused) as error:
        case.do(act)
    return error.value.code


def test_it_begins_when_it_is_asked_for_and_says_in_writing_until_when() -> None:
    case = Played(heard()).at("2026-03-06T10:00:00")
    assert due(case) == "2026-04-02"
    out = case.do(ASK)
    assert (case.item.standing, due(case)) == ("special_procedure", None)
    [special] = case.item.specials
    assert (special.kind, special.expected_until.date().isoformat()) == ("hearing", "2026-04-03")
    assert [each.template for each in out.effects_wanted if each.kind == "paper"] == [
        "special_procedure_notice"
    ]


def test_from_the_asking_to_the_record_no_day_counts() -> None:
    case = asked()
    case.do(HELD)
    case.at("2026-03-20T10:00:00").do(RECORDED)
    assert (case.item.standing, due(case)) == ("accepted", "2026-04-17")  # ten working days later
    assert case.item.specials[0].over is False
    assert case.kinds().count(events.SPECIAL_ENDED) == 1


def test_nobody_who_does_not_ask_stops_a_clock() -> None:
    case = Played(heard()).at("2026-03-20T10:00:00")
    assert (case.item.standing, due(case), case.item.specials) == ("accepted", "2026-04-02", [])


@pytest.mark.parametrize(
    ("specials", "over"), [((), "2026-04-03"), ((SpecialPlan("hearing", Limit(10, DAY)),), "2026-03-20")]
)
def test_its_maximum_is_that_of_the_item_or_else_the_time_to_hold_it(
    specials: tuple[SpecialPlan, ...], over: str
) -> None:
    case = asked(specials=specials)
    [special] = case.item.specials
    assert special.expected_until.date().isoformat() == over
    end = special.expected_until
    case.at((end - timedelta(minutes=1)).replace(tzinfo=None).isoformat())
    assert case.item.standing == "special_procedure"
    case.at(end.replace(tzinfo=None).isoformat())
    assert (case.item.standing, special_of(case).over) == ("accepted", True)
    assert due(case) is not None
    case.at("2026-04-10T10:00:00")
    assert (case.item.standing, len(case.item.specials)) == ("accepted", 1)  # never a second time


def special_of(case: Played):  # type: ignore[no-untyped-def]
    return case.item.specials[-1]


def test_a_hearing_recorded_after_its_maximum_still_ends_the_step() -> None:
    case = asked(specials=(SpecialPlan("hearing", Limit(5, DAY)),))
    case.do(HELD)
    case.at("2026-03-20T10:00:00").do(RECORDED)
    assert case.item.steps["listen"].standing == "done"
    assert due(case) == "2026-04-10"  # five working days later, not ten


def test_it_ends_with_its_record_and_not_by_hand() -> None:
    assert refused(asked(), EndSpecial("a")) == "hearing_under_way"


def test_what_rests_when_it_is_asked_for_stands_still_for_it_afterwards() -> None:
    case = Played(heard()).at("2026-03-06T10:00:00")
    case.do(Suspend("a", "force_majeure", "reason", stands=True), ASK)
    assert (case.item.standing, case.item.specials) == ("suspended", [])
    case.at("2026-03-10T10:00:00").do(Resume("a"))
    assert (case.item.standing, due(case)) == ("special_procedure", None)
