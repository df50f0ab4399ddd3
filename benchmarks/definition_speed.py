"""`make bench-definitions`: what checking, publishing and five hundred published matters cost.

    python -m benchmarks.definition_speed

On a PostgreSQL of its own. Prints a table with the goals beside it and writes
`benchmarks/results/definitions.json`. Processor seconds where a goal is about work, so that what else the
machine does changes nothing; the clock where somebody waits.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from api.app_factory import create_app
from benchmarks.machine import machine_facts
from benchmarks.many_matters import copies, large_matter, library_matters, put_in_force
from benchmarks.processor import processor_seconds
from benchmarks.stage import migrate_stage, without_servers
from benchmarks.table import aligned
from clocks.calendar import local_date
from database.session import ENGINE, legal_now, make_engine, transaction
from engine.checking import CheckingRoom
from engine.context import EngineContext, open_context
from engine.definition_rows import Hand, insert_version, lock_definitions
from engine.publishing import Order, publish
from local_stack.account import choose_account
from local_stack.data_folder import DataFolder
from local_stack.ports import choose_ports, free_port
from local_stack.postgres import start_postgres
from local_stack.stack import Stack
from matter_definitions.check import check_matters
from matter_definitions.library_index import built_in_library, library_of
from matter_definitions.sources import read_source
from settings import PROJECT_FOLDER, Settings, get_settings

RESULTS = PROJECT_FOLDER / "benchmarks/results/definitions.json"
MATTERS = 500
SEARCHES = 200
COPIES = "bcdefgh"
WORDS = ("新生儿", "企业", "birth", "养老", "moving", "社保", "x", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` in the unit of `measured`; None: there is none."""

    what: str
    measured: float
    unit: str
    goal: float | None = None

    @property
    def line(self) -> list[str]:
        if self.goal is None:
            return [self.what, "", f"{self.measured:.2f} {self.unit}", ""]
        word = "reached" if self.measured < self.goal else "missed"
        return [self.what, f"< {self.goal:g} {self.unit}", f"{self.measured:.2f} {self.unit}", word]


def main() -> None:
    facts, figures = machine_facts(), list(check_figures())
    with (
        TemporaryDirectory(prefix="onematter-definitions-") as folder,
        _stack(Path(folder)) as stack,
    ):
        figures += asyncio.run(_database_figures(stack))
        for part, goal in (("worker", 300.0), ("web", None)):
            used = _memory(stack, part)
            figures.append(Figure(f"memory, {part}, {MATTERS} matters in use", used, "MiB", goal))
    print(aligned([["", "goal", "measured", ""], *(each.line for each in figures)]))
    written = {"machine": facts, "figures": [asdict(each) for each in figures]}
    RESULTS.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def check_figures() -> Iterator[Figure]:
    library = built_in_library()
    slowest = max((_processor(partial(check_matters, library, [code])), code) for code in library.matters)
    yield Figure(f"check of the slowest matter ({slowest[1]})", slowest[0], "s processor", 2.0)
    large = library.with_changes(library_of(large_matter()))
    assert check_matters(large, ["large"]).ok
    taken = _processor(lambda: check_matters(large, ["large"]))
    yield Figure("check of 40 items and 60 questions", taken, "s processor", 5.0)


async def _database_figures(stack: Stack) -> list[Figure]:
    async with _context(stack) as context:
        async with transaction(context.database, ENGINE) as connection:
            texts = list(copies(library_matters(), MATTERS))
            await put_in_force(connection, context.catalogue, texts)
        await _publishes(context, _more("newborn", "a"))  # the process of the checks begins
        before = processor_seconds(os.getpid()) or 0.0
        seconds = [await _publishes(context, _more("newborn", each)) for each in COPIES]
        worked = ((processor_seconds(os.getpid()) or 0.0) - before) / len(COPIES)
        alone, under_lock = await _changes_what_all_use(context)
        searching = await _searches(stack)
    return [
        Figure(f"publishing a matter beside {MATTERS}, median", _middle(seconds), "s", 1.0),
        Figure("the same, with the check and PostgreSQL", worked, "s processor", 1.0),
        Figure(f"an element that {MATTERS} matters use: check", alone, "s"),
        Figure(f"an element that {MATTERS} matters use: under the lock", under_lock, "s", 2.0),
        Figure(f"search in {MATTERS} matters, p95", _ninety_fifth(searching) * 1000, "ms", 50.0),
    ]


