"""A table that somebody made elsewhere, read as lines of cells. Pure.

CSV in UTF-8, or in GB 18030 as a Chinese spreadsheet program saves it, which also writes days its own way
(2026/7/1) and, where a column is no text, long codes as powers of ten. What such a program keeps otherwise is
refused with how to save it, and so is a cell that it would take for a formula, since the table may be
exported and opened again.
"""

import csv
import io
import re
from dataclasses import dataclass

from casework.organising.registers import Cells, Column, Register
from forms.form_plan import Text
from refusals import FieldError, Malformed, TooLarge

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
MOST_PER_CELL = 500
_FORMULA = ("=", "+", "-", "@", "\t")
_SPREADSHEET = (b"PK", b"\xd0\xcf\x11\xe0")  # xlsx and xls
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", re.ASCII)
_POWER_OF_TEN = re.compile(r"\d(\.\d+)?E\+\d{1,3}", re.ASCII)


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
    for encoding in () if content.startswith(_UTF_16) else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(
        "文件编码不是 UTF-8 或 GB 18030，请另存为“CSV UTF-8（逗号分隔）”",
        "is neither UTF-8 nor GB 18030; save it as “CSV UTF-8”",
    )


def read_table(content: str, register: Register) -> tuple[list[TableLine], list[FieldError]]:
    """The lines whose form is right, and what is wrong with the others. A column that is missing is empty;
    the first line has the names of the columns, or their titles.

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
    names = {words: each.name for each in register.columns for words in (each.title.zh, each.title.en)}
    titles = [names.get(each.strip(), each.strip()) for each in rows[0]] if rows else []
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
            cells = {each.name: _as_we_write(each, given.get(each.name, "")) for each in register.columns}
            lines.append(TableLine(number, cells))
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


def _as_we_write(column: Column, cell: str) -> str:
    found = _DAY.fullmatch(cell) if column.kind == "day" else None
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found else cell


def why_not(cell: str) -> tuple[str, str] | None:
    """Words zh and en for what no cell may hold."""
    if len(cell) > MOST_PER_CELL:
        return f"超过 {MOST_PER_CELL} 个字符", f"has more than {MOST_PER_CELL} characters"
    if cell.startswith(_FORMULA):
        return (
            "不能以 = + - @ 开头（会被当作公式）",
            "must not begin with = + - @ (a program would take it for a formula)",
        )
    if _POWER_OF_TEN.fullmatch(cell):
        return (
            "代码被表格软件改成了科学计数法，请先把这一列设为“文本”格式再填写",
            "was made a power of ten by a spreadsheet; make the column one of texts, and fill it in again",
        )
    if any(not each.isprintable() for each in cell):
        return "含有不可见的控制字符", "has characters that cannot be seen"
    return None


def _unreadable(zh: str, en: str) -> Malformed:
    return Malformed(errors=[FieldError("/table", zh, en)])
