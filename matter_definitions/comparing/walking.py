"""Where two plans differ: both are walked side by side, their things paired by what identifies them.

Knows the shape of a plan and no words. A thing is a dataclass that has attributes of its own; texts,
limits and validities are values. Of a thing that is only in one plan nothing below it is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import zip_longest
from typing import Any, Literal

from clocks.clock import Limit
from clocks.validity import Validity
from forms.form_plan import ItemSwitch, Need, Text
from matter_definitions.chains import NextPlan, RequiredPlan
from matter_definitions.merged import ResultPart
from matter_definitions.offers import RemedyPlan, SpecialPlan, SplitPart, SuspensionPlan
from matter_definitions.plan import NoticePlan, PaperPlan, Plan

Kind = Literal["added", "removed", "changed"]
Thing = Any
"""A dataclass of a plan: which one, is known only while walking."""

_IDENTITY: dict[type, tuple[str, ...]] = {
    Need: ("item",),
    ItemSwitch: ("item",),
    NoticePlan: ("event",),
    PaperPlan: ("event",),
    RemedyPlan: ("region", "department_kind"),
    SpecialPlan: ("kind",),
    SuspensionPlan: ("kind",),
    SplitPart: ("department_kind",),
    NextPlan: ("matter",),
    RequiredPlan: ("matter",),
    ResultPart: ("item", "result"),
}
_NOTHING: tuple[object, ...] = (None, (), {}, "")


@dataclass(frozen=True, slots=True)
class Stop:
    """A thing on the way down from the plan, or an entry of a mapping.

    `attribute` of the thing before it holds it, under `label` where it holds several. One of `old` and
    `new` is None when only one of the plans has it.
    """

    attribute: str
    label: str
    old: Thing
    new: Thing

    @property
    def thing(self) -> Thing:
        return self.new if self.old is None else self.old


@dataclass(frozen=True, slots=True)
class Change:
    """`attribute` None: the last stop itself was added or removed. `reordered`: the same in another order."""

    stops: tuple[Stop, ...]
    attribute: str | None
    kind: Kind
    old: object = None
    new: object = None
    reordered: bool = False

    @property
    def last(self) -> Thing:
        """The thing in which it stands; None for the plan itself."""
        return self.stops[-1].thing if self.stops else None

    @property
    def path(self) -> str:
        """`items.birth-registration.steps.decide.limit`"""
        parts = [part for stop in self.stops for part in (stop.attribute, stop.label) if part]
        return ".".join([*parts, self.attribute] if self.attribute else parts)


def changes_between(old: Plan, new: Plan) -> Iterator[Change]:
    return _in_things((), old, new)


def identity_of(thing: Thing) -> str:
    """What it is known by in its list: its code, its key; `""` where only its place tells."""
    names = _IDENTITY.get(type(thing)) or tuple(n for n in ("code", "key") if hasattr(thing, n))[:1]
    return "/".join(str(getattr(thing, name) or "") for name in names)


def is_thing(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, Text | Limit | Validity | type)


def _in_things(stops: tuple[Stop, ...], old: Thing, new: Thing) -> Iterator[Change]:
    for each in fields(old):
        yield from _in_attribute(stops, each.name, getattr(old, each.name), getattr(new, each.name))


def _in_attribute(stops: tuple[Stop, ...], name: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if is_thing(old) and is_thing(new):
        yield from _in_things((*stops, Stop(name, "", old, new)), old, new)
    elif isinstance(old, tuple) and isinstance(new, tuple) and any(is_thing(each) for each in (*old, *new)):
        yield from _in_lists(stops, name, old, new)
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                stop = Stop(name, key, old.get(key), new.get(key))
                yield Change((*stops, stop), None, _kind(stop.old, stop.new), stop.old, stop.new)
    else:
        yield Change(stops, name, _kind(old, new), old, new, _is_reordered(old, new))


def _in_lists(
    stops: tuple[Stop, ...], name: str, old: Sequence[Thing], new: Sequence[Thing]
) -> Iterator[Change]:
    unlike = list(_pairs(name, old, new))
    for stop in unlike:
        if stop.old is None or stop.new is None:
            yield Change((*stops, stop), None, _kind(stop.old, stop.new))
        else:
            yield from _in_things((*stops, stop), stop.old, stop.new)
    alone = {id(stop.thing) for stop in unlike if stop.old is None or stop.new is None}
    before, after = ([identity_of(each) for each in some if id(each) not in alone] for some in (old, new))
    if before != after or not unlike:
        yield Change(stops, name, "changed", tuple(old), tuple(new), reordered=True)


def _pairs(name: str, old: Sequence[Thing], new: Sequence[Thing]) -> Iterator[Stop]:
    """Things of one identity with each other. Equal ones are the same; the rest goes together in order."""
    olds, news = _by_identity(old), _by_identity(new)
    for identity in dict.fromkeys((*olds, *news)):
        before = _without(olds.get(identity, []), news.get(identity, []))
        after = _without(news.get(identity, []), olds.get(identity, []))
        for number, (one, other) in enumerate(zip_longest(before, after)):
            label = identity if number == 0 else f"{identity}#{number + 1}"
            yield Stop(name, label, one, other)


def _by_identity(things: Sequence[Thing]) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = {}
    for each in things:
        found.setdefault(identity_of(each), []).append(each)
    return found


def _without(some: Sequence[Thing], others: Sequence[Thing]) -> list[Thing]:
    """Those that have no equal among the others; each of the others stands for one."""
    left = list(others)
    kept: list[Thing] = []
    for each in some:
        if each in left:
            left.remove(each)
        else:
            kept.append(each)
    return kept


def _is_reordered(old: object, new: object) -> bool:
    if not (isinstance(old, tuple) and isinstance(new, tuple)):
        return False
    return sorted(map(repr, old)) == sorted(map(repr, new))


def _kind(old: object, new: object) -> Kind:
    if old in _NOTHING and new in _NOTHING:
        return "changed"
    return "added" if old in _NOTHING else "removed" if new in _NOTHING else "changed"
