"""A library as it is in a region: what an override says in place of what the level above says.

Definitions stay shared: an item of several matters is another one only for the matter that is overridden.
"""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from pydantic import BaseModel

from matter_definitions.checks.responsibility import ONE_PLACE
from matter_definitions.language.items import ItemModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.language.organisation import ResponsibilityModel
from matter_definitions.language.overriding import OtherItem, OtherLimits, OverrideModel
from matter_definitions.language.texts import Words
from matter_definitions.library_index import Entry, Library
from matter_definitions.overriding.law import complain_of_what_law_forbids
from matter_definitions.overriding.layer import Layer
from matter_definitions.overriding.naming import complain_of_what_is_not_there
from matter_definitions.overriding.origins import Origins
from matter_definitions.problems import Problem, Problems
from matter_definitions.remedies import contains

M = TypeVar("M", bound=BaseModel)

# What an override may say of the matter and of an item as a whole, in the same words as they do.
_OF_THE_MATTER = ("summary", "promise", "joint_limit", "correction_days", "archive_after", "delivery")
_OF_AN_ITEM = ("department", "acceptance", "region", "precheck", "preview", "authority_hint")


@dataclass(frozen=True, slots=True)
class Applied:
    """`library` as it is in the region; None when the override cannot be applied: `problems` say why."""

    library: Library | None
    origins: Origins
    problems: tuple[Problem, ...]


def apply_override(library: Library, entry: Entry[OverrideModel]) -> Applied:
    """`library`: as it is in the level above. Never raises for what the override says."""
    problems, origins = Problems(), Origins(entry)
    complain_of_what_is_not_there(library, entry, problems)
    if not problems.has_errors:
        complain_of_what_law_forbids(library, entry, problems)
    if problems.has_errors:
        return Applied(None, origins, problems.sorted())
    override = entry.model
    matter = _matter(Layer(library.matters[override.override], (), origins), override)
    items = {
        each.item: _item(Layer(library.items[each.item], ("items", number), origins), each)
        for number, each in enumerate(override.items)
    }
    elements = _hinted(library.elements, override.hints.elements, "elements", origins)
    materials = _hinted(library.materials, override.hints.materials, "materials", origins)
    changed = replace(
        library,
        matters=_over(library.matters, {override.override: matter}),
        items=_over(library.items, items),
        elements=_over(library.elements, elements),
        materials=_over(library.materials, materials),
        responsibility=_responsible_there(library, matter.model, override),
    )
    return Applied(changed, origins, problems.sorted())


def _over(below: Mapping[str, Entry[M]], above: dict[str, Entry[M]]) -> Mapping[str, Entry[M]]:
    """Nothing of what lies below is read: an installation has hundreds of items."""
    return ChainMap(above, cast(MutableMapping[str, Entry[M]], below)) if above else below


def _matter(layer: Layer, override: OverrideModel) -> Entry[MatterModel]:
    model: MatterModel = layer.entry.model
    hints = override.hints.questions
    for number, each in enumerate(model.questions):
        if each.code in hints:
            layer.put("questions", number, "hint", said=("hints", "questions", each.code))
    changes = layer.values(override, _OF_THE_MATTER) | {
        "questions": [
            each.model_copy(update={"hint": hints[each.code]}) if each.code in hints else each
            for each in model.questions
        ],
        "derived": layer.merged("derived", model.derived, override.derived, lambda each: each.field),
        "notices": layer.merged(
            "notices", model.notices, override.notices, lambda each: (each.event, each.to)
        ),
        "papers": layer.merged(
            "papers", model.papers, override.papers, lambda each: (each.event, each.template)
        ),
    }
    return replace(layer.entry, model=model.model_copy(update=changes))


def _item(layer: Layer, other: OtherItem) -> Entry[ItemModel]:
    model: ItemModel = layer.entry.model
    changes = layer.values(other, _OF_AN_ITEM) | {
        "fields": layer.merged("fields", model.fields, other.fields, lambda each: each.field),
        "materials": layer.merged("materials", model.materials, other.materials, lambda each: each.material),
        "refusal_reasons": layer.merged(
            "refusal_reasons", model.refusal_reasons, other.refusal_reasons, lambda each: each.code
        ),
    }
    if other.limits is not None:
        limits = layer.values(other.limits, tuple(OtherLimits.model_fields), below=("limits",))
        changes["limits"] = model.limits.model_copy(update=limits)
    return replace(layer.entry, model=model.model_copy(update=changes))


def _hinted(
    shelf: Mapping[str, Entry[M]], hints: Mapping[str, Words], kind: str, origins: Origins
) -> dict[str, Entry[M]]:
    changed: dict[str, Entry[M]] = {}
    for code, hint in hints.items():
        entry = shelf[code]
        origins.put(entry.document, (*entry.path, "hint"), ("hints", kind, code))
        changed[code] = replace(entry, model=entry.model.model_copy(update={"hint": hint}))
    return changed


def _responsible_there(
    library: Library, matter: MatterModel, override: OverrideModel
) -> tuple[ResponsibilityModel, ...]:
    """Where an item has another kind of department, only the region's own part of the table is looked at."""
    if not any(each.department for each in override.items):
        return library.responsibility
    codes = {each.item: each.region for each in matter.items}
    return tuple(
        row
        for row in library.responsibility
        if row.item not in codes
        or ONE_PLACE.fullmatch(codes[row.item] or library.items[row.item].model.region)
        or contains(override.region, row.region)
        or row is _nearest_around(library, row.item, override.region)
    )


def _nearest_around(library: Library, item: str, region: str) -> ResponsibilityModel | None:
    around = [each for each in library.responsibility if each.item == item and contains(each.region, region)]
    return max(around, key=lambda each: len(each.region.rstrip("0")), default=None)
