"""What an item offers beside its plain way: limits that contradict each other, names that nobody has."""

from collections.abc import Iterator

from clocks.clock import Limit
from matter_definitions.checks.limits import in_working_days
from matter_definitions.checks.windows import working_days_waited
from matter_definitions.language.items import StepModel
from matter_definitions.language.offers import CommitmentModel, LetterModel
from matter_definitions.workbench import Place, UsedItem, Workbench, steps_before


def check_offers(bench: Workbench) -> None:
    for item in bench.items:
        _check_limits(bench, item)
        _check_kinds(bench, item)
        _check_while_valid(bench, item)
        bench.complain_of_twins(item.model.commitments, item.place.below("commitments"))
        for number, commitment in enumerate(item.model.commitments):
            _check_commitment(bench, item, commitment, item.place.below("commitments", number))
        for number, step in enumerate(item.model.steps):
            _check_undoing(bench, item, step, item.place.below("steps", number, "undo_of"))
            if step.letter:
                _check_letter(bench, step.letter, item.place.below("steps", number, "letter"))
    _check_departments(bench)
    _check_joint_limit(bench)


def _check_limits(bench: Workbench, item: UsedItem) -> None:
    limits, model = item.model.limits, item.model
    if model.precheck and _above(model.precheck, limits.receipt):
        bench.complain(
            item.place.below("precheck"),
            "precheck-above-receipt",
            zh="预受理在收件时限之内，不能比它长",
            en="the pre-check runs inside the receipt limit and cannot be longer",
        )
    days, way = _longest_way(item)
    if days > in_working_days(limits.promised):
        bench.complain(
            item.place.below("steps"),
            "step-limits-above-promise",
            zh=f"步骤“{' → '.join(way)}”的时限合计 {days:g} 个工作日，超过承诺时限",
            en=f"the steps {' → '.join(way)} together take {days:g} working days, more than is promised",
        )


def _above(limit: Limit, other: Limit) -> bool:
    return in_working_days(limit) > in_working_days(other)


def _longest_way(item: UsedItem) -> tuple[float, list[str]]:
    """The longest path by the limits of steps that decide or come before; several levels take theirs each.

    What follows a deciding step follows the grant, when the promise is kept already.
    """
    models = {step.code: step for step in item.model.steps}
    before = dict(steps_before(item.model))
    known: dict[str, tuple[float, list[str]]] = {}

    def to(code: str, under_way: frozenset[str]) -> tuple[float, list[str]]:
        if code not in known:
            met = under_way | {code}  # in a circle (told elsewhere) nothing is counted twice
            ways = [to(each, met) for each in before[code] if each in models and each not in met]
            days, way = max(ways, default=(0.0, []))
            step = models[code]
            own = in_working_days(step.limit) * max(1, len(step.levels)) if step.limit else 0.0
            own += working_days_waited(step)
            known[code] = (days + own, [*way, code] if own else way)
        return known[code]

    return max(
        (to(code, frozenset()) for code in models if not _is_late(code, models, before)), default=(0.0, [])
    )


def _is_late(code: str, models: dict[str, StepModel], before: dict[str, tuple[str, ...]]) -> bool:
    follows = any(each in models and models[each].decides for each in before[code])
    return follows or models[code].stage == "after_grant" or models[code].undo_of is not None


def _check_kinds(bench: Workbench, item: UsedItem) -> None:
    for name, kinds in (
        ("special_procedures", [each.kind for each in item.model.special_procedures]),
        ("suspensions", [each.kind for each in item.model.suspensions]),
    ):
        for number, kind in enumerate(kinds):
            if kind in kinds[:number]:
                bench.complain(
                    item.place.below(name, number),
                    "duplicate",
                    zh=f"“{kind}”写了两次",
                    en=f"“{kind}” is there twice",
                )


def _check_commitment(bench: Workbench, item: UsedItem, commitment: CommitmentModel, place: Place) -> None:
    listed = {f"material:{need.material}" for need in item.model.materials}
    for number, target in enumerate(commitment.replaces):
        if target not in listed:
            bench.complain(
                place.below("replaces", number),
                "unused-material",
                zh=f"这个事项不需要“{target}”",
                en=f"this item does not need “{target}”",
            )
    late_supply = commitment.kind == "late_supply"
    if late_supply and _above(commitment.until, item.model.limits.promised):
        bench.complain(
            place.below("until"),
            "late-supply-above-promise",
            zh="容缺补正时限不能长于承诺时限",
            en="what is promised for later must come within the promised limit",
        )
    if late_supply and item.model.instant:
        bench.complain(
            place.below("kind"),
            "late-supply-for-instant",
            zh="即办件当场办结，不能容缺",
            en="an item that is decided at once has no later",
        )
    if commitment.kind == "replaces_proof" and commitment.verify_within is None:
        bench.complain(
            place.below("verify_within"),
            "never-verified",
            zh="代替证明的承诺必须写明核查期限（verify_within）",
            en="a promise in the place of a proof has to be verified: say within how long (verify_within)",
        )


