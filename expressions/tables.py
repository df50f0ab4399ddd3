"""Decision tables: rows of expressions, checked when published, explained by the row that was hit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from expressions.compile import Expression, compile_expression
from expressions.problems import ExpressionProblem
from expressions.types import ValueType


class HitPolicy(StrEnum):
    FIRST = "first"
    """The first row that holds."""
    UNIQUE = "unique"
    """At most one row may hold; two are a mistake in the table."""
    COLLECT = "collect"
    """Every row that holds, in order."""


@dataclass(frozen=True, slots=True)
class Row:
    """`when`: conditions that must all hold; an empty cell always holds. `then`: output to expression."""

    when: tuple[str, ...]
    then: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that held: its index from 0, and its outputs."""

    row: int
    values: Mapping[str, object]


class TableProblem(Exception):
    """A table that cannot be published: `row` from 0, `cell` a condition's index or an output's name."""

    def __init__(self, row: int, cell: int | str, *, message_zh: str, message_en: str) -> None:
        super().__init__(f"row {row + 1}, cell {cell}: {message_en}")
        self.row = row
        self.cell = cell
        self.message_zh = message_zh
        self.message_en = message_en


class TableIsAmbiguous(Exception):
    """More than one row of a unique table holds for the same facts."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__("several rows hold: " + ", ".join(str(row + 1) for row in rows))
        self.rows = tuple(rows)


@dataclass(frozen=True, slots=True)
class CheckedRow:
    when: tuple[Expression, ...]
    then: Mapping[str, Expression]

    def holds(self, facts: Mapping[str, object]) -> bool:
        return all(condition.evaluate(facts) is True for condition in self.when)


@dataclass(frozen=True, slots=True)
class DecisionTable:
    rows: tuple[CheckedRow, ...]
    hit_policy: HitPolicy

    def decide(self, facts: Mapping[str, object]) -> tuple[Hit, ...]:
        """The hits by row; none when no row holds. Raises ExpressionFailed and TableIsAmbiguous."""
        holding = [index for index, row in enumerate(self.rows) if row.holds(facts)]
        if self.hit_policy is HitPolicy.UNIQUE and len(holding) > 1:
            raise TableIsAmbiguous(holding)
        if self.hit_policy is HitPolicy.FIRST:
            holding = holding[:1]
        return tuple(Hit(index, self._values(index, facts)) for index in holding)

    def _values(self, index: int, facts: Mapping[str, object]) -> dict[str, object]:
        return {name: cell.evaluate(facts) for name, cell in self.rows[index].then.items()}


def compile_table(
    rows: Sequence[Row],
    *,
    variables: Mapping[str, ValueType],
    outputs: Mapping[str, ValueType],
    hit_policy: HitPolicy,
) -> DecisionTable:
    """Check every cell; each row must fill every output and no other. Raises TableProblem."""
    checked = [
        _checked_row(row, index, variables=variables, outputs=outputs) for index, row in enumerate(rows)
    ]
    return DecisionTable(tuple(checked), hit_policy)


def _checked_row(
    row: Row, index: int, *, variables: Mapping[str, ValueType], outputs: Mapping[str, ValueType]
) -> CheckedRow:
    for name in sorted(outputs.keys() ^ row.then.keys()):
        zh, en = ("缺少", "is missing") if name in outputs else ("未定义", "is not an output of the table")
        raise TableProblem(index, name, message_zh=f"{zh}输出“{name}”", message_en=f"{name} {en}")
    when = [
        _checked_cell(index, cell, source, variables=variables, result=ValueType.BOOL)
        for cell, source in enumerate(row.when)
        if source.strip()
    ]
    then = {
        name: _checked_cell(index, name, source, variables=variables, result=outputs[name])
        for name, source in row.then.items()
    }
    return CheckedRow(tuple(when), then)


def _checked_cell(
    row: int, cell: int | str, source: str, *, variables: Mapping[str, ValueType], result: ValueType
) -> Expression:
    try:
        return compile_expression(source, variables=variables, result=result)
    except ExpressionProblem as problem:
        raise TableProblem(
            row, cell, message_zh=problem.message_zh, message_en=problem.message_en
        ) from problem
