"""Tables from elsewhere: read as they are, and whatever is hostile or unreadable is refused in words."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.organising.csv_table import (
    MOST_ROWS,
    TableTooLarge,
    decode_table,
    read_table,
    write_table,
)
from casework.organising.registers import PEOPLE, RESPONSIBILITY
from refusals import Malformed

TITLES = "item,region,department\n"
CELLS = st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters='=+-@"'), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_what_is_written_is_read_again(rows: list[tuple[str, str, str]]) -> None:
    names = [column.name for column in RESPONSIBILITY.columns]
    cells = [dict(zip(names, row, strict=True)) for row in rows if any(row)]
    lines, errors = read_table(write_table(RESPONSIBILITY, list(cells)), RESPONSIBILITY)
    assert errors == []
    assert [dict(each.cells) for each in lines] == cells


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "a\x07", "x" * 501])
def test_a_cell_that_does_harm_is_refused_with_its_line_and_column(cell: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["item", "region", "department"], ["a", "b", "c"], ["a", cell, "c"]])
    lines, errors = read_table(out.getvalue(), RESPONSIBILITY)
    assert len(lines) == 1
    assert [each.pointer for each in errors] == ["/rows/3/region"]


@pytest.mark.parametrize(
    "content", ["", "item\n", "item,region,colour\n", "item,item,region\n", TITLES + '"a,b,c\n', "\x00"]
)
def test_what_is_no_table_of_the_register_is_refused(content: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_table(content, RESPONSIBILITY)
    assert refused.value.errors[0].pointer == "/table"


def test_a_table_that_a_chinese_spreadsheet_saved_is_read_as_it_was_meant() -> None:
    saved = "登录标识,姓名,岗位,生效日期,失效日期\r\nben,㐂某𠮷,clerk,2026/7/1,2027/12/31\r\n".encode(
        "gb18030"
    )
    [line], errors = read_table(decode_table(saved), PEOPLE)
    assert errors == []
    assert dict(line.cells) == {
        "subject": "ben",
        "name": "㐂某𠮷",
        "post": "clerk",
        "valid_from": "2026-07-01",
        "valid_to": "2027-12-31",
    }


def test_a_code_that_a_spreadsheet_made_a_power_of_ten_is_told_as_such() -> None:
    lines, [error] = read_table(TITLES + "a,3.3011E+11,c\n", RESPONSIBILITY)
    assert lines == []
    assert (error.pointer, "科学计数法" in error.zh) == ("/rows/2/region", True)


def test_lines_of_another_length_are_named() -> None:
    lines, errors = read_table(TITLES + "a,b\na,b,c,d\na,b,c\n", RESPONSIBILITY)
    assert [each.number for each in lines] == [4]
    assert [each.pointer for each in errors] == ["/rows/2/item", "/rows/3/item"]


def test_more_than_anybody_looks_through_is_refused() -> None:
    with pytest.raises(TableTooLarge):
        read_table(TITLES + "a,b,c\n" * (MOST_ROWS + 1), RESPONSIBILITY)
    with pytest.raises(TableTooLarge):
        decode_table(b"x" * 10_000_000)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\xff\x20\x80", "项".encode("utf-16")])
def test_another_encoding_or_a_spreadsheet_is_refused_with_how_to_save_it(content: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        decode_table(content)
    assert "UTF-8" in refused.value.errors[0].zh


def test_the_mark_of_utf8_in_front_is_no_part_of_the_first_title() -> None:
    lines, errors = read_table(decode_table(b"\xef\xbb\xbf" + TITLES.encode() + b"a,b,c\n"), RESPONSIBILITY)
    assert (len(lines), errors) == (1, [])
