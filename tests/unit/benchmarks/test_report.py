"""From rounds to a table: ratios of pairs, goals reached and missed."""

import json

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.histories import Footprint
from benchmarks.playing import Played
from benchmarks.report import (
    HAND_WRITTEN,
    IN_PROCESS,
    OVER_HTTP,
    UNHURRIED,
    WITH_RECEIPT,
    Report,
    Round,
    make_report,
)
from benchmarks.table import aligned, as_text

FOOTPRINT = Footprint(events=12, actions=4, bytes=2500, runs=1)


def a_round(variant: str, *, seconds: float, decide: float = 0.02) -> Round:
    played = Played(
        cases=[f"case-{number}" for number in range(100)],
        seconds=seconds,
        submits=[0.01] * 100,
        decides=[decide] * 300,
    )
    return Round(variant, played, {"worker": 2.0, "postgres": 1.0, "client": 0.5})


def a_report(*, decide: float = 0.02) -> Report:
    rounds = [
        a_round(HAND_WRITTEN, seconds=4.0),
        a_round(IN_PROCESS, seconds=2.0),
        a_round(OVER_HTTP, seconds=4.0, decide=decide),
        a_round(WITH_RECEIPT, seconds=5.0),
        a_round(WITH_RECEIPT, seconds=10.0),
        a_round(OVER_HTTP, seconds=8.0, decide=decide),
        a_round(IN_PROCESS, seconds=4.0),
        a_round(HAND_WRITTEN, seconds=8.0),
        a_round(UNHURRIED, seconds=20.0),
    ]
    return make_report(rounds, footprints={WITH_RECEIPT: FOOTPRINT}, settings={"rounds": 2}, machine={})


def test_each_variant_is_compared_with_the_hand_written_one_of_its_own_round() -> None:
    assert a_report().ratios == {IN_PROCESS: 2.0, OVER_HTTP: 1.0, WITH_RECEIPT: 0.8}


def test_processor_time_is_per_case() -> None:
    summary = a_report().summaries[0]
    assert summary.cases == 200
    assert summary.processor_ms == {"worker": 20.0, "postgres": 10.0, "client": 5.0}


def test_a_goal_says_whether_it_was_reached() -> None:
    reached = {goal.what: goal.reached for goal in a_report(decide=0.4).goals}
    assert reached == {
        f"cases per second, {IN_PROCESS} : {HAND_WRITTEN}": True,
        f"cases per second, {OVER_HTTP} : {HAND_WRITTEN}": False,
        "actions per case, receipt clock on": True,
        "history events per case, receipt clock on": True,
        "submit over HTTP, a second between acts, p95, ms": True,
        "decide over HTTP, a second between acts, p95, ms": True,
        "submit over HTTP, no pause at all, p95, ms": True,
        "decide over HTTP, no pause at all, p95, ms": False,
    }


def test_the_report_is_a_document_and_a_table() -> None:
    report = a_report()
    document = json.loads(json.dumps(report.document()))
    assert document["rates"][IN_PROCESS] == 37.5
    table = as_text(report)
    assert all(variant in table for variant in (HAND_WRITTEN, IN_PROCESS, OVER_HTTP, WITH_RECEIPT))
    assert "missed" in table
    assert "10 / 10 / 10" in table


@given(st.lists(st.lists(st.text("ab |", max_size=9), min_size=3, max_size=3), min_size=1, max_size=9))
def test_a_table_keeps_every_row_and_cell(rows: list[list[str]]) -> None:
    lines = aligned(rows).split("\n")
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        assert all(cell.strip() in line for cell in row)
