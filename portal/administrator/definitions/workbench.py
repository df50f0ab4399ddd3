"""What the pages of one version share: where it is, what it is called, and the way between its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from access.act import Act
from casework.defining.looking import LookedOver, look_over
from casework.defining.reading import VersionView, version_view
from engine.definition_rows import Ref
from matter_definitions.editing.kinds import KINDS
from portal.administrator.definitions.placing import placing
from portal.language import Language, language_of
from portal.wording import gettext_in

Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bench:
    ref: Ref
    view: VersionView
    looked: LookedOver

    @property
    def base(self) -> str:
        return base_of(self.ref)


def base_of(ref: Ref) -> str:
    return f"/definitions/{ref.kind}/{ref.code}/versions/{ref.version}"


async def bench_of(request: Request, act: Act, ref: Ref, *, source: str | None = None) -> Bench:
    """Raises Unknown (404)."""
    view = await version_view(act, ref, language=language_of(request))
    return Bench(ref, view, await look_over(act, ref, source=source))


def frame(bench: Bench, language: Language, *, here: str) -> dict[str, Any]:
    """For the pages that extend `administrator/definitions/version.html`."""
    return {
        "bench": bench,
        "base": bench.base,
        "here_name": here,
        "kind_words": kind_words(language),
        "state_words": state_words(language),
        "tabs": _tabs(bench, language),
        "placed": placing(bench.ref, bench.view.source, language),
    }


def kind_words(language: Language) -> Titles:
    _ = gettext_in(language)
    return {
        "matter": _("One matter"),
        "item": _("Item"),
        "element": _("Data element"),
        "material": _("Material"),
        "override": _("Change of a region"),
    }


def state_words(language: Language) -> Titles:
    _ = gettext_in(language)
    return {
        "draft": _("draft"),
        "checked": _("checked"),
        "published": _("published"),
        "retired": _("retired"),
    }


def _tabs(bench: Bench, language: Language) -> list[tuple[str, str, str]]:
    """Name, title and address of the pages that make sense for this version."""
    _ = gettext_in(language)
    is_matter, is_open = bench.ref.kind == "matter", bench.view.is_open
    tabs = [("overview", _("Overview of this version"), bench.base)]
    if is_open and bench.ref.kind in KINDS:
        tabs.append(("edit", _("Edit"), f"{bench.base}/edit"))
    tabs.append(("text", _("Text"), f"{bench.base}/text"))
    if is_matter:
        tabs += [
            ("picture", _("Picture"), f"{bench.base}/picture"),
            ("preview", _("As applicants see it"), f"{bench.base}/preview/-/questions"),
            ("simulate", _("Try it out"), f"{bench.base}/simulate"),
        ]
    if bench.ref.kind == "override":
        tabs += [
            ("above", _("Against the level above"), f"{bench.base}/above"),
            ("preview", _("As applicants see it"), f"{bench.base}/preview/-/questions"),
        ]
    tabs.append(("difference", _("Differences"), f"{bench.base}/difference"))
    if is_open:
        tabs.append(("publish", _("Publish"), f"{bench.base}/publish"))
    return tabs
