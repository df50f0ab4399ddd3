"""One paper of several results: each is one that an item of the matter issues, and none is there twice."""

from matter_definitions.language.items import ResultModel
from matter_definitions.language.merging import MergedModel
from matter_definitions.workbench import Place, UsedItem, Workbench


def check_merged(bench: Workbench) -> None:
    bench.complain_of_twins(bench.matter.merged_results, bench.place.below("merged_results"))
    for number, merged in enumerate(bench.matter.merged_results):
        _check_parts(bench, merged, bench.place.below("merged_results", number, "parts"))
    for item in bench.items:
        for number, result in enumerate(item.model.results):
            _check_validity(bench, result, item.place.below("results", number))


def _check_parts(bench: Workbench, merged: MergedModel, place: Place) -> None:
    seen: set[str] = set()
    for number, part in enumerate(merged.parts):
        code, _, result = part.partition(".")
        item = next((each for each in bench.items if each.code == code), None)
        if item is None or not _issues(item, result):
            bench.complain(
                place.below(number),
                "unknown-result",
                zh=f"这件事没有事项出具“{part}”",
                en=f"no item of this matter issues “{part}”",
            )
        if part in seen:
            bench.complain(
                place.below(number),
                "duplicate",
                zh=f"“{part}”写了两次",
                en=f"“{part}” is there twice",
            )
        seen.add(part)


def _issues(item: UsedItem, result: str) -> bool:
    return any(step.result == result for step in item.model.steps)


def _check_validity(bench: Workbench, result: ResultModel, place: Place) -> None:
    if result.valid_for and result.valid_until:
        bench.complain(
            place.below("valid_until"),
            "two-validities",
            zh="valid_for 和 valid_until 只能写一个",
            en="say either valid_for or valid_until",
        )
    entry = bench.element(result.valid_until) if result.valid_until else None
    if entry is not None and entry.model.type != "date":
        bench.complain(
            place.below("valid_until"),
            "not-a-day",
            zh=f"“{result.valid_until}”不是日期",
            en=f"“{result.valid_until}” is no day",
        )
