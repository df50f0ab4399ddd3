"""An entry is found again after others have changed the list that it stands in."""

from matter_definitions.editing.following import codes_on, moved, place_now

BEFORE = "questions:\n  - {code: a}\n  - {code: b, options: [{code: x}, {code: y}]}\n"
AFTER = "questions:\n  - {code: b, options: [{code: y}, {code: x}]}\n  - {code: c}\n"
PATH = ("questions", 1, "options", 0)


def test_an_entry_is_followed_by_its_code_on_every_level() -> None:
    assert codes_on(BEFORE, PATH) == ("b", "x")
    assert place_now(AFTER, PATH, ("b", "x")) == ("questions", 0, "options", 1)
    assert place_now(BEFORE, PATH, ("b", "x")) == PATH


def test_an_entry_that_is_gone_is_not_taken_for_another() -> None:
    assert place_now(AFTER, ("questions", 0), ("a",)) is None
    assert place_now(AFTER, ("subjects", 0), ("a",)) is None


def test_what_was_typed_gets_the_names_of_the_new_place() -> None:
    sent = {"questions.1.title.zh": "t", "was.questions.1.title.zh": "w", "questions.10.hint": "h", "at": "-"}
    names = moved(sent, ("questions", 1), ("questions", 0), prefixes=("was.",))
    assert names == {
        "questions.0.title.zh": "t",
        "was.questions.0.title.zh": "w",
        "questions.10.hint": "h",
        "at": "-",
    }
