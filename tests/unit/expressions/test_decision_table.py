import pytest

from expressions.problems import ExpressionFailed
from expressions.tables import DecisionTable, HitPolicy, Row, TableIsAmbiguous, TableProblem, compile_table
from expressions.types import ValueType

VARIABLES = {"age": ValueType.INT, "region": ValueType.STRING}
OUTPUTS = {"amount_fen": ValueType.INT, "why": ValueType.STRING}
ROWS = [
    Row(("age >= 100", ""), {"amount_fen": "100000", "why": "'百岁'"}),
    Row(("age >= 80", "region.startsWith('53')"), {"amount_fen": "5000", "why": "'高龄'"}),
    Row(("age >= 80", ""), {"amount_fen": "age * 10", "why": "'其他'"}),
]


def table(hit_policy: HitPolicy, rows: list[Row] = ROWS) -> DecisionTable:
    return compile_table(rows, variables=VARIABLES, outputs=OUTPUTS, hit_policy=hit_policy)


def test_the_first_row_that_holds_decides_and_is_named() -> None:
    (hit,) = table(HitPolicy.FIRST).decide({"age": 101, "region": "530000"})
    assert (hit.row, hit.values) == (0, {"amount_fen": 100000, "why": "百岁"})


def test_outputs_are_computed_from_the_facts() -> None:
    (hit,) = table(HitPolicy.FIRST).decide({"age": 85, "region": "330000"})
    assert (hit.row, hit.values["amount_fen"]) == (2, 850)


def test_a_table_without_a_matching_row_gives_no_hit() -> None:
    assert table(HitPolicy.FIRST).decide({"age": 60}) == ()


def test_a_collecting_table_gives_every_row_in_order() -> None:
    hits = table(HitPolicy.COLLECT).decide({"age": 101, "region": "530000"})
    assert [hit.row for hit in hits] == [0, 1, 2]


def test_a_unique_table_refuses_two_rows_that_hold() -> None:
    with pytest.raises(TableIsAmbiguous) as raised:
        table(HitPolicy.UNIQUE).decide({"age": 85, "region": "530000"})
    assert raised.value.rows == (1, 2)
    assert len(table(HitPolicy.UNIQUE).decide({"age": 85, "region": "330000"})) == 1


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (Row(("age > 'x'",), {"amount_fen": "1", "why": "''"}), 0),
        (Row(("", "age"), {"amount_fen": "1", "why": "''"}), 1),
        (Row((), {"amount_fen": "'1'", "why": "''"}), "amount_fen"),
        (Row((), {"amount_fen": "1"}), "why"),
        (Row((), {"amount_fen": "1", "why": "''", "more": "1"}), "more"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(row: Row, cell: int | str) -> None:
    with pytest.raises(TableProblem) as raised:
        table(HitPolicy.FIRST, [ROWS[0], row])
    assert (raised.value.row, raised.value.cell) == (1, cell)
    assert raised.value.message_zh


def test_a_cell_without_a_value_fails_the_decision() -> None:
    failing = table(HitPolicy.FIRST, [Row(("10 / age > 1",), {"amount_fen": "1", "why": "''"})])
    with pytest.raises(ExpressionFailed):
        failing.decide({"age": 0})
