"""The one door to CEL: compile a typed expression, evaluate it over facts.

An expression is written over variables with dots in their names (`mother.age`), one per field or answer.
Beside each variable there is a boolean `given.<variable>`: a fact that is absent counts as the default of
its type. `today` is always there. Evaluation is free of side effects and safe between threads.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from cel_expr_python import cel
from google.protobuf import any_pb2, empty_pb2, message, unknown_fields

from expressions import dates
from expressions.problems import ExpressionFailed, ExpressionProblem, problem_of
from expressions.types import DEFAULTS, FactOfWrongType, ValueType, from_cel, to_cel

TODAY = "today"
GIVEN = "given."
LONGEST_SOURCE = 4000

_CEL_TYPES = {
    ValueType.BOOL: cel.Type.BOOL,
    ValueType.INT: cel.Type.INT,
    ValueType.STRING: cel.Type.STRING,
    ValueType.DATE: cel.Type.TIMESTAMP,
    ValueType.TIMESTAMP: cel.Type.TIMESTAMP,
    ValueType.STRINGS: cel.Type.List(cel.Type.STRING),
}
_STRING_OR_COMMENT = re.compile(
    r"""//[^\n]*|[rR]?(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""", re.DOTALL
)
_NOT_ALLOWED = re.compile(r"(?<![\w.])(has|dyn|type)\s*\(|\.\s*(map|filter)\s*\(")

Declarations = tuple[tuple[str, ValueType], ...]


class Expression:
    """A checked expression; made by `compile_expression` only."""

    def __init__(self, source: str, *, declared: Declarations, result: ValueType) -> None:
        self.source = source
        self.result = result
        types = dict(declared)
        self._compiled = _checked(source, declared=declared, result=result)
        mentioned = _names_in(self._compiled.serialize())
        self._given = frozenset(n for n in types if GIVEN + n in mentioned)
        self._types = {n: t for n, t in types.items() if n in mentioned}

    def variables(self) -> set[str]:
        """The declared variables whose value, or whose being given, the expression depends on."""
        return {*self._types, *self._given}

    def serialized(self) -> bytes:
        """The checked tree as `cel.expr.CheckedExpr`, wrapped in `google.protobuf.Any`."""
        return self._compiled.serialize()

    def evaluate(self, facts: Mapping[str, object]) -> object:
        """The value for these facts: bool, int, str, `date`, aware `datetime` or a tuple of str.

        Facts may hold more than the expression uses; None counts as absent. Raises ExpressionFailed.
        """
        try:
            value = self._compiled.eval(data=self._cel_data(facts))
        except FactOfWrongType as error:
            raise ExpressionFailed(self.source, reason=str(error)) from error
        except RuntimeError as error:  # the only way in which the iteration budget makes itself known
            raise ExpressionFailed(self.source, reason=str(error)) from error
        if value.type() == cel.Type.ERROR:
            raise ExpressionFailed(self.source, reason=str(value.plain_value()))
        return from_cel(value.plain_value(), value_type=self.result)

    def _cel_data(self, facts: Mapping[str, object]) -> dict[str, object]:
        if TODAY in self._types and facts.get(TODAY) is None:
            raise ExpressionFailed(self.source, reason="today is not among the facts")
        data: dict[str, object] = {GIVEN + name: facts.get(name) is not None for name in self._given}
        for name, value_type in self._types.items():
            fact = facts.get(name)
            if fact is None:
                data[name] = DEFAULTS[value_type]
            else:
                data[name] = to_cel(fact, variable=name, value_type=value_type)
        return data


def compile_expression(source: str, *, variables: Mapping[str, ValueType], result: ValueType) -> Expression:
    """Check an expression against the types of its variables and its result; cached.

    `variables` are the declared names without `today` and `given.…`, which are added here. Raises
    ExpressionProblem.
    """
    return _compile(source, tuple(sorted(variables.items())), result)


@lru_cache(maxsize=8192)
def _compile(source: str, variables: Declarations, result: ValueType) -> Expression:
    declared = (*(item for item in variables if item[0] != TODAY), (TODAY, ValueType.DATE))
    return Expression(source, declared=declared, result=result)


