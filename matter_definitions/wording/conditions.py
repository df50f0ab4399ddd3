"""A condition in words of the matter: `answers.married` becomes the question's title and its answer.

What no word is known for is shown as it is written. A condition is read and never evaluated here.
"""

from collections.abc import Callable, Mapping
from datetime import date

from expressions.compile import GIVEN, TODAY, compile_expression
from expressions.problems import ExpressionProblem
from expressions.tree import Call, Constant, ListOf, Node, Variable, tree_of
from expressions.types import ValueType
from forms.conditions import DELIVERY_MODE, variables_of
from forms.form_plan import Text
from matter_definitions.wording.titles import Titles, options_of

_BESIDE_THE_FORM = {"item.risk": ValueType.STRING, "applicant.credit": ValueType.STRING}
_WORDS: Mapping[str, Text] = {
    TODAY: Text("申请日", "the day of application"),
    DELIVERY_MODE: Text("领取方式", "delivery"),
    "item.risk": Text("事项风险", "the item's risk"),
    "applicant.credit": Text("申请人信用", "the applicant's record of promises"),
}
_CODES: Mapping[str, Mapping[str, Text]] = {
    "consent": {
        "given": Text("已同意", "given"),
        "refused": Text("不同意", "refused"),
        "expired": Text("已过期", "expired"),
        "asked": Text("已发出，未答复", "asked"),
        "not_asked": Text("未发出", "not asked"),
        "not_needed": Text("不需要", "not needed"),
    },
    DELIVERY_MODE: {
        "pickup": Text("自取", "pick-up"),
        "mail": Text("邮寄", "by mail"),
        "electronic": Text("电子送达", "electronic"),
    },
    "item.risk": {"low": Text("低", "low"), "medium": Text("中", "medium"), "high": Text("高", "high")},
    "applicant.credit": {"good": Text("良好", "good"), "bad": Text("不良", "bad")},
}
_COMPARED: Mapping[str, Text] = {
    "_==_": Text("{0}为{1}", "{0}: {1}"),
    "_!=_": Text("{0}不为{1}", "{0}: not {1}"),
    "@in": Text("{0}为{1}", "{0}: {1}"),
    "_<_": Text("{0}小于{1}", "{0} less than {1}"),
    "_<=_": Text("{0}不大于{1}", "{0} at most {1}"),
    "_>_": Text("{0}大于{1}", "{0} more than {1}"),
    "_>=_": Text("{0}不小于{1}", "{0} at least {1}"),
}
_COMPUTED: Mapping[str, Text] = {
    "_+_": Text("{0} + {1}", "{0} + {1}"),
    "_-_": Text("{0} - {1}", "{0} - {1}"),
    "_*_": Text("{0} × {1}", "{0} × {1}"),
    "-_": Text("-{0}", "-{0}"),
    "days_between": Text("{0}到{1}的天数", "days from {0} to {1}"),
    "months_between": Text("{0}到{1}的月数", "months from {0} to {1}"),
    "years_between": Text("{0}到{1}的年数", "years from {0} to {1}"),
}
_JOINED: Mapping[str, Text] = {"_&&_": Text("且", " and "), "_||_": Text("或", " or ")}


class _NoWords(Exception):
    """Something in the condition has no words here."""


def expression_in_words(titles: Titles, source: str, *, result: ValueType = ValueType.BOOL) -> Text:
    variables = {**variables_of(titles.plan.form), **_BESIDE_THE_FORM}
    try:
        tree = tree_of(compile_expression(source, variables=variables, result=result))
        return _Speaker(titles).say(tree)
    except (ExpressionProblem, _NoWords):
        return Text(source, source)


