"""Two administrators on one draft: what the second has typed, beside what the first has saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.administrator.definitions.workbench import Bench
from portal.language import Language
from portal.wording import gettext_in

WAS = "was."  # before the name of an input: what the page has shown in it


@dataclass(frozen=True, slots=True)
class Met:
    """By input name: `typed` stays as it was typed; `theirs` is what somebody else wrote meanwhile. What was
    not touched here is as the other one left it."""

    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    theirs: Mapping[str, str] = field(default_factory=dict[str, str])


def met(now: Mapping[str, str], sent: Mapping[str, str]) -> Met:
    """`now`: what the text says in each input of the page."""
    typed: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for name, text in now.items():
        was, mine = sent.get(WAS + name, text), sent.get(name, text)
        if _plain(mine) != _plain(was):
            typed[name] = mine
        if _plain(text) != _plain(was) and _plain(text) != _plain(mine):
            theirs[name] = text
    return Met(typed, theirs)


def told(language: Language) -> str:
    _ = gettext_in(language)
    return _(
        "Somebody else has saved this meanwhile. What you typed is still here; look at it and save again."
    )


def told_where(bench: Bench, found: Met, language: Language) -> str:
    _ = gettext_in(language)
    who = bench.view.line.edited_by
    if found.theirs:
        return _("What %(who)s wrote stands below the inputs concerned.") % {"who": who}
    return _("%(who)s changed other parts; nothing that you see here.") % {"who": who}


def told_gone(bench: Bench, mine: Mapping[str, str], language: Language) -> str:
    """The entry that was edited is there no more; what was typed is said once, to be used elsewhere."""
    _ = gettext_in(language)
    words = " · ".join(text for name, text in mine.items() if text and text != mine.get(WAS + name, text))
    who = bench.view.line.edited_by
    return _("%(who)s has removed this. You had typed: %(words)s") % {"who": who, "words": words}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
