"""From a checked expression to a formula: the decidable part of CEL, and a refusal for the rest.

In the fragment: `&& || ! ?:`, truths, `==` and `!=` and `in` of a text with written texts, comparisons of
whole numbers and of days, sums of numbers, `date('…')`, `days_between` and `given.…`. All of it is
propositional logic with linear arithmetic over whole numbers, so a solver always answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import z3

from expressions.compile import GIVEN
from expressions.tree import Call, Constant, ListOf, Node, Variable
from expressions.types import ValueType
from forms.form_plan import Text
from matter_definitions.proof.vocabulary import Formula, Vocabulary


class OutsideFragment(Exception):
    """`what` is not in the fragment; `hint` says how to write it otherwise."""

    def __init__(self, what: str, hint: Text) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


AS_QUESTION = Text(
    "请改为提问（questions），再用回答作条件", "ask a question about it and use its answer in the condition"
)
_FIXED_TEXTS = Text(
    "请与写明的文字比较，如 x == 'a' 或 x in ['a', 'b']",
    "compare it with written texts, as in x == 'a' or x in ['a', 'b']",
)
_FIXED_DAYS = Text(
    "请与固定日期比较，如 x < date('2026-01-01')", "compare it with a fixed day, as in x < date('2026-01-01')"
)
_AGE = Text(
    "它随申请的日子变化，请改为提问（如“是否已满十八周岁？”）并以回答作条件，或与固定日期比较，"
    "如 x < date('2026-01-01')",
    "it changes from day to day: ask a question (“Is he eighteen or older?”) and use its answer, or compare "
    "with a fixed day, as in x < date('2026-01-01')",
)
_FIXED_FACTOR = Text("只能与写明的整数相乘", "multiply with a written number only")


@dataclass(frozen=True, slots=True)
class _TextVariable:
    """It can only be compared."""

    name: str


Value = Formula | _TextVariable


def formula_of(node: Node, vocabulary: Vocabulary) -> Formula:
    """The truth of a boolean expression. Raises OutsideFragment."""
    value = _value(node, vocabulary)
    assert isinstance(value, z3.BoolRef)
    return value


def number_of(node: Node, vocabulary: Vocabulary) -> Formula:
    """The value of a whole-number expression. Raises OutsideFragment."""
    value = _value(node, vocabulary)
    assert isinstance(value, z3.ArithRef)
    return value


def texts_compared(node: Node) -> set[tuple[str, str]]:
    """Each variable with each text that it is compared with."""
    if not isinstance(node, Call):
        return set()
    found = {each for argument in node.arguments for each in texts_compared(argument)}
    names = [each.name for each in node.arguments if isinstance(each, Variable)]
    texts = [text for each in node.arguments for text in _texts_in(each)]
    return found | {(name, text) for name in names for text in texts}


def _texts_in(node: Node) -> list[str]:
    if isinstance(node, ListOf):
        return [text for each in node.elements for text in _texts_in(each)]
    text = _text(node)
    return [] if text is None else [text]


def _text(node: Node) -> str | None:
    return node.value if isinstance(node, Constant) and isinstance(node.value, str) else None


def _value(node: Node, vocabulary: Vocabulary) -> Value:
    match node:
        case Constant(bool() as truth):
            return vocabulary.truth(truth)
        case Constant(int() as number):
            return vocabulary.number(number)
        case Constant():
            raise OutsideFragment("'…'", _FIXED_TEXTS)
        case Variable(name):
            return _variable(name, vocabulary)
        case Call():
            return _call(node, vocabulary)
        case ListOf():
            raise OutsideFragment("[…]", _FIXED_TEXTS)
        case _:
            raise OutsideFragment(node.what, AS_QUESTION)


def _variable(name: str, vocabulary: Vocabulary) -> Value:
    if name.startswith(GIVEN):
        return vocabulary[name.removeprefix(GIVEN)].given
    variable = vocabulary[name]
    if variable.type is ValueType.STRING:
        return _TextVariable(name)
    if variable.type in (ValueType.BOOL, ValueType.INT, ValueType.DATE):
        return variable.value
    raise OutsideFragment(name, AS_QUESTION)


def _call(call: Call, vocabulary: Vocabulary) -> Value:
    match call.function:
        case "_==_" | "@in":
            return _sameness(call, vocabulary)
        case "_!=_":
            return z3.Not(_sameness(call, vocabulary))
        case "date":
            return _day(call, vocabulary)
        case "_*_" if not any(isinstance(each, Constant) for each in call.arguments):
            raise OutsideFragment("*", _FIXED_FACTOR)
        case function if function in _MEANINGS:
            return _MEANINGS[function](*(_term(each, vocabulary) for each in call.arguments))
        case "years_between" | "months_between":
            raise OutsideFragment(f"{call.function}(…)", _AGE)
        case _:
            raise OutsideFragment(f"{call.function.strip('_')}(…)", AS_QUESTION)


def _term(node: Node, vocabulary: Vocabulary) -> Formula:
    value = _value(node, vocabulary)
    if isinstance(value, _TextVariable):
        raise OutsideFragment(value.name, _FIXED_TEXTS)
    return value


def _sameness(call: Call, vocabulary: Vocabulary) -> Formula:
    left, right = call.arguments
    if call.function == "@in":
        if not isinstance(right, ListOf):
            raise OutsideFragment("in", _FIXED_TEXTS)
        same = [_same(left, each, vocabulary) for each in right.elements]
        return z3.Or(*same) if same else vocabulary.truth(False)
    return _same(left, right, vocabulary)


def _same(left: Node, right: Node, vocabulary: Vocabulary) -> Formula:
    texts = (_text(left), _text(right))
    if None not in texts:
        return vocabulary.truth(texts[0] == texts[1])
    for one, other in ((left, texts[1]), (right, texts[0])):
        if other is not None and isinstance(one, Variable) and not one.name.startswith(GIVEN):
            return vocabulary[one.name].equals(other)
    return _term(left, vocabulary) == _term(right, vocabulary)


def _day(call: Call, vocabulary: Vocabulary) -> Formula:
    try:
        return vocabulary.number(date.fromisoformat(_text(call.arguments[0]) or "").toordinal())
    except ValueError:
        raise OutsideFragment("date(…)", _FIXED_DAYS) from None


def _ordered(compared: Callable[[Formula, Formula], Formula]) -> Callable[..., Formula]:
    """CEL orders truths as well; nobody who writes that means it."""

    def both(left: Formula, right: Formula) -> Formula:
        if not (isinstance(left, z3.ArithRef) and isinstance(right, z3.ArithRef)):
            raise OutsideFragment("<", AS_QUESTION)
        return compared(left, right)

    return both


_MEANINGS: dict[str, Callable[..., Formula]] = {
    "_&&_": z3.And,
    "_||_": z3.Or,
    "!_": z3.Not,
    "_?_:_": z3.If,
    "_<_": _ordered(lambda left, right: left < right),
    "_<=_": _ordered(lambda left, right: left <= right),
    "_>_": _ordered(lambda left, right: left > right),
    "_>=_": _ordered(lambda left, right: left >= right),
    "_+_": lambda left, right: left + right,
    "_-_": lambda left, right: left - right,
    "-_": lambda number: -number,
    "_*_": lambda left, right: left * right,
    "days_between": lambda earlier, later: later - earlier,
}
