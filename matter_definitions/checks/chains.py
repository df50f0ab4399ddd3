"""What a matter says of other matters: they exist, their fields fit ours, and none requires itself."""

from forms.form_plan import FormPlan
from matter_definitions.chains import may_be_given
from matter_definitions.language.chains import NextModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.workbench import Place, Workbench


def check_chains(bench: Workbench, form: FormPlan) -> None:
    for number, each in enumerate(bench.matter.next):
        place = bench.place.below("next", number)
        if _exists(bench, each.matter, place):
            _check_given(bench, form, each, place)
    for number, each in enumerate(bench.matter.requires):
        place = bench.place.below("requires", number)
        if _exists(bench, each.matter, place) and bench.matter.matter in _required(bench, each.matter):
            bench.complain(
                place,
                "circle",
                zh=f"“{bench.matter.matter}”和“{each.matter}”互相以对方办结为前提，永远不能开始",
                en=f"“{bench.matter.matter}” and “{each.matter}” require each other and can never begin",
            )


def _exists(bench: Workbench, matter: str, place: Place) -> bool:
    if matter in bench.library.matters:
        return True
    bench.complain(
        place.below("matter"),
        "unknown-matter",
        zh=f"没有“{matter}”这件事",
        en=f"there is no matter “{matter}”",
    )
    return False


def _required(bench: Workbench, matter: str) -> set[str]:
    """All that has to be over before a matter, however far back."""
    found: set[str] = set()
    waiting = [matter]
    while waiting:
        code = waiting.pop()
        if code not in found and code in bench.library.matters:
            found.add(code)
            waiting += [each.matter for each in bench.library.matters[code].model.requires]
    return found


def _check_given(bench: Workbench, form: FormPlan, chain: NextModel, place: Place) -> None:
    theirs = bench.library.matters[chain.matter].model
    known = {field.key: field for field in form.fields}
    for their_key, our_key in chain.give.items():
        where = place.below("give", their_key)
        element = _element_of(bench, theirs, their_key)
        if element is None:
            bench.complain(
                where,
                "unknown-element",
                zh=f"“{chain.matter}”没有字段“{their_key}”",
                en=f"“{chain.matter}” has no field “{their_key}”",
            )
        elif our_key not in known:
            bench.complain(
                where,
                "never-known",
                zh=f"这件事没有字段“{our_key}”",
                en=f"this matter has no field “{our_key}”",
            )
        elif not may_be_given(form, known[our_key].subject):
            bench.complain(
                where,
                "not-its-own",
                zh=f"“{our_key}”不是申请人自己的信息，其他人只同意用于这件事",
                en=f"“{our_key}” is not the applicant's own: other people agreed to this matter only",
            )
        elif known[our_key].value_type != element:
            bench.complain(
                where,
                "wrong-type",
                zh=f"“{their_key}”与“{our_key}”的数据类型不同",
                en=f"“{their_key}” and “{our_key}” are of different types",
            )


def _element_of(bench: Workbench, matter: MatterModel, key: str) -> str | None:
    """The type of a field of another matter; None when it has none like that."""
    code, _, name = key.partition(".")
    subject = next((each for each in matter.subjects if each.code == code), None)
    if subject is None or subject.repeats is not None:
        return None
    entry = bench.library.elements.get(subject.uses.get(name, name))
    return entry.model.type if entry else None
