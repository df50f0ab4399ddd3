"""What a catalogue must ask for, found by trying.

Nothing here reads a plan: what is needed is told of the definition itself, and which questions, papers and
fees are the fewest that serve every item is found by trying all sets of them, the smallest first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from tests.unit.forms.random_catalogues import Answers, Catalogue, Condition, Item, Needed, Register


@dataclass(frozen=True)
class Running:
    """An item that is on, for one child or for all."""

    item: Item
    child: int | None


@dataclass(frozen=True)
class Fewest:
    """The smallest sets with which every item that is on has what it needs. Keys as the form has them."""

    asked: frozenset[str]
    required: frozenset[str]


def running(catalogue: Catalogue, answers: Answers) -> list[Running]:
    children = range(1, int(answers["children"]) + 1)
    return [
        Running(item, child)
        for item in catalogue.items
        if _holds(item.when, answers)
        for child in (children if item.each_child else [None])
    ]


def fewest_fields(on: list[Running], answers: Answers, *, known: Iterable[str] = ()) -> Fewest:
    made = {key for each in on if each.item.makes for key in _keys(each.item.makes, each.child, answers)}
    return _fewest(on, answers, lambda item: item.fields, there={*made, *known})


def fewest_materials(on: list[Running], answers: Answers, *, known: Iterable[str] = ()) -> Fewest:
    """What an item of the same case ends with nobody brings; of an item for each child only that child's."""
    made: set[str] = set()
    for each in on:
        if each.item.issues:
            made |= {*_keys(f"child.{each.item.issues}", each.child, answers)}
            made |= set() if each.child else {each.item.issues}
    return _fewest(on, answers, lambda item: item.materials, there={*made, *known})


def fees(on: list[Running], answers: Answers) -> set[str]:
    return {each.item.code for each in on if each.item.fee is not None and _holds(each.item.fee, answers)}


def found(catalogue: Catalogue, answers: Answers) -> Register | None:
    register = catalogue.register
    return register if register.finds and _holds(register.when, answers) else None


def _fewest(
    on: list[Running], answers: Answers, needs: Callable[[Item], tuple[Needed, ...]], *, there: set[str]
) -> Fewest:
    demands = [
        (key, need.required)
        for each in on
        for need in needs(each.item)
        if _holds(need.when, answers)
        for key in _keys(need.key, each.child, answers)
        if key not in there
    ]
    everything = sorted({key for key, _ in demands})
    asked = _smallest(everything, lambda chosen: all(key in chosen for key, _ in demands))
    must = _smallest(everything, lambda chosen: all(key in chosen for key, required in demands if required))
    return Fewest(asked, must)


def _smallest(everything: list[str], serves: Callable[[tuple[str, ...]], bool]) -> frozenset[str]:
    for size in range(len(everything) + 1):
        for chosen in combinations(everything, size):
            if serves(chosen):
                return frozenset(chosen)
    raise AssertionError("everything together serves")


def _keys(key: str, child: int | None, answers: Answers) -> list[str]:
    subject, _, element = key.partition(".")
    if subject != "child":
        return [key]
    children = [child] if child else range(1, int(answers["children"]) + 1)
    return [f"child.{number}.{element}" for number in children]


def _holds(when: Condition, answers: Answers) -> bool:
    return all(answers[question] is value for question, value in when)
