"""What an editor's page tells beside its inputs: how often something was sent back, and who speaks of it."""

from collections.abc import Mapping

from access.act import Act
from casework.defining.returns import Returned, returns_of_item
from matter_definitions.editing.edits import value_at
from matter_definitions.editing.places import Place
from matter_definitions.editing.renaming import can_be_renamed, speaks_of
from matter_definitions.read import read_document
from portal.administrator.definitions.workbench import Bench
from portal.language import Language
from portal.wording import gettext_in

Hints = Mapping[str, tuple[str, tuple[str, ...]]]


async def hints_at(act: Act, bench: Bench, place: Place, language: Language) -> Hints:
    """At each field and material of an item: how often it was sent back to applicants, and why."""
    if bench.ref.kind != "item" or place.section not in ("fields", "materials"):
        return {}
    returns = await returns_of_item(act, bench.ref.code)
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for each in place.parts:
        for entry in each.entries:
            if returned := returns.get(f"{each.part.key.removesuffix('s')}:{entry.code}"):
                name = ".".join(map(str, entry.path))
                found[name] = (_in_words(returned, language), returned.reasons)
    return found


def items_that_name(bench: Bench, place: Place) -> list[str]:
    """Items of this matter that speak of the entry, too; a new code of it would be unknown to them."""
    if bench.ref.kind != "matter" or not can_be_renamed(place.path):
        return []
    data = read_document(bench.view.source, file="").data
    key, code = str(place.path[0]), value_at(data, (*place.path, "code"))
    used = [name.removeprefix("item:") for name in bench.view.uses if name.startswith("item:")]
    texts = bench.looked.stock.texts.get("item", {})
    return [item for item in used if item in texts and speaks_of(texts[item], "item", key, str(code))]


def _in_words(returned: Returned, language: Language) -> str:
    _ = gettext_in(language)
    words = _("Sent back in %(cases)s of %(of)s cases of the last year")
    return words % {"cases": returned.cases, "of": returned.of}
