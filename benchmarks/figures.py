"""Arithmetic of measurements: percentiles, medians, milliseconds per case. Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds; `count` says how many were measured."""

    count: int
    p50: float
    p95: float
    p99: float
    longest: float


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` % of all values do not exceed (nearest rank).

    It is always one that was measured. Raises ValueError without values.
    """
    if not values:
        raise ValueError("no value was measured")
    rank = math.ceil(percent / 100 * len(values))
    return sorted(values)[max(rank, 1) - 1]


def latencies(seconds: Iterable[float]) -> Latencies | None:
    """None when nothing was measured."""
    values = [each * 1000 for each in seconds]
    if not values:
        return None
    return Latencies(
        count=len(values),
        p50=percentile(values, 50),
        p95=percentile(values, 95),
        p99=percentile(values, 99),
        longest=max(values),
    )


def milliseconds_per(count: int, seconds: float | None) -> float | None:
    """None when it could not be measured on this machine."""
    return None if seconds is None or count == 0 else seconds * 1000 / count


def median_of(values: Iterable[float | None]) -> float | None:
    """Of those that were measured; None when none was."""
    measured = [each for each in values if each is not None]
    return median(measured) if measured else None


def ratio_of_pairs(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of rounds that ran beside each other.

    The machine's speed changes from minute to minute; within a pair it has hardly changed.
    """
    return median(a / b for a, b in zip(ours, theirs, strict=True))
