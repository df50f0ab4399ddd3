"""Text in a drawing: folded without loss, and never read as markup."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from matter_definitions.pictures.svg import Drawing, text_width, wrapped

WIDTH = 60


def letters(text: str) -> str:
    return "".join(text.split())


@given(st.text())
def test_folding_loses_no_letter(text: str) -> None:
    assert letters("".join(wrapped(text, size=12, width=WIDTH))) == letters(text)


@given(st.text(st.sampled_from("医保登记ab，。”“（ x")))
def test_no_line_is_wider_than_it_may_be(text: str) -> None:
    assert all(text_width(line, 12) <= WIDTH for line in wrapped(text, size=12, width=WIDTH))


def test_a_line_begins_with_no_comma_and_ends_with_no_opening_quote() -> None:
    for width in range(40, 200, 7):
        lines = wrapped(
            "查询“母亲的户口信息”，否则查询“父亲的户口信息”，否则申请人填写", size=12, width=width
        )
        assert not any(line[0] in "，”" or line[-1] == "“" for line in lines)


def test_english_is_folded_between_words() -> None:
    assert wrapped("Registration in the register", size=10, width=80) == [
        "Registration",
        "in the",
        "register",
    ]


@given(st.text())
def test_whatever_is_written_the_drawing_is_xml_and_says_it(text: str) -> None:
    drawing = Drawing("d", "zh", 10, 10)
    drawing.rect(0, 0, 1, 1, told=text)
    drawing.text(0, 0, text)
    root = ElementTree.fromstring(drawing.finished(title=text, told=text))
    kinds = [each.tag.partition("}")[2] for each in root.iter()]
    assert kinds.count("text") == 1
    assert set(kinds) <= {"svg", "title", "desc", "rect", "text"}
