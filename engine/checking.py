"""Where definitions are checked and made into plans: a process of its own with limits, because what somebody
has written may be hostile.

Compiling and proving a matter takes a processor for a second; what somebody wrote to do harm would take it,
and the memory of the machine, for ever. Neither may happen to the process that answers other people. The
process begins with the first piece of work, keeps the stock of published definitions until it changes, and is
ended when a piece of work goes beyond a limit; the next one begins another.
"""

import asyncio
import logging
import math
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.reduction import ForkingPickler
from types import TracebackType
from typing import TypeVar, cast

import z3

from forms.form_plan import Text
from matter_definitions.check_stock import StockChecked, check_stock
from matter_definitions.problems import Problem
from matter_definitions.stock import NOTHING_PUBLISHED, Stock
from refusals import Busy

T = TypeVar("T")
Texts = list[tuple[str, str]]
_STARTED_WITHIN_SECONDS = 60.0
_POLITE = 5  # answers to other people come first
_logger = logging.getLogger(__name__)


class CannotCheck(Busy):
    """Nothing is known about what was asked."""

    title = Text(
        "检查程序暂时无法启动，请稍后再试",
        "The process that checks definitions cannot be started just now; please try again",
    )


class TooCostly(Exception):
    """It went beyond a limit of the room and was stopped."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one piece of work. `memory_bytes`: of addresses, of which a tenth is there before anything is
    checked. `waiting`: that many may be asked at once; each holds a connection to the database meanwhile."""

    processor_seconds: int = 60
    seconds: float = 120.0
    memory_bytes: int = 1024**3
    waiting: int = 4


# Of what somebody waits for on a page: without proofs, a hundredth of this.
FOR_PAGES = Limits(processor_seconds=10, seconds=20.0, waiting=8)


@dataclass(frozen=True, slots=True)
class _Question:
    """`stock` None: the one that came last."""

    stock: Stock | None
    work: Callable[[Stock], object]


@dataclass(frozen=True, slots=True)
class _Answer:
    value: object


class CheckingRoom:
    """Does one thing after the other. Close it, or use it as `async with`, before the process ends."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checking")
        self._process: ForkServerProcess | None = None
        self._line: Connection | None = None
        self._sent: Stock = NOTHING_PUBLISHED
        self._asked = 0

    @property
    def process_id(self) -> int | None:
        """None: nothing was asked yet, or the last piece of work was stopped."""
        return self._process.pid if self._process else None

    async def check(self, stock: Stock, texts: Texts, *, prove_affected: bool) -> StockChecked:
        """As `check_stock`; what goes beyond a limit has the problem `too-costly` and no plan. Raises Busy
        (503) when too many are waiting, CannotCheck (503) without a process."""
        try:
            work = partial(check_stock, texts=texts, prove_affected=prove_affected)
            return await self.do(work, stock)
        except TooCostly:
            return StockChecked((too_costly(texts[0][0] if texts else ""),), {}, {})

    async def do(self, work: Callable[[Stock], T], stock: Stock | None) -> T:
        """`work` and its answer travel by pickle; `stock` None: it looks at none. Raises TooCostly, Busy
        (503) and CannotCheck (503)."""
        if self._asked >= self._limits.waiting:
            raise Busy
        self._asked += 1
        try:
            # The thread stays with the line until the answer is there, also when nobody waits for it any
            # more: whoever asks next would get it.
            answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, work, stock)
        finally:
            self._asked -= 1
        return cast("T", answer)

    def _ask(self, work: Callable[[Stock], object], stock: Stock | None) -> object:
        line = self._line if self._say(work, stock) else None
        try:
            answer = line.recv() if line and line.poll(self._limits.seconds) else None
        except (EOFError, OSError):
            answer = None  # ended by the system at a limit
        if isinstance(answer, _Answer):
            return answer.value
        self._end()
        if isinstance(answer, str):
            raise RuntimeError(f"the check of definitions failed:\n{answer}")
        raise TooCostly

    def _say(self, work: Callable[[Stock], object], stock: Stock | None) -> bool:
        """Twice at most: a process that had nothing to do may have been ended by somebody. False: one that
        was there did not take it, so it is too large."""
        for _ in range(2):
            line = self._open_line()
            try:
                line.send(_Question(None if stock == self._sent else stock, work))
                line.recv()  # it has begun
            except (EOFError, OSError):
                self._end()
                continue
            self._sent = self._sent if stock is None else stock
            return True
        return False

    def _open_line(self) -> Connection:
        """Raises CannotCheck."""
        if self._line is None:
            try:
                self._process, self._line = _start(self._limits)
                if not self._line.poll(_STARTED_WITHIN_SECONDS):
                    raise TimeoutError("it does not answer")
                self._line.recv()
            except (EOFError, OSError) as reason:
                self._end()
                _logger.exception("the process that checks definitions cannot be started")
                raise CannotCheck from reason
        return self._line

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


def too_costly(file: str) -> Problem:
    return Problem(
        "error",
        "too-costly",
        file,
        "",
        1,
        "检查所需的时间或内存超过上限，已停止；请减少事项、条件或示例，或分批发布",
        "checking it takes more time or memory than there is, so it was stopped; use fewer items, conditions"
        " or examples, or publish it in parts",
    )


def _start(limits: Limits) -> tuple[ForkServerProcess, Connection]:
    """A copy of a process in which everything is loaded and nothing runs: a copy of ours, which has threads,
    might hang at once, and a new one would load for a second each time."""
    server = get_context("forkserver")
    server.set_forkserver_preload([__name__])
    # Cast: elsewhere than on Linux it would be another class with the same methods.
    ours, theirs = cast("tuple[Connection, Connection]", server.Pipe())
    with theirs:  # closed here, so that the end of the process is seen
        process = server.Process(target=_work, args=(theirs, limits), daemon=True)
        try:
            process.start()
        except BaseException:
            ours.close()
            raise
    return process, ours


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
            line.send_bytes(_answer(stock, asked.work))
    except (EOFError, BrokenPipeError):
        return


def _allow(seconds: int) -> None:
    """From now on. Beyond it the system ends this process, whatever it does."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, most))


def _answer(stock: Stock, work: Callable[[Stock], object]) -> bytes:
    """None: too large. A mistake of ours travels as words."""
    answer: _Answer | str | None
    try:
        return _packed(_Answer(work(stock)))
    except (MemoryError, RecursionError):
        answer = None
    except z3.Z3Exception as error:
        answer = None if "memory" in str(error) else traceback.format_exc()
    except Exception:
        answer = traceback.format_exc()
    return _packed(answer)


def _packed(answer: _Answer | str | None) -> bytes:
    return bytes(ForkingPickler.dumps(answer))
