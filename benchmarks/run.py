"""`make bench`: the engine and the hand-written workflow, turn by turn, on one stack of their own."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvloop
from sqlalchemy import text
from temporalio.client import Client

from access.parts import WebParts, open_parts
from benchmarks.cast import hire
from benchmarks.doors import CaseworkDoor, HttpDoor
from benchmarks.histories import Footprint, footprint_of, mean_of
from benchmarks.http_client import HttpClient
from benchmarks.machine import machine_facts
from benchmarks.processor import seconds_of, used_between
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
from benchmarks.stage import Stage, open_stage
from benchmarks.table import as_text
from benchmarks.variants import EngineVariant, HandWrittenVariant, Variant
from benchmarks.watching import watching
from database.session import ENGINE, transaction
from local_stack.parts import PartFailed
from settings import get_settings

RESULTS = Path(__file__).parent / "results" / "latest.json"
SETTLING_SECONDS = 1.0
Say = Callable[[str], None]

VISIBLE_AFTER_SECONDS = 2.0
FOOTPRINTS_OF = 10
PAUSE = 1.0
"""Seconds. Fifty people who never pause are a machine that is full; their waits only say how full."""


@dataclass(frozen=True)
class Plan:
    """How much is measured. The first `warm_up` cases of each variant do not count."""

    rounds: int = 3
    cases: int = 200
    at_once: int = 50
    warm_up: int = 100


QUICK = Plan(rounds=1, cases=60, warm_up=20)


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    plan = QUICK if options.quick else Plan(rounds=options.rounds, cases=options.cases)
    try:
        report = uvloop.run(measure(plan, say=_say))  # as the web process, whose work is done here
    except PartFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"\n{as_text(report)}\n")
    if not options.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(report.document(), indent=1, ensure_ascii=False) + "\n")
    return 0


async def measure(plan: Plan, *, say: Say) -> Report:
    """Starts a stack in a folder of its own, measures, and puts everything away. Raises PartFailed."""
    machine = machine_facts()
    with tempfile.TemporaryDirectory(prefix="onematter-bench-") as folder:
        say("starting a stack of its own")
        async with (
            open_stage(Path(folder), outside=get_settings().environment) as stage,
            AsyncExitStack() as stack,
        ):
            variants = await _variants(stage, stack, at_once=plan.at_once)
            rounds = await _play_all(plan, stage, variants, say=say)
            client = await Client.connect(stage.stack.temporal_address)
            await asyncio.sleep(VISIBLE_AFTER_SECONDS)
            footprints = {each.name: await _footprint(client, each, rounds=rounds) for each in variants}
    settings = {**asdict(plan), "measured_at": datetime.now(UTC).isoformat(timespec="seconds")}
    return make_report(rounds, footprints=footprints, settings=settings, machine=machine)


async def _variants(stage: Stage, stack: AsyncExitStack, *, at_once: int) -> list[Variant]:
    parts = await stack.enter_async_context(open_parts(stage.settings))
    watcher = await stack.enter_async_context(watching(stage.owner_url))
    http = HttpClient(stage.stack.url_of("web"))
    stack.push_async_callback(http.close)
    cast = await hire(parts, people=at_once)
    common = {
        "parts": parts,
        "cast": cast,
        "watcher": watcher,
        "installation": await _installation(parts),
        "at_once": at_once,
    }
    casework, over_http = CaseworkDoor(parts), HttpDoor(http, parts=parts, cast=cast)
    return [
        HandWrittenVariant(HAND_WRITTEN, await Client.connect(stage.stack.temporal_address), at_once),
        EngineVariant(name=IN_PROCESS, door=casework, matter="yardstick", **common),
        EngineVariant(name=OVER_HTTP, door=over_http, matter="yardstick", **common),
        EngineVariant(name=WITH_RECEIPT, door=over_http, matter="yardstick-receipt", **common),
        EngineVariant(name=UNHURRIED, door=over_http, matter="yardstick", pause_seconds=PAUSE, **common),
    ]


async def _installation(parts: WebParts) -> str:
    async with transaction(parts.database, ENGINE) as connection:
        return (await connection.execute(text("SELECT id FROM installation"))).scalar_one()


async def _play_all(plan: Plan, stage: Stage, variants: list[Variant], *, say: Say) -> list[Round]:
    """Turn by turn, every other time in the opposite order, so that no variant always comes first."""
    for variant in variants:
        await _play(variant, stage, cases=plan.warm_up)
    rounds: list[Round] = []
    for number in range(plan.rounds):
        for variant in variants if number % 2 == 0 else reversed(variants):
            played = await _play(variant, stage, cases=plan.cases)
            rounds.append(played)
            rate = plan.cases / played.played.seconds
            say(f"round {number + 1} of {plan.rounds}: {variant.name}: {rate:.1f} cases/s")
    return rounds


async def _play(variant: Variant, stage: Stage, *, cases: int) -> Round:
    """The processor time includes what is still going on for a moment after the last case has ended."""
    play = await variant.prepare(cases)
    await asyncio.sleep(SETTLING_SECONDS)
    before, client_before = seconds_of(stage.pids), time.process_time()
    played = await play()
    client = time.process_time() - client_before
    await asyncio.sleep(SETTLING_SECONDS)
    used = used_between(before, seconds_of(stage.pids))
    return Round(variant.name, played, {**used, "client": client})


async def _footprint(client: Client, variant: Variant, *, rounds: list[Round]) -> Footprint | None:
    cases = [case for each in rounds if each.variant == variant.name for case in each.played.cases]
    spread = cases[:: max(1, len(cases) // FOOTPRINTS_OF)][:FOOTPRINTS_OF]
    return mean_of([await footprint_of(client, variant.workflow_of(case)) for case in spread])


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="onematter bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round; no file is written")
    parser.add_argument("--rounds", type=int, default=Plan.rounds, choices=range(1, 21), metavar="1..20")
    parser.add_argument("--cases", type=int, default=Plan.cases, choices=range(10, 1001), metavar="10..1000")
    return parser.parse_args(arguments)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
