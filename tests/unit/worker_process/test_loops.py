"""What runs for ever ends when it is told to, also when it has not heard it the first time."""

import asyncio

import pytest

from worker_process import loops


async def forgets_once() -> None:
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        await asyncio.sleep(60)


async def fails_at_the_end() -> None:
    try:
        await asyncio.sleep(60)
    finally:
        raise RuntimeError("it could not put its things away")


async def test_whoever_forgets_that_he_was_told_to_end_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "CANCEL_AGAIN_SECONDS", 0.05)
    works = (forgets_once(), fails_at_the_end(), asyncio.sleep(60))
    tasks = [asyncio.create_task(each) for each in works]
    await asyncio.sleep(0)
    await loops.end(tasks)
    assert all(each.done() for each in tasks)


async def test_nothing_is_ended_at_once() -> None:
    await loops.end([])
