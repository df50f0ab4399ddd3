"""The account of a clock in words that a citizen understands."""

from datetime import datetime

import pytest

from casework.account_sentences import Ending, Extended, account_sentences, by_law_sentence, counted_day_words
from clocks.account import account
from clocks.calendar import SHANGHAI
from clocks.clock import Limit
from clocks.pauses import Pause
from clocks.published import load_published
from documents.language import Language

CALENDAR = load_published()
FIVE = Limit(5, "working_day")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


CORRECTION = Pause(at("2026-02-13T10:00"), at("2026-02-25T09:30"), kind="correction")


def tell(
    until: str,
    *pauses: Pause,
    limit: Limit = FIVE,
    started: str = "2026-02-12T14:20",
    language: Language = "en",
    extended: tuple[Extended, ...] = (),
    ended: Ending | None = None,
) -> list[str]:
    told = account(
        limit,
        extra=[each.amount for each in extended],
        started=at(started),
        until=at(until),
        pauses=pauses,
        calendar=CALENDAR,
    )
    return account_sentences(told, clock="handling", language=language, extended=extended, ended=ended)


def test_the_account_of_a_corrected_case_reads_word_for_word() -> None:
    assert " ".join(tell("2026-02-28T10:00", CORRECTION)) == (
        "Accepted 12 February 2026, promised 5 working days. "
        "Notice 13 February, answered 25 February: three working days not counted. "
        "Today, Saturday 28 February, is a make-up day and day 4. "
        "Due Monday 2 March, close of office."
    )


def test_the_account_of_a_corrected_case_reads_word_for_word_in_chinese() -> None:
    assert "".join(tell("2026-02-28T10:00", CORRECTION, language="zh")) == (
        "2026 年 2 月 12 日受理，承诺 5 个工作日办结。"
        "2 月 13 日告知补正，2 月 25 日答复：3 个工作日不计入。"
        "今天 2 月 28 日（星期六）是调休上班日，为第 4 天。"
        "3 月 2 日（星期一）下班前到期。"
    )


def test_while_the_applicant_is_asked_the_end_is_open() -> None:
    asked = Pause(at("2026-02-13T10:00"), None, kind="correction")
    assert tell("2026-02-24T10:00", asked)[1:] == [
        "Notice 13 February, not answered yet: three working days not counted so far.",
        "Today, Tuesday 24 February, the clock stands, and the day is not counted.",
        "The end is open until the clock runs again.",
    ]


def test_an_answer_before_the_close_of_the_same_day_costs_nothing() -> None:
    quick = Pause(at("2026-02-13T10:00"), at("2026-02-13T15:00"), kind="correction")
    assert tell("2026-02-13T16:00", quick)[1] == "Notice 13 February, answered 13 February: every day counts."


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("special:testing", "Testing 13 February to 25 February: three working days not counted."),
        ("suspended:dispute", "Suspended 13 February to 25 February (a dispute is open): three working days"),
        ("forwarded", "Forwarded to the higher authority 13 February, answered 25 February: three"),
        ("return", "Given back 13 February to be completed, handed in again 25 February: three"),
        ("something_new", "The clock stood 13 February to 25 February: three working days not counted."),
    ],
)
def test_each_kind_of_pause_has_its_own_words(kind: str, said: str) -> None:
    pause = Pause(CORRECTION.start, CORRECTION.end, kind=kind)
    assert tell("2026-02-28T10:00", pause)[1].startswith(said)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-02-12T15:00", "Today, Thursday 12 February, is the day of the start and not counted."),
        ("2026-02-13T09:00", "Today, Friday 13 February, is day 1."),
        ("2026-02-16T09:00", "Today, Monday 16 February, is a public holiday and not counted."),
        ("2026-03-01T09:00", "Today, Sunday 1 March, is a weekend day and not counted."),
    ],
)
def test_today_says_what_kind_of_day_it_is(until: str, said: str) -> None:
    assert tell(until)[1] == said


def test_an_extension_and_a_passed_end_are_told() -> None:
    extended = Extended(at("2026-02-25T11:00"), Limit(2, "working_day"))
    said = tell("2026-03-03T09:00", extended=(extended,))
    assert said[1] == "Extended by 2 working days on 25 February."
    assert said[-1] == "It was due Saturday 28 February, close of office."


def test_a_day_of_the_next_year_is_named_with_it_and_provisional() -> None:
    said = tell("2026-12-30T09:00", started="2026-12-29T09:00")
    assert said[-2:] == [
        "Due Tuesday 5 January 2027, close of office.",
        "The calendar of 2027 is not published yet, so the day is provisional.",
    ]


def test_hours_are_told_as_used_and_end_at_the_minute() -> None:
    said = tell("2026-02-13T16:00", limit=Limit(48, "hour"))
    assert said[1:] == [
        "25 hours of 48 hours used.",
        "Due Saturday 14 February, 14:20.",
    ]


def test_at_once_says_only_until_when() -> None:
    assert tell("2026-02-12T15:00", limit=Limit(1, "at_once"))[1:] == [
        "Due Thursday 12 February, close of office."
    ]


def test_a_clock_that_has_ended_says_when_and_on_which_day() -> None:
    said = tell("2026-02-28T10:00", CORRECTION, ended="handling")
    assert said[-1] == "Decided Saturday 28 February, on day 4."
    assert len(said) == 3


def test_what_was_accepted_by_silence_says_so() -> None:
    said = tell("2026-02-26T17:30", ended="silence")
    assert said[-1] == "Accepted, because nobody answered by Thursday 26 February, on day 5."


def test_the_limit_of_the_law_stands_beside_the_promised_one() -> None:
    said = by_law_sentence(
        Limit(20, "working_day"), at("2026-03-18T17:30"), since=at("2026-02-12T14:20"), language="en"
    )
    assert said == "The law allows 20 working days, until Wednesday 18 March."


def test_each_day_says_what_it_is() -> None:
    told = account(
        FIVE,
        started=at("2026-02-12T14:20"),
        until=at("2026-03-01T09:00"),
        pauses=[CORRECTION],
        calendar=CALENDAR,
    )
    said = [counted_day_words(line, since=told.start, language="en") for line in told.days]
    assert said[0] == ("Thursday 12 February", "day of the start")
    assert said[1] == ("Friday 13 February", "the clock stands")
    assert said[4] == ("Monday 16 February", "public holiday")
    assert said[-2] == ("Saturday 28 February", "make-up day, day 4")
    assert said[-1] == ("Sunday 1 March", "weekend")
