from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from documents.variables import Variable, completed, problems_of
from forms.form_plan import Text

ROWS = Variable("rows", "rows", required=False, columns=(Variable("name"), Variable("note", required=False)))
DECLARED = (Variable("text"), Variable("day", "date", required=False), ROWS)


def pointers(values: dict[str, object], *declared: Variable) -> list[str]:
    return [problem.pointer for problem in problems_of(values, declared=declared or DECLARED)]


def test_fitting_values_have_no_problem() -> None:
    values = {"text": Text("甲", "a"), "day": date(2026, 1, 1), "rows": [{"name": "x"}]}
    assert pointers(values) == []


def test_a_problem_in_a_row_names_the_row_and_the_column() -> None:
    assert pointers({"text": "x", "rows": [{"name": "x"}, {"note": "y", "size": 3}]}) == [
        "/rows/1/size",
        "/rows/1/name",
    ]


def test_a_blank_text_and_a_time_where_a_day_is_due_are_refused() -> None:
    assert pointers({"text": " ", "day": datetime(2026, 1, 1, tzinfo=UTC)}) == ["/text", "/day"]


def test_a_moment_needs_a_zone() -> None:
    assert pointers({"at": datetime(2026, 1, 1)}, Variable("at", "moment")) == ["/at"]


def test_a_choice_is_one_of_its_codes() -> None:
    assert pointers({"way": "c"}, Variable("way", "choice", choices=("a", "b"))) == ["/way"]


def test_completed_values_have_every_optional_one() -> None:
    assert completed({"text": "x", "rows": [{"name": "y"}]}, declared=DECLARED) == {
        "text": "x",
        "day": None,
        "rows": ({"name": "y", "note": None},),
    }


@given(st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text() | st.lists(st.integers())))
def test_whatever_is_given_the_answer_is_a_list_of_problems(values: dict[str, object]) -> None:
    problems = problems_of(values, declared=DECLARED)
    assert all(problem.zh and problem.en for problem in problems)
