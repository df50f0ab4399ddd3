"""`make bench-large`: the clock against one that walks from day to day, on a million random timelines.

    python -m benchmarks.clock_timelines --timelines 1000000 --seed 1

Ends with an error and the first timelines that differ. The seeds are printed, so that each run can be had
again.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from random import Random

from tests.unit.clocks.random_timelines import random_calendars, random_timeline

TIMELINES = 1_000_000
IN_ONE_GO = 10_000
CALENDARS = 50
MOST_SHOWN = 5


def differing(seed: int, number: int) -> list[str]:
    """What differs among `number` timelines that come out of `seed`, in words."""
    random = Random(seed)
    calendars = random_calendars(random, CALENDARS)
    found: list[str] = []
    for _ in range(number):
        timeline = random_timeline(random, calendars)
        difference = timeline.disagreement()
        if difference:
            found.append(f"clock {difference[0]}, walking {difference[1]}: {timeline}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The clock against one that walks day by day.")
    parser.add_argument("--timelines", type=int, default=TIMELINES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(arguments)
    rounds = -(-given.timelines // IN_ONE_GO)
    seeds = range(given.seed, given.seed + rounds)
    numbers = [min(IN_ONE_GO, given.timelines - nth * IN_ONE_GO) for nth in range(rounds)]
    began = time.monotonic()
    with ProcessPoolExecutor(given.processes) as pool:
        found = [each for some in pool.map(differing, seeds, numbers) for each in some]
    took = time.monotonic() - began
    print(
        f"{given.timelines:,} timelines, seeds {seeds[0]} to {seeds[-1]}, {took:.0f} s: {len(found)} differ"
    )
    for each in found[:MOST_SHOWN]:
        print(each, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
