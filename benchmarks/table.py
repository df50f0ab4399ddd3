"""A report as a person reads it on a terminal."""

from collections.abc import Callable, Sequence

from benchmarks.figures import Latencies
from benchmarks.report import PARTS, Report, Summary

NOTHING = "–"
NAMES = {"hand_written": "its worker", "worker": "our worker", "client": "client"}

Line = tuple[str, Callable[[Summary], str]]


def as_text(report: Report) -> str:
    columns = [each.variant for each in report.summaries]
    lines = [_cells(*line, summaries=report.summaries) for line in _lines(report)]
    goals = [
        [goal.what, goal.goal, goal.measured, "reached" if goal.reached else "missed"]
        for goal in report.goals
    ]
    return "\n\n".join(
        [
            aligned([["", *columns], *lines]),
            aligned([["goal", "", "measured", ""], *goals]),
        ]
    )


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width, the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(name: str, cell: Callable[[Summary], str], *, summaries: Sequence[Summary]) -> list[str]:
    return [name, *(cell(each) for each in summaries)]


def _lines(report: Report) -> list[Line]:
    return [
        ("cases measured", lambda each: str(each.cases)),
        ("cases per second (median of rounds)", lambda each: f"{each.rate:.1f}"),
        ("times the hand-written", lambda each: _number(report.ratios.get(each.variant), 2)),
        *(_processor_line(part) for part in PARTS),
        ("processor ms per case, all", lambda each: f"{sum(each.processor_ms.values()):.1f}"),
        ("submit ms p50 / p95 / p99", lambda each: _latencies(each.submit)),
        ("decide ms p50 / p95 / p99", lambda each: _latencies(each.decide)),
        ("next task seen ms p50 / p95 / p99", lambda each: _latencies(each.next_task)),
        ("Temporal actions per case", lambda each: _number(each.footprint and each.footprint.actions, 1)),
        ("history events per case", lambda each: _number(each.footprint and each.footprint.events, 1)),
        ("history bytes per case", lambda each: _number(each.footprint and each.footprint.bytes, 0)),
    ]


def _processor_line(part: str) -> Line:
    name = f"processor ms per case, {NAMES.get(part, part)}"
    return name, lambda each: _number(each.processor_ms.get(part), 1)


def _latencies(found: Latencies | None) -> str:
    return NOTHING if found is None else f"{found.p50:.0f} / {found.p95:.0f} / {found.p99:.0f}"


def _number(value: float | None, digits: int) -> str:
    return NOTHING if value is None else f"{value:.{digits}f}"
