"""Regions as a tree of 12-digit codes, each from one day to another (GB/T 2260, GB/T 10114). Pure.

A code says where a place lies by its digits, and every scope of the product (whose region contains which
place) reads them. So a parent has to contain its children by digits; what the standard does not know, a
function zone, has a code of its own inside that of its parent.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from access.regions import LEVEL_DIGITS, covers
from casework.organising.validity import Validity
from forms.form_plan import Text

COUNTRY = "000000000000"


@dataclass(frozen=True, slots=True)
class RegionLine:
    code: str
    name: Text
    parent: str | None
    validity: Validity
    successor: str | None = None
    kind: str = "division"


@dataclass(frozen=True, slots=True)
class TreeProblem:
    """Of the region `code`; `field` is the column that is wrong."""

    code: str
    field: str
    words: Text


class RegionTree:
    def __init__(self, lines: Iterable[RegionLine]) -> None:
        self._lines = {line.code: line for line in lines}

    def __contains__(self, code: str) -> bool:
        return code in self._lines

    def get(self, code: str) -> RegionLine | None:
        return self._lines.get(code)

    def on(self, day: date) -> list[RegionLine]:
        """Those in force, by code: each parent stands before its children."""
        return [line for _, line in sorted(self._lines.items()) if line.validity.holds_on(day)]

    def children(self, code: str | None, day: date) -> list[RegionLine]:
        return [line for line in self.on(day) if line.parent == code]

    def problems(self, codes: Iterable[str] | None = None) -> list[TreeProblem]:
        """Of these regions (None: of all), as if they stood in the tree."""
        wanted = self._lines if codes is None else {code: self._lines[code] for code in codes}
        return [problem for line in wanted.values() for problem in self._problems_of(line)]

    def _problems_of(self, line: RegionLine) -> Iterator[TreeProblem]:
        if line.validity.is_empty:
            yield _wrong(line, "valid_to", "应晚于生效日期", "must be after the first day")
        yield from _of_code(line)
        if line.parent is not None:
            yield from self._of_parent(line, line.parent)
        if line.successor is not None:
            yield from self._of_successor(line, line.successor)
        yield from self._of_children(line)

    def _of_parent(self, line: RegionLine, code: str) -> Iterator[TreeProblem]:
        parent = self._lines.get(code)
        if parent is None:
            yield _wrong(line, "parent", f"没有地区 {code}", f"there is no region {code}")
        elif code == line.code or not covers(code, line.code):
            words = f"{code} 不是它的上级（代码前几位应相同）", f"{code} does not contain it by its digits"
            yield _wrong(line, "parent", *words)
        elif not parent.validity.contains(line.validity):
            words = f"有效期超出上级 {code} 的有效期", f"is in force when its parent {code} is not"
            yield _wrong(line, "valid_from", *words)

    def _of_successor(self, line: RegionLine, code: str) -> Iterator[TreeProblem]:
        heir = self._lines.get(code)
        if line.validity.end is None:
            yield _wrong(
                line, "valid_to", "有继任地区时应填写失效日期", "is needed where there is a successor"
            )
        elif heir is None:
            yield _wrong(line, "successor", f"没有地区 {code}", f"there is no region {code}")
        elif not heir.validity.holds_on(line.validity.end):
            words = f"{code} 当天尚未生效或已失效", f"{code} is not in force on that day"
            yield _wrong(line, "successor", *words)

    def _of_children(self, line: RegionLine) -> Iterator[TreeProblem]:
        """Whoever ends a region is told of what still lies in it."""
        if line.validity.end is None:
            return
        left = [
            each.code
            for each in self._lines.values()
            if each.parent == line.code and not line.validity.contains(each.validity)
        ]
        if left:
            names = "、".join(sorted(left)[:5])
            yield _wrong(line, "valid_to", f"下级地区仍有效：{names}", f"regions in it go on: {names}")


def nearest_parent(code: str, known: Collection[str]) -> str | None:
    """The smallest known region around a code: what a list without a column of parents means."""
    around = (code[:digits].ljust(len(COUNTRY), "0") for digits in (*reversed(LEVEL_DIGITS), 0))
    return next((each for each in around if each != code and covers(each, code) and each in known), None)


def _of_code(line: RegionLine) -> Iterator[TreeProblem]:
    if len(line.code) != len(COUNTRY) or not (line.code.isascii() and line.code.isdigit()):
        yield _wrong(line, "code", "应为 12 位数字", "must be 12 digits")


def _wrong(line: RegionLine, field: str, zh: str, en: str) -> TreeProblem:
    return TreeProblem(line.code, field, Text(zh=zh, en=en))
