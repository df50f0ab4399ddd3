"""Approvals of several levels, and the stages of steps: who decides, and when a step may be done."""

from matter_definitions.language.items import StepModel
from matter_definitions.workbench import Place, UsedItem, Workbench, level_codes, steps_before


def check_levels(bench: Workbench) -> None:
    for item in bench.items:
        for number, step in enumerate(item.model.steps):
            if step.levels:
                _check_step(bench, step, item.place.below("steps", number, "levels"))
            if step.rank > 1 and (step.levels or step.kind != "approval"):
                bench.complain(
                    item.place.below("steps", number, "rank"),
                    "wrong-for-kind",
                    zh="只有不分级的审批步骤可以写 rank；分级的，每一级写自己的",
                    en="only an approval without levels has a rank; of levels each has its own",
                )
        _check_names(bench, item)
        _check_stages(bench, item)


def _check_step(bench: Workbench, step: StepModel, place: Place) -> None:
    if step.kind != "approval":
        bench.complain(
            place,
            "wrong-for-kind",
            zh="只有审批步骤可以分级",
            en="only an approval has levels",
        )
    if len(step.levels) < 2 or step.levels[0].when is not None:
        bench.complain(
            place,
            "levels",
            zh="分级审批有二至四级，第一级总要进行（不写 when）",
            en="there are two to four levels, and the first one is always needed (no when)",
        )
    bench.complain_of_twins(step.levels, place)
    for number in range(1, len(step.levels)):
        if step.levels[number].rank < step.levels[number - 1].rank:
            bench.complain(
                place.below(number, "rank"),
                "rank-order",
                zh="后一级的职级不能低于前一级",
                en="a later level cannot be of a lower rank than the one before it",
            )


def _check_names(bench: Workbench, item: UsedItem) -> None:
    """A level becomes a step named `<step>_<level>`, which may be another step's name already."""
    codes = {step.code for step in item.model.steps}
    for number, step in enumerate(item.model.steps):
        for nth, code in enumerate(level_codes(step) if step.levels else ()):
            if code in codes:
                bench.complain(
                    item.place.below("steps", number, "levels", nth, "code"),
                    "duplicate",
                    zh=f"这一级成为步骤“{code}”，而已有同名步骤",
                    en=f"this level becomes the step “{code}”, and there is one of this name",
                )


def _check_stages(bench: Workbench, item: UsedItem) -> None:
    """Before acceptance only a fee can be asked for, and nothing that comes later may come before it."""
    stages = {step.code: step.stage for step in item.model.steps}
    before = dict(steps_before(item.model))
    order = ("before_acceptance", "handling", "after_grant")
    for number, step in enumerate(item.model.steps):
        place = item.place.below("steps", number, "stage")
        if step.stage == "before_acceptance" and step.kind != "payment":
            bench.complain(
                place,
                "wrong-for-kind",
                zh="受理之前只能缴费",
                en="before the acceptance there can only be a payment",
            )
        if step.stage == "after_grant" and step.decides:
            bench.complain(
                place,
                "stage-order",
                zh="准予之后的步骤不能决定准予",
                en="a step after the grant cannot decide about it",
            )
        mine = order.index(step.stage)
        late = [code for code in before[step.code] if order.index(stages.get(code, step.stage)) > mine]
        if late:
            bench.complain(
                place,
                "stage-order",
                zh=f"这个步骤不能在更晚阶段的“{'、'.join(late)}”之后",
                en=f"this step cannot follow {', '.join(late)}, which comes at a later stage",
            )
