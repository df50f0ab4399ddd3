"""What differs between two plans, in words, each thing once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from forms.form_plan import FieldPlan, ItemSwitch, MaterialPlan, Need, Text
from matter_definitions.comparing.sentences import sentence_of, word_of
from matter_definitions.comparing.vocabulary import OF_THE_CLASS, Stage, Topic, Word, word_for
from matter_definitions.comparing.walking import Change, Kind, changes_between, is_thing
from matter_definitions.plan import ItemPlan, Plan, StepPlan
from matter_definitions.wording.titles import Names, Titles

_NO_NAMES = Names()
# Attributes of an item that its switch repeats; told of the item alone.
_ON_BOTH = frozenset({"title", "department_kind", "for_each"})


@dataclass(frozen=True, slots=True)
class Difference:
    """`path`: where in the plan, with dots and codes; of one change that several items share, at the first.

    `items`: codes of those it is about, none: the whole matter. `until`: how far on a case may be and still
    meet it.
    """

    path: str
    kind: Kind
    topic: Topic
    text: Text
    items: tuple[str, ...]
    step: str | None
    until: Stage


def differences(old: Plan, new: Plan, *, names: Names = _NO_NAMES) -> tuple[Difference, ...]:
    """In the order of the plan, from the matter's own texts to its remedies. None of equal plans."""
    changes = _each_once(list(changes_between(old, new)), old, new)
    before, after = Titles(old, names), Titles(new, names)
    return tuple(_difference(each, before, after) for each in _alike(changes))


def _difference(alike: Sequence[Change], old: Titles, new: Titles) -> Difference:
    change = alike[0]
    words = list(_words_outward(change))
    return Difference(
        path=change.path,
        kind=change.kind,
        topic=next(word.topic for word in words if word.topic),
        text=sentence_of(alike, old=old, new=new),
        items=tuple(dict.fromkeys(code for each in alike for code in _items_of(each))),
        step=next((stop.thing.code for stop in change.stops if isinstance(stop.thing, StepPlan)), None),
        until=next(word.until for word in words if word.until),
    )


def _words_outward(change: Change) -> Iterator[Word]:
    """The word of what has changed, then that of each thing around it, up to the plan."""
    if change.attribute is not None or not is_thing(change.last):
        yield word_of(change)
    for stop in reversed(change.stops):
        if is_thing(stop.thing):
            yield word_for(type(stop.thing), OF_THE_CLASS)
    yield word_for(Plan, OF_THE_CLASS)


def _items_of(change: Change) -> tuple[str, ...]:
    for stop in reversed(change.stops):
        match stop.thing:
            case ItemPlan() as item:
                return (item.code,)
            case Need() | ItemSwitch() as of_an_item:
                return (of_an_item.item,)
            case FieldPlan() | MaterialPlan():
                both = [each for each in (stop.old, stop.new) if each]
                codes = [code for each in both for code in (*(n.item for n in each.needs), each.produced_by)]
                return tuple(dict.fromkeys(code for code in codes if code))
            case _:
                pass
    return ()


def _each_once(changes: list[Change], old: Plan, new: Plan) -> list[Change]:
    """A plan says some things twice: an item in its switch, and in the need of each field."""
    told = {_said_of_item(each) for each in changes if isinstance(each.last, ItemPlan)}
    return [each for each in changes if not _is_told_with_its_item(each, told, old, new)]


def _is_told_with_its_item(change: Change, told: set[tuple[object, ...]], old: Plan, new: Plan) -> bool:
    last = change.last
    if isinstance(last, Need | ItemSwitch) and change.attribute is None:
        return (last.item in old.by_code, last.item in new.by_code) == (
            change.kind == "removed",
            change.kind == "added",
        )
    return isinstance(last, ItemSwitch) and change.attribute in _ON_BOTH and _said_of_item(change) in told


def _said_of_item(change: Change) -> tuple[object, ...]:
    code = getattr(change.last, "item", None) or getattr(change.last, "code", None)
    return (code, change.attribute, change.kind, repr(change.old), repr(change.new))


def _alike(changes: Iterable[Change]) -> Iterable[list[Change]]:
    """A field that several items need on a new condition has changed once."""
    groups: dict[object, list[Change]] = {}
    for number, change in enumerate(changes):
        last = change.last
        key: object = number
        if isinstance(last, Need):
            said = replace(last, item="") if change.attribute is None else (change.old, change.new)
            key = (change.stops[-2].attribute, change.stops[-2].label, change.attribute, change.kind, said)
        groups.setdefault(key, []).append(change)
    return groups.values()
