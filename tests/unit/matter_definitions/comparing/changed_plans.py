"""Every change of one thing that a plan can have, made one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from clocks.clock import Limit
from clocks.validity import Validity
from clocks.windows import Window
from forms.form_plan import ExitWhen, Text
from matter_definitions.chains import NextPlan, RequiredPlan
from matter_definitions.comparing.walking import is_thing
from matter_definitions.compile import compile_matter
from matter_definitions.library_index import built_in_library
from matter_definitions.merged import MergedPlan, ResultPart
from matter_definitions.offers import (
    CommitmentPlan,
    HearingPlan,
    JointPlan,
    LetterPlan,
    PublicityPlan,
    RefundRule,
    RemedyPlan,
    SplitPart,
    VisitPlan,
    WindowPlan,
)
from matter_definitions.plan import PaymentRule, Plan, StatementPlan
from tests.unit.matter_definitions.plans import DAY, WORDS, everything, step

Put = Callable[[Any], Plan]
# What a thing is known by: with another it is another thing.
_KNOWN_BY = frozenset({"code", "key", "item", "event", "kind", "department_kind"})
_NEW: dict[type, object] = {
    Text: Text("新", "new"),
    Limit: Limit(9, DAY),
    Validity: Validity(5, "year"),
    str: "new",
    int: 7,
}


@cache
def newborn() -> Plan:
    plan = compile_matter(built_in_library(), "newborn").plan
    assert plan is not None
    return plan


@cache
def with_every_offer() -> Plan:
    """The newborn's plan with an item that has each kind of step and whatever else a plan can say."""
    fee = PaymentRule("fee.amount", WORDS, split=(SplitPart("tax", "fee.part"),), refund=RefundRule())
    others = everything(
        commitments=(
            CommitmentPlan("late", "late_supply", WORDS, WORDS, ("material:x",), Limit(5, DAY), WORDS),
        )
    )
    steps = (
        *others.steps,
        step("pay", "payment", payment=fee),
        step("show", "publicity", publicity=PublicityPlan(Limit(7, DAY), ("child.name",), WORDS)),
        step("hear", "hearing", hearing=HearingPlan()),
        step("visit", "joint_visit", visit=VisitPlan(("police",))),
        step("book", window=WindowPlan(Window((5, 24), ((3, 1), (6, 30))))),
        step("write", "letter", letter=LetterPlan("police", "'33'", Limit(5, DAY), "ask", "letter")),
    )
    plan = newborn()
    form = plan.form
    elsewhere = form.questions[0].options[1].exit
    assert elsewhere is not None
    first = replace(form.questions[0], exits=(ExitWhen("answers.married", elsewhere),))
    return replace(
        plan,
        form=replace(form, questions=(first, *form.questions[1:])),
        items=(*plan.items, replace(others, steps=steps)),
        remedies=(RemedyPlan("330100000000", WORDS, WORDS),),
        joint=JointPlan(Limit(45, DAY)),
        merged=(MergedPlan("book", WORDS, "merged_result", (ResultPart("a", "x"), ResultPart("a", "y"))),),
        next=(NextPlan("elsewhere", WORDS),),
        requires=(RequiredPlan("elsewhere", WORDS),),
        statement=StatementPlan(),
    )


@cache
def one_change_each() -> tuple[Callable[[], Plan], ...]:
    return tuple(_of_thing(with_every_offer(), lambda plan: plan))


def _of_thing(thing: Any, put: Put) -> Iterator[Callable[[], Plan]]:
    hints = get_type_hints(type(thing))
    for each in fields(thing):
        if each.name in _KNOWN_BY or (type(thing) is RemedyPlan and each.name == "region"):
            continue
        if type(thing) in (NextPlan, RequiredPlan) and each.name == "matter":
            continue
        if type(thing) is ResultPart:
            continue
        if type(thing) is ExitWhen and each.name == "when":
            continue

        def put_here(value: object, name: str = each.name) -> Plan:
            return put(replace(thing, **{name: value}))

        yield from _of_value(getattr(thing, each.name), hints[each.name], put_here)


def _of_value(value: Any, hint: Any, put: Put) -> Iterator[Callable[[], Plan]]:
    for other in _others(value, hint):
        yield lambda other=other: put(other)
    if is_thing(value):
        yield from _of_thing(value, put)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):

            def put_there(changed: object, number: int = number) -> Plan:
                return put((*value[:number], changed, *value[number + 1 :]))

            if is_thing(each):
                yield from _of_thing(each, put_there)


def _others(value: Any, hint: Any) -> Iterator[object]:
    match value:
        case None:
            yield from (_NEW[each] for each in get_args(hint) if each in _NEW)
        case bool():
            yield not value
        case int():
            yield value + 1
        case str():
            yield value + "x"
        case Text():
            yield from (Text(value.zh + "新", value.en), Text(value.zh, value.en + "x"), Text("新", "new"))
        case Limit():
            yield from (Limit(value.amount + 1, value.unit), Limit(value.amount, "hour"))
        case tuple():
            yield from _other_lists(value, hint)
        case dict():
            yield {**value, "new": "child.name"}
            yield from ({k: v for k, v in value.items() if k != gone} for gone in value)
            yield from ({**value, changed: "other"} for changed in value)
        case _:
            if NoneType in get_args(hint):
                yield None


def _other_lists(value: tuple[Any, ...], hint: Any) -> Iterator[object]:
    yield from ((*value[:n], *value[n + 1 :]) for n in range(len(value)))
    if len(set(map(repr, value))) > 1 and value != value[::-1]:
        yield value[::-1]
    member = get_args(hint)[0]
    if member in _NEW:
        yield (*value, _NEW[member])
    elif value and isinstance(value[0], tuple):
        yield (*value, ("fertility-registration", "vaccination-record"))
