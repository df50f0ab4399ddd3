"""What a step uses of what its own item makes: the step that makes it comes first, and really makes it."""

from collections.abc import Iterator, Mapping

from matter_definitions.language.items import ItemModel, StepModel
from matter_definitions.workbench import Place, UsedItem, Workbench, steps_before

_STAGES = ("before_acceptance", "handling", "after_grant")


def check_made(bench: Workbench) -> None:
    makers = {item.code: _makers(item.model) for item in bench.items}
    for item in bench.items:
        _check_own(bench, item, makers[item.code])
        _check_of_others(bench, item, makers)


def _makers(item: ItemModel) -> dict[str, list[StepModel]]:
    found: dict[str, list[StepModel]] = {}
    for step in item.steps:
        for key in (*step.receive, *(each.field for each in step.officer_fields)):
            found.setdefault(key, []).append(step)
    return found


def _check_own(bench: Workbench, item: UsedItem, makers: Mapping[str, list[StepModel]]) -> None:
    before = dict(steps_before(item.model))
    for number, step in enumerate(item.model.steps):
        if step.undo_of is not None:
            continue  # it comes when everything else is over
        earlier = _earlier(item.model, step, before)
        for key, place in _used(item, step, item.place.below("steps", number)):
            made_by = [each.code for each in makers.get(key, ())]
            if made_by and not earlier & set(made_by):
                bench.complain(
                    place,
                    "needed-before-made",
                    zh=f"“{key}”由步骤“{'、'.join(made_by)}”产生，“{step.code}”并不在它之后",
                    en=f"“{key}” is made by {', '.join(made_by)}, which “{step.code}” does not follow",
                )


def _earlier(item: ItemModel, step: StepModel, before: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Every step that is over when this one begins: those that it follows, and those of earlier stages."""
    stage = _STAGES.index(step.stage)
    found = {each.code for each in item.steps if _STAGES.index(each.stage) < stage}
    ahead = list(before[step.code])
    while ahead:
        code = ahead.pop()
        if code not in found and code in before:
            ahead += before[code]
        found.add(code)
    return found - {step.code}


def _used(item: UsedItem, step: StepModel, place: Place) -> Iterator[tuple[str, Place]]:
    for name, source in step.send.items():
        if not source.startswith("="):
            yield source, place.below("send", name)
    if step.payment:
        yield step.payment.amount, place.below("payment", "amount")
        for number, part in enumerate(step.payment.split):
            yield part.amount, place.below("payment", "split", number, "amount")
    for number, key in enumerate(step.publicity.shows if step.publicity else ()):
        yield key, place.below("publicity", "shows", number)
    for number, result in enumerate(item.model.results):
        if result.code == step.result:
            there = item.place.below("results", number)
            for name in ("number", "holder", "valid_until"):
                if key := getattr(result, name):
                    yield key, there.below(name)
            for nth, key in enumerate(result.shows):
                yield key, there.below("shows", nth)


def _check_of_others(
    bench: Workbench, item: UsedItem, makers: Mapping[str, Mapping[str, list[StepModel]]]
) -> None:
    """What an officer may leave empty, or a call may end without, is not there for whoever needs it."""
    for number, need in enumerate(item.model.fields):
        for maker, made in makers.items():
            steps = made.get(need.field, [])
            if (
                need.required
                and maker != item.code
                and steps
                and not any(_surely(each, need.field) for each in steps)
            ):
                bench.complain(
                    item.place.below("fields", number),
                    "made-not-surely",
                    zh=f"事项“{maker}”不一定产生“{need.field}”，“{item.code}”却必须有它"
                    "（required: false 才可没有）",
                    en=f"“{maker}” does not always make “{need.field}”, but “{item.code}” cannot do without"
                    " (required: false)",
                )


def _surely(step: StepModel, key: str) -> bool:
    """Whether the step, when it is done, ends with it or with a refusal of the whole item."""
    typed = next((each for each in step.officer_fields if each.field == key), None)
    return typed.required if typed else step.refused != "note"
