"""Whether somebody may do each step where the matter is done: a person of the office, and of the rank."""

from matter_definitions.language.items import StepModel
from matter_definitions.library_index import StaffMember
from matter_definitions.workbench import Place, UsedItem, Workbench

_BY_PEOPLE = frozenset({"approval", "publicity", "hearing", "joint_visit", "letter"})
_REVIEW = StepModel.model_construct(code="receipt", kind="approval")


def check_staff(bench: Workbench) -> None:
    """Only of offices of which it is known who works there. One that has nobody yet gets its people after its
    matters; one whose people may not do the step could never do it."""
    if not bench.library.staff:
        return
    for item in bench.items:
        offices = {row.department for row in bench.library.responsibility if row.item == item.code}
        own, by_others = _steps(item)
        for department in sorted(offices):
            for step, place in own:
                if lacking := _lacking_in(bench, item, step, department):
                    _complain(bench, place, department, lacking)
        for kind, step, place in by_others:
            _check_others(bench, item, kind, step, place)


def _steps(
    item: UsedItem,
) -> tuple[list[tuple[StepModel, Place]], list[tuple[str, StepModel, Place]]]:
    """What people of the office do, the review of the form among it; and what those of another kind do."""
    own: list[tuple[StepModel, Place]] = []
    by_others: list[tuple[str, StepModel, Place]] = []
    for number, step in enumerate(item.model.steps):
        place = item.place.below("steps", number)
        if step.by is not None:
            by_others.append((step.by.department, step, place))
        elif step.kind in _BY_PEOPLE:
            own.append((step, place))
    if not own and (item.entry.acceptance or item.model.acceptance) == "officer":
        own.append((_REVIEW, item.place.below("acceptance")))
    return own, by_others


def _check_others(bench: Workbench, item: UsedItem, kind: str, step: StepModel, place: Place) -> None:
    """In which of them a case will ask is known only then; in one of them it has to be possible."""
    offices = sorted(
        each.code
        for each in bench.library.departments.values()
        if kind in (each.kind, *each.also) and bench.library.staff.get(each.code)
    )
    lacking = [_lacking_in(bench, item, step, department) for department in offices]
    if offices and all(lacking) and lacking[0]:
        _complain(bench, place, offices[0], lacking[0])


def _lacking_in(bench: Workbench, item: UsedItem, step: StepModel, department: str) -> tuple[str, str] | None:
    everybody = bench.library.staff.get(department, ())
    people = [each for each in everybody if not each.items or item.code in each.items]
    return _lacking(step, people) if everybody else None


def _complain(bench: Workbench, place: Place, department: str, lacking: tuple[str, str]) -> None:
    bench.complain(
        place,
        "nobody-may",
        zh=f"在“{department}”没有人可以办理这个步骤：{lacking[0]}",
        en=f"nobody of “{department}” may do this step: {lacking[1]}",
    )


def _lacking(step: StepModel, people: list[StaffMember]) -> tuple[str, str] | None:
    """What is missing, zh and en. Every level that is always needed is another officer's."""
    if not people:
        return "没有负责这个事项的人", "none of them has this item"
    ranks = sorted((each.rank for each in people), reverse=True)
    wanted = sorted((each.rank for each in step.levels), reverse=True) or [step.rank]
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
