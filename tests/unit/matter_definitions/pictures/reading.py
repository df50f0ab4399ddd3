"""What a picture shows, read back from its SVG."""

from xml.etree import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"


class Seen:
    def __init__(self, svg: str) -> None:
        self.root = ElementTree.fromstring(svg)

    def all(self, kind: str) -> list[ElementTree.Element]:
        return list(self.root.iter(_SVG + kind))

    @property
    def words(self) -> str:
        """All visible text, without the breaks of lines."""
        return "".join("".join(each.text or "" for each in self.all("text")).split())

    @property
    def tips(self) -> list[str]:
        """What a pointer is told on a box, a line or a mark."""
        return [each.text or "" for kind in ("rect", "path", "circle") for e in self.all(kind) for each in e]

    def told(self) -> str:
        return self.all("desc")[0].text or ""
