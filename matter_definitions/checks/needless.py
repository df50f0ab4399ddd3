"""Fields that a department would see and has no need of (个人信息保护法, article 6).

Only of items in which nobody of the department takes part is it known what a field is for: a person may have
to read anything that her item declares, a connector gets what is sent to it.
"""

from collections.abc import Iterator, Mapping

from matter_definitions.checks.keys import used_by_item
from matter_definitions.language.items import FieldNeed
from matter_definitions.workbench import UsedItem, Workbench

_BY_PEOPLE = frozenset({"approval", "publicity", "hearing", "joint_visit", "letter", "money_awaited"})

Used = Mapping[str, frozenset[str]]


def check_needless(bench: Workbench, decided_by: Used) -> None:
    """`decided_by`: the variables of each item's own expressions, and under `""` those of the matter's.

    What is misspelled elsewhere in a file may have been meant as the use, so nothing is said of such a file.
    """
    broken = {each.file for each in bench.problems.found if each.severity == "error"}
    if bench.place.document.file in broken:
        return
    whole = [item for item in bench.items if item.place.document.file not in broken]
    wanted = set[str]().union(*decided_by.values(), _used_by_matter(bench))
    for item in whole:
        if _has_people(item):
            continue
        used = {key for key, _ in used_by_item(item)} | decided_by[item.code]
        for number, need in enumerate(item.model.fields):
            if need.field in used:
                continue
            if need.field in wanted and not _is_asked_anyhow(whole, item, need, decided_by):
                continue  # no department needs it, but the matter does, and somebody has to ask for it
            bench.complain(
                item.place.below("fields", number),
                "needless",
                zh=f"事项“{item.code}”没有人办理，也不发送、打印“{need.field}”或据此判断，部门无需知道它",
                en=f"nobody handles “{item.code}”, and it neither sends nor prints “{need.field}” nor decides"
                " by it: the department has no need of it",
            )


def _has_people(item: UsedItem) -> bool:
    """Whether somebody of the department may have to look at the form."""
    model = item.model
    return (
        (item.entry.acceptance or model.acceptance) == "officer"
        or any(step.kind in _BY_PEOPLE for step in model.steps)
        or model.late_correction
        or any((model.precheck, model.extension, model.forwards))
        or any((model.special_procedures, model.suspensions, model.commitments))
    )


def _is_asked_anyhow(items: list[UsedItem], item: UsedItem, need: FieldNeed, decided_by: Used) -> bool:
    """Whether another item, which does need it, asks for it wherever this one does."""
    for other in items:
        if other is item or other.entry.when not in (None, item.entry.when):
            continue
        uses = {key for key, _ in used_by_item(other)} | decided_by[other.code]
        if not _has_people(other) and need.field not in uses:
            continue
        for each in other.model.fields:
            if each.field == need.field and each.when in (None, need.when) and each.required >= need.required:
                return True
    return False


def _used_by_matter(bench: Workbench) -> Iterator[str]:
    matter = bench.matter
    for lookup in matter.lookups:
        yield from lookup.send.values()
    for consent in matter.consents:
        yield from (*consent.shows, *consent.shows_of_all)
    for derived in matter.derived:
        if derived.from_number:
            yield derived.from_number
    for merged in matter.merged_results:
        if merged.holder:
            yield merged.holder
    for chain in matter.next:
        yield from chain.give.values()
    yield from (each.field for each in matter.rules)
    yield from matter.delivery.mail_needs if matter.delivery else ()
