"""Where definitions are checked: a process of its own with limits, because what is checked may be hostile.

Compiling and proving a matter takes a processor for a second; what somebody wrote to do harm would take it,
and the memory of the machine, for ever. Neither may happen to the process that answers other people. The
process begins with the first check, keeps the stock of published definitions until it changes, and is ended
when a check goes beyond a limit; the next one begins another.
"""

import asyncio
import math
import os
import resource
import signal
import sys
import traceback
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import cast

import z3

from matter_definitions.check_stock import StockChecked, check_stock
from matter_definitions.problems import Problem
from matter_definitions.stock import NOTHING_PUBLISHED, Stock
from refusals import Busy

Texts = list[tuple[str, str]]
_STARTED_WITHIN_SECONDS = 60.0
_POLITE = 5  # answers to other people come first


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one check. `memory_bytes`: of addresses, of which a quarter is there before anything is checked.
    `waiting`: that many may be asked at once; each holds a connection to the database meanwhile."""

    processor_seconds: int = 60
    seconds: float = 120.0
    memory_bytes: int = 1024**3
    waiting: int = 4


@dataclass(frozen=True, slots=True)
class _Question:
    """`stock` None: the one that came last."""

    stock: Stock | None
    texts: Texts
    prove_affected: bool


class CheckingRoom:
    """Checks one thing after the other. Close it, or use it as `async with`, before the process ends."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checking")
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._sent: Stock = NOTHING_PUBLISHED
        self._asked = 0

    @property
    def process_id(self) -> int | None:
        """None: nothing was checked yet, or the last check was stopped."""
        return self._process.pid if self._process else None

    async def check(self, stock: Stock, texts: Texts, *, prove_affected: bool) -> StockChecked:
        """As `check_stock`; what goes beyond a limit has the problem `too-costly` and no plan. Raises Busy
        (503) when too many are waiting."""
        if self._asked >= self._limits.waiting:
            raise Busy
        self._asked += 1
        try:
            # The thread stays with the line until the answer is there, also when nobody waits for it any
            # more: whoever asks next would get it.
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, self._ask, stock, texts, prove_affected
            )
        finally:
            self._asked -= 1

    def _ask(self, stock: Stock, texts: Texts, prove_affected: bool) -> StockChecked:
        line = self._line if self._say(stock, texts, prove_affected) else None
        try:
            answer = line.recv() if line and line.poll(self._limits.seconds) else None
        except (EOFError, OSError):
            answer = None  # ended by the system at a limit
        if isinstance(answer, StockChecked):
            return answer
        self._end()
        if isinstance(answer, str):
            raise RuntimeError(f"the check of definitions failed:\n{answer}")
        return too_costly(texts)

    def _say(self, stock: Stock, texts: Texts, prove_affected: bool) -> bool:
        """Twice at most: a process that had nothing to do may have been ended by somebody."""
        for _ in range(2):
            try:
                line = self._open_line()
                line.send(_Question(None if stock == self._sent else stock, texts, prove_affected))
                line.recv()  # it has begun
            except (EOFError, OSError):
                self._end()
                continue
            self._sent = stock
            return True
        return False

    def _open_line(self) -> Connection:
        if self._line is not None:
            return self._line
        spawn = get_context("spawn")  # a forked copy of a process with threads may hang at once
        # Cast: elsewhere than on Linux it would be another class with the same methods.
        ours, theirs = cast("tuple[Connection, Connection]", spawn.Pipe())
        self._process = spawn.Process(target=_work, args=(theirs, self._limits), daemon=True)
        self._line = ours
        self._process.start()
        theirs.close()  # so that the end of the process is seen
        try:
            if not ours.poll(_STARTED_WITHIN_SECONDS):
                raise EOFError
            ours.recv()
        except (EOFError, OSError):
            self._end()
            raise RuntimeError("the checking process does not start") from None
        return ours

    def _end(self) -> None:
        process, line, self._process, self._line = self._process, self._line, None, None
        self._sent = NOTHING_PUBLISHED
        if line is not None:
            line.close()
        if process is not None:
            process.kill()
            process.join()
            process.close()

    def close(self) -> None:
        """Ends a check in the middle, which is harmless: checking changes nothing."""
        if self._process is not None:
            self._process.kill()
        self._thread.submit(self._end)
        self._thread.shutdown(wait=True)

    async def __aenter__(self) -> "CheckingRoom":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.close)


async def check_texts(
    room: CheckingRoom | None, stock: Stock, texts: Iterable[tuple[str, str]], *, prove_affected: bool = False
) -> StockChecked:
    """As `check_stock`. Without a room in this process: for what the operator himself gives on the command
    line, which may take as long as it takes."""
    named = list(texts)
    if room is not None:
        return await room.check(stock, named, prove_affected=prove_affected)
    return await asyncio.to_thread(check_stock, stock, named, prove_affected=prove_affected)


def too_costly(texts: Texts) -> StockChecked:
    file = texts[0][0] if texts else ""
    problem = Problem(
        "error",
        "too-costly",
        file,
        "",
        1,
        "检查所需的时间或内存超过上限，已停止；请减少事项、条件或示例，或分批发布",
        "checking it takes more time or memory than there is, so it was stopped; use fewer items, conditions"
        " or examples, or publish it in parts",
    )
    return StockChecked((problem,), {}, {})


def _work(line: Connection, limits: Limits) -> None:
    """Until the owner hangs up. Ctrl-C reaches the whole group of processes; the owner decides about it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_POLITE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    line.send(None)  # here
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    stock = NOTHING_PUBLISHED
    try:
        while True:
            asked: _Question = line.recv()
            line.send(None)
            stock = asked.stock or stock
            _allow(limits.processor_seconds)
            line.send(_answer(stock, asked))
    except (EOFError, BrokenPipeError):
        return


def _allow(seconds: int) -> None:
    """From now on. Beyond it the system ends this process, whatever it does."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, most))


def _answer(stock: Stock, asked: _Question) -> StockChecked | str | None:
    """None: too large. A mistake of ours travels as words."""
    try:
        return check_stock(stock, asked.texts, prove_affected=asked.prove_affected)
    except (MemoryError, RecursionError):
        return None
    except z3.Z3Exception as error:
        return None if "memory" in str(error) else traceback.format_exc()
    except Exception:
        return traceback.format_exc()
