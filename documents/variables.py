"""What a paper's template may be told: each template declares its variables, and nothing else gets in.

A template that met an unknown or a missing variable would print a paper with a hole in it, so the
values are checked before anything is drawn, and all problems are told at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from forms.form_plan import Text
from refusals import FieldError

VariableKind = Literal["text", "date", "moment", "choice", "rows"]
ABSENT: Mapping[VariableKind, object] = {
    "text": None,
    "date": None,
    "moment": None,
    "choice": None,
    "rows": (),
}


@dataclass(frozen=True, slots=True)
class Variable:
    """One value of a template.

    kind text: `str` or `Text`, not blank. date: `datetime.date`. moment: `datetime` with a zone.
    choice: a code out of `choices`. rows: a sequence of mappings with the given `columns`.
    An optional variable that is not given is None, optional rows are empty.
    """

    name: str
    kind: VariableKind = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    columns: tuple["Variable", ...] = ()


def problems_of(
    values: Mapping[str, object], *, declared: Iterable[Variable], pointer: str = ""
) -> list[FieldError]:
    """Every unknown, missing or unfitting value; a pointer is a JSON pointer such as `/items/0/title`."""
    variables = {variable.name: variable for variable in declared}
    unknown = [
        FieldError(f"{pointer}/{name}", "这份文书没有这一项内容", "this paper has no such variable")
        for name in values
        if name not in variables
    ]
    fitting = [
        problem
        for name, variable in variables.items()
        for problem in _problems_of_value(values.get(name), variable=variable, pointer=f"{pointer}/{name}")
    ]
    return [*unknown, *fitting]


def completed(values: Mapping[str, object], *, declared: Iterable[Variable]) -> dict[str, object]:
    """The same values with every optional one present, for a template that knows no "undefined"."""
    return {variable.name: _completed_value(values.get(variable.name), variable) for variable in declared}


def _completed_value(value: object, variable: Variable) -> object:
    if value is None:
        return ABSENT[variable.kind]
    if isinstance(value, Sequence) and variable.kind == "rows":
        return tuple(completed(row, declared=variable.columns) for row in value)
    return value


def _problems_of_value(value: object, *, variable: Variable, pointer: str) -> Iterator[FieldError]:
    if value is None or (variable.kind == "rows" and value in ((), [])):
        if variable.required:
            yield FieldError(pointer, "缺少这一项内容", "this variable is missing")
        return
    if isinstance(value, Sequence) and not isinstance(value, str) and variable.kind == "rows":
        yield from _problems_of_rows(value, variable=variable, pointer=pointer)
    elif not _fits(value, variable):
        yield _unfitting(pointer, variable)


def _problems_of_rows(rows: Sequence[object], *, variable: Variable, pointer: str) -> Iterator[FieldError]:
    for index, row in enumerate(rows):
        if isinstance(row, Mapping):
            yield from problems_of(row, declared=variable.columns, pointer=f"{pointer}/{index}")
        else:
            yield _unfitting(f"{pointer}/{index}", variable)


def _fits(value: object, variable: Variable) -> bool:
    match variable.kind:
        case "text":
            texts = (value.zh, value.en) if isinstance(value, Text) else (value,)
            return all(isinstance(text, str) and bool(text.strip()) for text in texts)
        case "date":
            return isinstance(value, date) and not isinstance(value, datetime)
        case "moment":
            return isinstance(value, datetime) and value.tzinfo is not None
        case "choice":
            return value in variable.choices
        case "rows":
            return False


def _unfitting(pointer: str, variable: Variable) -> FieldError:
    zh, en = {
        "text": ("必须是文字，不能为空", "it must be a text and not blank"),
        "date": ("必须是日期", "it must be a date"),
        "moment": ("必须是带时区的时间", "it must be a time with a zone"),
        "choice": (
            f"必须是下列之一：{'、'.join(variable.choices)}",
            f"it must be one of {', '.join(variable.choices)}",
        ),
        "rows": ("必须是若干行", "it must be rows"),
    }[variable.kind]
    return FieldError(pointer, zh, en)
