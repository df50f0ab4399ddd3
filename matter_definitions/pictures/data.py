"""Who gives which data to whom: each field and material is a line from its source past all parties.

Lines that run straight to a mark stay readable with fifty fields and twenty parties, where arrows would not.
"""

from dataclasses import dataclass
from itertools import groupby

from forms.form_plan import Text
from matter_definitions.pictures.flows import Flow, FlowKind, Party, Row, parties_of, rows_of
from matter_definitions.pictures.svg import LINE_HEIGHT, Drawing, wrapped
from matter_definitions.plan import Plan
from matter_definitions.wording.titles import Names, Titles

_NO_NAMES = Names()
_SOURCE, _NAME, _CELL, _PAD, _LEGEND, _SECTION = 210, 180, 96, 8, 34, 30
_INK, _GIVES, _WIRE = "#24476b", "#b3541e", "#8fa3b8"

_TITLE = Text("{matter}：谁向谁提供什么数据", "{matter}: who gives which data to whom")
_FROM, _WHAT = Text("来源", "From"), Text("数据", "Data")
_LOOKUPS, _CONSENTS = Text("数据查询", "Look-ups"), Text("授权同意", "Consents")
_MATERIALS, _OF_ALL = Text("材料", "Materials"), Text("其他", "Other")
_MARKS: tuple[tuple[FlowKind, Text], ...] = (
    ("gives", Text("提供", "gives")),
    ("gets", Text("取得", "gets")),
    ("may_get", Text("视情形取得", "gets in some cases")),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its words folded; `top` is its upper edge."""

    row: Row
    source: list[str]
    name: list[str]
    top: int

    @property
    def height(self) -> int:
        return _height_of(self.source, self.name)

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


def data_picture(plan: Plan, *, language: str, names: Names = _NO_NAMES) -> str:
    """SVG."""
    return _Data(plan, language=language, names=names).drawn()


class _Data:
    def __init__(self, plan: Plan, *, language: str, names: Names) -> None:
        self.plan, self.language = plan, language
        self.titles = Titles(plan, names)
        self.parties = parties_of(plan)
        self.rows = rows_of(self.titles)
        self.groups = [(name, list(some)) for name, some in groupby(self.parties, key=self._group)]
        self.headings = [self._folded(each.title, size=11, width=_CELL - 8) for each in self.parties]
        widths = (_CELL * len(some) - 8 for _, some in self.groups)
        self.over = [
            wrapped(name, size=12, width=width) for (name, _), width in zip(self.groups, widths, strict=True)
        ]
        self.over_height = max((_tall(12, each) for each in self.over), default=0) + _PAD
        self.head = _LEGEND + self.over_height + max((_tall(11, each) for each in self.headings), default=0)
        self.head += 2 * _PAD
        self.sections, self.lines, height = self._laid_out()
        width = _SOURCE + _NAME + _CELL * len(self.parties) + _PAD
        self.drawing = Drawing("data", language, max(width, 480), height)

    def drawn(self) -> str:
        self._draw_legend()
        self._draw_rows()
        self._draw_columns()
        for line in self.lines:
            self._draw_line(line)
        title = _TITLE.in_language(self.language).format(matter=self._say(self.plan.title))
        return self.drawing.finished(title=title, told="\n".join(self._told(each) for each in self.rows))

    def _say(self, text: Text) -> str:
        return text.in_language(self.language)

    def _folded(self, text: Text, *, size: int, width: int) -> list[str]:
        return wrapped(self._say(text), size=size, width=width)

    def _group(self, party: Party) -> str:
        if party.department:
            return self._say(self.titles.names.department(party.department))
        return self._say(_LOOKUPS if party.kind == "lookup" else _CONSENTS)

    def _laid_out(self) -> tuple[list[tuple[str, int]], list[_Line], int]:
        """Where each section begins, the lines, and the height of all."""
        sections: list[tuple[str, int]] = []
        lines: list[_Line] = []
        y = self.head
        fields = len(self.plan.form.fields)
        numbered = list(enumerate(self.rows))
        for name, some in groupby(numbered, key=lambda each: self._section(*each, fields=fields)):
            sections.append((name, y))
            y += _SECTION
            for _, row in some:
                source = self._folded(row.source, size=12, width=_SOURCE - 20)
                lines.append(_Line(row, source, self._folded(row.title, size=13, width=_NAME - 16), y))
                y += lines[-1].height
        return sections, lines, y + _PAD

    def _section(self, number: int, row: Row, *, fields: int) -> str:
        if number >= fields:
            return self._say(_MATERIALS)
        return self._say(self.titles.subject(row.subject) if row.subject else _OF_ALL)

    def _left(self, column: int) -> int:
        return _SOURCE + _NAME + _CELL * column

    def _draw_legend(self) -> None:
        x = 14
        for kind, words in _MARKS:
            self._draw_mark(kind, x, _LEGEND // 2, told="")
            self.drawing.text(x + 14, _LEGEND // 2, self._say(words), size=12)
            x += 24 + 8 * len(self._say(words)) + 40
        y = self.head - 16
        self.drawing.text(10, y, self._say(_FROM), size=12, font_weight="bold")
        self.drawing.text(_SOURCE + 8, y, self._say(_WHAT), size=12, font_weight="bold")

    def _draw_rows(self) -> None:
        draw = self.drawing
        for number, line in enumerate(self.lines):
            draw.rect(0, line.top, draw.width, line.height, fill=("#ffffff", "#f5f7fa")[number % 2])
        for name, y in self.sections:
            draw.rect(0, y, draw.width, _SECTION, fill="#dfe7f0")
            draw.text(10, y + _SECTION // 2, name, font_weight="bold")

    def _draw_columns(self) -> None:
        draw, column = self.drawing, 0
        for (_, some), over in zip(self.groups, self.over, strict=True):
            middle = self._left(column) + _CELL * len(some) // 2
            draw.lines_of_text(middle, _LEGEND, over, size=12, anchor="middle", font_weight="bold")
            draw.line(f"M {self._left(column)} {_LEGEND} V {draw.height}", stroke="#9aa9b8")
            column += len(some)
        for column, heading in enumerate(self.headings):
            middle = self._left(column) + _CELL // 2
            draw.lines_of_text(middle, _LEGEND + self.over_height, heading, size=11, anchor="middle")

    def _draw_line(self, line: _Line) -> None:
        draw = self.drawing
        draw.lines_of_text(
            10, line.middle - _tall(12, line.source) // 2, line.source, size=12, fill="#3a4651"
        )
        draw.lines_of_text(_SOURCE + 8, line.middle - _tall(13, line.name) // 2, line.name, size=13)
        flows = {each.party: each for each in line.row.flows}
        places = [number for number, party in enumerate(self.parties) if party in flows]
        if places:
            end = self._left(places[-1]) + _CELL // 2
            draw.line(f"M {self._left(0) - 8} {line.middle} H {end}", stroke=_WIRE)
        for number in places:
            flow: Flow = flows[self.parties[number]]
            x = self._left(number) + _CELL // 2
            self._draw_mark(flow.kind, x, line.middle, told=self._say(flow.told))

    def _draw_mark(self, kind: FlowKind, x: int, y: int, *, told: str) -> None:
        """Told apart by their form, since not everybody sees colours and not every printer prints them."""
        if kind == "gives":
            self.drawing.rect(x - 7, y - 7, 14, 14, told=told, fill=_GIVES)
        else:
            fill = _INK if kind == "gets" else "#ffffff"
            self.drawing.circle(x, y, 6, told=told, fill=fill, stroke=_INK, stroke_width=2)

    def _told(self, row: Row) -> str:
        stop, between = ("。", "；") if not self.language.startswith("en") else (".", "; ")
        return between.join([self._say(row.source), *(self._say(each.told) for each in row.flows)]) + stop


def _tall(size: int, lines: list[str]) -> int:
    return round(size * LINE_HEIGHT * len(lines))


def _height_of(source: list[str], name: list[str]) -> int:
    return max(_tall(12, source), _tall(13, name)) + _PAD
