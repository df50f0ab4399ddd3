"""The steps of each item: what its kind demands, what it follows, which result it issues."""

from collections.abc import Mapping

from matter_definitions.compile_steps import USUAL_CALLS
from matter_definitions.language.items import StepModel
from matter_definitions.state import is_reserved_step
from matter_definitions.workbench import Place, UsedItem, Workbench, steps_before

# The kinds of step that are done among people: each with the entry that says how.
_AMONG_PEOPLE: Mapping[str, str] = {
    "publicity": "publicity",
    "hearing": "hearing",
    "joint_visit": "visit",
    "letter": "letter",
}
_INSIDE = frozenset({"approval", "issue_result", "notify", *_AMONG_PEOPLE})


def check_steps(bench: Workbench) -> None:
    for item in bench.items:
        bench.complain_of_twins(item.model.steps, item.place.below("steps"))
        bench.complain_of_twins(item.model.results, item.place.below("results"))
        bench.complain_of_twins(item.model.refusal_reasons, item.place.below("refusal_reasons"))
        for number, step in enumerate(item.model.steps):
            _check_step(bench, item, step, item.place.below("steps", number))
        _check_order(bench, item)
        _check_results(bench, item)
        _check_silence(bench, item)


def _check_step(bench: Workbench, item: UsedItem, step: StepModel, place: Place) -> None:
    if is_reserved_step(step.code):
        bench.complain(
            place.below("code"),
            "reserved",
            zh=f"“{step.code}”是系统自有步骤的名称（收件审查等）",
            en=f"“{step.code}” is the name of a step that every item has beside its own",
        )
    if step.kind in _INSIDE and (step.connector or step.call or step.send or step.receive):
        bench.complain(
            place,
            "wrong-for-kind",
            zh=f"“{step.kind}”步骤不调用外部系统",
            en=f"a step of the kind “{step.kind}” calls nobody",
        )
    if step.kind not in _INSIDE and step.kind not in USUAL_CALLS and not (step.connector and step.call):
        _complain_of_missing(bench, place, step, "connector、call", "connector and call")
    if (step.kind == "payment") != (step.payment is not None):
        _complain_of_missing(
            bench, place, step, "payment（且仅限缴费步骤）", "payment (and only a payment step)"
        )
    if step.kind == "notify" and not step.template:
        _complain_of_missing(bench, place, step, "template", "template")
    _check_people(bench, step, place)
    results = {each.code for each in item.model.results}
    if step.kind == "issue_result" and step.result is None:
        _complain_of_missing(bench, place, step, "result", "result")
    if step.result is not None and (step.kind != "issue_result" or step.result not in results):
        bench.complain(
            place.below("result"),
            "unknown-result",
            zh=f"这个步骤不能出具“{step.result}”：事项没有这个结果，或步骤不是出证",
            en=f"this step cannot issue “{step.result}”: the item has no such result, or it issues none",
        )


def _check_people(bench: Workbench, step: StepModel, place: Place) -> None:
    """What only steps have that people do, and what each kind among them demands."""
    for kind, name in _AMONG_PEOPLE.items():
        if (step.kind == kind) != (getattr(step, name) is not None):
            _complain_of_missing(
                bench, place, step, f"{name}（且仅限 {kind} 步骤）", f"{name} (and only a {kind} step)"
            )
    if step.officer_fields and step.kind != "approval":
        bench.complain(
            place.below("officer_fields"),
            "wrong-for-kind",
            zh="只有审批步骤由工作人员填写字段",
            en="only in an approval does an officer fill in fields",
        )
    if step.by and step.kind not in ("approval", *_AMONG_PEOPLE):
        bench.complain(
            place.below("by"),
            "wrong-for-kind",
            zh="只有由人办理的步骤可以由其他部门办理",
            en="only what people do can be another department's",
        )


def _complain_of_missing(bench: Workbench, place: Place, step: StepModel, zh: str, en: str) -> None:
    bench.complain(
        place,
        "wrong-for-kind",
        zh=f"“{step.kind}”步骤需要 {zh}",
        en=f"a step of the kind “{step.kind}” needs {en}",
    )


def _check_order(bench: Workbench, item: UsedItem) -> None:
    """Steps that can never open, because they follow each other in a circle or follow nothing that exists."""
    codes = {step.code for step in item.model.steps}
    for number, step in enumerate(item.model.steps):
        for nth, before in enumerate(step.after or ()):
            if before not in codes:
                bench.complain(
                    item.place.below("steps", number, "after", nth),
                    "unknown-step",
                    zh=f"没有步骤“{before}”",
                    en=f"there is no step “{before}”",
                )
    before = {code: set(after) & codes for code, after in steps_before(item.model)}
    over: set[str] = set()
    while ready := {code for code, after in before.items() if code not in over and after <= over}:
        over |= ready
    stuck = [step.code for step in item.model.steps if step.code not in over]
    if stuck:
        number = next(n for n, step in enumerate(item.model.steps) if step.code == stuck[0])
        names = "、".join(stuck)
        bench.complain(
            item.place.below("steps", number),
            "circle",
            zh=f"这些步骤互相等待：{names}",
            en=f"these steps wait for each other: {', '.join(stuck)}",
        )


def _check_results(bench: Workbench, item: UsedItem) -> None:
    issued = {step.result for step in item.model.steps}
    for number, result in enumerate(item.model.results):
        place = item.place.below("results", number)
        if not result.template.strip():
            bench.complain(
                place.below("template"),
                "no-template",
                zh="结果没有写模板名称",
                en="the result names no template",
            )
        if result.code not in issued:
            bench.warn(
                place,
                "never-issued",
                zh=f"没有步骤出具结果“{result.code}”",
                en=f"no step issues the result “{result.code}”",
            )


def _check_silence(bench: Workbench, item: UsedItem) -> None:
    if item.model.silence is None and item.model.type != "permission":
        bench.complain(
            item.place,
            "silence-unset",
            zh="不是行政许可的事项必须写明逾期不答复的后果（silence: accepted 或 supervise）",
            en="an item that is no permission must say what silence means (silence: accepted or supervise)",
        )
