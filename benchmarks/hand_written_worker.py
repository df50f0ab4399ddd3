"""A process: the worker of the hand-written workflow. Argument: the address of Temporal.

It has its own file because the sandbox imports the workflow's module again.
"""

import asyncio
import signal
import sys

import uvloop
from temporalio.client import Client
from temporalio.worker import Worker

from benchmarks.hand_written import TASK_QUEUE, HandWritten, do_step


async def work(address: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await Client.connect(address)
    async with Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[HandWritten],
        activities=[do_step],
        max_cached_workflows=2000,
    ):
        print("ready", flush=True)
        await stop.wait()


if __name__ == "__main__":
    uvloop.run(work(sys.argv[1]))
