"""Small cases tried in one test: none hides another, and each says which one it was."""

import pytest

from tests.every_case import for_every


@for_every("number", range(6))
def even(number: int) -> None:
    assert number % 2 == 0


@for_every("named", ["text"])
def raising(named: str) -> None:
    with pytest.raises(ValueError, match="never"):
        str(named)


def test_all_that_fail_are_told_with_their_values() -> None:
    with pytest.raises(BaseExceptionGroup, match="3 of 6 cases") as failed:
        even()
    assert [each.__notes__ for each in failed.value.exceptions] == [
        [f"with {{'number': {number}}}"] for number in (1, 3, 5)
    ]


def test_what_should_have_been_refused_and_was_not_is_a_failure_like_any_other() -> None:
    with pytest.raises(BaseExceptionGroup, match="1 of 1 cases"):
        raising()


@for_every(("left", "right"), [(1, "a"), (2, "b")])
@for_every("factor", [1, 2])
def test_fixtures_and_further_cases_go_together(left: int, right: str, factor: int, worker_id: str) -> None:
    assert right * left * factor
    assert worker_id


def test_nothing_to_try_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="nothing would be tried"):
        for_every("number", [])
