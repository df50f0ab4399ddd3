"""Where a decision may be contested: of the remedies that hold for a place, the nearest one."""

from matter_definitions.offers import RemedyPlan
from matter_definitions.plan import Plan

# Province, city, county, town, village (GB/T 2260 and GB/T 10114).
_LEVEL_DIGITS = (2, 4, 6, 9, 12)


def remedy_of(plan: Plan, *, region: str, department_kind: str) -> RemedyPlan | None:
    """Of the longest region that contains the place; one for this kind of department before one for all.

    None only for plans published before remedies were asked for.
    """
    fitting = [
        each
        for each in plan.remedies
        if each.department_kind in (None, department_kind) and contains(each.region, region)
    ]
    return max(
        fitting,
        key=lambda each: (len(prefix_of(each.region)), each.department_kind is not None),
        default=None,
    )


def contains(region: str, place: str) -> bool:
    """Whether `place` is the region itself or lies in it."""
    return place.startswith(prefix_of(region))


def prefix_of(region: str) -> str:
    """The digits of a region before its zeros; those of everything in it begin with them. Whole levels only:
    331000000000 is the city 3310, and not all that begins with 331."""
    if not region.strip("0"):
        return ""
    return next(region[:digits] for digits in _LEVEL_DIGITS if not region[digits:].strip("0"))
