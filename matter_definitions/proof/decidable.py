"""What decides what is asked, needed or done must be decidable, so that proofs are exact."""

from collections.abc import Iterator

from expressions.types import ValueType
from forms.form_plan import FormPlan
from matter_definitions.proof.fragment import OutsideFragment
from matter_definitions.proof.possible import Condition, Possible
from matter_definitions.workbench import Place, Workbench


def complain_of_undecidable(bench: Workbench, form: FormPlan) -> bool:
    """Whether there is such an expression; each is told with a hint how to write it otherwise."""
    possible = Possible(form)
    found = False
    for place, condition in (*_of_the_matter(bench), *_of_the_items(bench)):
        try:
            possible.formula(condition)
        except OutsideFragment as outside:
            _complain(bench, place, condition.source, outside)
            found = True
    return found or _complain_of_bound(bench, possible)


def _complain_of_bound(bench: Workbench, possible: Possible) -> bool:
    """What a field that decides something is computed from, or bound by, is not decidable."""
    try:
        possible.situations()
    except OutsideFragment as outside:
        _complain(bench, bench.place, outside.what, outside)
        return True
    return False


def _complain(bench: Workbench, place: Place, source: str, outside: OutsideFragment) -> None:
    bench.complain(
        place,
        "undecidable",
        zh=f"条件 {source} 中的 {outside.what} 无法证明：{outside.hint.zh}",
        en=f"nothing can be proved of {outside.what} in the condition {source}: {outside.hint.en}",
    )


def _of_the_matter(bench: Workbench) -> Iterator[tuple[Place, Condition]]:
    matter, place = bench.matter, bench.place
    for number, question in enumerate(matter.questions):
        yield from _condition(place.below("questions", number, "when"), question.when)
        for nth, each in enumerate(question.exits):
            yield from _condition(place.below("questions", number, "exits", nth, "when"), each.when)
    for number, subject in enumerate(matter.subjects):
        where = place.below("subjects", number)
        yield from _condition(where.below("when"), subject.when)
        yield from _condition(where.below("repeats"), subject.repeats, ValueType.INT)
    for name in ("items", "consents", "lookups"):
        for number, each in enumerate(getattr(matter, name)):
            yield from _condition(place.below(name, number, "when"), each.when)


def _of_the_items(bench: Workbench) -> Iterator[tuple[Place, Condition]]:
    for item in bench.items:
        for name in ("fields", "materials"):
            for number, need in enumerate(getattr(item.model, name)):
                yield from _condition(item.place.below(name, number, "when"), need.when)


def _condition(
    place: Place, source: str | None, result: ValueType = ValueType.BOOL
) -> Iterator[tuple[Place, Condition]]:
    if source is not None:
        yield place, Condition(source, result)
