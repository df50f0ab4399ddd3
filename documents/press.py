"""Where papers are drawn: a process of its own, because drawing one holds a processor for a third of a
second, and no event loop may stand still for that."""

import asyncio
import contextlib
import hashlib
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import cast

from documents.definition import PaperData, PaperText
from documents.language import Language
from documents.refusals import PaperUnavailable
from documents.render import check_paper, forget_fonts, load_fonts, render_pdf


@dataclass(frozen=True, slots=True)
class PressedPaper:
    """A finished PDF, not sealed yet; `sha256` (hex) of the file."""

    pdf: bytes
    sha256: str
    template_version: int
    archive_code: str | None = None


class Press:
    """Draws papers one after the other in each of its processes, which start with the first paper.

    `processes` is also how many papers are drawn at once; one keeps a machine of two cores responsive.
    Close it, or use it as `async with`, before the process ends.
    """

    def __init__(self, *, processes: int = 1) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._line: Connection | None = None

    async def press(
        self,
        template: str,
        data: PaperData,
        *,
        language: Language = "zh",
        text: PaperText | None = None,
    ) -> PressedPaper:
        """Raises the refusals of `render.check_paper`, and `PaperUnavailable` when PDF cannot be drawn.

        `text`: a published text in the place of the file."""
        paper = check_paper(template, data)
        try:
            drawn = await self._draw(template, data, language, text)
        except BrokenProcessPool:
            # Somebody ended the drawing process (the system, short of memory): a new one draws it again,
            # which is harmless, because drawing changes nothing. A second time is an error.
            self.close()
            drawn = await self._draw(template, data, language, text)
        if isinstance(drawn, str):
            raise PaperUnavailable(drawn)
        version = text.version if text else paper.version
        return PressedPaper(drawn, hashlib.sha256(drawn).hexdigest(), version, paper.archive_code)

    async def warm_up(self) -> None:
        """Lets a drawing process start and read the machine's fonts: some seconds that nobody then waits for.

        Never raises for a machine that cannot draw; the first paper will say so.
        """
        await asyncio.get_running_loop().run_in_executor(self._started_pool(), _warm_here)

    async def _draw(
        self, template: str, data: PaperData, language: Language, text: PaperText | None
    ) -> bytes | str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._started_pool(), _draw_here, template, data, language, text)

    def _started_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A forked copy of a process with threads (gRPC, PostgreSQL) may hang at once: what is forked is a
            # server that has none, and has read the libraries once for all drawing processes.
            server = get_context("forkserver")
            server.set_forkserver_preload([__name__, "weasyprint"])
            # Cast: elsewhere than on Linux it would be another class with the same methods.
            theirs, self._line = cast("tuple[Connection, Connection]", Pipe(duplex=False))
            self._pool = ProcessPoolExecutor(
                self._processes, mp_context=server, initializer=_start_drawing, initargs=(theirs,)
            )
        return self._pool

    def close(self) -> None:
        """Ends a drawing in the middle, which is harmless: drawing changes nothing."""
        pool, line, self._pool, self._line = self._pool, self._line, None, None
        if pool is None or line is None:
            return
        line.close()
        # Waited for (a moment): the semaphores of a pool that is still going stay behind in the system.
        pool.shutdown(wait=True, cancel_futures=True)

    async def __aenter__(self) -> "Press":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _start_drawing(line: Connection) -> None:
    """Ctrl-C reaches the whole group of processes, and the owner of the press decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_owner, args=(line,), daemon=True).start()


def _end_with_owner(line: Connection) -> None:
    """The line is cut when the press is closed, and also when its owner was killed. Without it a drawing
    process would outlive him: it holds both ends of the queue it waits on, and never sees it close."""
    with contextlib.suppress(EOFError):
        line.recv()
    forget_fonts()
    os._exit(0)


def _warm_here() -> None:
    with contextlib.suppress(PaperUnavailable):
        load_fonts()


def _draw_here(template: str, data: PaperData, language: Language, text: PaperText | None) -> bytes | str:
    """The PDF, or what is missing on this machine: words travel between processes, refusals do not."""
    try:
        return render_pdf(template, data, language=language, text=text)
    except PaperUnavailable as unavailable:
        return unavailable.missing
