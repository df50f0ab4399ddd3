"""A drawing as SVG 1.1: rectangles, lines and text, plain elements that print and can be read aloud.

Without scripts, style sheets or anything fetched, so that it may stand in a page under a strict policy. The
same calls give the same bytes. Lengths are whole pixels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Literal

# What XML 1.0 cannot hold, even escaped (its production 2, Char).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A closing mark never begins a line, an opening one never ends it (GB/T 15834).
_OPENING, _CLOSING = "“‘（《〈【", "”’），。、；：？！》〉】"
_WIDE = f"\u2e80-\uffef{_OPENING}{_CLOSING}"
_WORDS = re.compile(rf"[{_OPENING}]*(?:[^\s{_WIDE}]+|(?![{_OPENING}{_CLOSING}])[{_WIDE}])?[{_CLOSING}]*\s*")
_QUOTES = "“”‘’"
_CHINESE = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
# A Chinese font gives English quotation marks the width of a character.
_LATIN = f"'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', {_CHINESE}"
LINE_HEIGHT = 1.4

Anchor = Literal["start", "middle", "end"]


def text_width(text: str, size: int) -> int:
    """About how wide it will be: a Chinese character is as wide as it is high, a Latin one three fifths."""
    return round(sum(size if ord(each) >= 0x2E80 or each in _QUOTES else size * 0.6 for each in text))


def wrapped(text: str, *, size: int, width: int) -> list[str]:
    """In lines of at most `width`; Chinese breaks anywhere, Latin between words, longer words inside."""
    lines = [""]
    for part in _parts(text, size=size, width=width):
        if text_width((lines[-1] + part).rstrip(), size) > width and lines[-1].strip():
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines]


def _parts(text: str, *, size: int, width: int) -> Iterator[str]:
    for word in _WORDS.findall(text):
        if text_width(word.rstrip(), size) <= width:
            yield word
        else:
            yield from word


@dataclass(slots=True)
class Drawing:
    """`name` begins the ids of its title and description: two drawings of one page need two."""

    name: str
    language: str
    width: int
    height: int
    parts: list[str] = field(default_factory=list[str])

    def rect(self, x: int, y: int, width: int, height: int, *, told: str = "", **look: str | int) -> None:
        """`told` is shown when a pointer rests on it."""
        self._add("rect", f'x="{x}" y="{y}" width="{width}" height="{height}"', look, told)

    def line(self, path: str, *, told: str = "", **look: str | int) -> None:
        """`path` in the terms of SVG: `M 0 0 H 10`."""
        self._add("path", f'd="{path}"', {"fill": "none", **look}, told)

    def circle(self, x: int, y: int, radius: int, *, told: str = "", **look: str | int) -> None:
        self._add("circle", f'cx="{x}" cy="{y}" r="{radius}"', look, told)

    def text(
        self, x: int, y: int, words: str, *, size: int = 14, anchor: Anchor = "start", **look: str | int
    ) -> None:
        """`y` is the middle of the line."""
        place = f'x="{x}" y="{y + round(size * 0.36)}" font-size="{size}"'
        if anchor != "start":
            place += f' text-anchor="{anchor}"'
        self.parts.append(f"<text {place}{_look({'fill': '#1b1b1b', **look})}>{clean(words)}</text>")

    def lines_of_text(
        self, x: int, y: int, lines: list[str], *, size: int = 14, anchor: Anchor = "start", **look: str | int
    ) -> int:
        """From `y` down; answers where the next line would begin."""
        for number, line in enumerate(lines):
            self.text(
                x, round(y + size * LINE_HEIGHT * (number + 0.5)), line, size=size, anchor=anchor, **look
            )
        return round(y + size * LINE_HEIGHT * len(lines))

    def finished(self, *, title: str, told: str) -> str:
        """`told`: the whole drawing in words, for who cannot see it."""
        ids = f"{self.name}-title {self.name}-told"
        font = _LATIN if self.language.startswith("en") else _CHINESE
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{clean(self.language)}" '
            f'aria-labelledby="{clean(ids)}" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}" font-family="{font}">'
        )
        words = [
            f'<title id="{clean(self.name)}-title">{clean(title)}</title>',
            f'<desc id="{clean(self.name)}-told">{clean(told)}</desc>',
            f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>',
        ]
        return "\n".join([head, *words, *self.parts, "</svg>\n"])

    def _add(self, element: str, place: str, look: dict[str, str | int], told: str) -> None:
        inside = f"><title>{clean(told)}</title></{element}>" if told else "/>"
        self.parts.append(f"<{element} {place}{_look(look)}{inside}")


def clean(text: str) -> str:
    """As text or inside quotes: nothing in it is read as markup."""
    return escape(_NOT_XML.sub("", text))


def _look(look: dict[str, str | int]) -> str:
    return "".join(f' {name.replace("_", "-")}="{clean(str(value))}"' for name, value in look.items())