def _more(matter: str, suffix: str) -> str:
    [text] = [each for each in library_matters() if f"\nmatter: {matter}\n" in f"\n{each}"]
    return f"\n{text}".replace(f"\nmatter: {matter}\n", f"\nmatter: {matter}-{suffix}\n", 1)


async def _publishes(context: EngineContext, text: str) -> float:
    async with transaction(context.database, ENGINE) as connection:
        await lock_definitions(connection)
        hand = Hand(None, await legal_now(connection))
        ref = await insert_version(connection, read_source(text), hand=hand)
    begun = time.perf_counter()
    async with transaction(context.database, ENGINE) as connection:
        await publish(connection, context.catalogue, Order([ref]), hand=hand)
    return time.perf_counter() - begun


async def _changes_what_all_use(context: EngineContext) -> tuple[float, float]:
    """Seconds of the check, which comes before the lock, and of everything else."""
    async with transaction(context.database, ENGINE) as connection:
        hand = Hand(None, await legal_now(connection))
        stock = await context.catalogue.stock(connection, day=local_date(hand.now))
        text = stock.texts["element"]["name"].replace("zh: ", "zh: 本人", 1)
        begun = time.perf_counter()
        found = await context.catalogue.check(stock, [("element/name", text)])
        alone = time.perf_counter() - begun
        assert found.ok, found.errors[:3]
        assert len(found.affected) >= MATTERS, len(found.affected)
    return alone, await _publishes(context, text)


async def _searches(stack: Stack) -> list[float]:
    """Seconds of each, over the application itself, one after the other; the first round reads the plans."""
    app, found = create_app(Settings.of(**stack.environment)), list[float]()
    async with app.router.lifespan_context(app):
        there = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=there, base_url="http://127.0.0.1") as client:
            for number in range(len(WORDS) + SEARCHES):
                begun = time.perf_counter()
                answer = await client.get("/api/v1/matters", params={"q": WORDS[number % len(WORDS)]})
                found.append(time.perf_counter() - begun)
                assert answer.status_code == 200, answer.text
    return found[len(WORDS) :]


def _memory(stack: Stack, part: str) -> float:
    """MiB of a process that has used every plan as this part does."""
    command = [sys.executable, "-m", "benchmarks.definition_memory", part]
    done = subprocess.run(
        command, cwd=PROJECT_FOLDER, env=stack.environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout.strip().splitlines()[-1])


@contextmanager
def _stack(folder: Path) -> Iterator[Stack]:
    """A database with what the project publishes, and nothing else."""
    data = DataFolder.at(folder / "data")
    data.create()
    ports = choose_ports(free_port(), last_time={})
    stack = Stack(
        folder=data,
        ports=ports,
        account=choose_account(),
        outside=without_servers(get_settings().environment),
    )
    postgres = start_postgres(
        data.path / "postgres",
        ports["postgres"],
        password=stack.cluster.password,
        account=stack.account,
        throwaway=False,  # it has to write as safely as in earnest
    )
    try:
        migrate_stage(stack)
        yield stack
    finally:
        postgres.remove()


@asynccontextmanager
async def _context(stack: Stack) -> AsyncIterator[EngineContext]:
    settings = Settings.of(**stack.environment)
    database = make_engine(settings.database_url, pool_size=2)
    context = open_context(database, keys=settings.master_keys, room=CheckingRoom())
    try:
        yield context
    finally:
        await context.catalogue.close()
        await context.notifier.finish()
        await database.dispose()


def _processor(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _ninety_fifth(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main()
