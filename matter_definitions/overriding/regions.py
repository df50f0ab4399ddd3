"""Which overrides of a matter hold in a region, from the province down to the village.

An override is known by its code, `newborn@330110000000`; nothing is read to find those of a matter.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from matter_definitions.language.overriding import OverrideModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.remedies import contains, prefix_of

_CODE_DIGITS = 12
P = TypeVar("P")


def override_code(matter: str, region: str) -> str:
    """The inverse of `parts_of`."""
    return f"{matter}@{region}"


def parts_of(code: str) -> tuple[str, str]:
    """The matter and the region of `newborn@330110000000`."""
    matter, _, region = code.partition("@")
    return matter, region


def region_of(prefix: str) -> str:
    """The inverse of `prefix_of`: all digits of a region."""
    return prefix.ljust(_CODE_DIGITS, "0")


def regions_with_override(codes: Iterable[str], matter: str) -> list[str]:
    """The larger ones first."""
    found = [region for code in codes for name, region in [parts_of(code)] if name == matter]
    return sorted(found, key=lambda region: (len(prefix_of(region)), region))


def overrides_for(library: Library, matter: str, region: str) -> list[Entry[OverrideModel]]:
    """Those of the region itself and of all around it, the largest first."""
    return [
        library.overrides[override_code(matter, each)]
        for each in regions_with_override(library.overrides, matter)
        if contains(each, region)
    ]


def plan_at(plans: Mapping[str, P], matter: str, prefix: str) -> P | None:
    """Of the plans of overrides, by code, the one that holds in a region; None: nothing is overridden."""
    around = [each for each in regions_with_override(plans, matter) if prefix.startswith(prefix_of(each))]
    return plans[override_code(matter, around[-1])] if around else None


def places_in(codes: Iterable[str], matter: str, prefixes: Iterable[str]) -> list[str]:
    """The regions themselves (digits before the zeros) and those in them with an override, the larger ones
    first."""
    wanted = set(prefixes)
    within = {prefix_of(each) for each in regions_with_override(codes, matter)}
    return sorted(wanted | {each for each in within if each.startswith(tuple(wanted))})
