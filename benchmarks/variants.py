"""What is measured beside each other, each in two steps: what is prepared does not count."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from temporalio.client import Client

from access.parts import WebParts
from benchmarks.cast import Cast, Matter, prepare_drafts
from benchmarks.doors import Door
from benchmarks.playing import Played, play_engine, play_hand_written
from benchmarks.watching import Watcher
from workflows.names import workflow_id

Play = Callable[[], Awaitable[Played]]


class Variant(Protocol):
    @property
    def name(self) -> str: ...

    async def prepare(self, cases: int) -> Play: ...

    def workflow_of(self, case: str) -> str:
        """The id of the workflow of a case that was played."""
        ...


@dataclass(frozen=True)
class HandWrittenVariant:
    name: str
    client: Client
    at_once: int

    async def prepare(self, cases: int) -> Play:
        return lambda: play_hand_written(self.client, cases=cases, at_once=self.at_once)

    def workflow_of(self, case: str) -> str:
        return case


@dataclass(frozen=True)
class EngineVariant:
    name: str
    door: Door
    matter: Matter
    parts: WebParts
    cast: Cast
    watcher: Watcher
    installation: str
    at_once: int
    pause_seconds: float = 0

    async def prepare(self, cases: int) -> Play:
        drafts = await prepare_drafts(self.parts, self.cast, matter=self.matter, count=cases)
        return lambda: play_engine(
            self.door,
            drafts,
            cast=self.cast,
            watcher=self.watcher,
            at_once=self.at_once,
            pause_seconds=self.pause_seconds,
        )

    def workflow_of(self, case: str) -> str:
        return workflow_id(self.installation, case)