def _check_letter(bench: Workbench, letter: LetterModel, place: Place) -> None:
    """It goes to a department and a region, or to one authority outside, which has no region here."""
    here = (letter.to is not None, letter.region is not None)
    if (letter.outside is None and not all(here)) or (letter.outside is not None and any(here)):
        bench.complain(
            place,
            "letter-to-nobody",
            zh="发函对象应为一类部门（to）及其地区（region），或本平台以外的一个机关（outside），二者择一",
            en="a letter goes to a kind of department (`to`) in a region, or to one authority `outside`",
        )
    if letter.outside is None and letter.by == "connector":
        bench.complain(
            place.below("by"),
            "wrong-for-kind",
            zh="平台内的部门直接收函，不需要对接系统（connector）",
            en="a department of this installation has the letter on its desk and needs no connector",
        )


def _check_undoing(bench: Workbench, item: UsedItem, step: StepModel, place: Place) -> None:
    others = {each.code for each in bench.items} - {item.code}
    if step.undo_of is not None and step.undo_of not in others:
        bench.complain(
            place,
            "undo-of-unknown",
            zh=f"“{step.undo_of}”不是这件事中的其他事项",
            en=f"“{step.undo_of}” is no other item of this matter",
        )
    if step.undo_of is not None and step.kind != "system_call":
        bench.complain(
            place,
            "undoing-by-people",
            zh="撤销性步骤只能由部门系统自动完成（system_call）：条件出现时不再由人决定",
            en="what undoes something is a call of a department's system (system_call): when it is due,"
            " nobody is left to decide about it",
        )
    if step.undo_of is not None and step.decides:
        bench.complain(
            place,
            "wrong-for-kind",
            zh="撤销性步骤不能决定准予",
            en="a step that undoes something cannot decide about the grant",
        )


def _check_while_valid(bench: Workbench, item: UsedItem) -> None:
    """It waits for that item, and what that one issues runs out."""
    needed = item.model.while_valid
    before = {code for group in item.entry.after for code in group.any}
    other = next((each for each in bench.items if each.code == needed and needed in before), None)
    if needed is not None and not any(each.valid_for for each in (other.model.results if other else ())):
        bench.complain(
            item.place.below("while_valid"),
            "never-out-of-date",
            zh=f"“{needed}”不是本事项等待的、结果有有效期（valid_for）的事项",
            en=f"“{needed}” is no item that this one waits for and whose result has a validity (`valid_for`)",
        )


def _check_joint_limit(bench: Workbench) -> None:
    """行政许可法 art. 42 (2): at most 45 working days, and 15 more once."""
    joint = bench.matter.joint_limit
    if joint is None:
        return
    for key, limit, most in (("limit", joint.limit, 45), ("extension", joint.extension, 15)):
        if limit is not None and in_working_days(limit) > most:
            bench.complain(
                bench.place.below("joint_limit", key),
                "joint-above-law",
                zh=f"联合办理依法最多四十五个工作日，延长最多十五个工作日；这里最多 {most} 个工作日",
                en="by law several departments together take at most 45 working days, and 15 more once; here"
                f" at most {most}",
            )


def _check_departments(bench: Workbench) -> None:
    kinds = {each.kind for each in bench.library.departments.values()}
    for kind, place in _other_departments(bench):
        if kinds and kind not in kinds:
            bench.complain(
                place,
                "unknown-department",
                zh=f"没有“{kind}”类的部门",
                en=f"there is no department of the kind “{kind}”",
            )


def _other_departments(bench: Workbench) -> Iterator[tuple[str, Place]]:
    for item in bench.items:
        if item.model.forwards:
            yield item.model.forwards.to, item.place.below("forwards", "to")
        for number, step in enumerate(item.model.steps):
            place = item.place.below("steps", number)
            if step.by:
                yield step.by.department, place.below("by", "department")
            if step.letter and step.letter.to:
                yield step.letter.to, place.below("letter", "to")
            for nth, kind in enumerate(step.visit.others if step.visit else ()):
                yield kind, place.below("visit", "others", nth)
            for nth, part in enumerate(step.payment.split if step.payment else ()):
                yield part.department, place.below("payment", "split", nth, "department")
