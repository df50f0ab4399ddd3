"""What is written twice: it would be asked twice, sent twice, or was meant to be something else."""

from collections.abc import Hashable, Iterable, Iterator

from matter_definitions.workbench import Place, Workbench

# An imaginary case may meet the same thing twice.
_MAY_REPEAT = frozenset({"examples"})


def check_repeated(bench: Workbench) -> None:
    """Equal entries of one list, in the matter and in its items; and a material, or a message, once each."""
    for place in (bench.place, *(item.place for item in bench.items)):
        for name, part in place.document.data.items():
            if name not in _MAY_REPEAT:
                for found in _twins(part, place.below(name)):
                    _complain(bench, found)
    for item in bench.items:
        _check_names(bench, [each.material for each in item.model.materials], item.place.below("materials"))
    notices = [(each.event, each.template, each.to) for each in bench.matter.notices]
    _check_names(bench, notices, bench.place.below("notices"))


def _twins(node: object, place: Place) -> Iterator[Place]:
    if isinstance(node, dict):
        for key, each in node.items():
            yield from _twins(each, place.below(str(key)))
    elif isinstance(node, list):
        for number, each in enumerate(node):
            if each in node[:number] and not isinstance(each, bool):
                yield place.below(number)
            yield from _twins(each, place.below(number))


def _check_names(bench: Workbench, names: Iterable[Hashable], place: Place) -> None:
    seen: set[Hashable] = set()
    for number, name in enumerate(names):
        if name in seen:
            _complain(bench, place.below(number))
        seen.add(name)


def _complain(bench: Workbench, place: Place) -> None:
    """Unless another check has said it already, in words of its own."""
    path = ".".join(str(part) for part in place.path)
    told = {(each.code, each.file, each.path) for each in bench.problems.found}
    if ("duplicate", place.document.file, path) not in told:
        bench.complain(
            place, "duplicate", zh="这一条在同一列表中写了两次", en="this is in the same list twice"
        )
