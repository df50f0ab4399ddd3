"""Limits that cannot be kept: a promise above the law, and items that add up to more than the promise."""

from clocks.clock import Limit
from matter_definitions.workbench import UsedItem, Workbench

# For comparing only: how many working days a unit takes. Seven natural days hold five working days.
_IN_WORKING_DAYS = {"working_day": 1.0, "natural_day": 5 / 7, "half_day": 0.5, "hour": 1 / 24, "at_once": 0.0}


def in_working_days(limit: Limit) -> float:
    return 0.0 if limit.unit == "at_once" else limit.amount * _IN_WORKING_DAYS[limit.unit]


def check_limits(bench: Workbench) -> None:
    for item in bench.items:
        limits = item.model.limits
        if in_working_days(limits.promised) > in_working_days(limits.statutory):
            bench.complain(
                item.place.below("limits", "promised"),
                "promise-above-law",
                zh="承诺时限长于法定时限",
                en="the promised limit is longer than the statutory one",
            )
    promise = bench.matter.promise
    if promise is None:
        return
    days, way = _longest_way(bench)
    if days > in_working_days(promise):
        bench.complain(
            bench.place.below("promise"),
            "promise-too-short",
            zh=f"最长路径“{' → '.join(way)}”的承诺时限合计 {days:g} 个工作日，超过这件事的承诺",
            en=f"the items {' → '.join(way)} together promise {days:g} working days, more than the matter",
        )


def _longest_way(bench: Workbench) -> tuple[float, list[str]]:
    """The critical path by promised limits. In a circle (told elsewhere) nothing is counted twice."""
    by_code = {item.code: item for item in bench.items}
    known: dict[str, tuple[float, list[str]]] = {}

    def to(item: UsedItem, under_way: frozenset[str]) -> tuple[float, list[str]]:
        if item.code not in known:
            codes = [code for group in item.entry.after for code in group.any]
            before = [
                to(by_code[code], under_way | {item.code})
                for code in codes
                if code in by_code and code not in under_way and code != item.code
            ]
            days, way = max(before, default=(0.0, []))
            known[item.code] = (days + in_working_days(item.model.limits.promised), [*way, item.code])
        return known[item.code]

    return max((to(item, frozenset()) for item in bench.items), default=(0.0, []))
