import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.languages import preferred_language


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("en;q=0.5, zh;q=0.9", "zh"),
        ("fr, en;q=0.3", "en"),
        ("fr", "zh"),
        ("en;q=0", "zh"),
        ("en;q=nan", "zh"),
        ("en;q=9", "zh"),
        ("*", "zh"),
    ],
)
def test_the_preferred_language_is_spoken(header: str, expected: str) -> None:
    assert preferred_language(header) == expected


@given(st.text())
def test_any_header_gives_a_language(header: str) -> None:
    assert preferred_language(header) in ("zh", "en")