class _Speaker:
    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        self.questions = {each.code: each for each in titles.plan.form.questions}
        self.fields = {each.key: each for each in titles.plan.form.fields}

    def say(self, node: Node) -> Text:
        match node:
            case Variable(name):
                return self._truth(name, holds=True)
            case Call("!_", (Variable(name),)):
                return self._truth(name, holds=False)
            case Call("!_", (inner,)):
                said = self.say(inner)
                return Text(f"并非（{said.zh}）", f"not ({said.en})")
            case Call(function, parts) if function in _JOINED:
                return self._joined(function, parts)
            case Call("_?_:_", (test, then, otherwise)):
                return self._choice(test, then, otherwise)
            case Call(function, (left, right)) if function in _COMPARED:
                return _fill(_COMPARED[function], self._term(left), self._compared(left, right))
            case Constant(bool() as truth):
                return Text("总是", "always") if truth else Text("从不", "never")
            case _:
                return self._term(node)

    def _joined(self, function: str, parts: tuple[Node, ...]) -> Text:
        """`a && (b || c)` keeps its brackets; `a && b && c` needs none."""
        said = [
            self.say(each) if not _joins_otherwise(each, function) else _bracketed(self.say(each))
            for each in parts
        ]
        word = _JOINED[function]
        return Text(word.zh.join(each.zh for each in said), word.en.join(each.en for each in said))

    def _choice(self, test: Node, then: Node, otherwise: Node) -> Text:
        words = Text("如果{0}，则{1}，否则{2}", "if {0} then {1}, otherwise {2}")
        return _fill(words, self.say(test), self.say(then), self.say(otherwise))

    def _truth(self, name: str, *, holds: bool) -> Text:
        if name.startswith(GIVEN):
            words = Text("已填写{0}", "{0} is given") if holds else Text("未填写{0}", "{0} is not given")
            return _fill(words, self._named(name.removeprefix(GIVEN)))
        if name.startswith("found."):
            words = Text("已查到{0}", "{0} was found") if holds else Text("未查到{0}", "{0} was not found")
            return _fill(words, self._named(name))
        if not self._is_truth(name):
            return self._named(name)
        answer = Text("是", "yes") if holds else Text("否", "no")
        return _fill(_COMPARED["_==_"], self._named(name), _quoted(answer))

    def _is_truth(self, name: str) -> bool:
        return variables_of(self.titles.plan.form).get(name) is ValueType.BOOL

    def _term(self, node: Node) -> Text:
        match node:
            case Variable(name):
                return self._named(name)
            case Constant(value):
                return Text(str(value), str(value))
            case Call("date", (Constant(str() as day),)):
                return _day(day)
            case Call(function, parts) if function in _COMPUTED:
                return _fill(_COMPUTED[function], *(self._operand(each) for each in parts))
            case _:
                raise _NoWords

    def _operand(self, node: Node) -> Text:
        said = self._term(node)
        return _bracketed(said) if isinstance(node, Call) and node.function in ("_+_", "_-_") else said

    def _compared(self, left: Node, right: Node) -> Text:
        """The right side, with the words of an option where the left side has options."""
        say = self._value_of(left)
        if isinstance(right, ListOf):
            said = [say(each) for each in right.elements]
            return Text("或".join(each.zh for each in said), " or ".join(each.en for each in said))
        return say(right)

    def _value_of(self, left: Node) -> Callable[[Node], Text]:
        codes = self._codes(left.name) if isinstance(left, Variable) else {}

        def say(node: Node) -> Text:
            if isinstance(node, Constant) and isinstance(node.value, bool):
                return _quoted(Text("是", "yes") if node.value else Text("否", "no"))
            if isinstance(node, Constant) and isinstance(node.value, str):
                return _quoted(codes.get(node.value, Text(node.value, node.value)))
            return self._term(node)

        return say

    def _codes(self, name: str) -> Mapping[str, Text]:
        kind, _, code = name.partition(".")
        if kind == "answers" and code in self.questions:
            return {each.code: each.text for each in self.questions[code].options}
        if name in self.fields:
            return options_of(self.fields[name])
        return _CODES.get(name) or _CODES.get(kind, {})

    def _named(self, name: str) -> Text:
        if name in _WORDS:
            return _WORDS[name]
        kind, _, code = name.partition(".")
        if kind == "answers" and code in self.questions:
            title = self.questions[code].title
            return _quoted(Text(title.zh.rstrip("？?"), title.en.rstrip("?")))
        if kind in ("found", "consent"):
            return _quoted(self.titles.lookup(code) if kind == "found" else self.titles.consent(code))
        if self.titles.is_field(name):
            return _quoted(self.titles.form_field(name))
        raise _NoWords


def _joins_otherwise(node: Node, function: str) -> bool:
    return isinstance(node, Call) and node.function in (*_JOINED, "_?_:_") and node.function != function


def _day(written: str) -> Text:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise _NoWords from None
    return Text(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _fill(words: Text, *parts: Text) -> Text:
    return Text(words.zh.format(*(each.zh for each in parts)), words.en.format(*(each.en for each in parts)))


def _quoted(text: Text) -> Text:
    return Text(f"“{text.zh}”", f"“{text.en}”")


def _bracketed(text: Text) -> Text:
    return Text(f"（{text.zh}）", f"({text.en})")
