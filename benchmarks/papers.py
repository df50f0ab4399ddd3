"""How long a burst of papers takes: drawn by two processes and sealed, as the worker does it.

    python -m benchmarks.papers [how many]

The goal is 500 notices in less than two minutes on two cores. Nothing is kept and no case is touched.
"""

import argparse
import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime

from documents.definition import PaperData
from documents.press import Press
from documents.sealing.trial_authority import TrialAuthority
from documents.verification import new_verify_code, verify_url
from forms.form_plan import Text

GOAL_SECONDS = 120.0
AT_ONCE = 4  # as many tries of slow effects as keep two processes busy
ISSUER = Text("杭州市余杭区政务服务中心", "Yuhang District Government Service Centre, Hangzhou")
TITLE = Text("受理通知书", "Notice of acceptance")
MATTER = Text("新生儿出生一件事", "Birth of a baby")
DEPARTMENT = Text("杭州市公安局余杭区分局", "Yuhang Branch, Hangzhou Public Security Bureau")
ITEM: dict[str, object] = {
    "title": Text("户口登记（国内出生）", "Registration of birth"),
    "department": DEPARTMENT,
    "outcome": "accepted",
    "accepted_on": date(2026, 11, 23),
    "promised_on": date(2026, 11, 30),
    "statutory_on": date(2026, 12, 21),
}


@dataclass(frozen=True, slots=True)
class Burst:
    papers: int
    seconds: float
    bytes_each: int

    @property
    def seconds_for_500(self) -> float:
        return self.seconds / self.papers * 500


def notice(number: int) -> PaperData:
    """A notice of acceptance like those that the worker draws, each of them another."""
    code = new_verify_code()
    return PaperData(
        case_no=f"33011020261123{number:06}",
        issuer=ISSUER,
        issued_on=date(2026, 11, 23),
        holder=f"王小雨{number}",
        verify_code=code,
        verify_url=verify_url("http://127.0.0.1:8600", code=code),
        for_trial=True,
        variables={
            "matter": MATTER,
            "accepted_on": date(2026, 11, 23),
            "promised_on": date(2026, 12, 4),
            "track_url": "http://127.0.0.1:8600/track",
            "items": (ITEM, another_item(1), another_item(2), another_item(3)),
        },
    )


def another_item(number: int) -> dict[str, object]:
    return {**ITEM, "title": Text(f"事项{number}", f"item {number}")}


async def press_and_seal(count: int, *, processes: int = 2) -> Burst:
    authority = TrialAuthority.create()
    turns = asyncio.Semaphore(AT_ONCE)
    sizes: list[int] = []

    async def one(press: Press, number: int) -> None:
        async with turns:
            drawn = await press.press("acceptance_notice", notice(number))
            sealed = await authority.seal(drawn.pdf, key=str(number), issuer=ISSUER, reason=TITLE)
            sizes.append(len(sealed.pdf))

    async with Press(processes=processes) as press:
        await asyncio.gather(*(one(press, number) for number in range(2 * processes)))  # everybody is awake
        sizes.clear()
        begun = time.perf_counter()
        await asyncio.gather(*(one(press, number) for number in range(count)))
        took = time.perf_counter() - begun
    return Burst(count, took, sum(sizes) // len(sizes))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", nargs="?", type=int, default=500)
    burst = asyncio.run(press_and_seal(parser.parse_args().count))
    print(
        f"{datetime.now(UTC):%Y-%m-%d}: {burst.papers} notices drawn and sealed in {burst.seconds:.1f} s"
        f" ({burst.papers / burst.seconds:.1f} a second, {burst.bytes_each // 1024} KB each);"
        f" 500 take {burst.seconds_for_500:.0f} s, the goal is {GOAL_SECONDS:.0f} s"
    )


if __name__ == "__main__":
    main()
