"""Nobody is told no without being told where to contest it (行政许可法 article 38, 行政复议法 article 20)."""

from collections.abc import Iterator

from matter_definitions.language.organisation import RemedyModel
from matter_definitions.remedies import contains
from matter_definitions.workbench import UsedItem, Workbench


def check_remedies(bench: Workbench) -> None:
    """Wherever somebody is responsible for an item that can be refused, a remedy holds."""
    for item in bench.items:
        places = sorted(_places(bench, item)) if _can_be_refused(item) else []
        lacking = [each for each in places if not _covered(bench, item, each)]
        if lacking:
            bench.complain(
                item.entry_place,
                "no-remedies",
                zh=f"事项“{item.code}”可能被拒绝，但没有写明在 {'、'.join(lacking)} 的救济途径（remedies）",
                en=f"“{item.code}” can be refused, but nothing says where to contest that in"
                f" {', '.join(lacking)} (remedies)",
            )


def remedies_of(bench: Workbench) -> Iterator[RemedyModel]:
    """Those that may hold for an item of the matter, in the order of their regions."""
    for _, remedy in sorted(bench.library.remedies.items()):
        if any(
            _fits(remedy, item)
            and any(contains(remedy.region, each) or contains(each, remedy.region) for each in places)
            for item in bench.items
            if (places := _places(bench, item))
        ):
            yield remedy


def _places(bench: Workbench, item: UsedItem) -> set[str]:
    return {each.region for each in bench.library.responsibility if each.item == item.code}


def _covered(bench: Workbench, item: UsedItem, place: str) -> bool:
    return any(
        _fits(remedy, item) and contains(remedy.region, place) for remedy in bench.library.remedies.values()
    )


def _fits(remedy: RemedyModel, item: UsedItem) -> bool:
    return remedy.department in (None, item.model.department)


def _can_be_refused(item: UsedItem) -> bool:
    """By an officer. What only a register answers ends with the register's own words."""
    acceptance = item.entry.acceptance or item.model.acceptance
    return acceptance == "officer" or any(step.kind == "approval" for step in item.model.steps)
