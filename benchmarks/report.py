"""From rounds to figures, and from figures to a table and a file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.figures import Latencies, latencies, median_of, milliseconds_per, ratio_of_pairs
from benchmarks.histories import Footprint
from benchmarks.playing import Played

PARTS = ("temporal", "worker", "hand_written", "web", "postgres", "client")
HAND_WRITTEN = "hand-written"
IN_PROCESS = "engine, casework called directly"
OVER_HTTP = "engine, over HTTP"
WITH_RECEIPT = "engine, over HTTP, receipt clock on"
UNHURRIED = "engine, over HTTP, a second between acts"

MIN_RATIO = 1.3
MOST_ACTIONS = 5
MOST_EVENTS = 14
MOST_P95_MS = 300


@dataclass(frozen=True)
class Round:
    """One variant played once; `processor` in seconds by part."""

    variant: str
    played: Played
    processor: Mapping[str, float]


@dataclass(frozen=True)
class Summary:
    """Of all rounds of one variant. `rates`: cases per second of each round; the rest is per case."""

    variant: str
    cases: int
    rates: list[float]
    processor_ms: dict[str, float]
    submit: Latencies | None
    decide: Latencies | None
    next_task: Latencies | None
    footprint: Footprint | None = None

    @property
    def rate(self) -> float:
        return median_of(self.rates) or 0.0


@dataclass(frozen=True)
class Goal:
    what: str
    goal: str
    measured: str
    reached: bool


@dataclass(frozen=True)
class Report:
    settings: Mapping[str, Any]
    machine: Mapping[str, Any]
    summaries: list[Summary]
    ratios: dict[str, float]
    goals: list[Goal] = field(default_factory=list[Goal])

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "rates": {each.variant: round(each.rate, 2) for each in self.summaries}}


def make_report(
    rounds: Sequence[Round],
    *,
    footprints: Mapping[str, Footprint | None],
    settings: Mapping[str, Any],
    machine: Mapping[str, Any],
) -> Report:
    variants = list(dict.fromkeys(each.variant for each in rounds))
    summaries = [_summary(rounds, variant, footprint=footprints.get(variant)) for variant in variants]
    by_variant = {each.variant: each for each in summaries}
    ratios = {
        variant: ratio_of_pairs(by_variant[variant].rates, by_variant[HAND_WRITTEN].rates)
        for variant in variants
        # The rate of people who pause is that of their pauses.
        if variant not in (HAND_WRITTEN, UNHURRIED) and HAND_WRITTEN in by_variant
    }
    return Report(settings, machine, summaries, ratios, _goals(by_variant, ratios))


def _summary(rounds: Sequence[Round], variant: str, *, footprint: Footprint | None) -> Summary:
    ours = [each for each in rounds if each.variant == variant]
    parts = {part for each in ours for part in each.processor}
    return Summary(
        variant=variant,
        cases=sum(len(each.played.cases) for each in ours),
        rates=[len(each.played.cases) / each.played.seconds for each in ours],
        processor_ms={
            part: median_of(
                milliseconds_per(len(each.played.cases), each.processor.get(part)) for each in ours
            )
            or 0.0
            for part in PARTS
            if part in parts
        },
        submit=latencies(second for each in ours for second in each.played.submits),
        decide=latencies(second for each in ours for second in each.played.decides),
        next_task=latencies(second for each in ours for second in each.played.next_task),
        footprint=footprint,
    )


def _goals(summaries: Mapping[str, Summary], ratios: Mapping[str, float]) -> list[Goal]:
    goals = [
        _at_least(f"cases per second, {variant} : {HAND_WRITTEN}", ratio, MIN_RATIO)
        for variant, ratio in ratios.items()
        if variant in (IN_PROCESS, OVER_HTTP)
    ]
    receipt = summaries.get(WITH_RECEIPT)
    if receipt is not None and receipt.footprint is not None:
        goals.append(_at_most("actions per case, receipt clock on", receipt.footprint.actions, MOST_ACTIONS))
        goals.append(
            _at_most("history events per case, receipt clock on", receipt.footprint.events, MOST_EVENTS)
        )
    for variant, pace in ((UNHURRIED, "a second between acts"), (OVER_HTTP, "no pause at all")):
        http = summaries.get(variant)
        if http is not None and http.submit is not None and http.decide is not None:
            goals.append(_at_most(f"submit over HTTP, {pace}, p95, ms", http.submit.p95, MOST_P95_MS))
            goals.append(_at_most(f"decide over HTTP, {pace}, p95, ms", http.decide.p95, MOST_P95_MS))
    return goals


def _at_least(what: str, measured: float, goal: float) -> Goal:
    return Goal(what, f"≥ {goal:g}", f"{measured:.2f}", measured >= goal)


def _at_most(what: str, measured: float, goal: float) -> Goal:
    return Goal(what, f"≤ {goal:g}", f"{measured:.1f}", measured <= goal)
