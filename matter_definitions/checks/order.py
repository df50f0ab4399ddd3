"""The order of items: what can never begin, and what would be needed before it is there."""

from matter_definitions.checks.matter import complain_of_no_repeat
from matter_definitions.checks.produced import check_produced, check_results_named
from matter_definitions.workbench import UsedItem, Workbench


def check_order(bench: Workbench) -> None:
    _check_names(bench)
    check_results_named(bench)
    stuck = _stuck(bench)
    if stuck:
        names = [item.code for item in stuck]
        bench.complain(
            stuck[0].entry_place.below("after"),
            "circle",
            zh=f"这些事项互相等待，永远不能开始：{'、'.join(names)}",
            en=f"these items wait for each other and can never begin: {', '.join(names)}",
        )
    else:
        _check_needed_before_made(bench)


def surely_before(bench: Workbench) -> dict[str, set[str]]:
    """For each item, those whose result is there in any case before it begins. No circles, please."""
    known: dict[str, set[str]] = {}
    codes = {item.code for item in bench.items}

    def of(item: UsedItem) -> set[str]:
        if item.code not in known:
            known[item.code] = set()
            for group in item.entry.after:
                ways = [{code} | of(_find(bench, code)) for code in group.any if code in codes]
                known[item.code] |= set.intersection(*ways) if ways else set()
        return known[item.code]

    for item in bench.items:
        of(item)
    return known


def _find(bench: Workbench, code: str) -> UsedItem:
    return next(item for item in bench.items if item.code == code)


def _check_names(bench: Workbench) -> None:
    entries = {entry.item for entry in bench.matter.items}
    for item in bench.items:
        for number, group in enumerate(item.entry.after):
            for code in group.any:
                if code not in entries or code == item.code:
                    bench.complain(
                        item.entry_place.below("after", number),
                        "unknown-predecessor",
                        zh=f"“{code}”不是这件事中的其他事项，无法等待它",
                        en=f"“{code}” is no other item of this matter, so it cannot be waited for",
                    )
        if item.entry.for_each and not bench.repeats(item.entry.for_each):
            complain_of_no_repeat(bench, item.entry.for_each, item.entry_place.below("for_each"))


def _stuck(bench: Workbench) -> list[UsedItem]:
    """Items that cannot begin even if everything else goes well; one way out of each `any` is enough."""
    codes = {item.code for item in bench.items}
    over: set[str] = set()

    def can_begin(item: UsedItem) -> bool:
        groups = [[code for code in group.any if code in codes] for group in item.entry.after]
        return all(not group or any(code in over for code in group) for group in groups)

    while ready := {item.code for item in bench.items if item.code not in over and can_begin(item)}:
        over |= ready
    return [item for item in bench.items if item.code not in over]


def _check_needed_before_made(bench: Workbench) -> None:
    """A required field that another item fills in must be there when this one begins."""
    before = surely_before(bench)
    check_produced(bench, before)
    maker = {
        key: item.code
        for item in bench.items
        for step in item.model.steps
        for key in (*step.receive, *(each.field for each in step.officer_fields))
    }
    for item in bench.items:
        for number, need in enumerate(item.model.fields):
            made_by = maker.get(need.field)
            if need.required and made_by not in (None, item.code) and made_by not in before[item.code]:
                bench.complain(
                    item.place.below("fields", number),
                    "needed-before-made",
                    zh=f"“{need.field}”由事项“{made_by}”产生，但“{item.code}”不等待它",
                    en=f"“{need.field}” is made by “{made_by}”, which “{item.code}” does not wait for",
                )
