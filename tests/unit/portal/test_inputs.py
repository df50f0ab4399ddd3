"""What stands in an input and what comes back from it are the same value."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from access.languages import preferred_language
from casework.form_words import QuestionOut
from portal.inputs import answers_sent, read_value, typed_value, words_of_value
from portal.showing import show_day, show_deadline, show_moment, show_money


def question(kind: str) -> QuestionOut:
    return QuestionOut("q", kind, "?", None, [], None, None, None)


@given(st.integers(min_value=0, max_value=10**12))
def test_money_comes_back_as_it_was_shown(fen: int) -> None:
    assert read_value("money_fen", typed_value("money_fen", fen)) == fen


@given(st.text(max_size=20))
def test_what_is_no_amount_goes_on_as_it_was_typed(typed: str) -> None:
    value = read_value("money_fen", typed)
    assert value is None or isinstance(value, int) or value == typed


def test_a_part_of_a_fen_is_no_amount() -> None:
    assert read_value("money_fen", "1.005") == "1.005"


def test_an_empty_input_takes_the_value_back() -> None:
    assert read_value("name", "") is None


def test_yes_no_and_numbers_of_questions_are_read_as_such() -> None:
    assert answers_sent([question("boolean")], {"answers.q": "true"}) == {"q": True}
    assert answers_sent([question("number")], {"answers.q": "2"}) == {"q": 2}
    assert answers_sent([question("number")], {"answers.q": "two"}) == {"q": "two"}
    assert answers_sent([question("single")], {}) == {"q": None}


def test_values_are_shown_in_words() -> None:
    assert words_of_value("boolean", True, "zh") == "是"
    assert words_of_value("date", "2026-02-12", "zh") == "2026年2月12日"
    assert words_of_value("date", "someday", "zh") == "someday"
    assert words_of_value("code", "a", "en", choices=[("a", "First")]) == "First"


def test_times_are_shown_in_shanghai() -> None:
    moment = datetime.fromisoformat("2026-02-11T18:30:00+00:00")
    assert show_moment(moment, "zh") == "2026年2月12日 02:30"
    assert show_day(moment, "en") == "12 Feb 2026"


def test_money_is_shown_in_yuan() -> None:
    assert show_money(123456, "zh") == "¥1,234.56"


def test_the_preferred_language_has_the_greatest_weight() -> None:
    assert preferred_language("en-GB,en;q=0.9,zh;q=0.8") == "en"
    assert preferred_language("fr,zh;q=0.3,en;q=0.2") == "zh"
    assert preferred_language("") == "zh"
    assert preferred_language("en;q=x") == "zh"


def test_a_day_to_remember_is_shown_with_the_day_of_the_week() -> None:
    moment = datetime(2026, 2, 12, 16, 30, tzinfo=UTC)  # past midnight in Shanghai
    assert show_deadline(moment, "zh") == "2026年2月13日（周五）"
    assert show_deadline(date(2026, 2, 12), "en") == "Thu 12 Feb 2026"
    assert show_moment(moment, "zh", weekday=True) == "2026年2月13日（周五） 00:30"
    assert show_deadline(None, "zh") == ""
