"""What an override names has to be there: a region, a matter, its items, questions, elements, materials."""

from collections.abc import Iterable

from matter_definitions.language.matters import MatterModel
from matter_definitions.language.overriding import OverrideModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.problems import Problems
from matter_definitions.read import Path


def complain_of_what_is_not_there(library: Library, entry: Entry[OverrideModel], problems: Problems) -> None:
    naming = _Naming(library, entry, problems)
    override = entry.model
    if library.regions and override.region not in library.regions:
        naming.complain(
            ("region",),
            "unknown-region",
            f"没有地区“{override.region}”",
            f"there is no region “{override.region}”",
        )
    matter = library.matters.get(override.override)
    if matter is None:
        zh, en = f"没有事项“{override.override}”", f"there is no matter “{override.override}”"
        naming.complain(("override",), "unknown-matter", zh, en)
        return
    naming.look_at_items(matter.model)
    naming.look_at_hints(matter.model)


class _Naming:
    def __init__(self, library: Library, entry: Entry[OverrideModel], problems: Problems) -> None:
        self.library, self.entry, self.problems = library, entry, problems

    def complain(self, path: Path, code: str, zh: str, en: str) -> None:
        self.problems.add(self.entry.document, path, code=code, zh=zh, en=en)

    def look_at_items(self, matter: MatterModel) -> None:
        """Of the matter, each at most once."""
        there = {each.item for each in matter.items}
        seen: set[str] = set()
        for number, each in enumerate(self.entry.model.items):
            path: Path = ("items", number, "item")
            if each.item not in there or each.item not in self.library.items:
                zh = f"“{matter.matter}”没有事项“{each.item}”"
                self.complain(path, "unknown-item", zh, f"“{matter.matter}” has no item “{each.item}”")
            elif each.item in seen:
                zh, en = f"事项“{each.item}”写了两次", f"the item “{each.item}” is there twice"
                self.complain(path, "duplicate", zh, en)
            seen.add(each.item)

    def look_at_hints(self, matter: MatterModel) -> None:
        hints = self.entry.model.hints
        self._known(
            "questions", hints.questions, [each.code for each in matter.questions], "问题", "question"
        )
        self._known("elements", hints.elements, self.library.elements, "数据元", "element")
        self._known("materials", hints.materials, self.library.materials, "材料", "material")

    def _known(self, kind: str, codes: Iterable[str], there: Iterable[str], zh: str, en: str) -> None:
        known = set(there)
        for code in codes:
            if code not in known:
                words = f"没有{zh}“{code}”", f"there is no {en} “{code}”"
                self.complain(("hints", kind, code), f"unknown-{en}", *words)
