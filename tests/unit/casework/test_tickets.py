"""The life of a ticket is its table: what is in no row is refused, and every ticket can end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework.tickets.guards import GUARDS, TicketSituation
from casework.tickets.limits import FILE, appeal_until, due_of, limits_in, limits_of, speak_until
from casework.tickets.moving import allowed, move, possible
from casework.tickets.rows import TABLE, Guard
from casework.tickets.states import (
    ALL_STANDINGS,
    OPEN,
    WITH_DEPARTMENT,
    About,
    Finding,
    Ground,
    Longer,
    Outcome,
    Party,
    Standing,
    Ticket,
    TicketAct,
    TicketKind,
    Word,
)
from casework.words import words_of_file
from clocks.calendar import SHANGHAI
from refusals import Malformed, NotNow
from tests.every_case import for_every
from tests.unit.matter_definitions.standings import CALENDAR

OURS, THEIRS = "police@330110000000", "tax@330110000000"
AT = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)  # a Monday
LIMITS = limits_of("330110000000")
WORDS: tuple[Word, ...] = get_args(Word)
KINDS: tuple[TicketKind, ...] = get_args(TicketKind)
PARTIES: tuple[Party, ...] = get_args(Party)


def by(party: Party, *, now: datetime = AT, **more: Any) -> TicketSituation:
    return TicketSituation(
        now=now,
        calendar=CALENDAR,
        limits=LIMITS,
        party=party,
        actor=more.pop("actor", party),
        actor_department=OURS if party == "department" else None,
        departments=frozenset({OURS, THEIRS}),
        **more,
    )


def a_ticket(kind: TicketKind = "rating", **more: Any) -> Ticket:
    plain = Ticket(kind=kind, opened_at=AT, since=AT, department=more.pop("department", OURS))
    ticket = replace(plain, **more)
    return replace(ticket, due_at=due_of(ticket, LIMITS, CALENDAR))


def whole(word: Word, **more: Any) -> TicketAct:
    """With every part that an act can have."""
    parts: dict[str, Any] = {"text": "写明", "finding": "founded", "ground": "untrue", "department": OURS}
    return TicketAct(word, **{**parts, "score": 4, **more})


# --- the table


def test_every_word_and_every_guard_has_its_row() -> None:
    assert {row.word for row in TABLE} == set(WORDS)
    assert {guard for row in TABLE for guard in row.guards} == set(get_args(Guard)) == set(GUARDS)


def test_the_numbers_of_rows_are_distinct() -> None:
    assert len({row.number for row in TABLE}) == len(TABLE)


def test_only_what_closes_a_ticket_has_an_outcome_and_every_outcome_has_a_row() -> None:
    assert all((row.after == "closed") is (row.outcome is not None) for row in TABLE)
    assert {row.outcome for row in TABLE} - {None} == set(get_args(Outcome))


@pytest.mark.parametrize("standing", ALL_STANDINGS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_act_does_what_its_row_says_or_is_refused_with_what_is_possible(
    standing: Standing, kind: TicketKind
) -> None:
    """Every word of every person, to a ticket about which nothing else is known."""
    for word, party in product(WORDS, PARTIES):
        ticket, situation = a_ticket(kind, standing=standing), by(party)
        rows = [row for row in possible(ticket, situation) if row.word == word]
        if rows:
            after, row = move(ticket, whole(word), situation)
            assert row == rows[0]
            assert (after.standing, after.outcome) == (row.after, row.outcome)
            assert (after.closed_at is None) is (after.due_at is not None) is (after.standing != "closed")
        else:
            with pytest.raises(NotNow) as refused:
                move(ticket, whole(word), situation)
            assert refused.value.allowed == allowed(ticket, situation)
            assert word not in refused.value.allowed


@for_every("standing", OPEN)
@for_every("word", ["accept", "not_accept", "speak", "withdraw"])
def test_what_the_author_says_nobody_says_for_him(standing: Standing, word: Word) -> None:
    others: tuple[Party, ...] = ("department", "supervisor")
    for party in others:
        with pytest.raises(NotNow):
            move(a_ticket(standing=standing), whole(word), by(party))


@pytest.mark.parametrize("word", ["uphold", "refuse_appeal"])
@pytest.mark.parametrize("party", ["author", "department"])
def test_an_appeal_is_decided_by_neither_side(word: Word, party: Party) -> None:
    ticket = a_ticket(standing="appealed", ground="untrue", heard_at=AT)
    with pytest.raises(NotNow):
        move(ticket, whole(word), by(party))


def test_an_appeal_is_not_decided_by_whom_it_concerns() -> None:
    ticket = a_ticket(standing="appealed", ground="untrue", heard_at=AT)

    assert "uphold" in allowed(ticket, by("supervisor"))
    assert allowed(ticket, by("supervisor", actor="han", concerned=frozenset({"han"}))) == []


def test_a_department_has_nothing_to_say_about_anothers_ticket() -> None:
    for standing in ALL_STANDINGS:
        assert allowed(a_ticket(standing=standing, department=THEIRS), by("department")) == []
        assert allowed(a_ticket(standing=standing, department=None), by("department")) == []


def test_a_rating_cannot_be_withdrawn_or_declined_and_a_complaint_not_appealed_against() -> None:
    rating, complaint = a_ticket("rating"), a_ticket("complaint", standing="contacted")
    assert "withdraw" not in allowed(rating, by("author"))
    assert "decline" not in allowed(rating, by("supervisor"))
    assert "appeal" not in allowed(complaint, by("department"))


def test_what_is_missing_is_named_all_at_once() -> None:
    act = TicketAct("verify", text="  ")
    with pytest.raises(Malformed) as refused:
        move(a_ticket(standing="contacted"), act, by("department"))
    assert [each.pointer for each in refused.value.errors] == ["/finding", "/text"]


@pytest.mark.parametrize(
    ("act", "pointer"),
    [
        (whole("dispatch", department="library@330110000000"), "/department"),
        (whole("dispatch", department=None), "/department"),
    ],
)
def test_a_ticket_goes_only_to_a_department_of_the_case(act: TicketAct, pointer: str) -> None:
    with pytest.raises(Malformed) as refused:
        move(a_ticket("complaint", department=None), act, by("supervisor"))
    assert [each.pointer for each in refused.value.errors] == [pointer]


def test_a_second_rating_is_1_to_5() -> None:
    with pytest.raises(Malformed):
        move(a_ticket(standing="answered"), whole("accept", score=6), by("author"))


# --- the limits


def day(ticket: Ticket) -> str:
    assert ticket.due_at is not None
    return f"{ticket.due_at.astimezone(SHANGHAI):%m-%d}"


def test_each_stage_has_its_limit_in_working_days_from_when_it_was_given() -> None:
    assert day(a_ticket()) == "03-03"
    assert day(a_ticket("complaint", department=None)) == "03-03"
    assert day(a_ticket(standing="assigned")) == "03-03"
    assert day(a_ticket(standing="contacted")) == "03-05"
    assert day(a_ticket(standing="verified")) == "03-09"
    assert day(a_ticket(standing="rectifying")) == "03-09"
    assert day(a_ticket(standing="rectifying", longer="granted")) == "03-23"
    assert day(a_ticket(standing="answered")) == "03-04"
    assert day(a_ticket(standing="appealed")) == "03-09"
    assert day(a_ticket(standing="escalated")) == "03-09"
    assert due_of(a_ticket(standing="closed"), LIMITS, CALENDAR) is None


def test_a_place_has_its_own_limits_and_the_rest_is_as_usual() -> None:
    usual = yaml.safe_load(FILE.read_text("utf-8"))["usual"]
    settings: Mapping[str, Any] = {
        "usual": usual,
        "regions": {"330000000000": {"contact": 2}, "330110000000": {"contact": 3, "rectify": 4}},
    }
    assert limits_in(settings, "330110000000").contact == 3
    assert limits_in(settings, "330106000000").contact == 2
    assert limits_in(settings, "330106000000").rectify == usual["rectify"]
    assert limits_in(settings, "320000000000").contact == usual["contact"]


def test_the_last_moment_of_a_period_still_counts() -> None:
    contacted, appealed = a_ticket(standing="contacted"), a_ticket(standing="appealed", ground="untrue")
    last = appeal_until(contacted, LIMITS, CALENDAR)
    assert "appeal" in allowed(contacted, by("department", now=last))
    assert "appeal" not in allowed(contacted, by("department", now=last + timedelta(seconds=1)))
    heard = speak_until(appealed, LIMITS, CALENDAR)
    assert "uphold" not in allowed(appealed, by("supervisor", now=heard))
    assert "uphold" in allowed(appealed, by("supervisor", now=heard + timedelta(seconds=1)))


@pytest.mark.parametrize(
    ("standing", "word"),
    [("answered", "close_unanswered"), *((each, "take_over") for each in sorted(WITH_DEPARTMENT))],
)
def test_a_supervisor_steps_in_only_when_the_limit_is_over(standing: Standing, word: Word) -> None:
    ticket = a_ticket(standing=standing)
    assert ticket.due_at is not None
    assert word not in allowed(ticket, by("supervisor", now=ticket.due_at))
    assert word in allowed(ticket, by("supervisor", now=ticket.due_at + timedelta(seconds=1)))


@for_every("kind", KINDS)
@for_every("standing", OPEN)
def test_a_ticket_ends_even_when_neither_department_nor_author_says_a_word(
    standing: Standing, kind: TicketKind
) -> None:
    ticket, now = a_ticket(kind, standing=standing, ground="untrue"), AT
    ways: tuple[Word, ...] = ("take_over", "uphold", "finish", "close_unanswered")
    for _ in range(3):
        now += timedelta(days=30)
        supervisor = by("supervisor", now=now)
        for way in ways:
            if way in allowed(ticket, supervisor):
                ticket, _row = move(ticket, whole(way), supervisor)
                break
    assert ticket.standing == "closed"


def test_taking_over_leaves_the_author_his_own_way_to_the_supervisor() -> None:
    late = a_ticket(standing="rectifying", finding="founded")
    now = AT + timedelta(days=30)
    escalated, _ = move(late, whole("take_over"), by("supervisor", now=now))
    again, _ = move(escalated, whole("order"), by("supervisor", now=now))
    answered, _ = move(again, whole("answer"), by("department", now=now))
    assert move(answered, whole("not_accept"), by("author", now=now))[0].standing == "escalated"


# --- walks


@given(data=st.data())
def test_every_ticket_can_end_and_counts_what_happened_to_it(data: st.DataObject) -> None:
    """Whatever people do, in any order and however late: there is always a next word for somebody, the way
    out stays open, and what is closed stays closed."""
    kind = data.draw(st.sampled_from(KINDS))
    ticket = a_ticket(kind, department=OURS if kind == "rating" else None)
    now, passed, escalated, appeals = AT, 0, 0, 0
    for _ in range(data.draw(st.integers(0, 25))):
        now += timedelta(hours=data.draw(st.sampled_from([0, 1, 30, 400])))
        choices: list[tuple[Party, Word]] = [
            (party, word) for party in PARTIES for word in allowed(ticket, by(party, now=now))
        ]
        if not choices:
            break
        party, word = data.draw(st.sampled_from(choices))
        finding = data.draw(st.sampled_from(get_args(Finding)))
        ticket, row = move(ticket, whole(word, finding=finding), by(party, now=now))
        passed += word == "pass_back"
        escalated += word == "not_accept" and row.after == "escalated"
        appeals += word == "appeal"
    assert (ticket.passed_back, ticket.escalated) == (passed, escalated)
    assert escalated <= 1
    assert appeals <= 1
    assert _ends(ticket, now)


def _ends(ticket: Ticket, now: datetime) -> bool:
    """By always taking the first way that leads on, with time passing."""
    onwards: tuple[Word, ...] = (
        "take", "contact", "verify", "rectify", "answer", "uphold", "finish", "accept", "dispatch",
    )  # fmt: skip
    for _ in range(12):
        if ticket.standing == "closed":
            return not any(allowed(ticket, by(party, now=now)) for party in PARTIES)
        now += timedelta(days=30)
        ways: list[tuple[Party, Word]] = [
            (p, w) for w in onwards for p in PARTIES if w in allowed(ticket, by(p, now=now))
        ]
        party, word = ways[0]
        ticket, _row = move(ticket, whole(word), by(party, now=now))
    return False


# --- the words


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("kind", KINDS),
        ("standing", ALL_STANDINGS),
        ("act", WORDS),
        ("party", PARTIES),
        ("about", get_args(About)),
        ("finding", get_args(Finding)),
        ("ground", get_args(Ground)),
        ("longer", get_args(Longer)),
        ("outcome", get_args(Outcome)),
    ],
)
def test_everything_about_a_ticket_has_words_in_both_languages(section: str, codes: tuple[str, ...]) -> None:
    words = words_of_file("tickets/words.yaml")[section]
    assert set(words) == set(codes)
    assert all(each["zh"] and each["en"] for each in words.values())
