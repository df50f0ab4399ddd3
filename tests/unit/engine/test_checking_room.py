"""Definitions are checked in a process of its own: what takes too much is stopped there."""

import os
import resource
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from engine.checking import CannotCheck, CheckingRoom, Limits, TooCostly
from matter_definitions.check_stock import check_stock
from matter_definitions.looking import look_at_texts
from matter_definitions.stock import Stock
from refusals import Busy

LIBRARY = Path(__file__).parents[2] / "definitions/library_card"
TEXTS = [(each.name, each.read_text(encoding="utf-8")) for each in sorted(LIBRARY.rglob("*.yaml"))]
[CARD] = [text for _, text in TEXTS if text.startswith("matter: library-card")]
HUNDRED = [(f"matter {n}", CARD.replace("matter: library-card", f"matter: card-{n}")) for n in range(100)]
BROKEN = [("mine", CARD.replace("library-card", "no-card"))]


@pytest.fixture(scope="module")
def room() -> Iterator[CheckingRoom]:
    opened = CheckingRoom()
    yield opened
    opened.close()


async def ask(room: CheckingRoom, texts: list[tuple[str, str]], stock: Stock | None = None) -> list[str]:
    found = await room.check(stock or Stock(), texts, prove_affected=False)
    return sorted({each.code for each in found.problems})


def divided(_stock: Stock) -> int:
    return 1 // 0


def local_answer(_stock: Stock) -> object:
    return lambda: None


def endless(_stock: Stock) -> None:
    while True:
        pass


async def test_the_answer_is_that_of_a_check_here(room: CheckingRoom) -> None:
    for texts in (TEXTS, BROKEN):
        assert await room.check(Stock(), texts, prove_affected=False) == check_stock(Stock(), texts)


async def test_the_stock_that_is_asked_about_is_the_one_that_counts(room: CheckingRoom) -> None:
    item = "item: lone\ntitle: {zh: 独, en: Lone}\n"
    matter = "matter: other\ntitle: {zh: 另, en: Other}\n"
    stocks = [Stock(), Stock({"item": {"lone": item}}), Stock({"matter": {"other": matter}})]
    for stock in (*stocks, *reversed(stocks)):
        found = await room.check(stock, BROKEN, prove_affected=False)
        assert found == check_stock(stock, BROKEN)


async def test_a_process_that_somebody_ended_is_followed_by_another(room: CheckingRoom) -> None:
    assert await ask(room, TEXTS) == []
    assert room.process_id
    os.kill(room.process_id, 9)
    assert await ask(room, TEXTS) == []


async def test_a_process_that_cannot_be_started_says_nothing_about_the_definition() -> None:
    """Neither right nor too costly: whoever asks may try again."""
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with CheckingRoom() as opened:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, most))
        try:
            with pytest.raises(CannotCheck):
                await opened.check(Stock(), TEXTS, prove_affected=False)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (few, most))
        assert await ask(opened, TEXTS) == []


async def test_what_fails_by_a_mistake_of_ours_is_told_as_one(room: CheckingRoom) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        await room.do(divided, Stock())
    with pytest.raises(RuntimeError, match="pickle"):
        await room.do(local_answer, Stock())
    assert await ask(room, TEXTS) == []


async def test_a_plan_for_a_page_is_made_there_and_one_that_takes_too_long_is_stopped(
    room: CheckingRoom,
) -> None:
    work = partial(look_at_texts, texts=TEXTS, kind="matter", code="library-card")
    assert await room.do(work, Stock()) == look_at_texts(
        Stock(), texts=TEXTS, kind="matter", code="library-card"
    )
    async with CheckingRoom(Limits(processor_seconds=0)) as small:
        with pytest.raises(TooCostly):
            await small.do(endless, Stock())


@pytest.mark.parametrize(
    "limits",
    [Limits(processor_seconds=0), Limits(seconds=0), Limits(memory_bytes=1)],
    ids=["processor", "clock", "memory"],
)
async def test_what_goes_beyond_a_limit_is_stopped_and_told(limits: Limits) -> None:
    async with CheckingRoom(limits) as small:
        found = await small.check(Stock(), [*TEXTS, *HUNDRED], prove_affected=False)
    assert [each.code for each in found.problems] == ["too-costly"]
    assert found.problems[0].file == TEXTS[0][0]
    assert not found.ok
    assert not found.plans


async def test_whoever_would_wait_behind_too_many_is_sent_away() -> None:
    async with CheckingRoom(Limits(waiting=0)) as full:
        with pytest.raises(Busy):
            await full.check(Stock(), TEXTS, prove_affected=False)