def _checked(source: str, *, declared: Declarations, result: ValueType) -> cel.Expression:
    _refuse_traps(source)
    try:
        compiled = _environment(declared).compile(source)
    except RuntimeError as error:
        raise problem_of(source, str(error)) from error
    if compiled.return_type() != _CEL_TYPES[result]:
        found = _name_of(compiled.return_type())
        raise ExpressionProblem(
            source,
            line=1,
            column=1,
            message_zh=f"结果应为 {result}，实际为 {found}",
            message_en=f"the result must be {result}, but is {found}",
        )
    return compiled


def _name_of(found: cel.Type) -> str:
    return next((str(ours) for ours, theirs in _CEL_TYPES.items() if theirs == found), found.name().lower())


def _refuse_traps(source: str) -> None:
    """Refuse what the library accepts and a reader would misread.

    `has(a.b)` on a dotted variable yields the variable's value instead of whether it is there; `dyn` and
    `type` switch the type check off. `map` and `filter` make new lists, and out of a few lines a text that
    fills the memory; the library counts the turns of a loop, but not what they make.
    """
    if len(source) > LONGEST_SOURCE:
        raise _problem_at(source, 0, "表达式过长", f"longer than {LONGEST_SOURCE} characters")
    bare = _STRING_OR_COMMENT.sub(lambda found: " " * len(found[0]), source)
    trap = _NOT_ALLOWED.search(bare)
    if trap is None:
        return
    if trap[1] == "has":
        raise _problem_at(
            source, trap.start(), "请用 given.字段名 代替 has(…)", "write given.<field> instead of has(...)"
        )
    name = trap[1] or trap[2]
    raise _problem_at(source, trap.start(), f"不允许使用 {name}(…)", f"{name}(...) is not allowed")


def _problem_at(source: str, offset: int, zh: str, en: str) -> ExpressionProblem:
    before = source[:offset]
    column = offset - (before.rfind("\n") + 1) + 1
    return ExpressionProblem(source, line=before.count("\n") + 1, column=column, message_zh=zh, message_en=en)


@lru_cache(maxsize=256)
def _environment(declared: Declarations) -> cel.Env:
    variables = {name: _CEL_TYPES[value_type] for name, value_type in declared}
    variables |= {GIVEN + name: cel.Type.BOOL for name, _ in declared}
    return cel.NewEnv(variables=variables, functions=_FUNCTIONS)


def _between(name: str, meaning: Callable[[datetime, datetime], int]) -> cel.FunctionDecl:
    moments = [cel.Type.TIMESTAMP, cel.Type.TIMESTAMP]
    overload = cel.Overload(f"{name}_timestamp_timestamp", cel.Type.INT, moments, False, meaning)
    return cel.FunctionDecl(name, [overload])


_FUNCTIONS = [
    _between("days_between", dates.days_between),
    _between("months_between", dates.months_between),
    _between("years_between", dates.years_between),
    cel.FunctionDecl(
        "date",
        [cel.Overload("date_string", cel.Type.TIMESTAMP, [cel.Type.STRING], False, dates.date_of)],
    ),
]

# The library offers no walk over the tree, but serialises the checked tree in CEL's public format:
# cel.expr.CheckedExpr, whose field 2 maps each node to a reference with the name (1) and, for a function,
# its overloads (3).
_REFERENCES, _ENTRY_VALUE, _REFERENCE_NAME, _REFERENCE_OVERLOADS = 2, 2, 1, 3


def _names_in(serialized: bytes) -> set[str]:
    """The names that the checked tree refers to: variables, and loop variables beside them."""
    names: set[str] = set()
    for entry in _fields(any_pb2.Any.FromString(serialized).value, _REFERENCES):
        for reference in _fields(entry, _ENTRY_VALUE):
            if not list(_fields(reference, _REFERENCE_OVERLOADS)):
                names.update(name.decode() for name in _fields(reference, _REFERENCE_NAME))
    return names


def _fields(encoded: bytes, number: int) -> Iterator[bytes]:
    parsed: message.Message = empty_pb2.Empty.FromString(encoded)
    for field in unknown_fields.UnknownFieldSet(parsed):
        if field.field_number == number:
            yield field.data
