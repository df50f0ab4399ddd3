"""A table that somebody made elsewhere, read as lines of cells. Pure.

Only CSV in UTF-8: what a spreadsheet program keeps otherwise is refused with how to save it. A cell that
such a program would take for a formula is refused, since the table may be exported and opened again.
"""

import csv
import io
from dataclasses import dataclass

from casework.organising.registers import Cells, Register
from forms.form_plan import Text
from refusals import FieldError, Malformed, TooLarge

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
MOST_PER_CELL = 500
_FORMULA = ("=", "+", "-", "@", "\t")
_SPREADSHEET = (b"PK", b"\xd0\xcf\x11\xe0")  # xlsx and xls


@dataclass(frozen=True, slots=True)
class TableLine:
    """`number`: of the line in the file, the titles being line 1."""

    number: int
    cells: Cells


class TableTooLarge(TooLarge):
    title = Text(
        zh=f"表格过大：最多 {MOST_ROWS} 行、{MOST_BYTES // 1_000_000} MB，请分成几个文件",
        en=f"Too large: at most {MOST_ROWS} lines and {MOST_BYTES // 1_000_000} MB; make several files of it",
    )


def decode_table(content: bytes) -> str:
    """Raises Malformed (422) and TooLarge (413)."""
    if len(content) > MOST_BYTES:
        raise TableTooLarge
    if content.startswith(_SPREADSHEET):
        raise _unreadable(
            "这是电子表格文件，请另存为“CSV UTF-8（逗号分隔）”后再导入",
            "this is a spreadsheet; save it as “CSV UTF-8 (comma delimited)” and try again",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(
            "文件编码不是 UTF-8，请另存为“CSV UTF-8（逗号分隔）”", "is not UTF-8; save it as “CSV UTF-8”"
        ) from error


def read_table(content: str, register: Register) -> tuple[list[TableLine], list[FieldError]]:
    """The lines whose form is right, and what is wrong with the others. A column that is missing is empty.

    Raises Malformed (422) when it is no table of this register, and TooLarge (413).
    """
    if len(content.encode()) > MOST_BYTES:
        raise TableTooLarge
    try:
        rows = list(csv.reader(io.StringIO(content.lstrip("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        raise _unreadable(
            "不是有效的 CSV 文件（引号未成对？）", "is no CSV (a quotation mark left open?)"
        ) from error
    titles = [each.strip() for each in rows[0]] if rows else []
    _demand_titles(titles, register)
    filled = [
        (number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)
    ]
    if len(filled) > MOST_ROWS:
        raise TableTooLarge
    lines, errors = list[TableLine](), list[FieldError]()
    for number, row in filled:
        wrong = _problems(number, row, titles)
        errors += wrong
        if not wrong:
            given = dict(zip(titles, (cell.strip() for cell in row), strict=True))
            lines.append(
                TableLine(number, {each.name: given.get(each.name, "") for each in register.columns})
            )
    return lines, errors


def write_table(register: Register, rows: list[Cells]) -> str:
    """With a mark of UTF-8 in front, so that spreadsheet programs show Chinese."""
    out = io.StringIO()
    names = [each.name for each in register.columns]
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(dict(each) for each in rows)
    return "\ufeff" + out.getvalue()


def place(number: int, column: str) -> str:
    """The pointer of a cell: `/rows/3/region`."""
    return f"/rows/{number}/{column}"


def _demand_titles(titles: list[str], register: Register) -> None:
    names = {each.name for each in register.columns}
    unknown = sorted(set(titles) - names)
    missing = [name for name in register.key if name not in titles]
    if unknown or missing or len(set(titles)) != len(titles):
        listed = ",".join(each.name for each in register.columns)
        detail = f"（{', '.join(unknown or missing)}）" if unknown or missing else ""
        raise _unreadable(
            f"第一行应为列名：{listed}{detail}", f"the first line should name the columns: {listed}{detail}"
        )


def _problems(number: int, row: list[str], titles: list[str]) -> list[FieldError]:
    if len(row) != len(titles):
        words = f"应有 {len(titles)} 列，实有 {len(row)} 列", f"has {len(row)} cells instead of {len(titles)}"
        return [FieldError(place(number, titles[0]), *words)]
    return [
        FieldError(place(number, title), *words)
        for title, cell in zip(titles, row, strict=True)
        if (words := why_not(cell)) is not None
    ]


def why_not(cell: str) -> tuple[str, str] | None:
    """Words zh and en for what no cell may hold."""
    if len(cell) > MOST_PER_CELL:
        return f"超过 {MOST_PER_CELL} 个字符", f"has more than {MOST_PER_CELL} characters"
    if cell.startswith(_FORMULA):
        return (
            "不能以 = + - @ 开头（会被当作公式）",
            "must not begin with = + - @ (a program would take it for a formula)",
        )
    if any(not each.isprintable() for each in cell):
        return "含有不可见的控制字符", "has characters that cannot be seen"
    return None


def _unreadable(zh: str, en: str) -> Malformed:
    return Malformed(errors=[FieldError("/table", zh, en)])
