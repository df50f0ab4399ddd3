"""Whether somebody may do each step where the matter is done: a person of the office, and of the rank."""

from collections.abc import Iterator

from matter_definitions.language.items import StepModel
from matter_definitions.library_index import StaffMember
from matter_definitions.workbench import Place, UsedItem, Workbench


def check_staff(bench: Workbench) -> None:
    """Only of offices of which it is known who works there. One that has nobody yet gets its people after its
    matters; one whose people may not do the step could never do it."""
    if not bench.library.staff:
        return
    for item in bench.items:
        offices = {row.department for row in bench.library.responsibility if row.item == item.code}
        for department in sorted(offices):
            _check_office(bench, item, department)


def _check_office(bench: Workbench, item: UsedItem, department: str) -> None:
    everybody = bench.library.staff.get(department, ())
    people = [each for each in everybody if not each.items or item.code in each.items]
    for step, place in _steps(item):
        lacking = _lacking(step, people)
        if everybody and lacking:
            bench.complain(
                place,
                "nobody-may",
                zh=f"在“{department}”没有人可以办理这个步骤：{lacking[0]}",
                en=f"nobody of “{department}” may do this step: {lacking[1]}",
            )


def _steps(item: UsedItem) -> Iterator[tuple[StepModel, Place]]:
    """Approvals by the office itself; those `by` another are looked at where that one is responsible."""
    for number, step in enumerate(item.model.steps):
        if step.kind == "approval" and step.by is None:
            yield step, item.place.below("steps", number)


def _lacking(step: StepModel, people: list[StaffMember]) -> tuple[str, str] | None:
    """What is missing, zh and en. Every level that is always needed is another officer's."""
    if not people:
        return "没有负责这个事项的人", "none of them has this item"
    ranks = sorted((each.rank for each in people), reverse=True)
    wanted = sorted((each.rank for each in step.levels), reverse=True)
    for rank, best in zip(wanted, ranks, strict=False):
        if best < rank:
            return f"需要职级 {rank}，最高为 {best}", f"it needs the rank {rank}, and the highest is {best}"
    if len(people) < sum(each.when is None for each in step.levels):
        count = len(people)
        return (
            f"每一级由不同的人审批，这里只有 {count} 人",
            f"each level is another officer's: there are {count}",
        )
    return None
