"""A round: so many cases from submission to end, so many of them in flight at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from temporalio.client import Client

from benchmarks.cast import Cast, Draft
from benchmarks.doors import Door
from benchmarks.hand_written import PEOPLE, TASK_QUEUE, Decision, HandWritten
from benchmarks.watching import Watcher

T = TypeVar("T")

OUTCOMES = {"receipt": "accept", "review": "pass", "opinion": "pass", "approve": "grant"}
ONE_CASE_WITHIN_SECONDS = 60


@dataclass
class Played:
    """`seconds` of the whole round; the lists are seconds of single acts.

    `next_task`: from a decision's answer until its officer's colleague sees the next task.
    """

    cases: list[str] = field(default_factory=list[str])
    seconds: float = 0.0
    submits: list[float] = field(default_factory=list[float])
    decides: list[float] = field(default_factory=list[float])
    next_task: list[float] = field(default_factory=list[float])


async def play_engine(
    door: Door, drafts: list[Draft], *, cast: Cast, watcher: Watcher, at_once: int, pause_seconds: float = 0
) -> Played:
    """People act as soon as they can, or after a pause each time; they do not all begin together then."""
    played = Played()

    async def one_case(number: int) -> None:
        officer = cast.officers[number % len(cast.officers)]
        await asyncio.sleep(pause_seconds * (number % at_once) / at_once)
        async with _timed(played.submits):
            case_no = await door.submit(drafts[number])
        played.cases.append(case_no)
        decided_at: float | None = None
        async for news in watcher.follow(case_no):
            assert news.task is not None, "the end is no news to follow"
            if decided_at is not None:
                played.next_task.append(time.perf_counter() - decided_at)
            await asyncio.sleep(pause_seconds)
            async with _timed(played.decides):
                await door.decide(news.task, officer=officer, outcome=OUTCOMES[news.step])
            decided_at = time.perf_counter()

    async with _timed_round(played):
        await in_flight(one_case, range(len(drafts)), at_once=at_once)
    return played


async def play_hand_written(client: Client, *, cases: int, at_once: int) -> Played:
    """The client's updates wait in the workflow until their step is open."""
    played = Played()

    async def one_case(_number: int) -> None:
        case_no = f"hand-written/{uuid4().hex}"
        async with _timed(played.submits):
            handle = await client.start_workflow(HandWritten.run, case_no, id=case_no, task_queue=TASK_QUEUE)
        played.cases.append(case_no)
        for step in PEOPLE:
            async with _timed(played.decides):
                await handle.execute_update(HandWritten.decide, Decision(step, OUTCOMES[step]))
        await handle.result()

    async with _timed_round(played):
        await in_flight(one_case, range(cases), at_once=at_once)
    return played


async def in_flight(work: Callable[[T], Awaitable[None]], things: Iterable[T], *, at_once: int) -> None:
    """`work` for each thing, never more than `at_once` at a time. The first problem ends all."""
    waiting = iter(list(things))

    async def one_after_the_other() -> None:
        for thing in waiting:
            async with asyncio.timeout(ONE_CASE_WITHIN_SECONDS):
                await work(thing)

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(one_after_the_other())


@asynccontextmanager
async def _timed(seconds: list[float]) -> AsyncIterator[None]:
    began = time.perf_counter()
    yield
    seconds.append(time.perf_counter() - began)


@asynccontextmanager
async def _timed_round(played: Played) -> AsyncIterator[None]:
    began = time.perf_counter()
    yield
    played.seconds = time.perf_counter() - began
