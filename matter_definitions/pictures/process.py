"""Who does what when: the items of a matter in lanes by department, with what each waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from forms.form_plan import Text
from matter_definitions.pictures.layers import Edge, Layers, Spot, layers_of
from matter_definitions.pictures.svg import LINE_HEIGHT, Drawing, wrapped
from matter_definitions.pictures.told import told_of_edge, told_of_item
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.wording.limits import limit_in_words
from matter_definitions.wording.titles import Names, Titles

_NO_NAMES = Names()
_NO_COUNTS: Mapping[str, int] = {}
_LANE, _BOX, _GUTTER, _GAP, _BEND, _HEAD = 120, 200, 96, 16, 14, 40
_INK, _FAINT, _LANES = "#24476b", "#5a6b7b", ("#f3f6fa", "#ffffff")

_TITLE = Text("{matter}：谁在什么时候办什么", "{matter}: who does what when")
_COLUMN = Text("第 {n} 批", "Stage {n}")
_PROMISED = Text("承诺 {limit}", "Promised: {limit}")
_STATUTORY = Text("法定 {limit}", "By law: {limit}")
_FOR_EACH = Text("每个{subject}各办一次", "Once for each: {subject}")
_MAY_BE_OFF = Text("视回答办理", "Depends on the answers")
_PAYS = Text("需缴费", "With a payment")
_RUNNING = Text("在办 {n}", "{n} running")
_ANY = Text("或", "or")


@dataclass(frozen=True, slots=True)
class _Box:
    """The words of an item, line by line, and how high they make its box."""

    item: ItemPlan
    title: list[str]
    lines: list[str]

    @property
    def height(self) -> int:
        return round(14 * LINE_HEIGHT * len(self.title) + 12 * LINE_HEIGHT * len(self.lines)) + 20


def process_picture(
    plan: Plan, *, language: str, names: Names = _NO_NAMES, counts: Mapping[str, int] = _NO_COUNTS
) -> str:
    """SVG. `counts`: how many running cases have each item open, by its code; without it none is shown."""
    return _Process(plan, language=language, names=names, counts=counts).drawn()


class _Process:
    def __init__(self, plan: Plan, *, language: str, names: Names, counts: Mapping[str, int]) -> None:
        self.plan, self.language, self.counts = plan, language, counts
        self.titles = Titles(plan, names)
        self.switches = {each.item: each for each in plan.form.switches}
        self.layers: Layers = layers_of(plan.items)
        self.boxes = {item.code: self._box(item) for item in plan.items}
        self.tops, self.heights = self._lanes()
        self.middles = self._middles()
        width = _LANE + self.layers.columns * (_BOX + _GUTTER)
        self.drawing = Drawing("process", language, width, _HEAD + sum(self.heights.values()))

    def drawn(self) -> str:
        self._draw_lanes()
        for edge in self.layers.edges:
            self._draw_edge(edge)
        self._draw_joints()
        for (_, column), spots in self.layers.cells.items():
            for spot in spots:
                if spot in self.boxes:
                    self._draw_box(self.boxes[spot], self._left(column), self.middles[spot])
        title = self._say(_TITLE, matter=self.plan.title)
        told = "\n".join(self._say(told_of_item(self.titles, item)) for item in self.plan.items)
        return self.drawing.finished(title=title, told=told)

    def _say(self, pattern: Text, **parts: Text | int) -> str:
        """`pattern` without parts is said as it is, since a title may have braces of its own."""
        words = {k: v.in_language(self.language) if isinstance(v, Text) else v for k, v in parts.items()}
        said = pattern.in_language(self.language)
        return said.format(**words) if words else said

    def _box(self, item: ItemPlan) -> _Box:
        lines = [
            self._say(_PROMISED, limit=limit_in_words(item.promised)),
            self._say(_STATUTORY, limit=limit_in_words(item.statutory)),
        ]
        if item.for_each:
            lines.append(self._say(_FOR_EACH, subject=self.titles.subject(item.for_each)))
        if self._may_be_off(item):
            lines.append(self._say(_MAY_BE_OFF))
        if any(step.payment for step in item.steps):
            lines.append(self._say(_PAYS))
        if item.code in self.counts:
            lines.append(self._say(_RUNNING, n=self.counts[item.code]))
        folded = [part for line in lines for part in wrapped(line, size=12, width=_BOX - 24)]
        return _Box(item, wrapped(self._say(item.title), size=14, width=_BOX - 24), folded)

    def _may_be_off(self, item: ItemPlan) -> bool:
        switch = self.switches.get(item.code)
        return switch is not None and switch.when is not None

    def _height(self, spot: Spot) -> int:
        return self.boxes[spot].height if spot in self.boxes else _BEND

    def _lanes(self) -> tuple[dict[str, int], dict[str, int]]:
        """Where each lane begins, and how high it is: as high as its fullest cell."""
        tops: dict[str, int] = {}
        heights: dict[str, int] = {}
        top = _HEAD
        for lane in self.layers.lanes:
            cells = [spots for (each, _), spots in self.layers.cells.items() if each == lane]
            name = wrapped(self._department(lane), size=14, width=_LANE - 20)
            fullest = max(sum(self._height(s) + _GAP for s in spots) for spots in cells)
            tops[lane], heights[lane] = top, max(fullest + _GAP, len(name) * 20 + 2 * _GAP)
            top += heights[lane]
        return tops, heights

    def _middles(self) -> dict[Spot, int]:
        """The height of the middle of each spot; what stands in a cell stands in the middle of its lane."""
        found: dict[Spot, int] = {}
        for (lane, _), spots in self.layers.cells.items():
            used = sum(self._height(spot) + _GAP for spot in spots) - _GAP
            y = self.tops[lane] + (self.heights[lane] - used) // 2
            for spot in spots:
                found[spot] = y + self._height(spot) // 2
                y += self._height(spot) + _GAP
        return found

    def _department(self, kind: str) -> str:
        return self._say(self.titles.names.department(kind))

    def _left(self, column: int) -> int:
        return _LANE + column * (_BOX + _GUTTER) + _GUTTER // 2

    def _draw_lanes(self) -> None:
        draw = self.drawing
        for number, lane in enumerate(self.layers.lanes):
            top, height = self.tops[lane], self.heights[lane]
            draw.rect(0, top, draw.width, height, fill=_LANES[number % 2], stroke="#c5ced8")
            name = wrapped(self._department(lane), size=14, width=_LANE - 20)
            draw.lines_of_text(10, top + height // 2 - len(name) * 10, name, font_weight="bold")
        for column in range(self.layers.columns):
            words = self._say(_COLUMN, n=column + 1)
            draw.text(self._left(column) + _BOX // 2, _HEAD // 2, words, anchor="middle", fill=_FAINT)

    def _draw_box(self, box: _Box, x: int, middle: int) -> None:
        top = middle - box.height // 2
        dashes = {"stroke_dasharray": "6 3"} if self._may_be_off(box.item) else {}
        told = self._say(told_of_item(self.titles, box.item))
        look: dict[str, str | int] = {"fill": "#ffffff", "stroke": _INK, "stroke_width": 2, "rx": 6, **dashes}
        self.drawing.rect(x, top, _BOX, box.height, told=told, **look)
        y = self.drawing.lines_of_text(x + 12, top + 10, box.title, font_weight="bold")
        self.drawing.lines_of_text(x + 12, y, box.lines, size=12, fill="#3a4651")

    def _port(self, spot: Spot, edge: Edge, *, leaving: bool) -> int:
        """Lines that meet at one box are spread over its side in the order of where they go to."""
        if spot not in self.boxes:
            return self.middles[spot]
        there = [each for each in self.layers.edges if (each.first if leaving else each.then) == spot]
        near = {id(each): each.spots[1] if leaving else each.spots[-2] for each in there}
        if not leaving:
            there = list({each.group if each.any_of else id(each): each for each in there}.values())
        ordered = sorted(there, key=lambda each: self.middles[near[id(each)]])
        mine = next(
            number
            for number, each in enumerate(ordered)
            if each is edge or (not leaving and edge.any_of and each.any_of and each.group == edge.group)
        )
        height = self._height(spot)
        return self.middles[spot] - height // 2 + height * (mine + 1) // (len(ordered) + 1)

    def _draw_edge(self, edge: Edge) -> None:
        dashes = {"stroke_dasharray": "5 4"} if edge.any_of else {}
        column = self._column_of(edge.first)
        for number, (one, other) in enumerate(pairwise(edge.spots)):
            y1 = self._port(one, edge, leaving=True)
            y2 = self._port(other, edge, leaving=False)
            x1, x2 = self._left(column + number) + _BOX, self._left(column + number + 1)
            last = other == edge.then
            end = x2 - (34 if edge.any_of else 8) if last else x2
            half = (x1 + end) // 2
            path = f"M {x1} {y1} C {half} {y1} {half} {y2} {end} {y2}" + ("" if last else f" H {x2 + _BOX}")
            told = self._say(told_of_edge(self.titles, edge)) if last else ""
            self.drawing.line(path, told=told, stroke=_INK, stroke_width=2, **dashes)
            if last and not edge.any_of:
                self._draw_arrow(x2, y2)

    def _draw_joints(self) -> None:
        """Where lines of which one is enough come together."""
        for edge in {(each.then, each.group): each for each in self.layers.edges if each.any_of}.values():
            x, y = self._left(self._column_of(edge.then)), self._port(edge.then, edge, leaving=False)
            self.drawing.line(f"M {x - 14} {y} H {x - 8}", stroke=_INK, stroke_width=2)
            self._draw_arrow(x, y)
            self.drawing.circle(x - 24, y, 11, fill="#fff3c4", stroke=_INK)
            self.drawing.text(x - 24, y, self._say(_ANY), size=12, anchor="middle")

    def _draw_arrow(self, x: int, y: int) -> None:
        self.drawing.line(f"M {x - 9} {y - 5} L {x} {y} L {x - 9} {y + 5} Z", fill=_INK)

    def _column_of(self, spot: Spot) -> int:
        return next(column for (_, column), spots in self.layers.cells.items() if spot in spots)
