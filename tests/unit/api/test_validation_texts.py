import pytest

from api.frame.validation_texts import pointer_of


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (("body", "score"), "/score"),
        (("body", "marks", 0, "message"), "/marks/0/message"),
        (("body", 17), ""),
        (("body",), ""),
        (("query", "limit"), "/query/limit"),
        (("path", "id"), "/path/id"),
        (("body", "a/b~c"), "/a~1b~0c"),
    ],
)
def test_a_field_is_named_by_a_json_pointer(location: tuple[str | int, ...], expected: str) -> None:
    assert pointer_of(location) == expected
