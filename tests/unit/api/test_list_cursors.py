import contextlib
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.frame.pages import PageRequest, make_cursor, read_cursor
from refusals import Malformed

KEYS = st.lists(st.none() | st.text(max_size=20) | st.integers(), min_size=1, max_size=4)


@given(KEYS)
def test_a_cursor_is_read_as_it_was_made(key: list[str | int | None]) -> None:
    assert list(read_cursor(make_cursor(key))) == key


def test_times_and_ids_come_back_as_texts() -> None:
    moment, key = datetime(2026, 3, 2, 9, tzinfo=UTC), UUID(int=7)
    assert read_cursor(make_cursor([moment, key])) == (moment.isoformat(), str(key))


@given(st.text())
def test_a_forged_cursor_is_refused_or_read_but_never_breaks(cursor: str) -> None:
    with contextlib.suppress(Malformed):
        assert read_cursor(cursor)


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(Malformed):
        read_cursor(make_cursor(["a", 1]), parts=3)


def test_a_page_has_a_next_only_when_there_is_more() -> None:
    page = PageRequest(limit=2)
    assert page.cut([1, 2], key=lambda row: [row]) == ([1, 2], None)
    shown, cursor = page.cut([1, 2, 3], key=lambda row: [row])
    assert shown == [1, 2]
    assert cursor is not None
    assert read_cursor(cursor) == (2,)
    assert page.cut([], key=lambda row: [row]) == ([], None)
